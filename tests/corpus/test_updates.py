"""Tables brought up to date are those of a rebuild from nothing, whatever came and went."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import toolkit as tk
from tests.annotators import said
from tests.corpus.rebuild import assert_same, frames_of, rebuilt
from toolkit.annotate import Annotation, Text
from toolkit.normalize.duplicates import near_duplicates as copies

FIRST, LAST = ("Vera", "Tom"), ("Reed", "Holt", "Brook", "Lind", "Marsh", "Vale")
CORRECTIONS = [
    "merge,Holt,Tom Holt,,", "merge,Lind,Somebody New,,", "rename,Vera Reed,Vera Reade,,",
    "split,Tom Brook,Ines Brook,Brook,", "retype,Marsh,organization,,", "drop,Vale,,,",
    "drop,Nobody At All,,,", "merge,Somebody New,Vera Reade,,",
]  # fmt: skip


class Namer:
    """Takes two words with capitals for a person, a surname alone for somebody."""

    version = "namer-1"

    def __call__(self, articles: Iterable[Text]) -> Iterator[Annotation]:
        for article in articles:
            found = re.finditer(rf"(?:{'|'.join(FIRST)})? ?(?:{'|'.join(LAST)})", article.text)
            rows = [self._mention(match) for match in found]
            quote = {**said(article.text), "actor_id": rows[0]["actor_id"]} if rows else None
            yield Annotation(rows, [quote] if quote else [])

    def _mention(self, match: re.Match[str]) -> dict[str, Any]:
        name = match[0].strip()
        start = match.end() - len(name)
        kind = "place" if start % 7 == 0 else "person"
        who = {"actor_id": f"{kind}:{name.lower()}", "actor": name, "actor_type": kind}
        place = {"text": name, "start": start, "end": match.end(), "paragraph": 0}
        return {**who, **place, "kind": "name", "in_title": False, "rule": "entity"}


class Newsroom:
    """Files that come, change and go: copies, new versions, stock phrases, names in part."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.raw, self.chance = folder / "raw", random.Random(seed)
        self.raw.mkdir(parents=True)
        (folder / "corpus.toml").write_text('title = "Moving"\nlanguage = "en"\n')
        self.paragraphs = [self._paragraph(i) for i in range(12)]

    def _paragraph(self, number: int) -> str:
        chance = self.chance
        words = " ".join(f"w{chance.randrange(400)}" for _ in range(25))
        first = chance.choice(FIRST) if number % 2 else ""
        name = f"{first} {LAST[number // 2]}".strip()
        return f"As the ferry office said on the day before, {name} was there. {words}."

    def write(self, path: Path) -> None:
        body = "\n\n".join(self.chance.sample(self.paragraphs, self.chance.randrange(1, 4)))
        day = self.chance.randrange(1, 9)
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"# Ferry runs {self.chance.choice('ab')}\n\nMarch {day}, 2025\n\n{body}\n")

    def step(self) -> None:
        """Something happens."""
        there = sorted(self.raw.rglob("*.md"))
        for _ in range(self.chance.randrange(1, 4)):
            kind = self.chance.choice(["add", "add", "change", "remove"])
            if kind == "add" or len(there) < 4:
                outlet = self.raw / self.chance.choice(["flare", "courier"])
                self.write(outlet / f"{self.chance.randrange(10**6):06}.md")
            elif kind == "change":
                self.write(self.chance.choice(there))
            else:
                self.chance.choice(there).unlink(missing_ok=True)

    def correct(self) -> None:
        """Somebody corrects an actor and two quotes."""
        folder, chance = self.raw.parent, self.chance
        (folder / "corrections").mkdir(exist_ok=True)
        actors = folder / "corrections" / "actors.csv"
        before = actors.read_text() if actors.exists() else "action,actor,to,form,article_id\n"
        actors.write_text(f"{before}{chance.choice(CORRECTIONS)}\n")
        corpus = tk.open(folder, Namer())
        quotes = corpus.quotes
        values = {"drop": "", "speaker": chance.choice(LAST), "source_role": "expert"}
        for action in chance.sample([*values], 2) if len(quotes) else []:
            quote = quotes.iloc[chance.randrange(len(quotes))]
            tk.correct(corpus, quote, action, values[action], who="Ada", why="a test")


@pytest.fixture
def room(tmp_path: Path) -> Newsroom:
    """A newsroom with a corpus."""
    return Newsroom(tmp_path / "c", 1)


