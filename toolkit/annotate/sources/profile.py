"""The columns of `quotes` on a source: form, role, anonymity and channel, with their evidence."""

from __future__ import annotations

import re
from typing import Any

from toolkit.annotate.entities.actors import Actor
from toolkit.annotate.sources.actor_role import actor_role
from toolkit.annotate.sources.anonymity import Anonymity, anonymity
from toolkit.annotate.sources.channel import channel
from toolkit.annotate.sources.form import source_form
from toolkit.annotate.sources.role import Role, issuer_role, phrase_role
from toolkit.annotate.sources.speakers import Speaker
from toolkit.annotate.text.attribution import Attribution
from toolkit.annotate.text.document import Span

_POINTS = re.compile(
    r"(?:he|she|it|they|we|i|him|her|them|who|which|that|this|one|another|others|both|some|two|"
    r"one of them|some of them|the (?:official|source|man|woman|pal|friend|person))$",
    re.I,
)


def source_columns(text: str, attribution: Attribution, speaker: Speaker) -> dict[str, Any]:
    """Form, role, anonymity and channel of a source, each with the place of its evidence.

    Args:
        text: of the article.
        attribution: the attribution to the source.
        speaker: the speaker that the source resolves to.
    """
    source = attribution.source
    name, channel_chars = channel(text, attribution) or (None, None)
    form = role = said = phrase = None
    naming = Anonymity()
    if source is not None or speaker.name is not None:
        phrase = described_at(text, attribution, speaker)
        form = source_form(text, phrase, speaker.actor, text[slice(*source)] if source else "")
        role = _role(text, phrase, speaker, form)
        naming = anonymity(text, attribution, phrase, form, role)
        said = role.role if role else "other"
        # "a person familiar with the matter" tells no role
        said = "other" if naming.anonymous and said == "citizen" else said
    evidence = {
        "form": phrase,
        "role": role.chars if role else None,
        "anonymity": naming.chars,
        "reason": naming.reason,
        "channel": channel_chars,
    }
    columns: dict[str, Any] = {
        "source_form": form,
        "source_role": said,
        "anonymity": naming.grade,
        "anonymous": naming.anonymous,
        "reason": text[slice(*naming.reason)] if naming.reason else None,
        "channel": name,
    }
    for column, chars in evidence.items():
        columns[f"{column}_start"], columns[f"{column}_end"] = chars or (None, None)
    return columns


def described_at(text: str, attribution: Attribution, speaker: Speaker) -> Span | None:
    """Where the source is described: beside its cue, or earlier if that is "he" or "one"."""
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
    """The role in which the source speaks here, else the role of the actor in the article."""
    actor = speaker.actor
    names = [m.chars for m in actor.mentions] if actor else []
    here = phrase_role(text, phrase, names if form == "named_person" else ()) if phrase else None
    if form == "document":
        return issuer_role(text, phrase) if phrase else None
    if actor is not None and form != "named_person":
        return actor_role(text, actor) or here
    elsewhere = actor_role(text, actor) if actor else None
    found = max(filter(None, (here, elsewhere)), key=lambda r: r.weight, default=None)
    return _on_behalf(text, speaker.behalf, found)


def _on_behalf(text: str, behalf: Actor | None, found: Role | None) -> Role | None:
    """The role of the represented organization, unless a noun gives another more clearly."""
    body = actor_role(text, behalf) if behalf else None
    if body is None or (found and found.weight > body.weight):
        return found
    return body._replace(chars=found.chars if found else None)


def harmonize_sources(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Quotes of an article with the same columns for a source throughout.

    A source that is anonymous once is so in all its quotes; a source of the headline without a
    role has that of the body.
    """
    withheld = {_speaker(r): r for r in reversed(rows) if r["anonymous"]}
    roles = {r["actor_id"]: r["source_role"] for r in rows if r["actor_id"] and not r["in_title"]}
    harmonized = []
    for row in rows:
        same = withheld.get(_speaker(row))
        if same and not row["anonymous"] and str(row["source_form"]).startswith("unnamed"):
            grade = min(row["anonymity"], same["anonymity"])
            row = {**row, "anonymous": True, "anonymity": grade, "source_role": same["source_role"]}
        if row["in_title"] and row["source_role"] == "other":
            row = {**row, "source_role": roles.get(row["actor_id"]) or "other"}
        harmonized.append(row)
    return harmonized


def _speaker(row: dict[str, Any]) -> str:
    return str(row["speaker"] or "").casefold()
