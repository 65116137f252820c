"""Random changes to training windows, against overfitting to one beat, year and house style."""

from __future__ import annotations

import random
from dataclasses import replace

import numpy as np
from tokenizers import Tokenizer

from toolkit.annotate.tagger.word_pieces import LOWER, OPENING, UPPER, Ints
from toolkit.training.examples import Example

MASK = 103
FIRST_WORD = 999
SWAP_NAMES, ALL_UPPER, ALL_LOWER, SINGLE_QUOTES, NO_QUOTE_STATE = 0.4, 0.03, 0.03, 0.1, 0.05
HIDE_PIECE = 0.04

# Names that fill the training news, and what may stand in their place.
FAMILIAR = {
    "surname": "trump clinton obama sanders pence kaine bush romney cruz rubio ryan biden putin "
    "comey podesta conway giuliani christie warren mccain reagan stein johnson",
    "given": "donald hillary barack bernie mike tim bill jeb mitt ted marco paul joe vladimir "
    "michelle melania chelsea",
    "party": "republican democratic republicans democrats gop democrat",
    "place": "america washington russia iran iraq mexico florida ohio syria",
}
STAND_INS = {
    "surname": "miller garcia chen murphy schmidt silva ali khan singh moreau rossi larsen brown "
    "taylor evans walker campbell patel kim park tanaka sato nguyen lopez fernandez costa weber "
    "fischer novak horvath kowalski ivanov petrov hassan ibrahim mohamed okafor mensah smith "
    "jones davies thompson fraser macdonald sullivan doyle martin dubois keller berg lindberg",
    "given": "james maria anna david peter laura ahmed fatima john emma thomas julia carlos ana "
    "mohammed aisha daniel sarah olga yuki wei ravi priya kofi grace hans ingrid luca sofia",
    "party": "labour conservative liberal socialist nationalist green conservatives liberals "
    "socialists nationalists",
    "place": "france canada kenya india brazil norway scotland poland egypt chile london texas "
    "sydney bavaria nigeria ukraine",
}


class Augmenter:
    """Random changes that keep the labels."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        def known(words: str) -> list[int]:
            found = (tokenizer.token_to_id(word) for word in words.split())
            return [i for i in found if i is not None]

        self.familiar = {kind: known(words) for kind, words in FAMILIAR.items()}
        self.stand_ins = {kind: known(words) for kind, words in STAND_INS.items()}
        self.double, self.single = known("\" '")

    def __call__(self, example: Example, rng: random.Random) -> Example:
        """A changed copy of the example."""
        ids, case, quote = example.ids.copy(), example.case.copy(), example.quote.copy()
        if rng.random() < SWAP_NAMES:
            self._swap_names(ids, rng)
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

    def _swap_names(self, ids: Ints, rng: random.Random) -> None:
        """Each familiar name becomes another, the same one throughout the window."""
        for kind, names in self.familiar.items():
            for name in names:
                places = ids == name
                if places.any():
                    ids[places] = rng.choice(self.stand_ins[kind])
