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
from toolkit.annotate.tagger.tagger import Tagger
from toolkit.annotate.tagger.word_pieces import load_tokenizer, to_pieces
from toolkit.training.augment import Augmenter
from toolkit.training.checkpoints import best_epoch, weights_path
from toolkit.training.evaluate import role_head
from toolkit.training.examples import label_article
from toolkit.training.export import export
from toolkit.training.loop import Data, train
from toolkit.training.model import TaggerNetwork, load_encoder
from toolkit.training.settings import Settings
from toolkit.training.tune import (
    GENEROUS,
    ReadArticle,
    calibrated,
    choose_confidence,
    choose_source_bias,
    cross_fitted,
    find_candidates,
    read_article,
    reliability,
)
from toolkit.validate.shared.standoff import read_split

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Job:
    """What to make, from what, and where."""

    polnear: Path
    out: Path
    encoder: Path
    tokenizer: Path
    epochs: int
    seed: int
    limit: int | None


def run_training(job: Job, processes: int) -> None:
    """All epochs, on processes that average their gradients."""
    # One thread each: two processes of one thread beat one process of two.
    os.environ |= {"OMP_NUM_THREADS": "1", "KMP_BLOCKTIME": "0", "MASTER_ADDR": "127.0.0.1"}
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        os.environ["MASTER_PORT"] = str(free.getsockname()[1])
    spawn = multiprocessing.get_context("spawn")
    workers = [
        spawn.Process(target=train_process, args=(rank, job, processes), daemon=True)
        for rank in range(processes)
    ]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
        if worker.exitcode:
            raise SystemExit(f"training broke off in process {worker.name}; run again to resume")


def train_process(rank: int, job: Job, processes: int) -> None:
    """One training process."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s", datefmt="%H:%M:%S")
    torch.set_num_threads(1)
    if processes > 1:
        dist.init_process_group("gloo", rank=rank, world_size=processes)
    settings = Settings(epochs=job.epochs, seed=job.seed)
    tokenizer = load_tokenizer(job.tokenizer)
    train_articles, dev_articles = (
        read_split(job.polnear / split)[: job.limit] for split in ("train", "dev")
    )
    torch.manual_seed(job.seed)
    network = TaggerNetwork(settings.dropout)
    load_encoder(network, job.encoder)
    data = Data(
        train=[label_article(tokenizer, article) for article in train_articles],
        dev=[label_article(tokenizer, article) for article in dev_articles],
        dev_gold=dev_articles,
        augment=Augmenter(tokenizer),
    )
    train(network, data, settings, job.out)
    if processes > 1:
        dist.destroy_process_group()


def finish(job: Job) -> None:
    """Take the best epoch, export it, and choose options and calibration on the exported model."""
    torch.set_num_threads(1)
    epoch = best_epoch(job.out)
    network = TaggerNetwork()
    network.load_state_dict(torch.load(weights_path(job.out, epoch)))
    head, model = role_head(network), job.out / "tagger.onnx"
    export(network, head, Options(), model)
    read = read_dev(job, Tagger(model, job.tokenizer))
    source_bias = choose_source_bias(read, head)
    candidates = find_candidates(read, head, Options(GENEROUS, GENEROUS, 0.0, source_bias))
    chances = cross_fitted(candidates)
    least = choose_confidence(candidates, chances)
    calibration = calibrated(candidates.evidence, candidates.right)
    said = np.array([calibration(row[1:]) for row in candidates.evidence])
    options = Options(GENEROUS, GENEROUS, 0.0, source_bias, least)
    export(network, head, options, model, calibration)
    metrics = {
        "epoch": epoch,
        "dev": candidates.scores(said >= least),
        "dev_cross_fitted": candidates.scores(chances >= least),
        "options": asdict(options),
        "calibration": asdict(calibration),
        "reliability": reliability(chances, candidates.right),
        "settings": asdict(Settings(epochs=job.epochs, seed=job.seed)),
    }
    (job.out / "metrics.json").write_text(json.dumps(metrics, indent=1) + "\n")
    log.info("wrote %s: dev %s", model, metrics["dev"])


def read_dev(job: Job, tagger: Tagger) -> list[ReadArticle]:
    """Run the exported model over dev once."""
    return [
        read_article(article, to_pieces(tagger.tokenizer, article.text), tagger.run)
        for article in read_split(job.polnear / "dev")[: job.limit]
    ]
