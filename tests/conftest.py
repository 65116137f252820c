"""Fixtures of all tests: a cache of their own, a small corpus, an annotator that counts."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import settings

from tests.annotators import Counter

# the same examples on every run and machine, however slow it is
settings.register_profile("house", deadline=None, derandomize=True, max_examples=50)
settings.load_profile("house")

CONFIG = """
title = "Tiny"
language = "en"

[outlets]
"courier" = "The Courier"
"flare" = "The Flare"
"""
ARTICLES = {
    "courier/ferry.md": "# Ferry runs again\n\nBy Ada Brook\n\nMarch 4, 2025\n\n"
    'The ferry to Skarrow ran again on Tuesday. "It was a long winter," said Tom Reed, '
    "the harbour master.\n\nHe said the crew had waited since January.\n",
    "courier/tax.md": "# Council raises tax\n\nBy AFP\n\nMarch 6, 2025\n\n"
    "The council raised the tax on moorings, according to Mayor Ines Holt.\n",
    "flare/cat.txt": "Cat stuck in a tree\n\nMarch 5, 2025\n\n"
    "A cat sat in a tree for two days. Firefighters said it was well.\n",
}


@pytest.fixture(autouse=True)
def own_cache(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """No test reads or fills the cache and the settings of whoever runs it."""
    folder = tmp_path_factory.getbasetemp() / "cache"
    monkeypatch.setenv("TOOLKIT_CACHE", str(folder))
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(folder.with_name("jupyter")))
    return folder


@pytest.fixture
def counter() -> Counter:
    return Counter()


@pytest.fixture
def plain(tmp_path: Path) -> Path:
    """A plain folder of three articles in two outlets."""
    folder = tmp_path / "plain"
    for name, text in ARTICLES.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def folder(plain: Path) -> Path:
    """The same three articles as a corpus folder."""
    made = plain.with_name("corpus")
    made.mkdir()
    plain.rename(made / "raw")
    (made / "corpus.toml").write_text(CONFIG, encoding="utf-8")
    return made
