"""Folders as people have them: outlet, date, title and author of each article, or nothing."""

from __future__ import annotations

import random
from pathlib import Path
from typing import NamedTuple

import pandas as pd
import pytest

import toolkit as tk
from tests.annotators import Counter

WORDS = [
    *("harbour", "council", "engineer", "bridge", "ferry", "budget", "orchard", "signal", "tram"),
    *("railway", "quarry", "museum", "lantern", "vote", "clinic", "market", "dock", "archive"),
    *("bakery", "reservoir", "library", "chapel", "tunnel", "foundry", "theatre", "prison"),
]
PIER, DEPOT, ORCHARD, ROOF = (
    "Harbour pier stays shut until summer",
    "Council backs plan for new tram depot",
    "Pupils plant orchard beside the quarry",
    "Tenants win vote on clinic roof",
)


class Saved(NamedTuple):
    """A file, what stands above its text, and what is to be read."""

    place: str
    head: str = ""
    outlet: str | None = None
    title: str | None = PIER
    day: str | None = "2025-05-08"
    authors: tuple[str, ...] = ()
    tail: str = ""


def body(seed: str) -> str:
    chance = random.Random(seed)
    sentence = "The {} of the {} stays shut until the {} and the {} are checked, the {} said."
    return "\n\n".join(sentence.format(*chance.choices(WORDS, k=5)) for _ in range(4))


def page(title: str, head: str = "") -> str:
    return f"<html><head><title>{title}</title>{head}</head><body><article><h1>{PIER}</h1>"


def address(url: str, site: str = "") -> str:
    name = f'<meta property="og:site_name" content="{site}">' if site else ""
    return f'<link rel="canonical" href="{url}">{name}'


