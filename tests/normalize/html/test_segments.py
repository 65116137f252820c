"""Segments: every paragraph by itself, as the page has it."""

from __future__ import annotations

import pytest

from toolkit.normalize.html.boilerplate import is_boilerplate
from toolkit.normalize.html.pull_quotes import repeated_segments
from toolkit.normalize.html.segments import segments
from toolkit.normalize.html.tree import parse_tree, readable_tree

PARTED = [
    ("<p>One</p><p>Two</p>", ["One", "Two"]),
    ("<p>One<p>Two", ["One", "Two"]),
    ("One<br><br>Two", ["One", "Two"]),
    ("It rained.<br>It poured.", ["It rained.", "It poured."]),
    ("It rained and<br>it poured.", ["It rained and it poured."]),
    ("It rained and<br><b>it</b> poured.", ["It rained and it poured."]),
    ("<div>One<p>Two</p>Three</div>", ["One", "Two", "Three"]),
    ("<p>One <b>two</b> <a href=#>three</a></p>", ["One two three"]),
    ("<p>O<span>n</span>e</p>", ["One"]),
    ("<ul><li>One</li><li>Two</li></ul>", ["One", "Two"]),
    ("<blockquote><p>One</p><p>Two</p></blockquote>", ["One", "Two"]),
    ("<p>“It’s late…” — she said</p>", ["“It’s late…” — she said"]),
    ("<table><tr><td>1</td><td>Ada</td></tr><tr><td>2</td><td>Tom</td></tr></table>",
     ["1 Ada", "2 Tom"]),
    ("<table><tr><td>Menu</td><td><p>One</p><p>Two</p></td></tr></table>", ["Menu", "One", "Two"]),
    ("<p>One<x-note>2</x-note> three</p>", ["One2 three"]),
    ("<x-story><p>One</p><p>Two</p></x-story>", ["One", "Two"]),
    ("<p>One<!-- two --></p><p> </p>", ["One"]),
]  # fmt: skip


@pytest.mark.parametrize(("html", "expected"), PARTED)
def test_paragraphs_are_parted_and_never_merged(html: str, expected: list[str]) -> None:
    assert [s.text for s in segments(parse_tree(f"<body>{html}</body>"))] == expected


KINDS = [
    ("<p>x</p>", "paragraph"),
    ("<h2>x</h2>", "heading"),
    ("<div class='art-sub'>Close to home</div>", "heading"),
    ("<div class='crosshead'>Close to home</div>", "heading"),
    ("<div class='sub'>She came close to home.</div>", "other"),
    ("<ul><li>x</li></ul>", "item"),
    ("<blockquote><p>x</p></blockquote>", "quotation"),
    ("<figure><figcaption>x</figcaption></figure>", "caption"),
    ("<table><tr><td>x</td></tr></table>", "cell"),
    ("<table><tr><td><p>x</p></td></tr></table>", "paragraph"),
    ("<div>x</div>", "other"),
]


@pytest.mark.parametrize(("html", "kind"), KINDS)
def test_kinds(html: str, kind: str) -> None:
    (segment,) = segments(parse_tree(f"<body>{html}</body>"))
    assert segment.kind == kind


UNSEEN = ["<script>no</script>", "<style>no</style>", "<noscript>no</noscript>", "<p hidden>no</p>",
          "<p style='display: none'>no</p>", "<nav>no</nav>", "<button>no</button>",
          "<template>no</template>", "<svg><text>no</text></svg>"]  # fmt: skip


@pytest.mark.parametrize("html", UNSEEN)
def test_what_no_reader_sees_is_not_there(html: str) -> None:
    tree, warnings = readable_tree(parse_tree(f"<body><p>yes</p>{html}tail</body>"))
    assert [s.text for s in segments(tree)] == ["yes", "tail"]
    assert warnings == []


FURNITURE = [
    ("<figcaption>The ferry in dock</figcaption>", True),
    ("<p class='photo-credit'>Ada Brook</p>", True),
    ("<p class='wp-caption-text'>The ferry in dock</p>", True),
    ("<div class='newsletter-box'><p>The day in five minutes.</p></div>", True),
    ("<div class='relatedStories related'><p>What the logs showed</p></div>", True),
    ("<div id='comments'><p>Who pays? We do.</p></div>", True),
    ("<aside><p>The tides today</p></aside>", True),
    ("<p>Advertisement</p>", True),
    ("<p>[button link='x']Send[/button]</p>", True),
    ("<p><a href=#>What the logs showed</a></p>", True),
    ("<p>Follow us on <a href=#>the network</a></p>", True),
    ("<p><b>Related: <a href=#>What the logs showed</a></b></p>", True),
    ("<p>Photo: Ada Brook</p>", True),
    ("<p>Advertisement is a costly business, she said.</p>", False),
    ("<p>Follow the money, he told the court.</p>", False),
    ("<p>She asked them to subscribe to the truth.</p>", False),
    ("<p>The share of women rose.</p>", False),
    ("<p class='article-body-text'>It rained.</p>", False),
    ("<div class='commentary'><p>It rained.</p></div>", False),
    ("<p>“Go,” <a href=#>she said</a>.</p>", False),
    ("<li><a href=#>An item that is a link</a></li>", False),
]


@pytest.mark.parametrize(("html", "expected"), FURNITURE)
def test_boilerplate_by_its_form(html: str, expected: bool) -> None:
    (segment,) = segments(parse_tree(f"<body>{html}</body>"))
    assert is_boilerplate(segment) == expected


SAID = "“This ship was lost in an office before she was lost at sea,” the judge told them."
REPEATS = [
    ("<p>{0}</p><blockquote>“This ship was lost in an office”</blockquote>", {1}),
    ("<blockquote>This ship was lost in an office</blockquote><p>{0}</p>", {0}),
    ("<p>{0}</p><div class='pullquote'>lost in an office before she was lost at sea</div>", {1}),
    ("<p>{0}</p><blockquote>“This ship was lost in an office” — Ann Lund</blockquote>", {1}),
    ("<p>{0}</p><h2>“Lost in an office”</h2>", {1}),
    ("<p>{0}</p><blockquote>“You cannot jail a hinge, and nobody ever tried.”</blockquote>", set()),
    ("<p>{0}</p><p>She was lost at sea.</p>", set()),
    ("<p>{0}</p><h2>Lost at sea</h2>", set()),
    ("<p>{0}</p><p>{0}</p>", {1}),
    ("<p>1 cup of rice, 2 eggs</p><p>1 cup of rice, 2 eggs</p>", set()),
]


@pytest.mark.parametrize(("html", "expected"), REPEATS)
def test_a_pull_quote_is_not_a_second_quote(html: str, expected: set[int]) -> None:
    assert repeated_segments(segments(parse_tree(f"<body>{html.format(SAID)}</body>"))) == expected
