"""Recognize boilerplate in an article's region by tag, class, id or wording.

Boilerplate is captions, credits, share lines, related links, newsletter boxes and comments. No
rule is specific to a site.
"""

from __future__ import annotations

import re
from collections.abc import Container
from functools import lru_cache

from toolkit.normalize.html.segments import Segment
from toolkit.normalize.html.tree import names

_WORD = re.compile(r"\w+")
_TAGS = names("nav footer aside form button figcaption select legend")
_NAMES = names(
    "caption credit credits newsletter newsletters subscribe subscription signup related promo "
    "cta share sharing sharebar comments commentlist sidebar disclaimer breadcrumb breadcrumbs "
    "modal popup cookie consent paywall recirc trending advert advertisement ads sponsored "
    "outbrain taboola toolbar pagination tags taglist byline dateline timestamp bio capture "
    "readtime "
)
_BYLINE = names("byline dateline timestamp bio credit credits")
_PAIRS = ("pic-cap", "pic-cr", "photo-cap", "most-viewed", "most-read", "most-popular", "read-more",
          "read-next", "more-on", "see-also",
          "author-box", "author-info", "social-share", "related-posts", "read-time", "sign-up",
          "caption-text", "image-credit", "photo-credit")  # fmt: skip
_SPLIT = re.compile(r"[^a-z]+")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")

_SHORTCODE = re.compile(r"^\[/?\w+(?: [^\]]*)?\]")
_LEAD = re.compile(
    r"^(?:also|see also|read more|read also|also read|read next|related(?: \w+)?|"
    r"more(?: from| on)?|sources?|watch|listen|video|photos|gallery|filed under|tags|topics|"
    r"don.t miss)\s*:|"
    r"^(?:listen|watch|follow|download|like us|join us)\b|"
    r"\b(?:sign up|subscribe|newsletters?|in your inbox|have a tip|click here)\b",
    re.I,
)
_PLAIN = re.compile(
    r"^(?:advert(?:isement)?|continue reading(?: below)?|(?:story|article) continues below.*|"
    r"share this.*|"
    r"don.t miss|read more|related|comments?|this slideshow requires javascript\.?|"
    r"\(?(?:photo|image|picture|pic) ?(?:credit|by)?\s*[:/].{0,80}|\(?image credit:.*|"
    r"updated at \d.{0,30}|\d+ min(?:ute)?s? read|sources?: [^.]{0,60})$",
    re.I,
)
_SHORT = 40
"""Words above which no wording makes a paragraph boilerplate."""


def is_boilerplate(segment: Segment, holders: Container[object] = frozenset()) -> bool:
    """Whether a segment is boilerplate.

    Args:
        segment: segment of the page.
        holders: elements that hold the article's paragraphs; names of these elements and of those
            above them are ignored.

    Example:
        >>> from toolkit.normalize.html.segments import segments
        >>> from toolkit.normalize.html.tree import parse_tree
        >>> page = parse_tree("<p>It rained.<p class=photo-credit>A. Brook<aside>Tides</aside>")
        >>> [is_boilerplate(s) for s in segments(page)]
        [False, True, True]
    """
    if segment.kind == "caption" or segment.node.tag == "h1":
        return True
    return in_boilerplate(segment, holders) or _reads_like_boilerplate(segment)


def in_boilerplate(segment: Segment, holders: Container[object] = frozenset()) -> bool:
    """Whether a segment is in an element that is boilerplate by tag, class or id."""
    for node in (segment.node, *segment.node.iterancestors()):
        if node in holders or node.tag in ("body", "main", "article"):
            return False
        if node.tag in _TAGS or has_boilerplate_name(
            f"{node.get('class') or ''} {node.get('id') or ''}"
        ):
            return True
    return False


@lru_cache(maxsize=2**14)
def has_boilerplate_name(names: str, byline: bool = False) -> bool:
    """Whether the class or id of an element names boilerplate.

    Args:
        names: class, or class and id.
        byline: whether to ignore names of bylines.

    Example:
        >>> has_boilerplate_name("newsletter-box")
        True
        >>> has_boilerplate_name("story-byline", byline=True)
        False
    """
    words = [w for w in _SPLIT.split(_CAMEL.sub("-", names).lower()) if w]
    if byline:
        words = [w for w in words if w not in _BYLINE]
    joined = "-".join(words)
    return any(w in _NAMES for w in words) or any(pair in joined for pair in _PAIRS)


def _reads_like_boilerplate(segment: Segment) -> bool:
    text = segment.text
    if len(_WORD.findall(text)) > _SHORT:
        return False
    if segment.linked > 0.8 and segment.kind in ("paragraph", "other"):
        return True
    if is_notice(text):
        return True
    return (segment.linked > 0.1 or segment.strong > 0.5) and bool(_LEAD.search(text))


def is_notice(text: str) -> bool:
    """Whether a text is certainly boilerplate: "Advertisement", a shortcode, a photo credit.

    Example:
        >>> is_notice("ADVERTISEMENT"), is_notice("Advertisement is a costly business.")
        (True, False)
    """
    return bool(_SHORTCODE.match(text) or _PLAIN.match(text))