@pytest.mark.parametrize(
    ("seed", "steps"), [(0, 4), *(pytest.param(i, 8, marks=pytest.mark.long) for i in range(12))]
)
def test_any_sequence_of_updates_gives_what_a_rebuild_gives(
    seed: int, steps: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(copies, "COMMON", 5)  # a phrase gets common and is so no more
    folder = tmp_path / "moving"
    room = Newsroom(folder, seed)
    for _ in range(10):
        room.step()
    seen = set[str]()
    for number in range(steps):
        room.step()
        if number >= steps // 3:
            room.correct()
        updated = frames_of(tk.open(folder, Namer()))
        assert_same(updated, rebuilt(folder, Namer()))
        seen |= {w.split(":")[0] for ws in updated[0]["warnings"] for w in ws}
        seen |= {"merged"} if updated[2]["merged_from"].notna().any() else set()
        seen |= set(updated[6]["step"]) | set(updated[3]["source_role"].dropna())
    assert {"shared", "merged", "corrections", "expert"} <= seen


def test_an_update_touches_what_changed_and_no_more(room: Newsroom) -> None:
    folder = room.raw.parent
    for _ in range(4):
        for i in range(3):
            room.write(folder / "raw" / "flare" / f"{room.chance.randrange(10**6)}-{i}.md")
        _ = tk.open(folder, Namer()).quotes
    before = {p: p.stat().st_mtime_ns for p in (folder / "tables").rglob("*.parquet")}
    (folder / "raw" / "flare" / "new.txt").write_text("Nothing like it\n\nIt rained in June.")
    _ = tk.open(folder, Namer()).quotes
    after = {p: p.stat().st_mtime_ns for p in (folder / "tables").rglob("*.parquet")}
    kept = {p for p in after if before.get(p) == after[p]}
    made = sorted(p.parent.name for p in after.keys() - kept)
    assert made == ["articles", "dropped", "index", "mentions", "quotes"]
    assert len({p for p in kept if p.parent.name == "quotes"}) > 1


def test_a_correction_touches_what_it_is_about_and_no_more(room: Newsroom) -> None:
    folder = room.raw.parent
    for i, name in enumerate(("Tom Holt", "Vera Reed", "Tom Vale")):
        room.raw.joinpath(f"{i}.txt").write_text(f"Number {i}\n\nIt was {name} who came here {i}.")
        _ = tk.open(folder, Namer()).quotes
    before = {path.name for path in (folder / "tables" / "quotes").glob("*.parquet")}
    corpus = tk.open(folder, Namer())
    (folder / "corrections").mkdir()
    (folder / "corrections" / "actors.csv").write_text("action,actor,to\nrename,Tom Holt,Thomas\n")
    quote = corpus.quotes.iloc[2]
    tk.correct(corpus, quote, "source_role", "expert", who="Ada", why="a test")
    after = tk.open(folder, Namer()).quotes
    assert after["speaker"].tolist() == ["Thomas", "Vera Reed", "Tom Vale"]
    assert after["source_role"].tolist()[2] == "expert"
    listings = (folder / "tables").glob("annotations-*.json")
    listing = max(listings, key=lambda path: path.stat().st_mtime_ns)
    kept = before & set(json.loads(listing.read_bytes())["quotes"])
    assert len(kept) == 2  # that of Vera Reed, and the empty one of what is annotated nowhere


@pytest.mark.parametrize("table", ["articles", "mentions", "quotes", "index", "unread"])
@pytest.mark.parametrize(
    "how", [b"PAR1 and nothing more", pytest.param(b"", marks=pytest.mark.long)]
)
def test_a_damaged_piece_is_named_and_made_again(
    table: str, how: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "c"
    room = Newsroom(folder, 2)
    for _ in range(5):
        room.step()
    expected = frames_of(tk.open(folder, Namer()))
    piece = next((folder / "tables" / table).glob("*.parquet"))
    piece.write_bytes(how)
    assert_same(frames_of(tk.open(folder, Namer())), expected)
    assert piece.name in capsys.readouterr().err
    assert piece.with_suffix(".damaged").is_file()


def test_articles_are_in_the_order_of_their_files(tmp_path: Path) -> None:
    folder = tmp_path / "c"
    room = Newsroom(folder, 3)
    for name in ("m", "a", "z"):
        room.write(folder / "raw" / "flare" / f"{name}.txt")
        found: pd.Series[str] = tk.open(folder, Namer()).articles["source_file"]
        assert found.tolist() == sorted(found)
