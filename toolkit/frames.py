"""Schemas of the toolkit's tables: columns, types and checks.

Each table has one schema in memory, in Parquet and in exports. Offsets are characters into
``articles.text``, or into ``articles.title`` where a row's ``in_title`` is true.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial
from typing import Any, NamedTuple

import pandas as pd
import pyarrow as pq

QUOTE_TYPES = ("direct", "indirect", "mixed")
CUE_KINDS = ("communication", "belief", "intention", "finding")
ACTOR_TYPES = ("person", "organization", "place", "group")
MENTION_KINDS = ("name", "title", "description", "pronoun")
SOURCE_FORMS = (
    "named_person",
    "unnamed_person",
    "unnamed_group",
    "named_organization",
    "document",
    "media",
)
SOURCE_ROLES = (
    "official",
    "justice",
    "expert",
    "business",
    "civil_society",
    "citizen",
    "media",
    "culture_sport",
    "other",
)
CUE_FORCES = (
    "neutral",
    "assertive",
    "endorsing",
    "doubting",
    "conceding",
    "aggressive",
    "emotive",
    "denying",
)
CHANNELS = (
    "interview",
    "press_conference",
    "statement",
    "post",
    "speech",
    "message",
    "court",
    "proceedings",
    "document",
    "media",
)
ANONYMITY_GRADES = ("vague", "described", "office", "name alone", "name and affiliation")
RESIDUAL = ("other",)
"""Values for whatever no other value fits: they are counted, but do not lead a ranking."""
LEAD = ["lead_low", "lead_high"]
"""Columns of tidy frames: the interval of the lead of the largest figure over each other one."""
ENOUGH_ARTICLES = 10
"""Fewest articles in the base of a figure that a sentence ranks or compares."""
ORIGINS = ("own", "agency", "copy")
PRECISIONS = ("minute", "day", "unknown")

_ARROW = {
    "str": pq.string(),
    "int": pq.int64(),
    "float": pq.float64(),
    "bool": pq.bool_(),
    "time": pq.timestamp("us", tz="UTC"),
    "strings": pq.list_(pq.string()),
    "spans": pq.list_(pq.list_(pq.int64())),
}
_PANDAS: dict[str, Any] = {
    "str": "str",
    "int": "int64",
    "float": "float64",
    "bool": "bool",
    "time": "datetime64[us, UTC]",
    "strings": "object",
    "spans": "object",
}


class SchemaError(ValueError):
    """A value that does not fit its column."""


class Column(NamedTuple):
    """A column of a table.

    Attributes:
        kind: "str", "int", "float", "bool", "time", "strings" or "spans".
        meaning: for the codebook.
        nullable: whether values may be missing.
        values: those that it can have; any if there are none.
    """

    kind: str
    meaning: str
    nullable: bool = False
    values: tuple[str, ...] = ()


class Table(NamedTuple):
    """The schema of a table: its name, what a row is, and its columns in order."""

    name: str
    meaning: str
    columns: dict[str, Column]


_text = partial(Column, "str")
_integer = partial(Column, "int")


ARTICLES = Table(
    "articles",
    "One row per news text from one outlet.",
    {
        "outlet": _text("name of the outlet", nullable=True),
        "title": _text("headline, without the site's name", nullable=True),
        "published": Column("time", "UTC", nullable=True),
        "authors": Column("strings", "people in the byline, or else agencies"),
        "agency": _text("news agency credited in byline, dateline or credit", nullable=True),
        "section": _text("section of the outlet", nullable=True),
        "standfirst": _text(
            "the sentence between headline and body; not in the text", nullable=True
        ),
        "text": _text("body; paragraphs parted by one blank line"),
        "n_words": _integer("words in the body"),
        "origin": _text("where the text comes from", values=ORIGINS),
        "language": _text(
            "ISO 639-1 code; a three-letter ISO 639-2 code if only that is stated", nullable=True
        ),
        "story_id": _text("shared by near-duplicates"),
        "url": _text("canonical URL", nullable=True),
        "article_id": _text("stable across reruns: from the canonical URL, else from the content"),
        "published_raw": _text("the date as it stood in the source", nullable=True),
        "published_precision": _text("how exact `published` is", values=PRECISIONS),
        "extractor": _text("what made the text out of the source"),
        "fetched_at": Column("time", "UTC; null for files", nullable=True),
        "source_file": _text("file that the article was read from", nullable=True),
        "extra": _text("JSON: what an export says and no other column holds", nullable=True),
        "warnings": Column("strings", "what a careful reader should know about this row"),
    },
)

VERSIONS = Table(
    "versions",
    "Earlier versions of articles: one row per text that a newer one took the place of.",
    {**ARTICLES.columns, "version_of": _text("the article that stands in its place")},
)

MENTIONS = Table(
    "mentions",
    "One row per stretch of text that refers to an actor.",
    {
        "actor": _text("canonical name"),
        "text": _text("the mention as it stands"),
        "kind": _text("how the text refers", values=MENTION_KINDS),
        "actor_type": _text("what kind of actor", values=ACTOR_TYPES),
        "in_title": Column("bool", "whether the offsets are into the title"),
        "paragraph": _integer("number of the paragraph, from 0; -1 in the title"),
        "start": _integer("first character"),
        "end": _integer("one past the last character"),
        "rule": _text(
            "what gave the mention to the actor: entity, surname, salience …; dateline for names "
            "that only say where the article was written",
            nullable=True,
        ),
        "confidence": Column("float", "0 to 1", nullable=True),
        "article_id": _text("the article"),
        "actor_id": _text("the actor, across articles"),
        "merged_from": _text(
            "actor_id that the article alone gives, where another article or a person knew better",
            nullable=True,
        ),
    },
)

ACTORS = Table(
    "actors",
    "One row per actor of the corpus, those in doubt first; derived from mentions by name.",
    {
        "actor": _text("canonical name"),
        "actor_type": _text("what kind of actor", values=ACTOR_TYPES),
        "n_articles": _integer("articles that name it"),
        "n_mentions": _integer("mentions by name"),
        "names": Column("strings", "all its names, the most frequent first"),
        "doubt": _text("why a person should look at it, if anything", nullable=True),
        "confidence": Column("float", "of its mentions by name, mean", nullable=True),
        "actor_id": _text("the actor, across articles"),
        "merged": Column("strings", "actor_ids of single articles that were merged into it"),
    },
)

QUOTES = Table(
    "quotes",
    "One row per attribution: one source, one cue, the content that it governs.",
    {
        "speaker": _text("canonical name, or the describing phrase if unnamed", nullable=True),
        "content": _text("the segments, joined by ' … '"),
        "cue": _text("the words that attribute", nullable=True),
        "quote_type": _text(
            "share of the content in quotation marks; turns of a transcript are direct",
            values=QUOTE_TYPES,
        ),
        "source": _text("the source as it stands beside the cue", nullable=True),
        "source_form": _text("what kind of source", nullable=True, values=SOURCE_FORMS),
        "source_role": _text(
            "in what role the source speaks; null where the words do not tell",
            nullable=True,
            values=SOURCE_ROLES,
        ),
        "anonymity": _integer(
            "4 name and affiliation, 3 name, 2 office, 1 described, 0 vague", nullable=True
        ),
        "anonymous": Column("bool", "deliberately unnamed"),
        "channel": _text(
            "by what way the words came, where the sentence says it", nullable=True, values=CHANNELS
        ),
        "reason": _text("that the name is withheld and why, where the text says it", nullable=True),
        "on_behalf_of": _text(
            "canonical name of the actor for whom a spokesperson speaks", nullable=True
        ),
        "cue_kind": _text(
            "what the cue reports; intention: wants, plans and acts, where nothing is said",
            values=CUE_KINDS,
        ),
        "cue_force": _text("stance of the cue", nullable=True, values=CUE_FORCES),
        "n_words": _integer("words in the content"),
        "in_title": Column("bool", "whether the offsets are into the title"),
        "paragraph": _integer("number of the first segment's paragraph, from 0; -1 in the title"),
        "position": Column("float", "where the content starts: 0 top of the article, 1 end"),
        "rule": _text("the rule or model that found it"),
        "confidence": Column("float", "0 to 1"),
        "role_confidence": Column(
            "float", "0 to 1: of the likeliest role, given or not", nullable=True
        ),
        "quote_id": _text("article and characters: stable as long as the quote stays where it is"),
        "article_id": _text("the article"),
        "actor_id": _text("the actor who speaks; null where unnamed", nullable=True),
        "on_behalf_id": _text("actor_id of that actor", nullable=True),
        "parent_id": _text("quote that this one stands inside", nullable=True),
        "segments": Column("spans", "[start, end] of each stretch of the content"),
        "cue_start": _integer("first character of the cue", nullable=True),
        "cue_end": _integer("one past its last character", nullable=True),
        "source_start": _integer("first character of the source", nullable=True),
        "source_end": _integer("one past its last character", nullable=True),
        "form_start": _integer(
            "first character of the words that name or describe it", nullable=True
        ),
        "form_end": _integer("one past the last of them", nullable=True),
        "role_start": _integer(
            "first character of the mention that says the role most clearly, anywhere in the "
            "article; null where the role is unknown",
            nullable=True,
        ),
        "role_end": _integer("one past its last character", nullable=True),
        "anonymity_start": _integer(
            "first character of the words that make it anonymous, else of those that name or "
            "describe it",
            nullable=True,
        ),
        "anonymity_end": _integer("one past the last of them", nullable=True),
        "reason_start": _integer("first character of the reason", nullable=True),
        "reason_end": _integer("one past its last character", nullable=True),
        "channel_start": _integer(
            "first character of the words that say the channel", nullable=True
        ),
        "channel_end": _integer("one past the last of them", nullable=True),
    },
)

SOURCES = Table(
    "sources",
    "One row per article and source, derived from quotes.",
    {
        "speaker": _text("canonical name or describing phrase"),
        "n_quotes": _integer("attributions to this source"),
        "n_direct": _integer("of these, direct or mixed"),
        "n_words": _integer("words attributed"),
        "position": Column("float", "of the first quote: 0 top, 1 end"),
        "source_form": _text("form, most frequent", nullable=True, values=SOURCE_FORMS),
        "source_role": _text("role, most frequent", nullable=True, values=SOURCE_ROLES),
        "anonymity": _integer("best grade that the article gives the source", nullable=True),
        "anonymous": Column("bool", "deliberately unnamed in every quote"),
        "article_id": _text("the article"),
        "actor_id": _text("null where unnamed", nullable=True),
    },
)

DROPPED = Table(
    "dropped",
    "Whatever came in and is in no other frame.",
    {
        "source_file": _text("where from: file or URL"),
        "step": _text("collect, normalize or annotate"),
        "reason": _text("why, in words that say what to do"),
    },
)

OF_ARTICLE = ("outlet", "title", "published")
"""Columns of articles that mentions, quotes and sources of a corpus repeat."""


def _with_article(table: Table) -> Table:
    """A table that opens with the columns of the article."""
    first = {name: ARTICLES.columns[name] for name in OF_ARTICLE}
    return table._replace(columns={**first, **table.columns})


SCHEMAS: Mapping[str, Table] = {
    s.name: s
    for s in (
        ARTICLES,
        VERSIONS,
        _with_article(MENTIONS),
        ACTORS,
        _with_article(QUOTES),
        _with_article(SOURCES),
        DROPPED,
    )
}
"""The frames of a corpus, by name."""


_KINDS = {
    "str": "text",
    "int": "whole number",
    "float": "number",
    "bool": "true or false",
    "time": "UTC time",
    "strings": "list of texts",
    "spans": "list of [start, end]",
}


def codebook() -> pd.DataFrame:
    """What each column of each frame means.

    Returns:
        Frame of frame, column, kind, meaning and values (those that it can have, if they are few).

    Example:
        >>> codebook().query("column == 'authors'")["kind"].tolist()
        ['list of texts', 'list of texts']
    """
    rows = [
        {
            "frame": schema.name,
            "column": name,
            "kind": _KINDS[column.kind] + ("; may be empty" if column.nullable else ""),
            "meaning": column.meaning,
            "values": ", ".join(column.values),
        }
        for schema in SCHEMAS.values()
        for name, column in schema.columns.items()
    ]
    return pd.DataFrame(rows, dtype="str")


def arrow_schema(schema: Table) -> pq.Schema:
    """The Parquet schema of a table: one fixed type a column, so that all parts fit together."""
    return pq.schema([(name, _ARROW[column.kind]) for name, column in schema.columns.items()])


def frame(schema: Table, rows: Iterable[Mapping[str, object]] | pd.DataFrame = ()) -> pd.DataFrame:
    """A checked frame of a table, with all its columns in order.

    Args:
        schema: one of ARTICLES, MENTIONS, ACTORS, QUOTES, SOURCES, DROPPED.
        rows: mappings from column to value, or a frame; missing columns become null.

    Returns:
        A new frame with a fresh index; an empty one where there are no rows.

    Raises:
        SchemaError: a value does not fit its column; the message names the column.

    Example:
        >>> frame(DROPPED, [{"source_file": "a.txt", "step": "normalize", "reason": "empty"}]).shape
        (1, 3)
    """
    raw = rows if isinstance(rows, pd.DataFrame) else pd.DataFrame(list(rows))
    raw = raw.reset_index(drop=True)
    columns = {
        name: _fitted(raw[name] if name in raw else _nulls(len(raw)), column, schema.name, name)
        for name, column in schema.columns.items()
    }
    return pd.DataFrame(columns, columns=list(schema.columns))


def _fitted(values: pd.Series[Any], column: Column, table: str, name: str) -> pd.Series[Any]:
    """The values cast to the type of their column.

    Raises:
        SchemaError: a value does not fit.
    """
    try:
        cast: pd.Series[Any] = _cast(values, column)
    except (TypeError, ValueError, OverflowError) as error:
        raise SchemaError(f"{table}.{name} is no {column.kind}: {error}") from error
    if not column.nullable and cast.isna().any():
        raise SchemaError(f"{table}.{name} has an empty value")
    if column.values and not (known := cast.isna() | cast.isin(column.values)).all():
        unknown = cast[~known].iloc[0]
        raise SchemaError(f"{table}.{name}: {unknown!r} is none of {', '.join(column.values)}")
    return cast


def cast_columns(schema: Table, rows: pd.DataFrame) -> pd.DataFrame:
    """Some columns of a table, each cast to its type.

    Example:
        >>> cast_columns(QUOTES, pd.DataFrame({"cue_start": [3.0, None]}))["cue_start"].dtype
        Int64Dtype()
    """
    return pd.DataFrame({n: _cast(values, schema.columns[str(n)]) for n, values in rows.items()})


def records(rows: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows of a frame as mappings from column to value."""
    return [{str(k): v for k, v in row.items()} for row in rows.to_dict("records")]


