"""corpus.toml: a wrong setting is named."""

from __future__ import annotations

from pathlib import Path

import pytest

import toolkit as tk
from tests.annotators import Counter

CONFIGS = [
    ("title = ", "is not TOML"),
    ("titel = 'x'", "unknown setting titel"),
    ("title = 5", "title is a text"),
    ("outlets = 'x'", "outlets is a table"),
    ("[agencies]\nHPA = 3", "agencies is a table"),
    ("invented = 'yes'", "invented is true or false"),
    ("timezone = 'Europe/London'", "timezone is an offset"),
    ("dates = 'european'", 'dates is "day first" or "month first"'),
    ("filename = 3", "filename is a pattern"),
    ("filename = '{slug}'", "filename names each of"),
    ("filename = '{date:%Q}'", "filename has an unknown part of a date, %Q"),
    ("engine = 'best'", 'engine is "vote" or "fast"'),
]


@pytest.mark.parametrize(("toml", "problem"), CONFIGS)
def test_a_wrong_setting_is_named(toml: str, problem: str, tmp_path: Path) -> None:
    (tmp_path / "corpus.toml").write_text(toml)
    with pytest.raises(ValueError, match=problem):
        tk.open(tmp_path)


def test_settings_may_have_a_byte_order_mark(tmp_path: Path, counter: Counter) -> None:
    (tmp_path / "corpus.toml").write_bytes(b"\xef\xbb\xbftitle = 'Notepad'\ntimezone = '+01:00'")
    assert tk.open(tmp_path, counter).config.title == "Notepad"
