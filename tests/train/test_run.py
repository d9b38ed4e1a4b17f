"""Runs: they learn, they resume bit for bit after kill -9, they refuse what would spoil them."""

from __future__ import annotations

import dataclasses
import json
import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import torch

from ferdesk.dataset import load_dataset
from ferdesk.dataset_type import UNLABELLED, make_dataset
from ferdesk.errors import FerdeskError
from ferdesk.train.checkpoint import load_network
from ferdesk.train.config import RunConfig
from ferdesk.train.objectives import OBJECTIVES
from ferdesk.train.run import Run
from ferdesk.train.run_data import RunData
from ferdesk.train.run_folder import RunFolder
from ferdesk.train.split import labelled_split
from tests.forms import write_csv, write_ferplus
from tests.train.made import csv_without, learnable, learnable_csv

DIE_IN_THE_THIRD_EPOCH = """
import os, signal, sys
from pathlib import Path
from ferdesk.train.config import RunConfig
from ferdesk.train.run import Run
run = Run.begin(Path(sys.argv[2]), RunConfig(**eval(sys.argv[3])), {})
def step(report):
    if run.learner.epoch == 2 and report.step == 3:
        os.kill(os.getpid(), signal.SIGKILL)
run.train(step)
"""


NEEDS = {"fixmatch": {"threshold": 0.2}}
"""What a mode has to be told for its unlabelled term to count while the network knows little."""


@pytest.fixture(autouse=True)
def _own_cache(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))


def config(tmp_path: Path, **changes: object) -> RunConfig:
    values: dict[str, object] = {
        "data": str(learnable_csv(tmp_path)), "network": "tiny", "epochs": 4, "batch": 16, "ema": 0.8, "threads": 1,
    }  # fmt: skip
    return RunConfig(**(values | changes))  # type: ignore[arg-type]


def weights(path: Path) -> dict[str, torch.Tensor]:
    return load_network(path).network.state_dict()


def without_clock(path: Path) -> list[dict[str, object]]:
    lines = [json.loads(line) for line in path.read_text().splitlines()]
    return [{k: v for k, v in line.items() if k not in ("seconds", "images_per_second")} for line in lines]


def test_a_run_learns_and_leaves_its_files(tmp_path: Path) -> None:
    run = Run.begin(tmp_path / "run", config(tmp_path, epochs=12, augment="none"), {"command": "test"})
    results = run.train()
    assert results["PrivateTest"].accuracy > 0.6
    assert json.loads(run.folder.evaluation.read_text())["PublicTest"]["accuracy"] == results["PublicTest"].accuracy
    lines = [json.loads(line) for line in run.folder.metrics.read_text().splitlines()]
    assert [line["epoch"] for line in lines] == list(range(1, 13))
    assert lines[-1]["losses"]["supervised"] < lines[0]["losses"]["supervised"]
    best = max(line["public_accuracy"] for line in lines)
    assert load_network(run.folder.best).metrics == {"PublicTest.accuracy": best}
    assert RunConfig.load(run.folder.config) == run.config


@pytest.mark.parametrize("lacking", ["Training", "PublicTest"])
def test_data_to_learn_from_and_to_choose_by_are_needed(lacking: str, tmp_path: Path) -> None:
    path = csv_without(tmp_path / "lacking", lacking, "PrivateTest")
    with pytest.raises(FerdeskError, match=f"has no {lacking} images"):
        Run.begin(tmp_path / "run", config(tmp_path, data=str(path)), {})
    assert not (tmp_path / "run").exists()


def test_the_last_epochs_are_calm(tmp_path: Path) -> None:
    settings = config(tmp_path, epochs=3, augment="strong")
    Run.begin(tmp_path / "as-ever", settings, {}).train()
    Run.begin(tmp_path / "calm", dataclasses.replace(settings, calm_epochs=1), {}).train()
    as_ever, calm = (without_clock(tmp_path / name / "metrics.jsonl") for name in ("as-ever", "calm"))
    assert calm[:2] == as_ever[:2]
    assert calm[2] != as_ever[2]
    run = Run.resume(tmp_path / "calm")
    assert [run.plan(epoch).augmentation.rotate for epoch in range(3)] == [40, 40, 10]


@pytest.mark.parametrize("mode", OBJECTIVES)
def test_killed_and_resumed_is_the_same_as_never_stopped(mode: str, tmp_path: Path) -> None:
    whole = config(tmp_path, mode=mode, labels="42", unlabelled_batch=16, **NEEDS.get(mode, {}))
    Run.begin(tmp_path / "whole", whole, {}).train()
    values = repr(dataclasses.asdict(whole))
    died = subprocess.run([sys.executable, "-c", DIE_IN_THE_THIRD_EPOCH, "run", str(tmp_path / "killed"), values])
    assert died.returncode == -signal.SIGKILL
    assert len(without_clock(tmp_path / "killed/metrics.jsonl")) == 2
    Run.resume(tmp_path / "killed").train()
    for name in ("last.pt", "best.pt"):
        first, second = (torch.load(tmp_path / run / name, weights_only=True) for run in ("whole", "killed"))
        assert_same(first, second)
    assert without_clock(tmp_path / "whole/metrics.jsonl") == without_clock(tmp_path / "killed/metrics.jsonl")


