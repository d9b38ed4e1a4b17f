"""A run folder with a tiny network that has really learned a small data set, made in a second."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from torch.nn import functional

from ferdesk.dataset import load_dataset
from ferdesk.export.graph import describe
from ferdesk.train.checkpoint import TrainedNetwork, save_network
from ferdesk.train.config import RunConfig
from ferdesk.train.networks import Network, build_network, standardise
from tests.tiny import tiny_info
from tests.train.made import learnable_csv


def trained_run(folder: Path, data: Path | None = None, **options: Any) -> Path:
    """Data, config.json, provenance.json, metrics.jsonl and best.pt in `folder`; returns best.pt.

    `options` are of the config; what was trained is the same.
    """
    dataset = load_dataset(data or learnable_csv(folder), cache=False)
    config = RunConfig(data=str(dataset.source.resolve()), network="tiny", epochs=2, seed=5, threads=1, **options)
    rows = dataset.rows("Training")
    crops, labels = torch.from_numpy(dataset.pixels[rows]), torch.from_numpy(dataset.labels[rows])
    network = _learned(crops, labels)
    trained = TrainedNetwork(network, config, 2, {"PublicTest.accuracy": 0.5}, dataset.fingerprint)
    save_network(folder / "best.pt", trained)
    config.save(folder / "config.json")
    command = f"ferdesk-train --network tiny --data {dataset.source.resolve()} --epochs 2 --seed 5 --out runs/a"
    told = {"command": command, "started": "2026-01-02T03:04:05+00:00", "processor": "A Processor"}
    (folder / "provenance.json").write_text(json.dumps(told))
    (folder / "metrics.jsonl").write_text("".join(_epoch(number) for number in (1, 2)))
    return folder / "best.pt"


def written(path: Path, model: onnx.ModelProto, **told: Any) -> Path:
    """A bundle of this graph at `path`, which says of itself what a tiny one does, but for `told`."""
    path.write_bytes(describe(model, tiny_info(**told)))
    return path


def random_scoring_network(name: str = "tiny") -> Network:
    """A network whose batch norms have seen something, so that folding them is not trivially right."""
    torch.manual_seed(1)
    network = build_network(name)
    crops = torch.from_numpy(np.random.default_rng(0).integers(0, 256, (64, 48, 48), dtype=np.uint8))
    with torch.no_grad():
        for parameter in network.parameters():
            parameter.add_(0.05 * torch.randn_like(parameter))
        network.train()(standardise(crops))
    return network.eval()


def _learned(crops: torch.Tensor, labels: torch.Tensor) -> Network:
    torch.manual_seed(0)
    network = build_network("tiny").train()
    optimizer = torch.optim.Adam(network.parameters(), lr=0.02)
    for _ in range(60):
        optimizer.zero_grad()
        functional.cross_entropy(network(standardise(crops)), labels).backward()  # type: ignore[no-untyped-call]
        optimizer.step()
    return network.eval()


def _epoch(number: int) -> str:
    values = {
        "epoch": number, "losses": {"supervised": 1.0}, "learning_rate": 0.1, "images_per_second": 100.0,
        "seconds": 90.0, "public_accuracy": 0.4 + number / 10,
    }  # fmt: skip
    return json.dumps(values) + "\n"
