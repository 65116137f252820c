"""The PolNeAR scorer: hand-made cases, and agreement with an independent one where it is there."""

from __future__ import annotations

import importlib.util
import json
import random
from pathlib import Path
from types import ModuleType

import pytest

from toolkit.annotate.text.attribution import Attribution
from toolkit.annotate.text.document import Span
from toolkit.validate.coding.gold import CodedArticle, as_attributions
from toolkit.validate.scoring.attribution import outermost, score_attribution
from toolkit.validate.scoring.attribution_counts import TokenText, cue_kind, kinds
from toolkit.validate.scoring.polnear import read_split
from toolkit.validate.shared.matching import best_pairs
from toolkit.validate.shared.quote_matching import AttributionSpans

SHARED = Path(__file__).parents[4] / "shared" / "eval"
TEXT = "Reed said the door was open. Holt denied “it was ever open” at all.\nBy the desk.\n"
SPANS = {
    "T1": ("Source", 0, 4), "T2": ("Cue", 5, 9), "T3": ("Content", 10, 27),
    "T4": ("Source", 29, 33), "T5": ("Cue", 34, 40), "T6": ("Content", 41, 66),
    "T7": ("Discard", 68, 80),
}  # fmt: skip


@pytest.fixture
def split(tmp_path: Path) -> Path:
    (tmp_path / "text").mkdir()
    (tmp_path / "attributions").mkdir()
    (tmp_path / "text" / "one.txt").write_text(TEXT, encoding="utf-8")
    lines = [f"{t}\t{kind} {a} {b}\t{TEXT[a:b]}" for t, (kind, a, b) in SPANS.items()]
    lines += ["E1\tAttribution:T2 Source:T1 Cue:T2 Content:T3"]
    lines += ["E2\tAttribution:T5 Source:T4 Cue:T5 Content:T6", "#1\tAnnotatorNotes T1\ta note"]
    (tmp_path / "attributions" / "one_0a1b.ann").write_text("\n".join(lines), encoding="utf-8")
    (tmp_path / "attributions" / "one_ffff.ann").write_text("", encoding="utf-8")
    return tmp_path


def triple(*numbers: int) -> AttributionSpans:
    source, cue, content = (((a, b),) for _, a, b in (SPANS[f"T{n}"] for n in numbers))
    return AttributionSpans(source, cue, content)


CASES = [
    ([triple(1, 2, 3), triple(4, 5, 6)], {"ar": 1.0, "content.exact": 1.0, "token.cue": 1.0}),
    ([triple(1, 2, 3)], {"ar": 2 / 3, "content.j30": 2 / 3}),
    ([triple(4, 2, 3), triple(1, 5, 6)], {"ar": 0.0, "content.exact": 1.0}),
    ([triple(1, 5, 3), triple(4, 2, 6)], {"ar": 1.0, "ar_cue": 0.0}),
    ([triple(1, 2, 3), triple(4, 5, 6), triple(1, 2, 7)], {"ar": 1.0}),
    ([triple(1, 2, 3), triple(1, 2, 3), triple(4, 5, 6)], {"ar": 0.8, "content.exact": 0.8}),
    ([], {"ar": 0.0, "content.j30": 0.0}),
]  # fmt: skip


@pytest.mark.parametrize(("found", "expected"), CASES)
def test_measures(split: Path, found: list[AttributionSpans], expected: dict[str, float]) -> None:
    table = score_attribution(read_split(split), lambda _: found).set_index("measure")["f1"]
    for measure, value in expected.items():
        assert table[measure] == pytest.approx(value), measure


def test_the_first_annotator_is_gold_and_offsets_slice(split: Path) -> None:
    (article,) = read_split(split)
    assert [len(coding) for coding in article.codings] == [2, 0]
    assert [TEXT[slice(*a.content[0])] for a in article.codings[0]] == [
        "the door was open", "“it was ever open” at all",
    ]  # fmt: skip
    assert article.discarded == ((68, 80),)


def test_types_by_quotation_marks() -> None:
    text = TokenText('He said "it rained all day" and left "early".')
    assert text.quote_type(text.within([(8, 27)])) == "direct"
    assert text.quote_type(text.within([(8, 36)])) == "mixed"
    assert text.quote_type(text.within([(0, 7)])) == "indirect"


def test_pairs_are_as_many_as_can_be_then_the_closest() -> None:
    rng = random.Random(1)
    for _ in range(60):
        edges = {(i, j): rng.random() for i in range(4) for j in range(4) if rng.random() < 0.6}
        pairs = best_pairs(edges)
        assert len({i for i, _ in pairs}) == len({j for _, j in pairs}) == len(pairs)
        assert (len(pairs), sum(edges[p] for p in pairs)) == pytest.approx(_best(edges))


