"""What a checkpoint's folder tells of its training, and that folders of people are not told."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from ferdesk.export.origin import origin_of, without_folders
from ferdesk.train.checkpoint import load_network
from tests.export.trained import trained_run


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        ("ferdesk-train --data /home/me/fer2013.csv --out runs/a", "ferdesk-train --data fer2013.csv --out runs/a"),
        ("ferdesk-train --data=/home/me/fer2013.csv", "ferdesk-train --data=fer2013.csv"),
        (r"ferdesk-train --data 'C:\Users\me\fer 2013.csv'", "ferdesk-train --data 'fer 2013.csv'"),
        ("ferdesk-train --labels 10% --epochs 3", "ferdesk-train --labels 10% --epochs 3"),
    ],
)
def test_absolute_paths_are_cut_down(command: str, expected: str) -> None:
    assert without_folders(command) == expected


@pytest.fixture(scope="module")
def best(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return trained_run(tmp_path_factory.mktemp("run"))


def test_a_run_tells_its_command_time_and_machine(best: Path) -> None:
    origin = origin_of(best, load_network(best))
    assert origin.command == "ferdesk-train --network tiny --data fer2013.csv --epochs 2 --seed 5 --out runs/a"
    assert (origin.minutes, origin.processor, origin.seed, origin.kept_epoch) == (3.0, "A Processor", 5, 2)
    assert origin.parameters > 1000


def test_a_checkpoint_alone_still_has_a_command(best: Path, tmp_path: Path) -> None:
    alone = shutil.copy(best, tmp_path / "best.pt")
    origin = origin_of(alone, load_network(alone))
    assert origin.minutes is None
    assert "--network tiny" in origin.command
    assert "--seed 5" in origin.command
    assert str(best.parent) not in origin.command


def test_what_it_started_from_is_told_without_its_folder(best: Path, tmp_path: Path) -> None:
    run = Path(shutil.copytree(best.parent, tmp_path / "run"))
    (run / "provenance.json").write_text(json.dumps({"init": "5ba1"}))
    trained = load_network(run / "best.pt")
    assert origin_of(run / "best.pt", trained).init == ""
    led_on = replace(trained, config=replace(trained.config, init="/home/me/bundles/first.onnx"))
    assert origin_of(run / "best.pt", led_on).init == "first.onnx, sha256 5ba1"


def test_every_teacher_is_told_without_its_folder(best: Path, tmp_path: Path) -> None:
    run = Path(shutil.copytree(best.parent, tmp_path / "run"))
    (run / "provenance.json").write_text(json.dumps({"teacher": "5ba1", "second_teacher": "07c2"}))
    trained = load_network(run / "best.pt")
    assert origin_of(run / "best.pt", trained).teacher == ""
    one = replace(trained.config, teacher="/home/me/first.onnx")
    assert origin_of(run / "best.pt", replace(trained, config=one)).teacher == "first.onnx, sha256 5ba1"
    two = replace(one, second_teacher="/home/me/other.onnx")
    told = origin_of(run / "best.pt", replace(trained, config=two)).teacher
    assert told == "first.onnx, sha256 5ba1 and other.onnx, sha256 07c2"


def test_what_the_epoch_was_chosen_on_is_told(best: Path, tmp_path: Path) -> None:
    assert origin_of(best, load_network(best)).chosen_on == "PublicTest"
    framed = trained_run(tmp_path, framed=0.5, calm_epochs=1)
    origin = origin_of(framed, load_network(framed))
    assert (origin.chosen_on, origin.framed) == ("PublicTest, framed", 0.5)
    assert origin.augment == "tuned, the last 1 epoch calm"
