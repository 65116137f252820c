"""Profiles of sources: form, role, anonymity and channel, each with the words that say it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from toolkit.annotate.entities.actors import Actor
from toolkit.annotate.sources.actor_role import actor_role
from toolkit.annotate.sources.anonymity import Openness, openness
from toolkit.annotate.sources.channel import Channel, channel
from toolkit.annotate.sources.document_issuer import issuer_role
from toolkit.annotate.sources.form import source_form
from toolkit.annotate.sources.role import Role, phrase_role
from toolkit.annotate.sources.speakers import Speaker
from toolkit.annotate.text.attribution import Attribution
from toolkit.annotate.text.document import Span

_POINTS = re.compile(
    r"(?:he|she|it|they|we|i|him|her|them|who|which|that|this|one|another|others|both|some|two|"
    r"one of them|some of them|the (?:official|source|man|woman|pal|friend|person))$",
    re.I,
)


@dataclass(frozen=True)
class Profile:
    """What `quotes` says about a source (values of frames.SOURCE_FORMS and SOURCE_ROLES).

    Attributes:
        form: what kind of source; None where there is none.
        role: in what role it speaks.
        openness: its anonymity, with the reason that is given.
        channel: by what way its words came.
        form_chars: the words that name or describe the source.
        role_chars: the words that say its role; None where its name does.
    """

    form: str | None
    role: str | None
    openness: Openness
    channel: Channel | None
    form_chars: Span | None
    role_chars: Span | None

    def row(self) -> dict[str, Any]:
        """The columns of `quotes` that say it, each value with the place of its evidence."""
        found: dict[str, Any] = {
            "source_form": self.form,
            "source_role": self.role,
            "anonymity": self.openness.grade,
            "anonymous": self.openness.anonymous,
            "reason": self.openness.reason,
            "channel": self.channel.name if self.channel else None,
        }
        for name, chars in (
            ("form", self.form_chars),
            ("role", self.role_chars),
            ("anonymity", self.openness.chars),
            ("reason", self.openness.reason_chars),
            ("channel", self.channel.chars if self.channel else None),
        ):
            found[f"{name}_start"], found[f"{name}_end"] = chars or (None, None)
        return found


def profile(text: str, attribution: Attribution, speaker: Speaker) -> Profile:
    """Form, role, anonymity and channel of the source of an attribution.

    Args:
        text: of the article.
        attribution: whose source it is.
        speaker: whom the source resolves to.
    """
    way = channel(text, attribution)
    source = attribution.source
    if source is None and speaker.name is None:
        return Profile(None, None, Openness(), way, None, None)
    phrase = described_at(text, attribution, speaker)
    form = source_form(text, phrase, speaker.actor, text[slice(*source)] if source else "")
    role = _role(text, phrase, speaker, form)
    open_ = openness(text, attribution, phrase, speaker.actor, form, role)
    said = role.role if role else "other"
    # of a person familiar with a matter, the text tells no role
    said = "other" if open_.anonymous and said == "citizen" else said
    return Profile(form, said, open_, way, phrase, role.chars if role else None)


def described_at(text: str, attribution: Attribution, speaker: Speaker) -> Span | None:
    """Where the source is described: beside its cue, or before where "he" or "one" stands there."""
    source = attribution.source
    points = source is None or _POINTS.match(text[slice(*source)].strip(" ,"))
    if speaker.actor is None and speaker.name and points:
        end = source.end if source else attribution.content[-1].end
        start = text.rfind(speaker.name, 0, end)
        start = start if start >= 0 else text.lower().rfind(speaker.name.lower(), 0, end)
        if start >= 0:
            return Span(start, start + len(speaker.name))
    return source


def _role(text: str, phrase: Span | None, speaker: Speaker, form: str) -> Role | None:
    """The role in which the source speaks here, else the one that the article gives the actor."""
    actor = speaker.actor
    names = [m.chars for m in actor.mentions] if actor else []
    here = phrase_role(text, phrase, names if form == "named_person" else ()) if phrase else None
    if form == "document":
        return issuer_role(text, phrase) if phrase else None
    if actor is not None and form != "named_person":
        return actor_role(text, actor) or here
    told = actor_role(text, actor) if actor else None
    found = max(filter(None, (here, told)), key=lambda r: r.weight, default=None)
    return _on_behalf(text, speaker.behalf, found)


def _on_behalf(text: str, behalf: Actor | None, found: Role | None) -> Role | None:
    """Somebody who speaks for an organization has its role, where no noun says another."""
    body = actor_role(text, behalf) if behalf else None
    if body is None or (found and found.weight > body.weight):
        return found
    return body._replace(chars=found.chars if found else None)


def agreeing(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Quotes of an article, their sources the same throughout.

    A source that is anonymous once is so in all its quotes; the headline's source has the role
    that the body gives it, if the headline says none.
    """
    hidden = {_who(r): r for r in reversed(rows) if r["anonymous"]}
    known = {r["actor_id"]: r["source_role"] for r in rows if r["actor_id"] and not r["in_title"]}
    return [_agreed(row, hidden.get(_who(row)), known.get(row["actor_id"])) for row in rows]


def _who(row: dict[str, Any]) -> str:
    return str(row["speaker"] or "").casefold()


def _agreed(
    row: dict[str, Any], hidden: dict[str, Any] | None, known: str | None
) -> dict[str, Any]:
    if hidden and not row["anonymous"] and str(row["source_form"]).startswith("unnamed"):
        row = {**row, "anonymous": True, "anonymity": min(row["anonymity"], hidden["anonymity"])}
        row["source_role"] = hidden["source_role"]
    if row["in_title"] and known and row["source_role"] == "other":
        row = {**row, "source_role": known}
    return row
