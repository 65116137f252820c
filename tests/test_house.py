"""The house: who may import whom, what every room owes its visitors, what is locked."""

from __future__ import annotations

import ast
import inspect
import re
import subprocess
import sys
import tomllib
from graphlib import TopologicalSorter
from importlib.metadata import packages_distributions
from pathlib import Path

import pandas as pd
import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import toolkit as tk
from toolkit.corpus import article_set

ROOT = Path(__file__).parents[1]
SHARED = {"frames", "progress", "fingerprint"}
DATA = {"lexicons", "models"}
ALLOWED: dict[str, set[str]] = {
    **{name: set() for name in (*SHARED, *DATA)},
    "storage": {"frames", "progress"},
    "collect": {"storage", "progress", "fingerprint"},
    "normalize": {"collect", "storage", "lexicons", "frames", "fingerprint"},
    "annotate": {"lexicons", "models", "frames", "fingerprint"},
    "measure": {"frames", "lexicons"},
    "chart": {"frames", "lexicons", "storage"},
    "show": {"frames", "lexicons"},
    "validate": {"storage", "normalize", "annotate", "measure", *SHARED, *DATA},
    "corpus": {
        "export",
        "storage",
        "collect",
        "normalize",
        "annotate",
        "measure",
        "show",
        "validate",
        *SHARED,
        *DATA,
    },
    "export": {"validate", "storage", "frames"},
    "report": {"corpus", "storage", "measure", "chart", "show", "validate", *SHARED},
    "training": {"annotate", "normalize", "validate", *SHARED, *DATA},
}
"""What each package may import; `benchmarks`, `commands` and `cli` may import everything."""
FREE = {"benchmarks", "commands", "cli", "__main__", ""}
CODE = sorted(p for p in (ROOT / "toolkit").rglob("*.py") if "notebooks" not in p.parts)
MODULES = {
    ".".join(p.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): p for p in CODE
}


