"""Metonymy: whether a place name stands for the government there.

"Pyongyang said", "talks between Moscow and Kyiv": the "place-for-people" metonymy of Markert &
Nissim 2007 (SemEval task 8). The words around the name decide: it is the subject of a verb that
takes no place as its subject, or the partner of an act.
"""

from __future__ import annotations

import re

from toolkit.annotate.text.cues import cues
from toolkit.annotate.text.document import Span
from toolkit.lexicons.word_forms import lemmas

_PLACE = re.compile(
    r"\b(?:in|near|outside|around|across|from|at|to|into|toward|towards|downtown|central|visit(?:ed|s)?"
    r"|leaving|left|north|south|east|west|of|city|capital)\s+(?:the\s+)?(?:\w+\s+)?$", re.I
)  # fmt: skip
_PARTNER = re.compile(
    r"\b(?:between|against|with|by|pressure on|accus\w+|urg\w+|blam\w+|warn\w+|told)\s+(?:the\s+)?$"
)
_MODAL = (
    r"(?:(?:has|have|had|is|was|will|would|could|may|might|must|should|did|does|also|now|once|"
    r"repeatedly|again|later|still|not|never|finally|reportedly|formally|in turn) )*"
)
_ACTS = (
    "invaded|seeks|sought|wants|wanted|plans|planned|imposed|imposes|lifted|backed|backs|backing|"
    "supports|supported|refused|refuses|rejects|rejected|sent|sends|launched|signed|agreed|agrees|"
    "withdrew|pulled|banned|recalled|expelled|summoned|retaliated|responded|ordered|offered|"
    "threatened|threatens|condemned|condemns|views|viewed|sees|ensured|concluded|considers|"
    "decided|decides|hopes|hoped|fears|feared|blames|blamed|moved|pledged|vowed|vows|holding|"
    "preparing|trying|seeking|encroaching|hoping|planning|pushing|pressing"
)


def acts(text: str, place: Span) -> bool:
    """Whether a place acts or speaks where it is named.

    Args:
        text: of the article.
        place: where its name stands.

    Example:
        >>> acts("Pyongyang denied it.", Span(0, 9)), acts("He left Pyongyang.", Span(8, 17))
        (True, False)
    """
    before, after = text[max(0, place.start - 40) : place.start], text[place.end : place.end + 60]
    if _PLACE.search(before):
        return False
    after = re.sub(r"^ and (?:the )?[A-Z][\w-]+(?= )", "", after)
    verb = re.match(rf",? {_MODAL}([a-z]+)\b", after)
    if verb and (re.fullmatch(_ACTS, verb[1]) or set(lemmas(verb[1])) & cues("verb").keys()):
        return True
    at_place = re.match(r"['’]s? [a-z]+ (?:street|airport)", after)
    return bool(_PARTNER.search(before)) and not at_place
