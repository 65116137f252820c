"""The stages of making the tagger, each resumable."""

from __future__ import annotations

import json
import logging
import multiprocessing
import os
import socket
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import torch
import torch.distributed as dist

from toolkit.annotate.tagger.decoding import Options
from toolkit.annotate.tagger.tagger import Tagger, read_windows
from toolkit.annotate.tagger.word_pieces import load_tokenizer, to_pieces
from toolkit.training.augment import Augmenter
from toolkit.training.evaluate import role_head
from toolkit.training.examples import label_article
from toolkit.training.export import export
from toolkit.training.loop import Data, Settings, best_epoch, train, weights_path
from toolkit.training.model import TaggerNetwork, load_encoder
from toolkit.training.tune import (
    GENEROUS,
    ReadArticle,
    calibrate,
    choose_confidence,
    choose_source_bias,
    cross_fitted,
    decode_articles,
    reliability,
)
from toolkit.validate.scoring.polnear import read_split
from toolkit.validate.shared.quote_matching import GoldArticle

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Job:
    """What to train on, from which encoder, and where to write."""

    polnear: Path
    out: Path
    encoder: Path
    tokenizer: Path
    epochs: int
    seed: int
    processes: int
    limit: int | None

    def articles(self, split: str) -> list[GoldArticle]:
        """The coded articles of a split, "train" or "dev"."""
        return read_split(self.polnear / split)[: self.limit]

    @property
    def settings(self) -> Settings:
        """The recipe."""
        return Settings(epochs=self.epochs, seed=self.seed)


def run_training(job: Job) -> None:
    """Train all epochs, on processes that average their gradients."""
    # One thread each: two processes of one thread are faster than one process of two.
    os.environ |= {"OMP_NUM_THREADS": "1", "KMP_BLOCKTIME": "0", "MASTER_ADDR": "127.0.0.1"}
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        os.environ["MASTER_PORT"] = str(free.getsockname()[1])
    spawn = multiprocessing.get_context("spawn")
    workers = [
        spawn.Process(target=train_process, args=(rank, job), daemon=True)
        for rank in range(job.processes)
    ]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
        if worker.exitcode:
            raise SystemExit(f"training stopped in process {worker.name}; run again to resume")


def train_process(rank: int, job: Job) -> None:
    """One training process."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s", datefmt="%H:%M:%S")
    torch.set_num_threads(1)
    if job.processes > 1:
        dist.init_process_group("gloo", rank=rank, world_size=job.processes)
    tokenizer = load_tokenizer(job.tokenizer)
    torch.manual_seed(job.seed)
    network = TaggerNetwork(job.settings.dropout)
    load_encoder(network, job.encoder)
    dev_gold = job.articles("dev")
    data = Data(
        train=[label_article(tokenizer, article) for article in job.articles("train")],
        dev=[label_article(tokenizer, article) for article in dev_gold],
        dev_gold=dev_gold,
        augment=Augmenter(tokenizer),
    )
    train(network, data, job.settings, job.out)
    if job.processes > 1:
        dist.destroy_process_group()


def finish(job: Job) -> None:
    """Export the best epoch, and choose options and calibration on the exported model."""
    torch.set_num_threads(1)
    epoch = best_epoch(job.out)
    network = TaggerNetwork()
    network.load_state_dict(torch.load(weights_path(job.out, epoch)))
    head, model = role_head(network), job.out / "tagger.onnx"
    export(network, head, Options(), model)
    tagger = Tagger(model, job.tokenizer)
    read = []
    for article in job.articles("dev"):
        pieces = to_pieces(tagger.tokenizer, article.text)
        read.append(ReadArticle(article, pieces, tuple(read_windows(pieces, tagger.run))))
    source_bias = choose_source_bias(read, head)
    decoded = decode_articles(read, head, Options(GENEROUS, GENEROUS, 0.0, source_bias))
    chances = cross_fitted(decoded)
    least = choose_confidence(decoded, chances)
    calibration = calibrate(decoded.evidence, decoded.right)
    confidence = np.array([calibration(row[1:]) for row in decoded.evidence])
    options = Options(GENEROUS, GENEROUS, 0.0, source_bias, least)
    export(network, head, options, model, calibration)
    metrics = {
        "epoch": epoch,
        "dev": decoded.scores(confidence >= least),
        "dev_cross_fitted": decoded.scores(chances >= least),
        "options": asdict(options),
        "calibration": asdict(calibration),
        "reliability": reliability(chances, decoded.right),
        "settings": asdict(job.settings),
    }
    (job.out / "metrics.json").write_text(json.dumps(metrics, indent=1) + "\n")
    log.info("wrote %s: dev %s", model, metrics["dev"])