def imported(path: Path) -> set[str]:
    """Dotted names of what a file imports, in functions and for types too."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names = {f"{node.module}.{alias.name}" for alias in node.names}
            found |= {name if name in MODULES else node.module for name in names}
    return found


IMPORTS = {name: imported(path) & MODULES.keys() - {name} for name, path in MODULES.items()}


def package(module: str) -> str:
    return [*module.split("."), ""][1]


@pytest.mark.parametrize("name", sorted({package(m) for m in MODULES} - FREE))
def test_packages_import_what_they_may(name: str) -> None:
    for module, imports in IMPORTS.items():
        if package(module) == name:
            assert {package(m) for m in imports} <= ALLOWED[name] | {name}, module


def test_no_module_imports_itself_in_a_circle() -> None:
    order = list(TopologicalSorter(IMPORTS).static_order())
    assert order.index("toolkit.frames") < order.index("toolkit.corpus.corpus")


def test_tables_are_built_again_after_a_change_of_any_code_that_makes_them() -> None:
    normalizer = {"toolkit.normalize", "toolkit.collect", "toolkit.lexicons"}
    covered = {*article_set.CODE, *normalizer}
    reached, left = set[str](), {"toolkit.corpus.annotations"}
    while left:
        reached |= left
        left = {name for module in left for name in IMPORTS[module]} - reached
    others = {m for m in reached if not any(f"{m}.".startswith(f"{c}.") for c in covered)}
    assert {package(m) for m in others} <= {"progress", "fingerprint", "measure", "show"}


def test_the_root_holds_packages_and_a_handful_of_modules() -> None:
    assert {p.name for p in (ROOT / "toolkit").glob("*.py")} <= {
        "__init__.py", "__main__.py", "cli.py", "frames.py", "progress.py", "fingerprint.py",
    }  # fmt: skip


HEAVY = {"pandas", "numpy", "scipy", "matplotlib", "pyarrow", "spacy", "onnxruntime",
         "tokenizers", "nltk", "newspaper", "trafilatura", "lxml", "aiohttp", "IPython",
         "papermill", "duckdb", "dask", "distributed"}  # fmt: skip


def loaded_by(program: str) -> set[str]:
    """Names of the modules that a fresh process has after a program."""
    whole = f"import sys; {program}; print('imported:', *sys.modules)"
    done = subprocess.run([sys.executable, "-c", whole], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return set(done.stdout.partition("imported:")[2].split())


@pytest.mark.parametrize(
    "does",
    ["import toolkit", "import toolkit.cli; toolkit.cli.app(['--help'], standalone_mode=False)"],
)
def test_nothing_heavy_is_imported_before_it_is_needed(does: str) -> None:
    loaded = loaded_by(does)
    assert "toolkit" in loaded
    assert {name.split(".")[0] for name in loaded} & HEAVY == set()


READS_AND_ANNOTATES = {"spacy", "onnxruntime", "tokenizers", "datasketch", "newspaper", "nltk",
                       "trafilatura", "readability", "htmldate", "dateparser", "lxml.html",
                       "aiohttp", "openpyxl", "scipy.stats"}  # fmt: skip


def test_what_was_read_and_annotated_is_opened_without_what_reads_and_annotates(
    tmp_path: Path,
) -> None:
    (tmp_path / "corpus.toml").touch()
    article = tmp_path / "raw" / "post" / "tide.txt"
    article.parent.mkdir(parents=True)
    article.write_text("The tide\n\n" + "“It rained all day,” said Ada Brook. " * 9)
    asks = f"import toolkit as tk; c = tk.open({str(tmp_path)!r}); c.quotes; c.mentions; tk.chart"
    loaded_by(asks)
    again = loaded_by(f"{asks}; tk.measure.voice_share(c.quotes)")
    assert "toolkit.measure" in again
    assert again & READS_AND_ANNOTATES == set()


def test_names_are_there_whatever_was_imported_first() -> None:
    program = (
        "import toolkit.collect.web, toolkit.corpus.collect, toolkit as tk; "
        "print(callable(tk.collect), *tk.__all__)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.stdout.split() == ["True", *tk.__all__]
    assert all(hasattr(tk, name) and name in dir(tk) for name in tk.__all__)


def test_one_module_alone_touches_newspaper3k() -> None:
    touching = [p.name for p in CODE if any(m.startswith("newspaper") for m in imported(p))]
    # bodies in normalize, front pages in collect
    assert touching == ["newspaper3k.py", "newspaper3k.py"]


LEXICONS = sorted((ROOT / "toolkit" / "lexicons").glob("*.csv"))


@pytest.mark.parametrize("path", LEXICONS, ids=lambda p: p.stem)
def test_every_row_of_a_lexicon_says_where_it_is_from(path: Path) -> None:
    table = pd.read_csv(path, dtype="str", keep_default_na=False)
    assert len(table) > 0
    assert table["cite"].str.strip().str.len().gt(3).all()
    assert not table.drop(columns="cite").duplicated().any()
    assert not table.iloc[:, 0].str.strip().eq("").any()


PUBLIC = [
    (f"{place.__name__}.{name}", getattr(place, name))
    for place in (tk, tk.measure, tk.chart)
    for name in place.__all__
    if inspect.isroutine(getattr(place, name))
]


@pytest.mark.parametrize(("name", "function"), PUBLIC, ids=[p[0] for p in PUBLIC])
def test_every_public_function_shows_an_example(name: str, function: object) -> None:
    text = inspect.getdoc(function) or ""
    assert "Example:" in text
    assert ">>> " in text.split("Example:")[1]


def test_every_function_of_the_toolkit_says_its_types() -> None:
    for path in CODE:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
                assert node.returns is not None, f"{path.name}: {node.name}"


def test_every_module_opens_with_its_purpose() -> None:
    missing = [p for p in CODE if not ast.get_docstring(ast.parse(p.read_text(encoding="utf-8")))]
    assert missing == []


MACHINE = re.compile(r"(?<![\w./~}-])/(?:work|home|Users|root)/\w|\b[A-Z]:\\{1,2}Users\\")


def test_no_file_names_a_place_on_somebody_s_machine() -> None:
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if listed.returncode:
        pytest.skip("not a git checkout")
    texts = {n: (ROOT / n) for n in listed.stdout.split("\0") if n and (ROOT / n).is_file()}
    found = [
        n for n, p in texts.items() if MACHINE.search(p.read_bytes().decode("utf-8", "ignore"))
    ]
    assert found == []
    assert MACHINE.search("see " + "/".join(["", "home", "ada", "x"]))
    assert not MACHINE.search("https://a.example/home/ada")


def project() -> dict[str, list[str]]:
    loaded = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return {"main": loaded["dependencies"], **loaded["optional-dependencies"]}


def locked() -> dict[str, tuple[str, int]]:
    """Version and number of hashes of each locked distribution."""
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    entries = re.findall(r"^([\w.-]+)==([^\s;\\]+)[^\n]*\\\n((?:    --hash=\S+.*\n)+)", text, re.M)
    return {canonicalize_name(n): (v, hashes.count("sha256:")) for n, v, hashes in entries}


# torch has a build for each kind of machine: who trains chooses it, the lock does not
@pytest.mark.parametrize("line", [line for name in ("main", "dev") for line in project()[name]])
def test_every_dependency_is_locked_with_its_hashes(line: str) -> None:
    wanted = Requirement(line)
    version, hashes = locked()[canonicalize_name(wanted.name)]
    assert hashes >= 1
    assert wanted.specifier.contains(version)


def test_the_lock_pins_everything_that_it_names() -> None:
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    named = re.findall(r"^([\w.-]+)\s*[=<>~@ ]", text, re.M)
    assert {canonicalize_name(n) for n in named} == set(locked())
    assert "newspaper4k" not in locked()


def test_conda_gives_python_alone_and_the_lock_the_rest() -> None:
    text = (ROOT / "environment.yml").read_text(encoding="utf-8")
    lines = [line.strip() for line in text.split("dependencies:")[1].splitlines() if line.strip()]
    assert re.fullmatch(r"- python=3\.1[123]", lines[0])
    assert lines[1:] == ["- pip", "- pip:", "- -r requirements.lock"]


def test_what_is_imported_is_declared() -> None:
    wanted = [*project()["main"], *project()["cluster"]]
    yardsticks = [line for line in project()["dev"] if line.startswith("spacy")]
    declared = {canonicalize_name(Requirement(line).name) for line in (*wanted, *yardsticks)}
    homes = packages_distributions()
    using = [path for path in CODE if "training" not in path.parts]
    names = {m.split(".")[0] for path in using for m in imported(path)}
    for name in sorted(names - set(sys.stdlib_module_names) - {"toolkit"}):
        mine = {canonicalize_name(d) for d in homes[name]}
        assert mine & declared, f"{name} comes from {mine}: not in pyproject.toml"
