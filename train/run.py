"""A run: the folder of one training, from its config to its report; begun, gone on with, ended."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import asdict, replace
from pathlib import Path

import torch
from torch import Tensor, nn

from ferdesk.dataset import Dataset
from ferdesk.errors import FerdeskError
from ferdesk.metrics import Metrics
from ferdesk.train.batches import Plan, batches, seed_epoch
from ferdesk.train.checkpoint import TrainedNetwork, load_network, restore_learner, save_learner, save_network
from ferdesk.train.config import RunConfig, option_of
from ferdesk.train.learner import new_learner
from ferdesk.train.loop import EpochReport, Schedule, StepReport, logits_of, train_epoch
from ferdesk.train.metrics import accuracy_of
from ferdesk.train.networks import Network
from ferdesk.train.own_files import save_own
from ferdesk.train.run_data import Advance, RunData, begin_data, resume_data, silent
from ferdesk.train.run_folder import EpochSummary, RunFolder
from ferdesk.train.run_judge import before_and_after, judged
from ferdesk.train.run_records import chosen_on
from ferdesk.train.split import Split, load_split
from ferdesk.train.training_data import (
    REPORT_ON,
    SELECT_ON,
    examples_of,
    plan_of,
    pool_of,
    sha256_of,
    split_of,
    split_tensors,
)
from ferdesk.writable import check_folder

_BESIDE = ("votes", "teacher", "second_teacher", "init")
"""Files that a run goes by beside its data; their hashes stand in its provenance."""


class Run:
    """One training in its folder. Made by `begin` or `resume`; `train` goes on to the end."""

    def __init__(self, folder: RunFolder, config: RunConfig, data: RunData, split: Split) -> None:
        self.folder, self.config = folder, config
        # From here on no label is known that the run is not to learn from, not even to the data set.
        self.data = replace(data, dataset=data.dataset.without_labels(split.unlabelled), own=None)
        torch.set_num_threads(config.threads)
        self.split = split
        self.schedule = Schedule(config.epochs, self.plan(0).steps, config.rate)
        self.pool = pool_of(self.data.dataset, split)
        self.learner = new_learner(config, self.pool)
        self.best = -1.0

    @classmethod
    def begin(cls, path: Path, config: RunConfig, provenance: dict[str, object], advance: Advance = silent) -> Run:
        """Make the folder and everything in it that training starts from.

        Where faces have to be found first, `advance` hears how many pictures of how many were looked at.
        Raises FerdeskError: there is a run in that folder already, nothing may be written there, or the config or the
        data are not right.
        """
        folder, config = RunFolder(path), config.resolved()
        if folder.config.exists():
            raise FerdeskError(f"{path} holds a run already; give another --out, or go on with it by --resume.")
        check_folder(path)
        data = begin_data(config, advance)
        split = split_of(data.dataset, config)
        run = cls(folder, config, data, split)
        path.mkdir(parents=True, exist_ok=True)
        split.save(folder.rows)
        beside = {name: sha256_of(getattr(config, name)) for name in _BESIDE}
        facts = {**provenance, **data.facts, "rows": split.sha256, **beside}
        folder.provenance.write_text(json.dumps(facts, indent=2) + "\n", encoding="utf-8")
        if data.own is not None:
            save_own(path, data.own)
        run._save()
        config.save(folder.config)  # last: a folder with a config is a run that can be resumed
        return run

    @classmethod
    def resume(cls, path: Path, advance: Advance = silent) -> Run:
        """Take up a run where its last checkpoint left it; `advance` as in `begin`.

        Raises:
            FerdeskError: there is no run, or its data are no longer those that it began with.
        """
        folder = RunFolder(path)
        config = RunConfig.load(folder.config)
        facts = folder.facts()
        data = resume_data(path, config, facts, advance)
        for name in _BESIDE:
            file = getattr(config, name)
            if sha256_of(file) != facts.get(name, ""):
                words = f"{file} is no longer the file that the run in {path} began with."
                raise FerdeskError(f"{option_of(name)}: {words}")
        run = cls(folder, config, data, load_split(folder.rows, facts["rows"]))
        run.best = restore_learner(folder.last, run.learner)
        return run

    @property
    def dataset(self) -> Dataset:
        """What the run learns from and is judged by."""
        return self.data.dataset

    def plan(self, epoch: int) -> Plan:
        """How that epoch is drawn; the first one is 0."""
        return plan_of(self.config, self.split, epoch)

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

        Gives the metrics of the best network on PublicTest, which chose it, and on PrivateTest, where they have rows;
        after own faces also those of `before_and_after`.
        """
        examples = examples_of(self.dataset, self.split, self.config, self.data.known, self.data.framed)
        public_pixels, public_labels = self._public()
        learner = self.learner
        self.folder.forget_after(learner.epoch)
        while learner.epoch < self.config.epochs:
            seed, began = seed_epoch(self.config.seed, learner.epoch), time.perf_counter()
            learner.objective.begin_epoch(learner.network, self.pool, examples)
            drawn = batches(examples, self.pool, self.plan(learner.epoch), seed)
            report = train_epoch(learner, drawn, self.schedule, self.config.precision, on_step)
            report = replace(report, seconds=time.perf_counter() - began)  # with what the mode does before an epoch
            logits = logits_of(self.evaluated_network, public_pixels, self.config.precision)
            on_epoch(self._end_epoch(report, accuracy_of(logits, public_labels)))
        return self._evaluate()

    @property
    def chosen_on(self) -> str:
        """What the accuracy after each epoch is of."""
        return chosen_on(self.config.framed, self.config.labelled)

    def _public(self) -> tuple[Tensor, Tensor]:
        """Crops and labels that the epoch is chosen on."""
        framed = None if self.config.labelled else self.data.framed
        return split_tensors(self.dataset if framed is None else replace(self.dataset, pixels=framed), SELECT_ON)

    def _end_epoch(self, report: EpochReport, accuracy: float) -> EpochSummary:
        summary = EpochSummary(report, accuracy, accuracy > self.best)
        if summary.best:
            self.best = accuracy
            metrics = {f"{self.chosen_on}.accuracy": accuracy}
            network = self.evaluated_network
            assert isinstance(network, Network)
            trained = TrainedNetwork(network, self.config, report.epoch, metrics, self.dataset.fingerprint)
            save_network(self.folder.best, trained)
        with self.folder.metrics.open("a", encoding="utf-8") as file:
            file.write(summary.to_json() + "\n")
        self._save()
        return summary

    def _evaluate(self) -> dict[str, Metrics]:
        best = load_network(self.folder.best).network
        results = judged(best, self.dataset, (SELECT_ON, REPORT_ON))
        if self.config.labelled:
            results |= before_and_after(best, self.config, self.dataset, self.data.known)
        values = {split: asdict(metrics) for split, metrics in results.items()}
        self.folder.evaluation.write_text(json.dumps(values, indent=2) + "\n", encoding="utf-8")
        return results

    def _save(self) -> None:
        save_learner(self.folder.last, self.learner, self.best)
