"""A folder of articles as somebody collected them: many formats, names, and faults."""

from __future__ import annotations

import json
from pathlib import Path

import docx

POST, LANTERN, MAIL = "Carver Post", "The Lantern", "Daily Mail"

PIER = [
    "The Skarrow pier was closed on Wednesday after engineers found cracks in eleven of its "
    "iron piles, the harbour authority said.",
    "“We could not wait for the summer,” said Ines Holt, the harbour master. “Nobody was hurt, and "
    "nobody will be.”",
    "The authority estimates that repairs to the pier will cost nine million crowns and take until "
    "October. Tom Arnholt, who runs the chip shop at the pier head, said he had been given an hour "
    "to leave.",
    "The transport ministry denied that it had refused money for the piles in January.",
]
PIER_TOO = [
    "Cracks in iron piles have shut Skarrow's pier until October, in the middle of its best "
    "season.",
    "Engineers looked at the pier on Tuesday and found eleven cracked piles, according to the "
    "harbour authority. Repairs are put at nine million crowns.",
    "“An hour, they gave me, to clear a shop of thirty years,” Tom Arnholt told this newspaper at "
    "the pier head.",
    "Ines Holt, the harbour master, said that the authority could not wait for the summer. A "
    "spokesman for the transport ministry said money for the piles had never been refused.",
]
PIER_THREE = [
    "Eleven iron piles below the pier at Skarrow are cracked, and the pier stays shut until "
    "October.",
    "The harbour authority sent engineers on Tuesday; on Wednesday harbour master Ines Holt had "
    "the gates locked. “Nobody was hurt,” she said.",
    "Chip shop owner Tom Arnholt says nine million crowns for repairs is money that the transport "
    "ministry saved in January when the piles were due. The ministry denied it.",
]
CLINIC = [
    "A clinic in Vestby will open at night from June, the county council decided on Monday.",
    "“It has taken us six years,” said councillor Maja Sund. Doctors had asked for more nurses.",
    "According to a report by the health board, forty patients a week are sent elsewhere.",
]
ORCHARD = [
    "Pupils of Nether Wick school have planted two hundred apple trees beside the old quarry.",
    "Head teacher Jonas Bell said the orchard belonged to everybody. “Even to the deer,” he added.",
]
TRAM = [
    "The tram depot at Halden needs a new roof before winter, its manager, Ada Lindqvist, has "
    "warned.",
    "“When it rains, we put out buckets,” Lindqvist said. The city declined to comment.",
]
BUDGET = [
    "Carver's budget for next year was passed by a single vote on Tuesday night.",
    "Mayor Otto Crane said it was the best that could be had; his opponent Lena Frisk called it "
    "“a bill for our children”.",
]
QUARRY = [
    "A quarry that was to close in Marsh End may stay open for another decade, its owner said.",
    "Neighbours are angry. “They promised us a lake,” said Peter Quill, who lives opposite.",
]
FILM = [
    "A film about the last lighthouse keeper of Orrin has won the coast festival's first prize.",
    "Director Sonja Weir said she had filmed through two winters. “My nose froze,” she said.",
]


def texts(paragraphs: list[str]) -> str:
    return "\n\n".join(paragraphs)


def expected(stories: Path | None) -> dict[str, tuple[str | None, str, str]]:
    """Outlet, day and title by the words with which an article begins."""
    rows = [
        (PIER, POST, "2025-05-07", "Pier shut until autumn"),
        (PIER_TOO, LANTERN, "2025-05-08", "Cracked piles close Skarrow pier"),
        (PIER_THREE, MAIL, "2025-05-08", "Shop owner has an hour to leave the pier"),
        (CLINIC, POST, "2025-05-10", "Clinic to open at night"),
        (ORCHARD, MAIL, "2025-05-11", "Pupils plant an orchard"),
        (TRAM, MAIL, "2025-05-12", "Depot needs a roof"),
        (BUDGET, LANTERN, "2025-05-14", "Budget passed by one vote"),
        (QUARRY, "Halden Mercury", "2025-05-16", "Quarry may stay open"),
        (FILM, None, "2025-05-19", "Film of a lighthouse keeper wins"),
    ]
    made = {words[0][:40]: (outlet, day, title) for words, outlet, day, title in rows}
    for number, path in enumerate(_coded(stories)):
        title, _, rest = path.read_text(encoding="utf-8").partition("\n")
        outlet = (POST, LANTERN)[number % 2]
        made[_body(rest)[:40]] = (outlet, f"2025-06-{number + 1:02}", title)
    return made


def fill(folder: Path, stories: Path | None) -> None:
    """Write the articles, each in another format, and files that are none.

    Args:
        folder: gets the files.
        stories: coded stories that are not part of the project, if they are there.
    """
    folder.mkdir(parents=True)
    head = "Pier shut until autumn\n\n"
    _write(folder / "carver-post_2025-05-07_pier-shut-until-aut.txt", head + texts(PIER))
    _write(
        folder / LANTERN / "2025-05-08" / "pier.html",
        "<html><head><title>Cracked piles close Skarrow pier | The Lantern</title></head><body>"
        "<nav><a href=/>Home</a> <a href=/sport>Sport</a></nav><article>"
        "<h1>Cracked piles close Skarrow pier</h1><p>By Tom Reed</p>"
        + "".join(f"<p>{words}</p>" for words in PIER_TOO)
        + "</article><h3>Related articles</h3><p><a href=/1>Ten piers to see</a></p></body></html>",
    )
    rows = [
        ("dailymail.co.uk", "2025-05-08", "Shop owner has an hour to leave the pier", PIER_THREE),
        ("Mail Online", "2025-05-11", "Pupils plant an orchard", ORCHARD),
        ("The Daily Mail", "2025-05-12", "Depot needs a roof", TRAM),
    ]
    lines = [json.dumps(dict(zip(("source", "date", "headline"), r[:3], strict=True))
                        | {"body": texts(r[3])}) for r in rows]  # fmt: skip
    _write(folder / "export.jsonl", "\n".join(lines))
    document = docx.Document()
    for words in ("Clinic to open at night", "By Ines Duarte, Carver Post, May 10, 2025", *CLINIC):
        document.add_paragraph(words)
    document.save(str(folder / "clinic.docx"))
    _write(
        folder / "budget.md",
        f"---\ntitle: Budget passed by one vote\ndate: 2025-05-14\nsource: The Lantern\n---\n\n"
        f"{texts(BUDGET)}\n",
    )
    _write(
        folder / "quarry.txt",
        f"Quarry may stay open\nBy Emily Post\nHalden Mercury\nMay 16, 2025\n\n{texts(QUARRY)}",
    )
    _write(folder / "film.txt", f"Film of a lighthouse keeper wins\n19 May 2025\n\n{texts(FILM)}")
    for number, path in enumerate(_coded(stories)):
        title, _, rest = path.read_text(encoding="utf-8").partition("\n")
        outlet = ("carver-post", "the-lantern")[number % 2]
        name = f"{outlet}_2025-06-{number + 1:02}_story.txt"
        _write(folder / name, f"{title}\n\n{_body(rest)}")
    (folder / "logo.txt").write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(256)) * 4)
    _write(folder / "empty.html", "")


def _coded(stories: Path | None) -> list[Path]:
    return sorted(stories.glob("*/story.txt")) if stories else []


def _body(rest: str) -> str:
    """A story without its byline and its date."""
    return rest.strip().partition("\n\n")[2]


def _write(path: Path, words: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(words, encoding="utf-8")