POST, THE_POST, LANTERN = "Carver Post", "The Carver Post", "The Lantern"
INES = ("Ines Duarte",)
CPA = "Carver Press Agency"
HEAD = f"{PIER}\n8 May 2025\n\n"
SHAPES = {
    "outlet_date_slug": [
        Saved("carver-post_2025-05-08_harbour-pier-stays-sh.txt", f"{PIER}.\n\n", POST),
        Saved(
            "carver-post_2025-05-09_council-plan-for-new.txt",
            f"{DEPOT}.\n\n",
            POST,
            DEPOT,
            "2025-05-09",
        ),
        Saved(
            "nyt_2025-05-10_x.txt", f"{ORCHARD}\n\n", "The New York Times", ORCHARD, "2025-05-10"
        ),
    ],
    "a date is no outlet": [
        Saved(f"{POST}/2025-05-08/a.txt", f"{PIER}\n\n", POST),
        Saved(f"{LANTERN}/2025/05/08/b.txt", f"{PIER}\n\n", LANTERN),
        Saved(f"{LANTERN}/May 2025/c.txt", f"{ROOF}\n\n", LANTERN, ROOF, None),
    ],
    "countries and sections are no outlets": [
        Saved(f"UK/{POST}/a.txt", HEAD, POST),
        Saved(f"USA/{LANTERN}/sport/b.txt", HEAD, LANTERN),
    ],
    "folders that hold the articles are no outlets": [Saved("articles/txt/a.txt", HEAD)],
    "topics are no outlets": [
        Saved(
            "strike/a.txt",
            f"{PIER}\nBy Ada Brook\n{POST}\n8 May 2025\n\n",
            POST,
            authors=("Ada Brook",),
        ),
        Saved(
            "budget/b.txt",
            f"{PIER}\nBy Tom Reed\nThe Daily Lantern\n8 May 2025\n\n",
            "The Daily Lantern",
            authors=("Tom Reed",),
        ),
        Saved("budget/c.txt", HEAD),
    ],
    "the paper under the byline": [
        Saved("a.txt", f"{PIER}\nBy Ines Duarte\n{POST}\nMay 8, 2025\n\n", POST, authors=INES),
        Saved("b.txt", f"{PIER}\n\nBy Ines Duarte, {POST}, May 8, 2025\n\n", POST, authors=INES),
        Saved("c.txt", f"{POST}\n\n{PIER}\n\nInes Duarte\n\n8 May 2025\n\n", POST, authors=INES),
        Saved("d.txt", f"{PIER}\n{POST} | May 8, 2025 | Ines Duarte\n\n", POST, authors=INES),
        Saved(
            "e.txt",
            f"{PIER.upper()}\n\nBY INES DUARTE\nCARVER POST\nMAY 8, 2025\n\n",
            POST,
            PIER.upper(),
            authors=INES,
        ),
        Saved(
            "f.txt",
            f"{PIER}\nPublished in the {POST} on May 8, 2025\nBy Ines Duarte\n\n",
            POST,
            authors=INES,
        ),
        Saved("g.txt", f"{PIER}\n\n", POST, tail=f"\n\nSource: {POST}, 8 May 2025"),
        Saved(
            "h.txt",
            f"Headline: {PIER}\nNewspaper: {POST}\nDate: 08.05.2025\nAuthor: Ines Duarte\n"
            "Word count: 240\n\n",
            POST,
            authors=INES,
        ),
        Saved(
            "i.txt",
            f"{PIER}\nBy Ines Duarte and Emily Post\n8 May 2025\n\n",
            authors=("Ines Duarte", "Emily Post"),
        ),
    ],
    "a paper that two authors name": [
        Saved(
            "a.txt",
            f"{PIER}\nBy Ines Duarte\nTidewater Today\n8 May 2025\n\n",
            "Tidewater Today",
            authors=INES,
        ),
        Saved(
            "b.txt",
            f"{PIER}\nBy Tom Reed\nTidewater Today\n8 May 2025\n\n",
            "Tidewater Today",
            authors=("Tom Reed",),
        ),
        Saved(
            "c.txt", f"{PIER}\nBy Ada Brook\nNether Wick\n8 May 2025\n\n", authors=("Ada Brook",)
        ),
    ],
    "one outlet under several spellings": [
        Saved("a.txt", f"{PIER}\nMail Online\n8 May 2025\n\n", "Daily Mail"),
        Saved(
            "b.html",
            page(PIER, address("https://www.dailymail.co.uk/news/1.html")),
            "Daily Mail",
            day=None,
        ),
        Saved("The Daily Mail/c.txt", HEAD, "Daily Mail"),
        Saved("carver-post/d.txt", HEAD, THE_POST),
        Saved(
            "e.html",
            page(PIER, address("https://www.carverpost.com/a", THE_POST)),
            THE_POST,
            day=None,
        ),
        Saved(
            "f.html",
            page(f"{PIER} | {POST}", address("https://carverpost.com/b")),
            THE_POST,
            day=None,
        ),
        Saved(
            "g.md",
            f"---\ntitle: {PIER}\nsource: https://www.carverpost.com/c\n---\n\n",
            THE_POST,
            day=None,
        ),
    ],
    "a host in the folder of its outlet": [
        Saved(
            "carver-press-agency/a.html",
            page(PIER, address("https://cpa.example/1")),
            CPA,
            day=None,
        ),
        Saved("carver-press-agency/b.txt", HEAD, "Carver Press Agency"),
        Saved("c.html", page(PIER, address("https://cpa.example/2")), CPA, day=None),
    ],
    "names of saved pages": [
        Saved(f"The Guardian - {PIER} (2025-05-08).html", page(PIER), "The Guardian"),
        Saved(f"{PIER} - {POST}.htm", page(f"{PIER} - {POST}"), POST, day=None),
        Saved("2025/05/08/harbour-pier-stays-shut/index.html", page(f"{PIER} | {POST}"), POST),
        Saved("www.carverpost.com_2025_05_08_pier.html", page(PIER), POST),
    ],
    "mastheads, mail and pipes": [
        Saved(
            "a.txt",
            f"{POST}\nThursday, May 8, 2025\n\n{PIER}\nBy Ines Duarte\n\n",
            POST,
            authors=INES,
        ),
        Saved("b.txt", f"{PIER}\n\nInes Duarte for the {POST}\n8 May 2025\n\n", POST, authors=INES),
        Saved("c.txt", f"{PIER} | {POST}\nBy Ines Duarte\nMay 8, 2025\n\n", POST, authors=INES),
        Saved(
            "d.txt",
            f"From: ada@wick.example\nSent: Thursday, May 8, 2025 10:15 AM\nSubject: {PIER}\n\n",
        ),
        Saved("e.txt", f"{PIER}\nBy INES DUARTE, Associated Press\nMay 8, 2025\n\n", authors=INES),
        Saved(
            "f.txt",
            f"{PIER}\n\nBy Ines Duarte\n{POST} Staff Writer\n\nLESNA, May 8, 2025 — ",
            POST,
            authors=INES,
        ),
    ],
    "brackets, numbers and glued names": [
        Saved(f"[{POST}] {PIER}.html", page(PIER), POST, day=None),
        Saved("01 Carver Post - Pier.txt", HEAD, POST),
        Saved("CarverPost20250508.txt", f"{PIER}\n\n", POST),
        Saved(
            f"{PIER} _ Daily Mail Online.html",
            page(f"{PIER} | Daily Mail Online"),
            "Daily Mail",
            day=None,
        ),
    ],
    "an author's folder is no outlet": [
        Saved("Ada Brook/a.txt", f"{PIER}\nBy Ada Brook\n8 May 2025\n\n", authors=("Ada Brook",)),
    ],
    "a title from the name": [Saved(f"{POST} - {PIER} (2025-05-08).txt", "", POST)],
    "copies, capitals and underscores": [
        Saved("carver-post_2025-05-08_pier (1).txt", f"{PIER}\n\n", POST),
        Saved("CARVER POST_2025-05-08_DEPOT.TXT", f"{DEPOT}\n\n", POST, DEPOT),
        Saved("Carver_Post_2025_05_08_Orchard.txt", f"{ORCHARD}\n\n", POST, ORCHARD),
        Saved("20250508_guardian_tenants-win.txt", f"{ROOF}\n\n", "The Guardian", ROOF),
        Saved("tenants-win-vote_2025-05-08_carver-post.txt", f"{PIER}\n\n", POST),
    ],
    "day first in one place": [
        Saved("carver-post_08-05-2025_a.txt", f"{PIER}\n\n", POST),
        Saved("carver-post_23-05-2025_b.txt", f"{PIER}\n\n", POST, day="2025-05-23"),
    ],
    "month first": [
        Saved("carver-post_05-08-2025_a.txt", f"{PIER}\n\n", POST),
        Saved("carver-post_05-23-2025_b.txt", f"{PIER}\n\n", POST, day="2025-05-23"),
    ],
    "an unknown order is no date": [
        Saved("carver-post_05-08-2025_a.txt", f"{PIER}\n\n", POST, day=None)
    ],
    "points and names of months": [
        Saved("tagesspiegel_08.05.2025_a.txt", f"{PIER}\n\n", "Der Tagesspiegel"),
        Saved("Zeit Online 8. Mai 2025.txt", f"{PIER}\n\n", "Die Zeit"),
        Saved("carver-post_May-8-2025_b.txt", f"{PIER}\n\n", POST),
    ],
    "what only looks like outlets and dates": [
        Saved("new-york-times-sues-startup-2025-05-08.txt", f"{PIER}\n\n"),
        Saved("times-change-for-ferry.txt", f"{PIER}\n\n", day=None),
        Saved("interview_2.txt", f"{PIER}\n\n", day=None),
        Saved("notes (downloaded 2025-06-01).txt", f"{PIER}\n\n", day=None),
        Saved("top-10-of-2025.txt", f"{PIER}\n\n", day=None),
        Saved(
            "plan.txt",
            "Newspaper: minister used own account at work\n\n",
            None,
            "Newspaper: minister used own account at work",
            None,
        ),
    ],
    "unknown first words are no outlets": [
        Saved(f"{name}_2025-05-08_{n}.txt", f"{PIER}\n\n")
        for name in ("lumen", "hannah")
        for n in "abc"
    ],
    "a dateline": [
        Saved("a.txt", f"{PIER}\nBy Ines Duarte\nLESNA, May 8, 2025 (Reuters) - ", authors=INES),
    ],
    "an agency in its own folder": [
        Saved("reuters/a.txt", f"{PIER}\n8 May 2025\n\nLESNA (Reuters) - ", "Reuters"),
    ],
}