def _nulls(size: int) -> pd.Series[Any]:
    return pd.Series([None] * size, dtype="object")


def _cast(values: Any, column: Column) -> Any:
    """The values cast to the type of their column, without changing a value.

    Raises:
        ValueError, TypeError: a value cannot be cast.
    """
    if column.kind == "time":
        return pd.to_datetime(values, utc=True).astype(_PANDAS["time"])
    if column.kind in ("strings", "spans"):
        return pd.Series([_plain(v) for v in values], index=values.index, dtype="object")
    if column.nullable and column.kind == "int":
        return values.astype("Int64")
    if column.kind == "bool" and not values.isin([True, False]).all():
        raise ValueError("neither true nor false")
    cast = values.astype(_PANDAS[column.kind])
    if column.kind == "int" and not (cast == values).all():
        raise ValueError("not whole numbers")
    return cast


def _plain(value: Any) -> list[Any]:
    """Nested lists, where Parquet returns arrays."""
    if isinstance(value, str):
        raise TypeError(f"{value!r} is a string, not a list")
    return [_item(v) for v in value]


def _item(value: Any) -> Any:
    if hasattr(value, "__len__") and not isinstance(value, str):
        return _plain(value)
    return value.item() if hasattr(value, "item") else value


def check_offsets(rows: pd.DataFrame, articles: pd.DataFrame) -> None:
    """Check that the offsets of every mention or quote slice to its text.

    Args:
        rows: a mentions or quotes frame.
        articles: the articles of these rows.

    Raises:
        ValueError: offsets do not match; the message names the first such row.
    """
    texts = articles.set_index("article_id")[["title", "text"]]
    for row in records(rows):
        text = str(texts.at[row["article_id"], "title" if row["in_title"] else "text"])
        spans = row.get("segments") or [(row["start"], row["end"])]
        sliced = " … ".join(text[a:b] for a, b in spans)
        expected = row.get("content") or row["text"]
        if sliced != expected:
            raise ValueError(f"{row['article_id']}: offsets give {sliced!r}, not {expected!r}")
