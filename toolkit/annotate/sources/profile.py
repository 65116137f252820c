"""What the reader says of each source: its form, its role, and whether it is deliberately unnamed.

A source has one form and one role throughout an article, by all that is said of it: its source
phrases and, for an actor, its names. Where the words do not tell the role, it is unknown.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from scipy.special import softmax

from toolkit.annotate.sources.anonymity import grade, granted_anonymity, withheld, withheld_name
from toolkit.annotate.sources.channel import channel
from toolkit.annotate.sources.role_words import role_votes
from toolkit.annotate.sources.speakers import Speaker
from toolkit.annotate.tagger.heads import FORMS, ROLES
from toolkit.annotate.tagger.reading import Reading, SourceLabels
from toolkit.annotate.text.attribution import Attribution
from toolkit.annotate.text.document import Span

MOST = 20
"""Names, titles and descriptions of an actor that are asked for its role."""
LEAST = 0.5
"""Least chance for a role to be given; below it, the role is unknown."""
SURELY_NAMED = float(np.log(0.75))
"""Log-chance from which a source is a named person, though it is not resolved to one."""
LEXICON, NEVER = 1.5, 0.1
"""Weight of the words that say a role beside the model, and the votes that each role has anyway."""


_NAMED = ("named_organization", "media", "document")
_POSSIBLE = {
    "person": ("named_person",),
    "organization": _NAMED,
    "place": _NAMED,
    None: ("unnamed_person", "unnamed_group", *_NAMED),
}


class Profile(NamedTuple):
    """Labels of a source throughout an article.

    Attributes:
        form: one of frames.SOURCE_FORMS.
        role: one of frames.SOURCE_ROLES; None where the words do not tell.
        sure: the chance of the likeliest role.
        anonymous: whether it is unnamed on purpose.
        said: the mention that tells the role most clearly.
    """

    form: str
    role: str | None
    sure: float
    anonymous: bool
    said: Span | None


def source_profiles(
    reading: Reading, attributions: Sequence[Attribution], speakers: Sequence[Speaker]
) -> list[Profile | None]:
    """The profile of the source of each attribution; None where nobody speaks."""
    of: dict[str, list[Attribution]] = defaultdict(list)
    for attribution, speaker in zip(attributions, speakers, strict=True):
        if speaker.name is not None:
            of[_key(speaker)].append(attribution)
    known = {_key(speaker): speaker for speaker in speakers}
    profiles = {key: _profile(reading, found, known[key]) for key, found in of.items()}
    return [profiles.get(_key(speaker)) for speaker in speakers]


def _key(speaker: Speaker) -> str:
    return speaker.actor.actor_id if speaker.actor else (speaker.name or "").casefold()


def _profile(
    reading: Reading, attributions: Sequence[Attribution], speaker: Speaker
) -> Profile | None:
    sources = [a.source for a in attributions if a.source]
    names = [m.chars for m in speaker.actor.mentions[:MOST]] if speaker.actor else []
    beside = (
        [m for m in speaker.actor.others if m.rule == "beside the name"] if speaker.actor else []
    )
    titles = [m.chars for m in beside]
    mentions = dict.fromkeys((*sources, *titles[:MOST], *names))
    found = [(m, one) for m in mentions if (one := reading.source_labels(m))]
    if not found:
        return None
    labels = [one for _, one in found]
    said = (*sources, *titles[:MOST], *names[:1])
    votes = np.sum([role_votes(reading.text, chars) for chars in said], axis=0)
    logs = np.mean([one.role for one in labels], axis=0) + LEXICON * np.log(votes + NEVER)
    chances = softmax(logs)
    best = int(chances.argmax())
    clearest = max(found, key=lambda pair: pair[1].role[best])[0]
    role = ROLES[best] if chances[best] >= LEAST else None
    form = _form(labels, speaker)
    anonymous = form.startswith("unnamed") and any(
        withheld(reading.text, attribution) for attribution in attributions
    )
    return Profile(form, role, float(chances[best]), anonymous, clearest)


def _form(labels: Sequence[SourceLabels], speaker: Speaker) -> str:
    logs = np.mean([one.form for one in labels], axis=0)
    if speaker.actor is None and logs[FORMS.index("named_person")] > SURELY_NAMED:
        return "named_person"
    possible = _POSSIBLE[speaker.actor.actor_type if speaker.actor else None]
    return max(possible, key=lambda form: logs[FORMS.index(form)])


def source_columns(
    text: str, attribution: Attribution, speaker: Speaker, profile: Profile | None
) -> dict[str, Any]:
    """Form, role, anonymity and channel of a source, each with the place of its evidence.

    Args:
        text: of the article.
        attribution: the attribution to the source.
        speaker: the speaker that the source resolves to.
        profile: of the source.
    """
    source = attribution.source
    name, channel_chars = channel(text, attribution) or (None, None)
    reason = words = openness = None
    if profile:
        openness = grade(text, source, profile.form, profile.role)
        words = source
        if profile.form.startswith("unnamed"):
            reason = granted_anonymity(text, attribution, source)
            words = reason or (withheld_name(text, source) if source else None) or source
    anonymous = bool(profile and (profile.anonymous or reason))
    evidence = {
        "form": source,
        "role": profile.said if profile and profile.role else None,
        "anonymity": words,
        "reason": reason,
        "channel": channel_chars,
    }
    columns: dict[str, Any] = {
        "source_form": profile.form if profile else None,
        "source_role": profile.role if profile else None,
        "role_confidence": profile.sure if profile else None,
        "anonymity": min(openness, 1) if anonymous and openness is not None else openness,
        "anonymous": anonymous,
        "reason": text[slice(*reason)] if reason else None,
        "channel": name,
    }
    for column, chars in evidence.items():
        columns[f"{column}_start"], columns[f"{column}_end"] = chars or (None, None)
    return columns