def write(folder: Path, saved: Saved) -> None:
    path = folder / saved.place
    path.parent.mkdir(parents=True, exist_ok=True)
    text = body(str(saved.place))
    if saved.head.startswith("<html>"):
        text = "".join(f"<p>{line}</p>" for line in text.split("\n\n"))
    path.write_text(saved.head + text + saved.tail, encoding="utf-8")


def told(row: pd.Series[str]) -> tuple[object, ...]:
    """Outlet, title, day and authors of an article, with None for what is missing."""
    day = None if pd.isna(row["published"]) else str(row["published"].date())
    outlet, title = (None if pd.isna(row[c]) else row[c] for c in ("outlet", "title"))
    return outlet, title, day, tuple(row["authors"])


@pytest.mark.parametrize("shape", SHAPES)
def test_fields_are_right_or_absent(shape: str, tmp_path: Path, counter: Counter) -> None:
    for saved in SHAPES[shape]:
        write(tmp_path, saved)
    articles = tk.read(tmp_path, counter).articles.set_index("source_file")
    for saved in SHAPES[shape]:
        row = articles.loc[saved.place]
        expected = (saved.outlet, saved.title, saved.day, saved.authors)
        assert told(row) == expected, saved.place
        assert row["text"].startswith(("The ", "LESNA")), row["text"][:80]
        assert not row["text"].endswith("2025")


