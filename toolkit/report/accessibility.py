"""What makes a page readable by all: contents, tables with heads, pictures with words."""

from __future__ import annotations

from dataclasses import dataclass

from lxml import html

_UNDESCRIBED = "A picture without a description."


@dataclass(frozen=True)
class Heading:
    """A section of a page: its anchor and its words."""

    anchor: str
    text: str


@dataclass(frozen=True)
class Readable:
    """The cells of a notebook as HTML: the one with the title, the others, and the sections."""

    opening: str
    body: str
    contents: list[Heading]


def readable(body: str) -> Readable:
    """HTML with what readers of screens need, and its sections.

    Tables get heads that say what they head and a place in the order of the Tab key (they scroll);
    pictures without words get some; links to headings, which are for authors, go.

    Args:
        body: HTML of the cells of a notebook.

    Example:
        >>> made = readable('<h1>Q</h1><h2 id="who">Who</h2><table><thead><tr><th>n</th></table>')
        >>> made.opening, made.contents[0].anchor, 'scope="col"' in made.body
        ('<h1>Q</h1>', 'who', True)
    """
    root = html.fragment_fromstring(body, create_parent="div")
    for link in root.xpath(".//a[@class='anchor-link']"):
        link.drop_tree()
    section = ""
    for element in root.iter("h1", "h2", "h3", "table", "img"):
        if element.tag in ("h1", "h2", "h3"):
            section = element.text_content()
        elif element.tag == "table":
            _described(element, section)
        elif not element.get("alt"):
            element.set("alt", _UNDESCRIBED)
    parts = [html.tostring(element, encoding="unicode") for element in root]
    heads = [Heading(h.get("id"), h.text_content()) for h in root.iter("h2") if h.get("id")]
    return Readable("".join(parts[:1]), "".join(parts[1:]), heads)


def _described(table: html.HtmlElement, section: str) -> None:
    """Say which heads head columns and which rows, and let the keyboard scroll the table."""
    table.attrib.pop("border", None)
    table.set("tabindex", "0")
    table.set("aria-label", f"Table: {section}")
    for head in table.iter("th"):
        head.set("scope", "col" if head.getparent().getparent().tag == "thead" else "row")
        if not (head.text_content() or "").strip():  # the corner above the row names
            head.tag = "td"
            head.attrib.pop("scope", None)
