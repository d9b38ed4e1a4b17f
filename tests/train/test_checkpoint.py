"""Checkpoints: read safely, refused in words."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest
import torch

from ferdesk.errors import FerdeskError
from ferdesk.train.checkpoint import TrainedNetwork, load_network, restore_learner, save_learner, save_network
from ferdesk.train.config import RunConfig
from ferdesk.train.learner import new_learner
from ferdesk.train.networks import build_network


def test_a_network_comes_back_as_it_was(tmp_path: Path) -> None:
    network = build_network("tiny")
    config = RunConfig(data="x", network="tiny")
    save_network(tmp_path / "best.pt", TrainedNetwork(network, config, 7, {"PublicTest.accuracy": 0.5}, "f00d"))
    trained = load_network(tmp_path / "best.pt")
    x = torch.rand(3, 1, 48, 48)
    torch.testing.assert_close(trained.network(x), network.eval()(x))
    assert (trained.config, trained.epoch, trained.metrics, trained.data) == (
        config, 7, {"PublicTest.accuracy": 0.5}, "f00d",
    )  # fmt: skip
    assert not trained.network.training


class Evil:
    """Unpickling this would run code."""

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return (Path.touch, (Path("evil"),))


@pytest.mark.parametrize("content", [b"", b"not a checkpoint", b"emotion,pixels\n0,1", pickle.dumps({"weights": 1})])
def test_what_is_no_checkpoint_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "best.pt"
    path.write_bytes(content)
    with pytest.raises(FerdeskError, match=r"best\.pt"):
        load_network(path)


def test_code_in_a_checkpoint_does_not_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    torch.save({"format": 1, "weights": Evil()}, tmp_path / "best.pt")
    with pytest.raises(FerdeskError):
        load_network(tmp_path / "best.pt")
    assert not (tmp_path / "evil").exists()


def test_what_training_cannot_go_on_from_is_refused(tmp_path: Path) -> None:
    network, config = build_network("tiny"), RunConfig(data="x", network="tiny", threads=1)
    save_network(tmp_path / "last.pt", TrainedNetwork(network, config, 1, {}, ""))
    with pytest.raises(FerdeskError, match=r"last\.pt is not what this version"):
        restore_learner(tmp_path / "last.pt", new_learner(config))
    save_learner(tmp_path / "last.pt", new_learner(RunConfig(data="x", network="vgg-quarter", threads=1)), 0.5)
    with pytest.raises(FerdeskError, match=r"last\.pt is not what this version"):
        restore_learner(tmp_path / "last.pt", new_learner(config))


def test_a_checkpoint_that_cannot_be_written_leaves_the_one_before(tmp_path: Path) -> None:
    network, config = build_network("tiny"), RunConfig(data="x", network="tiny")
    path = tmp_path / "best.pt"
    save_network(path, TrainedNetwork(network, config, 1, {}, ""))
    (tmp_path / "best.part").mkdir()  # no file can be opened here
    with pytest.raises(FerdeskError, match=r"best\.pt cannot be written .*--resume"):
        save_network(path, TrainedNetwork(network, config, 2, {}, ""))
    assert load_network(path).epoch == 1


def test_a_truncated_checkpoint_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "best.pt"
    save_network(path, TrainedNetwork(build_network("tiny"), RunConfig(data="x", network="tiny"), 1, {}, ""))
    path.write_bytes(path.read_bytes()[:-200])
    with pytest.raises(FerdeskError, match=r"best\.pt is damaged"):
        load_network(path)


def test_a_folder_is_no_checkpoint(tmp_path: Path) -> None:
    with pytest.raises(FerdeskError, match=r"is a folder; give the best\.pt"):
        load_network(tmp_path)


@pytest.mark.parametrize("change", ["setting", "weight", "missing"])
def test_one_of_another_version_is_refused(change: str, tmp_path: Path) -> None:
    path = tmp_path / "best.pt"
    save_network(path, TrainedNetwork(build_network("tiny"), RunConfig(data="x", network="tiny"), 1, {}, ""))
    content = torch.load(path, weights_only=True)
    if change == "setting":
        content["config"]["cover"] = 0.5
    elif change == "weight":
        content["weights"]["blocks.0.gain"] = torch.ones(1)
    else:
        del content["epoch"]
    torch.save(content, path)
    with pytest.raises(FerdeskError, match=r"best\.pt was written by another version of ferdesk"):
        load_network(path)


def test_a_missing_checkpoint_is_named(tmp_path: Path) -> None:
    with pytest.raises(FerdeskError, match=r"nowhere\.pt"):
        load_network(tmp_path / "nowhere.pt")
