"""The extraction engines, functions from the tree of a page to the text of its body."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

import lxml.html
from readability import Document
from trafilatura import bare_extraction
from trafilatura.settings import Extractor

from toolkit.normalize.html.newspaper3k import body_text
from toolkit.normalize.html.segments import segments
from toolkit.normalize.html.tree import Node

Engine = Callable[[Node], str]


def trafilatura(tree: Node) -> str:
    """trafilatura with its default settings, without comments; it reads scripts of JSON-LD too."""
    document = bare_extraction(tree, options=Extractor(output_format="python", comments=False))
    return str(getattr(document, "text", None) or "")


def readability(tree: Node) -> str:
    """readability-lxml, a port of the algorithm behind browsers' reading views."""
    summary = Document(tree).summary(html_partial=True)
    return "\n".join(s.text for s in segments(lxml.html.document_fromstring(summary)))


ENGINES: Mapping[str, Engine] = {
    "trafilatura": trafilatura,
    "readability": readability,
    "newspaper3k": body_text,
}


@contextmanager
def quiet() -> Iterator[None]:
    """Suppress the log messages of the engines."""
    before = logging.root.manager.disable
    logging.disable(logging.CRITICAL)
    try:
        yield
    finally:
        logging.disable(before)
