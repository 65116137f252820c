"""The stages of making the reader, each resumable: all data, then the coded texts, then export.

The second stage keeps what the network says of attributions after the first: the coded texts have
quotes, and PolNeAR has more than quotes.
"""

from __future__ import annotations

import json
import logging
import os
import random
import socket
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import numpy as np
import torch
import torch.distributed as dist
from tokenizers import Tokenizer
from torch.multiprocessing.spawn import ProcessException, spawn

from toolkit.annotate.tagger.decoding import Candidate, Options, RoleHead
from toolkit.annotate.tagger.tagger import Network, Tagger, find_candidates, read_windows
from toolkit.annotate.tagger.word_pieces import load_tokenizer, to_pieces
from toolkit.training.acts import with_acts
from toolkit.training.augment import Augmenter
from toolkit.training.evaluate import as_function, numpy_heads
from toolkit.training.export import export
from toolkit.training.loop import Data, Settings, last_epoch, train, weights_path
from toolkit.training.model import TaggerNetwork, load_encoder, load_exported
from toolkit.training.readers import (
    read_coded,
    read_folds,
    read_gum,
    read_polnear,
    read_uner,
    read_web,
    with_weak_names,
)
from toolkit.training.texts import LabelledText
from toolkit.training.tune import (
    calibrate,
    choose_confidence,
    cross_fitted,
    judged,
    reliability,
)
from toolkit.validate.scoring.polnear import read_split

log = logging.getLogger(__name__)
GENEROUS = Options(1.0, 1.0, 0.0, 0.5)
ALL = "all"
FIRST = Settings(epochs=6)
ON = Settings(epochs=2, encoder_rate=1.2e-4)
"""Settings of the first stage from the published encoder, and from an exported model."""
CODED = Settings(
    epochs=3, encoder_rate=6e-5, head_rate=1e-3, warm_up=30, name_weight=2.0, keep_weight=2.0
)
OTHERS = 66
"""Texts of PolNeAR and GUM among the coded ones, so that nothing is unlearned."""


@dataclass(frozen=True, slots=True)
class Job:
    """What to train on, from which start, and where to write.

    Attributes:
        data: folder with polnear/, gum/, uner/, pages/ and news-gold/.
        out: folder for checkpoints and models.
        start: the encoder's weights (safetensors), or an exported model to train on, which should
            not have seen the coded texts if folds are to be trained.
        tokenizer: of the encoder.
        processes: that average their gradients.
        folds: whether to train a model for each fold of the coded texts as well.
    """

    data: Path
    out: Path
    start: Path
    tokenizer: Path
    processes: int
    folds: bool


def run(job: Job) -> None:
    """Make the model; with folds, also those that cross-validated scores need."""
    job.out.mkdir(parents=True, exist_ok=True)
    _train(job, ALL, None)
    calibrated = finish(job)
    folds = sorted({*read_folds(job.data / "news-gold").values()}) if job.folds else []
    for fold in [None, *folds]:
        name = "tagger" if fold is None else f"fold-{fold}"
        _train(job, name, fold)
        model = job.out / f"{name}.onnx"
        export(_network(job, name), calibrated.options, model, calibrated.calibration)
    if job.folds:
        (job.out / "folds.json").write_text(json.dumps(read_folds(job.data / "news-gold")))


def _train(job: Job, stage: str, fold: int | None) -> None:
    """Train a stage on processes that average their gradients."""
    # One thread each: two processes of one thread are faster than one process of two.
    os.environ |= {"OMP_NUM_THREADS": "1", "KMP_BLOCKTIME": "0", "MASTER_ADDR": "127.0.0.1"}
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        os.environ["MASTER_PORT"] = str(free.getsockname()[1])
    (job.out / stage).mkdir(exist_ok=True)
    try:
        spawn(train_process, (job, stage, fold), job.processes)
    except ProcessException as error:
        raise SystemExit(f"training stopped: {error}; run again to resume") from error


