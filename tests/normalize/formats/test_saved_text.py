"""Articles as people save them: what is the article and what stands about it."""

from __future__ import annotations

from itertools import pairwise

import pytest

from toolkit.normalize.formats.saved_text import read_saved
from toolkit.normalize.text.draft import Draft, Unreadable

ONE = "The ferry to Skarrow ran again on Tuesday, after a winter in dry dock."
TWO = "“It was a long winter,” said Tom Reed, the harbour master."
BODY = f"{ONE}\n\n{TWO}"


def saved(text: str, markdown: bool = True) -> Draft:
    return read_saved(text, markdown)


T = "# Ferry runs again\n\n"
BY = ("By Ada Brook",)
DATE = "March 4, 2025"
HEADS = [
    ("title alone", T, (), None),
    ("underlined title", "Ferry runs again\n================\n\n", (), None),
    ("byline", f"{T}By Ada Brook\n\n", BY, None),
    ("byline as a link", f"{T}By [Ada Brook](#)\n\n", BY, None),
    ("byline in bold", f"{T}**By Ada Brook**\n\n", BY, None),
    ("date", f"{T}{DATE}\n\n", (), DATE),
    ("month", f"{T}March 2025\n\n", (), "March 2025"),
    ("byline and date", f"{T}By Ada Brook\n\n{DATE}\n\n", BY, DATE),
    ("on one line", f"{T}By Ada Brook | {DATE}\n\n", BY, DATE),
    ("on lines of a paragraph", f"{T}By Ada Brook  \n{DATE}\n\n", BY, DATE),
    ("credit", f"{T}By Ada Brook\n\n**Harbour Office / HPA**\n\n", BY, None),
    ("photo", f"{T}![A ferry](ferry.jpg)\n\nPhoto: Tom Reed\n\n", (), None),
    (
        "front matter",
        "---\ntitle: Ferry runs again\nauthor: Ada Brook\ndate: 2025-03-04\n---\n",
        ("Ada Brook",),
        "2025-03-04",
    ),
    (
        "lists in front matter",
        "---\ntitle: Ferry runs again\nauthors:\n- Ada Brook\n- Tom Reed\n---\n",
        ("Ada Brook", "Tom Reed"),
        None,
    ),
    (
        "front matter and heading",
        f"---\ntitle: Ferry runs again\ntags: [x]\n---\n\n{T}By Ada Brook\n\n",
        BY,
        None,
    ),
    (
        "fields",
        f"Title: Ferry runs again\n\nAuthor: Ada Brook\n\nDate: {DATE}\n\n",
        ("Ada Brook",),
        DATE,
    ),
    ("title twice", f"{T}Ferry runs again\n\n", (), None),
]


@pytest.mark.parametrize(("name", "head", "byline", "date"), HEADS, ids=[h[0] for h in HEADS])
def test_heads(name: str, head: str, byline: tuple[str, ...], date: str | None) -> None:
    draft = saved(head + BODY)
    assert draft.title == "Ferry runs again"
    assert draft.text == BODY
    assert (draft.byline, draft.published_raw) == (byline, date)


TAILS = [
    "**Related article: [Who sank the ferry?](#)**",
    "Related article: [Who sank the ferry?](#)",
    "Related: Who sank the ferry?",
    "Read more: [Who sank the ferry?](#)",
    "Also read: Who sank the ferry?",
    "[Who sank the ferry?](https://courier.example/2)",
    "Sign up for our newsletter",
    "Follow us on every network",
    "Share this article",
    "Advertisement",
    "© 2025 The Courier",
    "Additional reporting by Ines Holt",
    "Reporting by Ada Brook; editing by Tom Reed",
    "This article was first published in The Courier.",
    "(HPA)",
    "– HPA",
    "---\n\n[Home](#)\n\n[Sport](#)",
    "## More from The Courier",
]


BOTH = [(t, m) for t in TAILS for m in (True, False) if m or not ("[" in t or "#" in t)]


@pytest.mark.parametrize(("tail", "markdown"), BOTH)
def test_trailers_and_credits_are_no_body(tail: str, markdown: bool) -> None:
    text = f"{'# ' if markdown else ''}Ferry runs again\n\n{BODY}\n\n{tail}\n"
    assert saved(text, markdown).text == BODY


