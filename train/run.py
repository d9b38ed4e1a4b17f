"""A run: the folder of one training, from its config to its report; begun, gone on with, ended."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from ferdesk.dataset import Dataset, load_dataset
from ferdesk.dataset_quality import leaking_rows
from ferdesk.dataset_votes import read_votes
from ferdesk.errors import FerdeskError
from ferdesk.metrics import Metrics
from ferdesk.train.augment import AUGMENTATIONS
from ferdesk.train.batches import Examples, epoch_generator, steps_an_epoch, supervised_batches
from ferdesk.train.checkpoint import TrainedNetwork, load_network, restore_learner, save_learner, save_network
from ferdesk.train.config import RunConfig
from ferdesk.train.ferplus import shares_of_rows
from ferdesk.train.loop import EpochReport, Learner, Schedule, StepReport, logits_of, train_epoch
from ferdesk.train.metrics import accuracy_of, evaluate_logits
from ferdesk.train.networks import Network, build_network
from ferdesk.train.objectives import OBJECTIVES, ObjectiveOptions
from ferdesk.train.optimise import OPTIMIZERS, averaged, parameter_groups
from ferdesk.train.run_folder import EpochSummary, RunFolder
from ferdesk.train.split import Split, labelled_split, load_split, parts

SELECT_ON = "PublicTest"
REPORT_ON = "PrivateTest"


class Run:
    """One training in its folder. Made by `begin` or `resume`; `train` goes on to the end."""

    def __init__(self, folder: RunFolder, config: RunConfig, dataset: Dataset, split: Split) -> None:
        self.folder, self.config, self.dataset = folder, config, dataset
        torch.set_num_threads(config.threads)
        self.split = split
        self.schedule = Schedule(config.epochs, steps_an_epoch(len(split.labelled), config.batch), config.rate)
        self.learner = _new_learner(config)
        self.best = -1.0

    @classmethod
    def begin(cls, path: Path, config: RunConfig, provenance: dict[str, object]) -> Run:
        """Make the folder and everything in it that training starts from.

        Raises:
            FerdeskError: there is a run in that folder already, or the config or the data are not right.
        """
        folder, config = RunFolder(path), config.resolved()
        if folder.config.exists():
            raise FerdeskError(f"{path} holds a run already; give another --out, or go on with it by --resume.")
        dataset = load_dataset(Path(config.data))
        split = _split(dataset, config)
        _votes(dataset, config)  # if they do not fit, before anything is written
        path.mkdir(parents=True, exist_ok=True)
        split.save(folder.rows)
        facts = {**provenance, "data": dataset.fingerprint, "rows": split.sha256, "votes": _votes_sha256(config)}
        folder.provenance.write_text(json.dumps(facts, indent=2) + "\n", encoding="utf-8")
        run = cls(folder, config, dataset, split)
        run._save()
        config.save(folder.config)  # last: a folder with a config is a run that can be resumed
        return run

    @classmethod
    def resume(cls, path: Path) -> Run:
        """Take up a run where its last checkpoint left it.

        Raises:
            FerdeskError: there is no run, or its data are no longer those that it began with.
        """
        folder = RunFolder(path)
        config = RunConfig.load(folder.config)
        facts = json.loads(folder.provenance.read_text(encoding="utf-8"))
        dataset = load_dataset(Path(config.data))
        if dataset.fingerprint != facts["data"]:
            raise FerdeskError(f"{config.data} is not the data set that the run in {path} began with.")
        if _votes_sha256(config) != facts.get("votes", ""):
            raise FerdeskError(f"{config.votes} does not hold the votes that the run in {path} began with.")
        run = cls(folder, config, dataset, load_split(folder.rows, facts["rows"]))
        run.best = restore_learner(folder.last, run.learner)
        run._forget_later_lines()
        return run

    @property
    def evaluated_network(self) -> nn.Module:
        """The averaged network."""
        module: nn.Module = self.learner.average.module
        return module

    def train(
        self,
        on_step: Callable[[StepReport], None] = lambda report: None,
        on_epoch: Callable[[EpochSummary], None] = lambda summary: None,
    ) -> dict[str, Metrics]:
        """Train to the last epoch; after every epoch a checkpoint and a line of metrics. Then evaluate once.

        Gives the metrics of the best network on PublicTest, which chose it, and on PrivateTest, where they have rows.
        """
        examples = self._examples()
        public_pixels, public_labels = self._split_tensors(SELECT_ON)
        setting = AUGMENTATIONS[self.config.augment]
        while self.learner.epoch < self.config.epochs:
            generator = epoch_generator(self.config.seed, self.learner.epoch)
            batches = supervised_batches(examples, self.config.batch, setting, generator)
            report = train_epoch(self.learner, batches, self.schedule, self.config.precision, on_step)
            logits = logits_of(self.evaluated_network, public_pixels, self.config.precision)
            on_epoch(self._end_epoch(report, accuracy_of(logits, public_labels)))
        return self._evaluate()

    def _examples(self) -> Examples:
        labelled, _ = parts(self.dataset, self.split)
        votes = _votes(self.dataset, self.config)
        return Examples(
            _tensor(labelled.pixels),
            torch.from_numpy(np.array(labelled.labels)),
            None if votes is None else torch.from_numpy(votes[self.split.labelled]),
        )

    def _end_epoch(self, report: EpochReport, accuracy: float) -> EpochSummary:
        summary = EpochSummary(report, accuracy, accuracy > self.best)
        if summary.best:
            self.best = accuracy
            metrics = {f"{SELECT_ON}.accuracy": accuracy}
            network = self.evaluated_network
            assert isinstance(network, Network)
            trained = TrainedNetwork(network, self.config, report.epoch, metrics, self.dataset.fingerprint)
            save_network(self.folder.best, trained)
        with self.folder.metrics.open("a", encoding="utf-8") as file:
            file.write(summary.to_json() + "\n")
        self._save()
        return summary

    def _evaluate(self) -> dict[str, Metrics]:
        trained = load_network(self.folder.best)
        network = trained.network.to(memory_format=torch.channels_last)  # type: ignore[call-overload]
        results: dict[str, Metrics] = {}
        for split in (SELECT_ON, REPORT_ON):
            pixels, labels = self._split_tensors(split)
            if len(labels):
                results[split] = evaluate_logits(logits_of(network, pixels), labels)
        values = {split: asdict(metrics) for split, metrics in results.items()}
        self.folder.evaluation.write_text(json.dumps(values, indent=2) + "\n", encoding="utf-8")
        return results

    def _split_tensors(self, split: str) -> tuple[Tensor, Tensor]:
        rows = self.dataset.rows(split)
        return _tensor(self.dataset.pixels[rows]), torch.from_numpy(self.dataset.labels[rows])

    def _save(self) -> None:
        save_learner(self.folder.last, self.learner, self.best)

    def _forget_later_lines(self) -> None:
        """Drop metrics of epochs that the last checkpoint does not know: the process died between the two writes."""
        if self.folder.metrics.exists():
            lines = self.folder.metrics.read_text(encoding="utf-8").splitlines(keepends=True)
            self.folder.metrics.write_text("".join(lines[: self.learner.epoch]), encoding="utf-8")


def _new_learner(config: RunConfig) -> Learner:
    torch.manual_seed(config.seed)
    network = build_network(config.network).to(memory_format=torch.channels_last)  # type: ignore[call-overload]
    options = ObjectiveOptions(config.label_smoothing, config.votes_weight if config.votes else 0.0)
    objective = OBJECTIVES[config.mode](network, options)
    groups = parameter_groups(nn.ModuleList([network, objective]), config.weight_decay)
    optimizer = OPTIMIZERS[config.optimizer](groups, config.rate)
    average = averaged(objective.network_to_evaluate(network), config.ema)
    return Learner(network, objective, optimizer, average)


def _votes(dataset: Dataset, config: RunConfig) -> NDArray[np.float32] | None:
    return shares_of_rows(dataset, read_votes(Path(config.votes))) if config.votes else None


def _votes_sha256(config: RunConfig) -> str:
    return hashlib.sha256(Path(config.votes).read_bytes()).hexdigest() if config.votes else ""


def _split(dataset: Dataset, config: RunConfig) -> Split:
    rows = dataset.rows("Training")
    if config.drop_leaks:
        rows = np.setdiff1d(rows, np.union1d(leaking_rows(dataset, SELECT_ON), leaking_rows(dataset, REPORT_ON)))
    return labelled_split(dataset.labels[rows], config.labels, config.seed, rows)


def _tensor(pixels: NDArray[np.uint8]) -> Tensor:
    return torch.from_numpy(np.array(pixels))