def _best(edges: dict[tuple[int, int], float]) -> tuple[int, float]:
    """Every set of pairs tried."""
    best = (0, 0.0)

    def grow(rest: list[tuple[int, int]], rows: set[int], columns: set[int], sum_: float) -> None:
        nonlocal best
        best = max(best, (len(rows), sum_))
        for n, (i, j) in enumerate(rest):
            if i not in rows and j not in columns:
                grow(rest[n + 1 :], rows | {i}, columns | {j}, sum_ + edges[i, j])

    grow(list(edges), set(), set(), 0.0)
    return best


def independent() -> ModuleType:
    path = SHARED / "score_attribution.py"
    if not path.is_file() or not (SHARED / "polnear" / "dev").is_dir():
        pytest.skip("PolNeAR and its independent scorer are not beside this checkout")
    spec = importlib.util.spec_from_file_location("score_attribution", path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.long
def test_agrees_with_the_independent_scorer() -> None:
    other = independent()
    dev = SHARED / "polnear" / "dev"
    rng = random.Random(7)
    made: dict[str, list[AttributionSpans]] = {}
    gold = read_split(dev)
    for article in gold:  # the coding, roughened: some lost, some moved, some with others' sources
        kept = [a for a in article.codings[0] if rng.random() < 0.8]
        sources = [a.source for a in kept]
        rng.shuffle(sources)
        made[article.text] = [
            AttributionSpans(a.source if rng.random() < 0.7 else s, a.cue,
                   tuple((x + rng.choice((0, 0, 9)), y) for x, y in a.content if y - x > 12))
            for a, s in zip(kept, sources, strict=True)
        ]  # fmt: skip
    mine = score_attribution(gold, lambda text: made[text]).set_index("measure")
    roles = ("source", "cue", "content")
    theirs = other.score(
        other.load_gold(str(dev)),
        {a.name: [{r: getattr(t, r) for r in roles} for t in made[a.text]] for a in gold},
    )
    for measure in ("ar", "ar_lenient", "ar_cue", "content.exact", "content.j30", "content.j80",
                    "token.source", "token.cue", "token.content"):  # fmt: skip
        for short, name in (("p", "precision"), ("r", "recall"), ("f1", "f1")):
            assert mine.at[measure, name] == pytest.approx(theirs[measure][short], abs=6e-5)
    for kind in ("direct", "mixed", "indirect"):
        assert mine.at[f"{kind}.ar", "f1"] == pytest.approx(theirs[kind]["ar"]["f1"], abs=6e-5)


def test_kinds_tell_attributions_apart() -> None:
    text = "It rained, Ada said.\nBo fears it. It was denied. According to Cy it rained. It did."
    assert kinds(text, ((11, 14),), ((15, 19),), ((0, 9),)) == (
        "cue: verb of the lexicon", "content: one sentence", "place: first line",
    )  # fmt: skip
    denied = text.index("was denied")
    passive = kinds(text, (), ((denied, denied + 10),), ((denied - 3, denied - 1),))
    assert passive[:2] == ("cue: passive", "source: none")
    long = ((text.index("it rained"), len(text)),)
    assert kinds(text, ((0, 2),), (), long) == ("cue: none", "content: several sentences")


@pytest.mark.parametrize(
    ("cue", "kind"),
    [("", "none"), (":", "colon or dash"), ("according to", "according to"),
     ("has said", "verb of the lexicon"), ("claim", "verb of the lexicon"),
     ("allegation", "noun of the lexicon"), ("walked", "other words")],
)  # fmt: skip
def test_cue_kinds(cue: str, kind: str) -> None:
    assert cue_kind(cue) == f"cue: {kind}"


def attributed(source: Span, cue: Span, *content: Span) -> Attribution:
    return Attribution(content, cue, source, "tagger", 0.9)


def test_the_outer_level_alone_is_scored() -> None:
    outer = attributed(Span(0, 4), Span(5, 9), Span(10, 40))
    inner = attributed(Span(10, 12), Span(13, 18), Span(19, 40))
    beside = attributed(Span(45, 50), Span(51, 55), Span(56, 70))
    assert outermost([inner, beside, outer]) == [outer, beside]


def test_predictions_are_written_for_other_scorers(split: Path, tmp_path: Path) -> None:
    out = tmp_path / "found.jsonl"
    score_attribution(read_split(split), lambda _: [triple(1, 2, 3)], out)
    (line,) = out.read_text(encoding="utf-8").splitlines()
    assert json.loads(line) == {
        "doc": "one",
        "attributions": [{"source": [[0, 4]], "cue": [[5, 9]], "content": [[10, 27]]}],
    }


def test_a_coded_sample_is_gold_for_attribution() -> None:
    quote = {"segments": [[21, 38]], "source": "Reed", "cue": "said", "cue_span": [16, 20]}
    coded = CodedArticle("one", "Title\n\nReed and Reed said the door was open.", 7, (quote,), ())
    (made,) = as_attributions(coded).codings[0]
    assert (made.content, made.cue, made.source) == (((14, 31),), ((9, 13),), ((9, 13),))
