"""Words that say a role: "minister", "professor", "resident"; the lexicon beside the model.

With nouns such as "president" or "spokesman" the organization beside them says it ("president of
Brook Lines"). The scheme of roles joins the groups that comparative studies of sources share
(Tiffen et al. 2014, doi:10.1080/1461670X.2013.831239).
"""

from __future__ import annotations

import numpy as np

from toolkit.annotate.tagger.crf import Doubles
from toolkit.annotate.tagger.heads import ROLES
from toolkit.annotate.text.document import Span
from toolkit.annotate.text.noun_phrases import find_nouns, people, words
from toolkit.annotate.text.organizations import organization_role

UNCLEAR = 0.3
"""What a noun counts that takes its role from an organization, where none is named."""


def role_votes(text: str, chars: Span) -> Doubles:
    """How often a phrase says each of ROLES: once, or UNCLEAR, or not at all.

    Example:
        >>> text = "a professor of law"
        >>> ROLES[int(role_votes(text, Span(0, len(text))).argmax())]
        'expert'
    """
    votes = np.zeros(len(ROLES))
    found = words(text, chars)
    people_found, body = find_nouns(found, people()), organization_role(found)
    noun = people_found[0].noun if people_found else None
    if noun and not noun.follows:
        votes[ROLES.index(noun.role)] = 1
    elif body:
        votes[ROLES.index(body.role)] = 1
    elif noun:
        votes[ROLES.index(noun.role)] = UNCLEAR
    return votes
