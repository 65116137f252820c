"""Measures as methods of a corpus, which pass its frames."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, Generic, ParamSpec, overload

import pandas as pd

from toolkit import measure

Options = ParamSpec("Options")
Frame = pd.DataFrame
_FRAMES = ("quotes", "mentions", "articles")
_ARGUMENT = re.compile(r"^    (?:quotes|mentions|articles): .*\n(?: {8}.*\n)*", re.M)
"""What a docstring says of a frame."""
_WITH_TEXT = ("extraction_loss", "shared_sentences")


class Method(Generic[Options]):
    """A measure that takes its frames from the corpus of which it is an attribute.

    Args:
        find: returns the measure; called when the method is, since measures are slow to import.
    """

    def __init__(self, find: Callable[[], Callable[..., Frame]]) -> None:
        self._find = find

    def __get__(self, corpus: Measures | None, owner: type[Measures]) -> Callable[Options, Frame]:
        return _bound(self._find(), corpus)


def _bound(of_frames: Callable[..., Frame], corpus: Measures | None) -> Callable[..., Frame]:
    """The measure without its frames, which are those of a corpus."""
    whole = inspect.signature(of_frames)
    taken = [name for name in whole.parameters if name in _FRAMES]
    signature = whole.replace(parameters=[p for n, p in whole.parameters.items() if n not in taken])

    @wraps(of_frames)
    def method(*args: Any, **options: Any) -> Frame:
        try:
            given = signature.bind(*args, **options).arguments
        except TypeError as error:
            raise TypeError(f"{of_frames.__name__}: {error}") from None
        assert corpus is not None
        return of_frames(**_frames_for(corpus, of_frames.__name__, taken), **given)

    method.__doc__ = _described(of_frames, taken)
    method.__signature__ = signature  # type: ignore[attr-defined]
    return method


def _frames_for(corpus: Any, name: str, taken: list[str]) -> dict[str, Frame]:
    """The frames of a corpus for a measure, without texts where these are not needed.

    Where quotes or mentions are counted, only the articles that are annotated are a base.
    """
    source = corpus if name in _WITH_TEXT else corpus.without_text
    frames: dict[str, Frame] = {frame: getattr(source, frame) for frame in taken}
    if "articles" in frames and len(taken) > 1:
        articles = frames["articles"]
        frames["articles"] = articles[articles["language"] == "en"]
    return frames


def _described(of_frames: Callable[..., Frame], taken: list[str]) -> str:
    """The docstring of a measure without its frames."""
    head, _, rest = (inspect.getdoc(of_frames) or "").partition("\n")
    passed = f"`tk.measure.{of_frames.__name__}` with the {' and '.join(taken)} of this corpus."
    return f"{head}\n\n{passed}\n{_ARGUMENT.sub('', rest).partition('Example:')[0]}".rstrip()


@overload
def _method(
    find: Callable[[], Callable[Concatenate[Frame, Frame, Frame, Options], Frame]],
) -> Method[Options]: ...
@overload
def _method(
    find: Callable[[], Callable[Concatenate[Frame, Frame, Options], Frame]],
) -> Method[Options]: ...
@overload
def _method(
    find: Callable[[], Callable[Concatenate[Frame, Options], Frame]],
) -> Method[Options]: ...
def _method(find: Callable[[], Any]) -> Method[Any]:
    """A method without the first three, two or one parameters of a measure, which are frames."""
    return Method(find)


class Measures:
    """Each measure of `tk.measure`, as a method that takes the frames of the corpus."""

    agency_dependence = _method(lambda: measure.agency_dependence)
    anonymity = _method(lambda: measure.anonymity)
    anonymity_grades = _method(lambda: measure.anonymity_grades)
    article_percentiles = _method(lambda: measure.article_percentiles)
    articles_by = _method(lambda: measure.articles_by)
    co_voices = _method(lambda: measure.co_voices)
    copied_share = _method(lambda: measure.copied_share)
    cue_force = _method(lambda: measure.cue_force)
    cues = _method(lambda: measure.cues)
    denial_rate = _method(lambda: measure.denial_rate)
    direct_share = _method(lambda: measure.direct_share)
    distance = _method(lambda: measure.distance)
    diversity = _method(lambda: measure.diversity)
    extraction_loss = _method(lambda: measure.extraction_loss)
    first_voice = _method(lambda: measure.first_voice)
    force_differences = _method(lambda: measure.force_differences)
    headline_voice = _method(lambda: measure.headline_voice)
    last_word = _method(lambda: measure.last_word)
    lost_paragraphs = _method(lambda: measure.lost_paragraphs)
    mention_reach = _method(lambda: measure.mention_reach)
    mention_share = _method(lambda: measure.mention_share)
    mentions_over_time = _method(lambda: measure.mentions_over_time)
    only_anonymous = _method(lambda: measure.only_anonymous)
    position_profile = _method(lambda: measure.position_profile)
    quote_types = _method(lambda: measure.quote_types)
    rarefied = _method(lambda: measure.rarefied)
    relative_position = _method(lambda: measure.relative_position)
    reply_rate = _method(lambda: measure.reply_rate)
    representation = _method(lambda: measure.representation)
    reuse_matrix = _method(lambda: measure.reuse_matrix)
    shared_sentences = _method(lambda: measure.shared_sentences)
    single_source = _method(lambda: measure.single_source)
    source_forms = _method(lambda: measure.source_forms)
    source_roles = _method(lambda: measure.source_roles)
    sources_per_story = _method(lambda: measure.sources_per_story)
    speaks_about = _method(lambda: measure.speaks_about)
    stated_reason = _method(lambda: measure.stated_reason)
    story_figures = _method(lambda: measure.story_figures)
    story_sources = _method(lambda: measure.story_sources)
    voice_against_mention = _method(lambda: measure.voice_against_mention)
    voice_share = _method(lambda: measure.voice_share)
    voices_by_outlet = _method(lambda: measure.voices_by_outlet)
    who_replies = _method(lambda: measure.who_replies)