def assert_same(first: object, second: object) -> None:
    """Equal to the bit, through dicts and lists."""
    assert type(first) is type(second)
    if isinstance(first, dict):
        assert first.keys() == second.keys()
        for key in first:
            assert_same(first[key], second[key])
    elif isinstance(first, list | tuple):
        assert len(first) == len(second)
        for one, other in zip(first, second, strict=True):
            assert_same(one, other)
    elif isinstance(first, torch.Tensor):
        assert torch.equal(first, second)
    else:
        assert first == second


def test_a_line_written_before_the_checkpoint_is_not_written_twice(tmp_path: Path) -> None:
    run = Run.begin(tmp_path / "run", config(tmp_path, epochs=2), {})
    run.folder.metrics.write_text('{"epoch": 1}\n')
    Run.resume(tmp_path / "run").train()
    assert [line["epoch"] for line in without_clock(run.folder.metrics)] == [1, 2]


def test_looking_at_a_run_leaves_its_metrics_alone(tmp_path: Path) -> None:
    run = Run.begin(tmp_path / "run", config(tmp_path, epochs=2), {})
    run.folder.metrics.write_text('{"epoch": 1}\n')  # and its checkpoint is about to be written
    Run.resume(tmp_path / "run")
    assert run.folder.metrics.read_text() == '{"epoch": 1}\n'


def test_lines_are_dropped_by_their_epoch_and_half_ones_too(tmp_path: Path) -> None:
    folder = RunFolder(tmp_path)
    folder.metrics.write_text('{"epoch": 1}\n{"epoch": 3}\n{"epo')
    folder.forget_after(2)
    assert folder.metrics.read_text() == '{"epoch": 1}\n'
    folder.metrics.write_text('{"epoch": 1}\nnonsense\n')
    with pytest.raises(FerdeskError, match=r"metrics\.jsonl holds a line that is no epoch's"):
        folder.forget_after(2)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"data": "x"'])
def test_a_run_without_its_provenance_is_not_taken_up(text: str, tmp_path: Path) -> None:
    run = Run.begin(tmp_path / "run", config(tmp_path), {})
    run.folder.provenance.write_text(text)
    with pytest.raises(FerdeskError, match=r"provenance\.json .* anew"):
        Run.resume(tmp_path / "run")
    run.folder.provenance.unlink()
    with pytest.raises(FerdeskError, match=r"provenance\.json cannot be read"):
        Run.resume(tmp_path / "run")


def test_the_seed_decides(tmp_path: Path) -> None:
    runs = {name: Run.begin(tmp_path / name, config(tmp_path, epochs=1, seed=seed), {}) for name, seed in
            (("a", 1), ("b", 1), ("c", 2))}  # fmt: skip
    for run in runs.values():
        run.train()
    a, b, c = (weights(runs[name].folder.best) for name in "abc")
    assert all(torch.equal(a[key], b[key]) for key in a)
    assert not all(torch.equal(a[key], c[key]) for key in a)


@pytest.mark.parametrize("mode", [mode for mode, objective in OBJECTIVES.items() if objective.views])
def test_labels_of_unlabelled_rows_cannot_matter(mode: str, tmp_path: Path) -> None:
    settings = config(tmp_path, mode=mode, labels="42", epochs=2, unlabelled_batch=16, **NEEDS.get(mode, {}))
    honest = load_dataset(Path(settings.data))
    split = labelled_split(honest.labels[honest.rows("Training")], "42", 0)
    labels = honest.labels.copy()
    labels[split.unlabelled] = (labels[split.unlabelled] + 3) % 7
    found = []
    for name, dataset in (("honest", honest), ("shuffled", dataclasses.replace(honest, labels=labels))):
        (tmp_path / name).mkdir()
        run = Run(RunFolder(tmp_path / name), settings.resolved(), RunData(dataset), split)
        run.train()
        found.append(run.learner.network.state_dict())
    assert all(torch.equal(found[0][key], found[1][key]) for key in found[0])