BODIES = [
    ("subhead", f"{ONE}\n\n## A long winter\n\n{TWO}"),
    ("subhead in bold", f"{ONE}\n\n**A long winter**\n\n{TWO}"),
    ("quoted subhead", f"{ONE}\n\n## **'A long winter'**\n\n{TWO}"),
    ("caption", f"{ONE}\n\nThe ferry in dock. Photo: Tom Reed/HPA\n\n{TWO}"),
    ("image", f"{ONE}\n\n![The ferry](ferry.jpg)\n\n{TWO}"),
    ("wrapped", ONE.replace(", ", ",\n") + "\n\n" + TWO),
    ("emphasis", f"{ONE.replace('ferry', '*ferry*')}\n\n{TWO.replace('said', '**said**')}"),
    ("links", f"{ONE.replace('Skarrow', '[Skarrow](https://s.example)')}\n\n{TWO}"),
    ("escapes", f"{ONE}\n\n{TWO.replace(',', chr(92) + ',')}"),
    ("tags", f"<p>{ONE}</p>\n\n<div>{TWO}</div>"),
    ("entities", f"{ONE}\n\n{TWO.replace('“', '&ldquo;').replace('”', '&rdquo;')}"),
    ("block quote", f"{ONE}\n\n> {TWO}"),
    ("list", f"- {ONE}\n- {TWO}"),
    ("indented", f"{ONE}\n\n    {TWO}"),
]


@pytest.mark.parametrize(("name", "text"), BODIES, ids=[b[0] for b in BODIES])
def test_bodies_of_markdown(name: str, text: str) -> None:
    assert saved(f"# Ferry runs again\n\n{text}").text == BODY


PLAIN = [
    ("blank lines", f"Ferry runs again\n\nBy Ada Brook\n\n{BODY}", BODY),
    ("lines", f"Ferry runs again\nBy Ada Brook\n{ONE}\n{TWO}", BODY),
    ("windows", f"Ferry runs again\r\n\r\n{BODY}".replace("\r", ""), BODY),
    ("rule", f"Ferry runs again\n\n{ONE}\n\n* * *\n\n{TWO}", BODY),
    ("money and stars", "Ferry runs again\n\nIt cost *five* dollars, a_b_c said.",
     "It cost *five* dollars, a_b_c said."),
    ("wrapped", "Ferry runs again\n\nThe ferry to Skarrow ran again on Tuesday, after a winter in\n"
     "dry dock that nobody here will forget, and everybody came to see\nit.",
     "The ferry to Skarrow ran again on Tuesday, after a winter in dry dock that nobody here will "
     "forget, and everybody came to see it."),
]  # fmt: skip


@pytest.mark.parametrize(("name", "text", "body"), PLAIN, ids=[p[0] for p in PLAIN])
def test_bodies_of_plain_text(name: str, text: str, body: str) -> None:
    draft = saved(text, markdown=False)
    assert (draft.title, draft.text) == ("Ferry runs again", body)


@pytest.mark.parametrize("text", [f"{ONE}\n\n{TWO}", ONE, f"{ONE} {TWO}"])
@pytest.mark.parametrize("markdown", [True, False])
def test_no_title_and_nothing_is_lost(text: str, markdown: bool) -> None:
    draft = saved(text, markdown)
    assert (draft.title, draft.text) == (None, text)


EMPTY = ["#", "# A title", "---\ntitle: x\n---\n", "* * *", "![x](y.jpg)", "# A\n\nBy Ada Brook"]


@pytest.mark.parametrize("text", EMPTY)
def test_what_has_no_body_says_so(text: str) -> None:
    with pytest.raises(Unreadable, match="empty"):
        saved(text)


FRONTS = [
    "---\n[unclosed: {\n---\n",
    "---\n- a\n- list\n---\n",
    "---\nno end\n\n",
    "---\ntitle: &a [*a]\n---\n",
    "---\na: &a [x,x,x,x,x,x,x]\n"
    + "".join(f"{b}: &{b} [{','.join([f'*{a}'] * 9)}]\n" for a, b in pairwise("abcdefghij"))
    + "---\n",
    "---\nx: " + "[" * 5000 + "\n---\n",
    "---\ndate: 2025-99-99\n---\n",
    "---\ntitle: !!python/object:os.system\n---\n",
]


@pytest.mark.parametrize("front", FRONTS, ids=range(len(FRONTS)))
def test_a_front_matter_that_is_none_loses_no_article(front: str) -> None:
    assert saved(front + BODY).text.endswith(BODY)


def test_a_long_title_and_its_date_are_two_lines() -> None:
    title = "Ferry to Skarrow runs again after two weeks in dock, harbour says"
    draft = read_saved(f"{title}\n4 March 2025\n\nThe ferry ran.\n\nIt rained.", markdown=False)
    assert (draft.title, draft.published_raw) == (title, "4 March 2025")


CREDITS = [
    ("Source: The Daily Flare", "The Daily Flare"),
    ("Source: courier.example", "courier.example"),
    ("Source: NATO.", None),
    ("Source: National Statistics Office", None),
]


@pytest.mark.parametrize(("line", "outlet"), CREDITS)
def test_the_source_of_figures_at_the_end_is_no_outlet(line: str, outlet: str | None) -> None:
    body = "\n\n".join(f"The ferry ran again on day {i}, the line said." for i in range(9))
    assert read_saved(f"Ferry runs again\n\n{body}\n\n{line}", markdown=False).outlet == outlet