def train_process(rank: int, job: Job, stage: str, fold: int | None) -> None:
    """One process of a stage; a stage on coded texts leaves a fold's out."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s", datefmt="%H:%M:%S")
    torch.set_num_threads(1)
    if job.processes > 1:
        dist.init_process_group("gloo", rank=rank, world_size=job.processes)
    tokenizer = load_tokenizer(job.tokenizer)
    exported = job.start.suffix == ".onnx"
    settings = (ON if exported else FIRST) if stage == ALL else CODED
    torch.manual_seed(settings.seed)
    if stage == ALL:
        network = TaggerNetwork(settings.dropout)
        (load_exported if exported else load_encoder)(network, job.start)
        texts, dev = all_texts(job), read_split(job.data / "polnear/dev")
    else:
        network = _network(job, ALL)
        texts, dev = coded_texts(job, network, tokenizer, fold), []
    pieces = [to_pieces(tokenizer, article.text) for article in dev]
    data = Data(texts, pieces, dev, Augmenter(tokenizer), tokenizer)
    train(network, data, settings, job.out / stage)
    if job.processes > 1:
        dist.destroy_process_group()


def _network(job: Job, stage: str) -> TaggerNetwork:
    """The network as a stage left it."""
    network = TaggerNetwork(CODED.dropout)
    out = job.out / stage
    network.load_state_dict(torch.load(weights_path(out, last_epoch(out))))
    return network


def all_texts(job: Job) -> list[LabelledText]:
    """Everything but the coded texts, and but the texts among PolNeAR's that were coded again."""
    coded = " ".join(read_folds(job.data / "news-gold"))
    polnear = [t for t in read_polnear(job.data / "polnear", "train") if t.name not in coded]
    return [
        *with_weak_names([*polnear, *read_web(job.data / "pages/wcxb")]),
        *read_gum(job.data / "gum"),
        *read_uner(job.data / "uner"),
    ]


def coded_texts(
    job: Job, network: TaggerNetwork, tokenizer: Tokenizer, fold: int | None
) -> list[LabelledText]:
    """The coded texts without a fold's, and some of the others."""
    folds = read_folds(job.data / "news-gold")
    texts = [t for t in read_coded(job.data / "news-gold") if folds[t.name] != fold]
    others = [t for t in all_texts(job) if t.sources or t.name.startswith("GUM_")]
    sample = random.Random(CODED.seed).sample(others, OTHERS)
    return [*_with_acts(texts, network, tokenizer), *sample]


def _with_acts(
    texts: Sequence[LabelledText], network: TaggerNetwork, tokenizer: Tokenizer
) -> list[LabelledText]:
    network.eval()
    run, head = as_function(network), numpy_heads(network).role
    found = [(text, _proposed(text.text, tokenizer, run, head)) for text in texts]
    network.train()
    return [replace(with_acts(text, candidates), codings=()) for text, candidates in found]


def _proposed(text: str, tokenizer: Tokenizer, run: Network, head: RoleHead) -> list[Candidate]:
    """What the network may take for attributions, however doubtful."""
    pieces = to_pieces(tokenizer, text)
    return find_candidates(pieces, read_windows(pieces, run), head, GENEROUS)


def finish(job: Job) -> Tagger:
    """The first stage's model, its confidence calibrated on PolNeAR's dev."""
    torch.set_num_threads(1)
    network, model = _network(job, ALL), job.out / f"{ALL}.onnx"
    export(network, Options(), model)
    tagger = Tagger(model, job.tokenizer)
    gold, reads = read_split(job.data / "polnear/dev"), (tagger.run, tagger.heads.role)
    decoded = judged([(one, _proposed(one.text, tagger.tokenizer, *reads)) for one in gold])
    chances = cross_fitted(decoded)
    least = choose_confidence(decoded, chances)
    calibration = calibrate(decoded.evidence, decoded.right)
    confidence = np.array([calibration(row[1:]) for row in decoded.evidence])
    export(network, replace(GENEROUS, least_confidence=least), model, calibration)
    metrics = {
        "dev": decoded.scores(confidence >= least),
        "dev_cross_fitted": decoded.scores(chances >= least),
        "reliability": reliability(chances, decoded.right),
        "settings": [asdict(FIRST), asdict(ON), asdict(CODED)],
    }
    model.with_suffix(".json").write_text(json.dumps(metrics, indent=1) + "\n")
    log.info("wrote %s: dev %s", model, metrics["dev"])
    return Tagger(model, job.tokenizer)