TABLES = {
    "commas": ("Media,Headline,PubDate,Author,Body", '{},{},{},{},"{}"'),
    "semicolons": ("Source;Title;Date;Byline;Full Text", '{};{};{};{};"{}"'),
    "points in names": ("News Outlet|Title|Pub. Date|Journalist|Article Text", "{}|{}|{}|{}|{}"),
}


@pytest.mark.parametrize("name", TABLES)
def test_columns_of_tables(name: str, tmp_path: Path, counter: Counter) -> None:
    header, row = TABLES[name]
    rows = [
        (POST, PIER, "23/04/2025", "Ines Duarte"),
        ("dailymail.co.uk", DEPOT, "03/05/2025", "Carver Post Staff"),
        ("the carver post", ORCHARD, "04/05/2025", "Ines Duarte"),
    ]
    lines = [row.format(*cells, body(cells[1]).replace("\n\n", " ")) for cells in rows]
    (tmp_path / "export 2025-06-01.csv").write_text("\n".join([header, *lines]))
    articles = tk.read(tmp_path, counter).articles
    assert [told(r) for _, r in articles.iterrows()] == [
        (POST, PIER, "2025-04-23", INES),
        ("Daily Mail", DEPOT, "2025-05-03", ()),
        (POST, ORCHARD, "2025-05-04", INES),
    ]


def test_a_table_is_named_after_its_outlet(tmp_path: Path, counter: Counter) -> None:
    for name, outlet in (("carver-post", ""), ("The Guardian", "n/a")):
        row = f'{PIER},2025-05-08,{outlet},"{body(name)}"'
        (tmp_path / f"{name}.csv").write_text(f"title,date,outlet,text\n{row}\n")
    articles = tk.read(tmp_path, counter).articles
    assert articles["outlet"].tolist() == ["The Guardian", POST]


def test_a_text_dump_of_a_database(tmp_path: Path, counter: Counter) -> None:
    article = (
        "Copyright 2025 {0} Company\nAll Rights Reserved\n{0}\n\nMay 8, 2025 Thursday\n\n"
        "SECTION: NEWS; Pg. 3\n\nLENGTH: 240 words\n\nHEADLINE: {1}\n\nBYLINE: Ines Duarte\n\n"
        "BODY:\n\n{2}\n\nLOAD-DATE: May 9, 2025\n\n"
    )
    pairs = [(POST, PIER), ("Halden Mercury", DEPOT)]
    dump = "".join(article.format(outlet, title, body(title)) for outlet, title in pairs)
    (tmp_path / "dump.txt").write_text(dump)
    articles = tk.read(tmp_path, counter).articles
    assert [told(r) for _, r in articles.iterrows()] == [
        (outlet, title, "2025-05-08", INES) for outlet, title in pairs
    ]


CODED = Path(__file__).parents[2].parent / "shared" / "cases" / "stories"


@pytest.mark.skipif(not CODED.is_dir(), reason="the coded stories are not beside the project")
def test_whole_stories_in_the_manner_of_many_outlets(tmp_path: Path, counter: Counter) -> None:
    names = [path.name for path in sorted(CODED.iterdir()) if (path / "story.txt").is_file()]
    texts = {name: (CODED / name / "story.txt").read_text(encoding="utf-8") for name in names}
    for name, text in texts.items():
        folder = tmp_path / POST / "2025-05-08"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    articles = tk.read(tmp_path, counter).articles
    assert len(names) == len(articles) > 0
    titles = {
        texts[Path(file).stem].split("\n")[0]: title
        for file, title in zip(articles["source_file"], articles["title"], strict=True)
    }
    assert all(stated == title for stated, title in titles.items())
    assert set(articles["outlet"]) == {POST}
    assert articles["published"].notna().all()