def test_an_epoch_is_as_many_updates_whatever_is_labelled(tmp_path: Path) -> None:
    runs = [Run.begin(tmp_path / labels, config(tmp_path, labels=labels), {}) for labels in ("100%", "21")]
    assert [run.schedule.steps for run in runs] == [140 // 16, 140 // 16]


def test_a_run_starts_from_the_weights_of_another(tmp_path: Path) -> None:
    first = Run.begin(tmp_path / "first", config(tmp_path, epochs=1), {})
    first.train()
    second = Run.begin(tmp_path / "second", config(tmp_path, init=str(first.folder.best), seed=9), {})
    ours = second.learner.network.state_dict()
    assert all(torch.equal(value, ours[key]) for key, value in weights(first.folder.best).items())
    with pytest.raises(FerdeskError, match="holds the network tiny"):
        Run.begin(tmp_path / "third", config(tmp_path, init=str(first.folder.best), network="vgg-half"), {})
    assert not (tmp_path / "third").exists(), "a mistake leaves half a run"
    first.folder.best.write_bytes(second.folder.last.read_bytes())
    with pytest.raises(FerdeskError, match=r"--init: .* is no longer the file that the run in .* began with"):
        Run.resume(tmp_path / "second")


def test_few_labels_train_on_few_rows(tmp_path: Path) -> None:
    run = Run.begin(tmp_path / "run", config(tmp_path, labels="21"), {})
    assert len(run.split.labelled) == 21
    assert run.folder.rows.read_text().count(",1\n") == 21
    for taken_up in (run, Run.resume(tmp_path / "run")):
        assert set(taken_up.dataset.labels[run.split.unlabelled]) == {UNLABELLED}, "a label is still in memory"
        assert (taken_up.dataset.labels[run.split.labelled] >= 0).all()


def test_a_loss_that_is_no_number_ends_the_training(tmp_path: Path) -> None:
    with pytest.raises(FerdeskError, match=r"'supervised' of epoch 1 is nan.*--rate"):
        Run.begin(tmp_path / "run", config(tmp_path, rate=1e30), {}).train()
    with pytest.raises(FerdeskError, match="--rate"):
        config(tmp_path, rate=float("nan"))


def with_votes(tmp_path: Path) -> RunConfig:
    votes = write_ferplus(tmp_path / "ferplus", learnable()) / "fer2013new.csv"
    return config(tmp_path, epochs=2, votes=str(votes))


def test_votes_are_learnt_beside_the_labels(tmp_path: Path) -> None:
    run = Run.begin(tmp_path / "whole", with_votes(tmp_path), {})
    run.train()
    losses = [line["losses"] for line in without_clock(run.folder.metrics)]
    assert all(set(loss) == {"supervised", "votes"} for loss in losses)  # type: ignore[call-overload]


def test_votes_that_changed_cannot_take_up_a_run(tmp_path: Path) -> None:
    settings = with_votes(tmp_path)
    Run.begin(tmp_path / "run", settings, {})
    with Path(settings.votes).open("a") as file:
        file.write("\n")
    with pytest.raises(FerdeskError, match=r"--votes: .* is no longer the file"):
        Run.resume(tmp_path / "run")


def test_votes_on_other_rows_are_refused_before_anything_is_written(tmp_path: Path) -> None:
    votes = write_ferplus(tmp_path / "ferplus", learnable(140)) / "fer2013new.csv"
    with pytest.raises(FerdeskError, match="votes on 140 rows"):
        Run.begin(tmp_path / "run", config(tmp_path, votes=str(votes)), {})
    assert not (tmp_path / "run").exists()


def test_leaks_can_be_dropped(tmp_path: Path) -> None:
    path = learnable_csv(tmp_path)
    lines = path.read_text().splitlines()
    lines.append(lines[1].rsplit(",", 1)[0] + ",PrivateTest")
    path.write_text("\n".join(lines) + "\n")
    values = {"data": str(path), "network": "tiny", "batch": 16}
    kept = Run.begin(tmp_path / "kept", RunConfig(**values), {})
    dropped = Run.begin(tmp_path / "dropped", RunConfig(**values, drop_leaks=True), {})
    assert len(kept.split.labelled) - len(dropped.split.labelled) == 1


def test_a_folder_with_a_run_is_not_overwritten(tmp_path: Path) -> None:
    Run.begin(tmp_path / "run", config(tmp_path), {})
    with pytest.raises(FerdeskError, match="holds a run already"):
        Run.begin(tmp_path / "run", config(tmp_path), {})


def test_other_data_cannot_take_up_a_run(tmp_path: Path) -> None:
    Run.begin(tmp_path / "run", config(tmp_path), {})
    learnable_csv(tmp_path, count=140)
    with pytest.raises(FerdeskError, match="not the data set"):
        Run.resume(tmp_path / "run")


def test_the_same_data_in_another_order_cannot_take_up_a_run(tmp_path: Path) -> None:
    Run.begin(tmp_path / "run", config(tmp_path, labels="42"), {})
    data = learnable()
    order = np.random.default_rng(0).permutation(len(data))
    other = make_dataset(data.pixels[order], data.labels[order], data.splits[order], Path("shuffled"))
    write_csv(tmp_path / "fer2013.csv", other)
    assert other.fingerprint == data.fingerprint
    with pytest.raises(FerdeskError, match="in another order"):
        Run.resume(tmp_path / "run")


def test_there_must_be_a_run_to_resume(tmp_path: Path) -> None:
    with pytest.raises(FerdeskError, match="holds no run"):
        Run.resume(tmp_path)
