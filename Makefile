# `make report` and `make test` are the commands of the README; both install the environment first.
ifeq ($(OS),Windows_NT)
  BIN := .venv/Scripts
  PYTHONS := python py
else
  BIN := .venv/bin
  PYTHONS := python3 python3.13 python3.12 python3.11 python
endif
PYTHON ?= $(PYTHONS)
UV := 0.13.9
READY := .venv/ready
PAGES ?= $(wildcard ../shared/eval/extraction ../shared/eval/pages/publishers)
POLNEAR ?= ../shared/eval/polnear
# for make bench: number and length of articles, for example SCALE="--articles 2000 --words 300 --sizes 1000"
SCALE ?=
# number of processes of make test
JOBS ?= 2
CHECK := import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))

.PHONY: report docs test test-long test-hostile test-browser test-cloud lab bench score lock environment clean

report: $(READY)
	$(BIN)/toolkit report --corpus data/sample --out reports/sample

docs: report ## write the codebook, the gallery and the pictures of the README from the code
	$(BIN)/python -m toolkit.report.docs

test: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m pytest --numprocesses $(JOBS) --dist worksteal

test-long: $(READY) ## tests that take long: scores on coded news, 2,000 pages, runs killed at 20 moments, long sequences of updates
	$(BIN)/python -m pytest -m long -rs

test-hostile: $(READY) ## files, servers, kills and disks that attack the toolkit: half an hour; prints counts
	$(BIN)/python -m pytest tests/hostile -m hostile -s -rs

# installed outside the environment, which stays as the lock file describes it
test-browser: $(READY) ## JupyterLab and the reports in headless Chromium
	@command -v chromium chromium-browser google-chrome >/dev/null || echo "Chromium is missing: apt-get install chromium"
	$(BIN)/uv pip install --quiet --no-deps --require-hashes --target .venv/browser -r requirements-browser.lock
	PYTHONPATH=.venv/browser $(BIN)/python -m pytest tests/browser -rs

test-cloud: $(READY) ## annotation on a cluster through S3, with an S3 server on this machine
	$(BIN)/uv pip install --quiet --require-hashes --target .venv/cloud -r requirements-cloud.lock
	PYTHONPATH=.venv/cloud $(BIN)/python -m pytest tests/corpus/parallel/test_cloud.py -rs

lab: $(READY)
	$(BIN)/jupyter lab notebooks

bench: $(READY)
	$(BIN)/python -m toolkit.benchmarks.speed data/sample
	$(BIN)/python -m toolkit.benchmarks.scale $(SCALE)
	$(BIN)/python -m toolkit.benchmarks.copies --articles 100000
	$(BIN)/python -m toolkit.benchmarks.collecting
	$(BIN)/python -m toolkit.benchmarks.measures --quotes 1000000

score: $(READY)
	$(BIN)/toolkit score quotes --gold data/sample/coding
	$(BIN)/python -m toolkit.benchmarks.copies --articles 2000
	@for pages in $(PAGES); do $(BIN)/toolkit score extraction --pages $$pages || exit 1; done
	@[ -n "$(PAGES)" ] || echo "no pages to score: make score PAGES=folder-of-ground-truth.json-and-html"
	@if [ -d $(POLNEAR) ]; then $(BIN)/toolkit score agencies --polnear $(POLNEAR); \
	else echo "no PolNeAR in $(POLNEAR): make score POLNEAR=folder"; fi

environment: $(READY)

# uv installs the locked wheels three times faster than pip. It also compiles them, so that every program starts
# in a third of the time. If uv cannot run, pip installs from the same lock file.
$(READY): requirements.lock pyproject.toml
	@for p in $(PYTHON); do if $$p -c "$(CHECK)" 2>/dev/null; then found=$$p; break; fi; done; \
	if [ -z "$$found" ]; then echo "No Python 3.11, 3.12 or 3.13 among: $(PYTHON). Install one, or say which: make PYTHON=/path/to/python3.12 $(MAKECMDGOALS)"; exit 1; fi; \
	[ -x $(BIN)/python ] || $$found -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check uv==$(UV) || true
	$(BIN)/uv pip install --quiet --compile-bytecode --python $(BIN)/python --require-hashes -r requirements.lock \
	|| $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps -e .
	@touch $(READY)

lock: ## update the lock files after a change of the dependencies in pyproject.toml
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --extra dev pyproject.toml -o requirements.lock
	$(BIN)/python -c "import tomllib; print(*tomllib.load(open('pyproject.toml', 'rb'))['project']['optional-dependencies']['browser'], sep='\n')" \
	| $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header -c requirements.lock - -o requirements-browser.lock
	$(BIN)/python -c "import tomllib; print(*tomllib.load(open('pyproject.toml', 'rb'))['project']['optional-dependencies']['cloud'], sep='\n')" \
	| $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header - -o requirements-cloud.lock

clean:
	rm -rf .venv reports .mypy_cache .ruff_cache .pytest_cache
