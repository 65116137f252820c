"""Random changes to training windows, against overfitting to one beat, year and house style."""

from __future__ import annotations

import random
from dataclasses import replace

import numpy as np
from tokenizers import Tokenizer

from toolkit.annotate.tagger.word_pieces import LOWER, OPENING, UPPER
from toolkit.training.examples import Example

MASK = 103
FIRST_WORD = 999
ALL_UPPER, ALL_LOWER, SINGLE_QUOTES, NO_QUOTE_STATE = 0.03, 0.03, 0.1, 0.05
HIDE_PIECE = 0.04


class Augmenter:
    """Random changes that keep the labels."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        def known(words: str) -> list[int]:
            found = (tokenizer.token_to_id(word) for word in words.split())
            return [i for i in found if i is not None]

        self.double, self.single = known("\" '")

    def __call__(self, example: Example, rng: random.Random) -> Example:
        """A changed copy of the example."""
        ids, case, quote = example.ids.copy(), example.case.copy(), example.quote.copy()
        if rng.random() < SINGLE_QUOTES:
            ids[ids == self.double] = self.single
        style = rng.random()
        if style < ALL_UPPER + ALL_LOWER:
            case[case > 0] = UPPER if style < ALL_UPPER else LOWER
        if rng.random() < NO_QUOTE_STATE:
            quote[:] = 0
        hidden = np.random.default_rng(rng.getrandbits(32)).random(len(ids)) < HIDE_PIECE
        ids[hidden & (ids >= FIRST_WORD) & (quote < OPENING)] = MASK
        return replace(example, ids=ids, case=case, quote=quote)
