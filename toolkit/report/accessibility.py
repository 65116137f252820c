"""Accessible HTML: a list of contents, table heads with scope, pictures with descriptions."""

from __future__ import annotations

from typing import Any

from lxml import html


def accessible(body: str) -> dict[str, Any]:
    """HTML that screen readers and the keyboard can use.

    Table heads get a scope, tables a label and a place in the order of the Tab key, since they
    scroll; pictures without a description get one; links from headings to themselves are removed.

    Args:
        body: HTML of the cells of a notebook.

    Returns:
        `opening`: the first element; `body`: the others; `contents`: anchor and text of each
        section.

    Example:
        >>> page = accessible('<h1>Q</h1><h2 id="who">Who</h2><table><thead><tr><th>n</th></table>')
        >>> page["opening"], page["contents"], 'scope="col"' in page["body"]
        ('<h1>Q</h1>', [('who', 'Who')], True)
    """
    root = html.fragment_fromstring(body, create_parent="div")
    for link in root.xpath(".//a[@class='anchor-link']"):
        link.drop_tree()
    section = ""
    for element in root.iter("h1", "h2", "h3", "table", "img"):
        if element.tag in ("h1", "h2", "h3"):
            section = element.text_content()
        elif element.tag == "table":
            _label_table(element, section)
        elif not element.get("alt"):
            element.set("alt", "A picture without a description.")
    opening, *rest = [html.tostring(element, encoding="unicode") for element in root] or [""]
    contents = [(h.get("id"), h.text_content()) for h in root.iter("h2") if h.get("id")]
    return {"opening": opening, "body": "".join(rest), "contents": contents}


def _label_table(table: html.HtmlElement, section: str) -> None:
    """Give the heads a scope and the table a label, and let the keyboard scroll it."""
    table.attrib.pop("border", None)
    table.set("tabindex", "0")
    table.set("aria-label", f"Table: {section}")
    for head in table.iter("th"):
        head.set("scope", "col" if head.getparent().getparent().tag == "thead" else "row")
        if not (head.text_content() or "").strip():  # the corner above the row names
            head.tag = "td"
            head.attrib.pop("scope", None)
