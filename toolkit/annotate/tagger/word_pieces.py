"""Word pieces: a text as the tagger reads it, each piece with its features and offsets."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from tokenizers import Tokenizer

Ints = npt.NDArray[np.int64]

CLS, SEP = 101, 102
LOWER, CAPITALIZED, UPPER, OTHER = 1, 2, 3, 4
OUTSIDE, INSIDE, OPENING, CLOSING = 0, 1, 2, 3
BLOCK = 20_000
LONGEST_SINGLE = 1_000

# The tagger reads one kind of quotation mark and one apostrophe, whichever an outlet prints.
# Every entry maps one character to one, so offsets stay as they are.
PLAIN = str.maketrans(dict.fromkeys("“”„‟«»″", '"') | dict.fromkeys("‘’‚‛`´′", "'"))

DOUBLE = re.compile("[\"“”„‟«»″]|''|``")
LONE_SURROGATE = re.compile("[\ud800-\udfff]")
SINGLE_OPENING = re.compile(
    r"(?:(?<=[\s(\[—–:-])|^)['‘](?=[^\W_])(?!\d0s|em\b|til\b|cause\b|tis\b)"
)
SINGLE_CLOSING = re.compile(r"(?<=[^\s'‘])['’](?![^\W_])")


@dataclass(frozen=True, slots=True)
class Pieces:
    """A text as word pieces; a SEP closes each paragraph. Offsets are -1 where none apply."""

    ids: Ints
    case: Ints
    quote: Ints
    start: Ints
    end: Ints

    def __len__(self) -> int:
        return len(self.ids)

    def columns(self) -> tuple[Ints, ...]:
        """Ids, case, quotation state, start and end of all pieces."""
        return self.ids, self.case, self.quote, self.start, self.end

    def features(self) -> dict[str, Ints]:
        """What the network reads of each piece, by the names of its inputs."""
        return {"ids": self.ids, "case": self.case, "quote": self.quote}


def load_tokenizer(path: Path) -> Tokenizer:
    """The encoder's tokenizer, without the truncation and padding that its file asks for."""
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(path))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def blocks(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Cut a very long paragraph at whitespace, so that memory stays bounded."""
    while end - start > BLOCK:
        space = max(text.rfind(" ", start + BLOCK // 2, start + BLOCK), start + BLOCK // 2)
        yield start, space
        start = space
    yield start, end


@lru_cache(maxsize=65_536)
def case_of(word: str) -> int:
    """How a word is capitalized; 0 where it has no letter."""
    if not any(c.isalpha() for c in word):
        return 0
    if word.islower():
        return LOWER
    if word.isupper() and len(word) > 1:
        return UPPER
    return CAPITALIZED if word[0].isupper() else OTHER


def quote_states(paragraph: str) -> npt.NDArray[np.uint8]:
    """Per character: outside or inside quotation marks, or an opening or closing mark itself."""
    states = np.zeros(len(paragraph), np.uint8)
    opened, opener = -1, ""
    for mark in DOUBLE.finditer(paragraph):
        start, end = mark.span()
        if _opens(paragraph, mark, opener):
            if opened < 0:
                opened, opener = start, mark.group()
                states[start:end] = OPENING
            continue
        states[opened + 1 if opened >= 0 else 0 : start] |= INSIDE
        states[start:end] = CLOSING
        opened, opener = -1, ""
    if opened >= 0:
        states[opened + 1 :] |= INSIDE
    _single_quotes(paragraph, states)
    return states


def _opens(paragraph: str, mark: re.Match[str], opener: str) -> bool:
    """Whether a mark opens a quotation; `opener` is the mark that opened one, if one is open."""
    match mark.group():
        case "„" | "«" | "``":
            return True
        case "“":  # German closes with it
            return opener != "„"
        case "»":
            return False
        case "”":  # some pages open with it too
            start, end = mark.span()
            before, after = paragraph[max(start - 1, 0) : start], paragraph[end : end + 1]
            return not opener and (not before or before.isspace()) and after.isalnum()
        case _:
            return not opener


def _single_quotes(paragraph: str, states: npt.NDArray[np.uint8]) -> None:
    """Mark stretches in single quotation marks, where they stand outside double ones."""
    done = 0
    for opening in SINGLE_OPENING.finditer(paragraph):
        start = opening.start()
        if start < done or states[start] != OUTSIDE:
            continue
        closing = SINGLE_CLOSING.search(paragraph, start + 1, start + LONGEST_SINGLE)
        if closing is None:
            continue
        done = closing.end()
        if not states[start:done].any():
            states[start:done] = INSIDE
            states[start], states[done - 1] = OPENING, CLOSING


def to_pieces(tokenizer: Tokenizer, text: str) -> Pieces:
    """A text as one stream of pieces."""
    text = LONE_SURROGATE.sub("\N{REPLACEMENT CHARACTER}", text)
    rows = [np.zeros((0, 5), np.int64)]
    for line in re.finditer(r"[^\n]+", text):
        if line[0].isspace():
            continue
        states = quote_states(line[0])
        for start, end in blocks(text, *line.span()):
            encoding = tokenizer.encode(text[start:end].translate(PLAIN), add_special_tokens=False)
            part = states[start - line.start() : end - line.start()]
            rows.append(_block_rows(encoding, text[start:end], start, part))
        rows.append(np.array([[SEP, 0, OUTSIDE, -1, -1]]))
    return Pieces(*np.ascontiguousarray(np.concatenate(rows).T))


def _block_rows(encoding: Any, block: str, offset: int, states: npt.NDArray[np.uint8]) -> Ints:
    """Id, case, quotation state, start and end of each piece of a block."""
    start, end = np.array(encoding.offsets, np.int64).reshape(-1, 2).T
    words = np.array(encoding.word_ids, np.int64)
    first = np.flatnonzero(np.diff(words, prepend=-1))
    sizes = np.diff(first, append=len(words))
    last = first + sizes - 1
    cases = [case_of(block[a:b]) for a, b in zip(start[first], end[last], strict=True)]
    return np.column_stack(
        (
            np.array(encoding.ids, np.int64),
            np.repeat(np.array(cases, np.int64), sizes),
            states[np.minimum(start, len(states) - 1)],
            start + offset,
            end + offset,
        )
    )
