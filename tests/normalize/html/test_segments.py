"""Segments: every paragraph by itself, as the page has it."""

from __future__ import annotations

import pytest

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


WITHOUT_TEXT = ["<script>no</script>", "<style>no</style>", "<noscript>no</noscript>",
                "<template>no</template>", "<svg><text>no</text></svg>",
                "<select><option>no</option></select>",
                "<span class='sr-only'>no</span>", "<div class='visually-hidden'><p>no</p></div>",
                "<a href=#><span>(opens in a new tab)</span></a>",
                "<span style='clip: rect(0, 0, 0, 0)'>no</span>"]  # fmt: skip


@pytest.mark.parametrize("html", WITHOUT_TEXT)
def test_scripts_and_labels_for_screen_readers_are_no_text(html: str) -> None:
    tree = readable_tree(parse_tree(f"<body><p>yes</p>{html}<p>tail</p></body>"))
    assert [s.text for s in segments(tree)] == ["yes", "tail"]


HIDDEN = ["<p hidden>{0}</p>", "<p style='display: none'>{0}</p>", "<form><p>{0}</p></form>",
          "<dialog><p>{0}</p></dialog>",
          "<div class='sr-only'><p>{0}</p><p>{0}</p><p>{0}</p><p>{0}</p></div>"]  # fmt: skip


@pytest.mark.parametrize("html", HIDDEN)
def test_text_that_waits_for_a_script_stays(html: str) -> None:
    said = "“The ferry to Skarrow ran again on Monday, and nobody complained,” the captain said."
    tree = readable_tree(parse_tree(f"<body>{html.format(said)}</body>"))
    assert {s.text for s in segments(tree)} == {said}


WORDS = [
    ("<p><span>he says</span><span>Engineers agree</span></p>", "he says Engineers agree"),
    ("<p><a href=#>Tides</a><a href=#>Ports</a></p>", "Tides Ports"),
    ("<p><span class=drop>T</span><span>he ferry</span></p>", "The ferry"),
    ("<p><b>Sk</b><i>arrow</i> m<sup>2</sup></p>", "Skarrow m2"),
    ("<p><a href=#>Tides</a>, <a href=#>ports</a></p>", "Tides, ports"),
]


@pytest.mark.parametrize(("html", "text"), WORDS)
def test_words_of_two_elements_are_not_glued(html: str, text: str) -> None:
    assert [s.text for s in segments(parse_tree(f"<body>{html}</body>"))] == [text]


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
    ("<p>Story continues</p><p>{0}</p><p>Story continues</p><p>Story continues</p>", {0, 2, 3}),
    ("<p>Yes.</p><p>{0}</p><p>Yes.</p><p>Yes.</p>", set()),
    ("<p>1 cup of rice, 2 eggs</p><p>1 cup of rice, 2 eggs</p>", set()),
]


@pytest.mark.parametrize(("html", "expected"), REPEATS)
def test_a_pull_quote_is_not_a_second_quote(html: str, expected: set[int]) -> None:
    assert repeated_segments(segments(parse_tree(f"<body>{html.format(SAID)}</body>"))) == expected
