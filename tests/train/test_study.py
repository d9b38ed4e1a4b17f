"""Studies: planned, run from the command line, taken up again, and told as tables."""

from __future__ import annotations

import csv
import json
import os
import signal
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from ferdesk.train import cli
from ferdesk.train.config import RunConfig
from ferdesk.train.learner import new_learner
from ferdesk.train.run_judge import judged
from ferdesk.train.studies import STUDIES
from ferdesk.train.study import Cell, Study, command_of, lines_of, planned, quick
from ferdesk.train.study_records import is_record_of
from ferdesk.train.study_table import markdown
from tests.train.made import csv_without, learnable_csv

SMALL = RunConfig(data="", network="tiny", epochs=1, batch=16, labels="42", threads=1)
CELLS = (Cell("Supervised, 10 %", SMALL, 40.0), Cell("other", SMALL))
PAIR = Study("pair", "Two of them", CELLS, (0, 1))


@pytest.fixture(autouse=True)
def _own_cache(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
    monkeypatch.setitem(STUDIES, "pair", PAIR)  # type: ignore[arg-type]


def run(monkeypatch: pytest.MonkeyPatch, *words: Any) -> int:
    monkeypatch.setattr("sys.argv", ["ferdesk-train", "study", *(str(word) for word in words)])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    return int(ended.value.code or 0)


def pretend(folder: Path, config: RunConfig, accuracy: float) -> None:
    """What a finished run leaves behind, as far as a table reads it."""
    folder.mkdir(parents=True)
    config.save(folder / "config.json")
    line = {"epoch": 1, "losses": {}, "learning_rate": 0.1, "public_accuracy": 0.5}
    line |= {"images_per_second": 1, "seconds": 90}
    (folder / "metrics.jsonl").write_text(json.dumps(line) + "\n")
    result = {"n": 10, "accuracy": accuracy, "macro_recall": 0.4, "ece": 0.1, "confusion": [[0] * 7] * 7}
    (folder / "evaluation.json").write_text(json.dumps({"PublicTest": result, "PrivateTest": result}))


def test_a_study_is_run_and_what_is_done_is_not_done_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    data, out = learnable_csv(tmp_path), tmp_path / "out"
    assert run(monkeypatch, "pair", "--data", data, "--out", out, "--seeds", "0") == 0
    assert "run 2 of 2: other, seed 0; about" in capfd.readouterr().err
    assert sorted(path.name for path in out.iterdir()) == [
        "other-seed0", "supervised-10-percent-seed0", "table.csv", "table.md", "table.png",
    ]  # fmt: skip
    first = (out / "other-seed0/best.pt").stat().st_mtime_ns
    assert run(monkeypatch, "pair", "--data", data, "--out", out) == 0
    assert (out / "other-seed0/best.pt").stat().st_mtime_ns == first
    rows = list(csv.DictReader((out / "table.csv").open()))
    assert [row["seeds"] for row in rows] == ["0 1", "0 1"]
    assert rows[0]["deck"] == "40.000"
    assert float(rows[0]["private"]) == float(rows[1]["private"]), "the same config gives the same runs"


def test_runs_made_without_records_get_theirs_later(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data, out, records = learnable_csv(tmp_path), tmp_path / "out", tmp_path / "records"
    first = ("pair", "--data", data, "--out", out, "--seeds", "0")
    assert run(monkeypatch, *first) == 0
    trained = sorted(out.glob("*/best.pt"))
    ages = [path.stat().st_mtime_ns for path in trained]
    assert run(monkeypatch, *first, "--records", records) == 0
    assert len(list(records.glob("*/evaluation.json"))) == len(trained) > 0
    assert [path.stat().st_mtime_ns for path in trained] == ages


def test_records_stand_for_runs_that_were_made_elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data, records = learnable_csv(tmp_path), tmp_path / "records"
    words = ("pair", "--data", data, "--records", records, "--seeds", "0")
    assert run(monkeypatch, *words, "--out", tmp_path / "here") == 0
    table = (records / "table.csv").read_text()
    kept = [path for path in records.rglob("*") if path.is_file()]
    assert not any(str(tmp_path) in path.read_text() for path in kept if path.suffix != ".png"), "a path went along"
    assert run(monkeypatch, *words, "--out", tmp_path / "elsewhere") == 0
    assert not list((tmp_path / "elsewhere").iterdir()), "what is on record is trained again"
    assert (records / "table.csv").read_text() == table


def test_records_of_other_settings_are_not_written_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    data, records = learnable_csv(tmp_path), tmp_path / "records"
    words = ("pair", "--data", data, "--records", records, "--seeds", "0")
    assert run(monkeypatch, *words, "--out", tmp_path / "here", "--only", "other") == 0
    before = {path: path.read_bytes() for path in records.rglob("*") if path.is_file()}
    for cell in ("other", "Supervised"):
        longer = (*words, "--out", tmp_path / "longer", "--epochs", "2", "--only", cell)
        assert run(monkeypatch, *longer) == 2, "they are of one epoch, this is a table of two"
        assert "other-seed0 is the record of a run with other settings" in " ".join(capfd.readouterr().err.split())
    assert {path: path.read_bytes() for path in records.rglob("*") if path.is_file()} == before
    assert not list((tmp_path / "longer").iterdir())


def test_ctrl_c_while_a_run_is_judged_keeps_the_next_one_from_beginning(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def judged_and_interrupted(*args: Any) -> Any:
        os.kill(os.getpid(), signal.SIGINT)
        return judged(*args)

    monkeypatch.setattr("ferdesk.train.run.judged", judged_and_interrupted)
    out = tmp_path / "out"
    assert run(monkeypatch, "pair", "--data", learnable_csv(tmp_path), "--out", out, "--seeds", "0") == 130
    assert (out / "supervised-10-percent-seed0/report.html").is_file(), "what is whole is told"
    assert not (out / "other-seed0").exists()


def test_other_settings_do_not_take_up_a_begun_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    data, out = learnable_csv(tmp_path), tmp_path / "out"
    assert run(monkeypatch, "pair", "--data", data, "--out", out, "--seeds", "0", "--only", "other") == 0
    assert [row["seeds"] for row in csv.DictReader((out / "table.csv").open())] == ["", "0"], "all cells are told of"
    longer = ("pair", "--data", data, "--out", out, "--only", "other", "--epochs", "2")
    table = (out / "table.csv").read_text()
    assert run(monkeypatch, *longer) == 2, "what was trained for one epoch is told of as if it were two"
    assert (out / "table.csv").read_text() == table, "what is there is not forgotten"
    assert "was begun with other settings" in capfd.readouterr().err
    (out / "other-seed0/evaluation.json").unlink()
    assert run(monkeypatch, *longer) == 2
    assert "was begun with other settings" in capfd.readouterr().err


def test_a_cell_that_its_network_cannot_do_is_named_before_anything_is_trained(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    high = Cell("too high", replace(SMALL, mode="ladder", denoise_layers="10"))
    monkeypatch.setitem(STUDIES, "pair", replace(PAIR, cells=(*CELLS, high)))  # type: ignore[arg-type]
    words = ("pair", "--data", learnable_csv(tmp_path), "--out", tmp_path / "out", "--seeds", "0", "--network", "deck")
    assert run(monkeypatch, *words) == 2
    error = capfd.readouterr().err
    assert "too high" in error
    assert "--denoise-layers" in error
    assert not list((tmp_path / "out").glob("*-seed0"))


@pytest.mark.parametrize(
    ("words", "sentence"),
    [(("nothing",), "no study called"), (("pair", "--seeds", "x"), "--seeds"), (("pair", "--only", "z"), "no cell")],
)
def test_mistakes_end_with_a_sentence(
    words: tuple[str, ...], sentence: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: Any
) -> None:
    assert run(monkeypatch, *words, "--data", tmp_path, "--out", tmp_path / "out") == 2
    assert sentence in capfd.readouterr().err


def test_a_study_needs_something_to_report_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    path = csv_without(tmp_path, "PrivateTest", "PublicTest")
    assert run(monkeypatch, "pair", "--data", path, "--out", tmp_path / "out") == 2
    assert "has no PrivateTest images" in " ".join(capfd.readouterr().err.split())


def test_unlabelled_crops_a_step_are_no_part_of_a_record_where_none_are_looked_at(tmp_path: Path) -> None:
    pretend(tmp_path / "kept", replace(SMALL, unlabelled_batch=64), 0.5)
    assert is_record_of(tmp_path / "kept", SMALL)
    pretend(tmp_path / "entropy", replace(SMALL, unlabelled_batch=64, mode="entropy"), 0.5)
    assert not is_record_of(tmp_path / "entropy", replace(SMALL, mode="entropy"))


def test_a_line_is_the_mean_of_its_runs_and_empty_without_any(tmp_path: Path) -> None:
    pretend(tmp_path / "supervised-10-percent-seed0", SMALL, 0.50)
    pretend(tmp_path / "supervised-10-percent-seed1", replace(SMALL, seed=1), 0.54)
    pretend(tmp_path / "other-seed0", replace(SMALL, epochs=7), 0.90)
    supervised, other = lines_of(PAIR, tmp_path)
    assert supervised.private == pytest.approx(52.0)
    assert supervised.deviation == pytest.approx(2.8284, abs=1e-3)
    assert supervised.minutes == pytest.approx(1.5)
    assert other.private is None, "a run with other settings is taken for the cell's"
    text = markdown(PAIR, (supervised, other))
    assert "| Supervised, 10 % | 52.00 ± 2.8 | 52.00 | 40.0 | 40.0 | 0, 1 | 2 |" in text
    assert "| other |  |  |  |  |  |  |" in text


def test_every_cell_has_its_first_seed_before_any_has_its_second(tmp_path: Path) -> None:
    assert [(run.cell.label, run.seed) for run in planned(PAIR, tmp_path)] == [
        ("Supervised, 10 %", 0), ("other", 0), ("Supervised, 10 %", 1), ("other", 1),
    ]  # fmt: skip


@pytest.mark.parametrize("name", [name for name in STUDIES if name != "pair"])
def test_every_study_compares_different_things_in_folders_of_their_own(name: str, tmp_path: Path) -> None:
    runs = planned(STUDIES[name], tmp_path)
    assert len({run.folder for run in runs}) == len(runs)
    assert len({cell.config for cell in STUDIES[name].cells}) == len(STUDIES[name].cells) > 2
    short = quick(STUDIES[name])
    assert {cell.config.epochs for cell in short.cells} == {1}
    assert len(short.seeds) == 1
    assert len({cell.config for cell in short.cells}) == len(short.cells), "in a hurry two cells are the same"
    for cell in (*STUDIES[name].cells, *short.cells):
        new_learner(cell.config)


def test_a_command_names_what_is_not_usual() -> None:
    config = RunConfig(data="x", mode="ladder", noise_std=0.2, drop_leaks=True, seed=4)
    assert command_of(config) == "ferdesk-train --mode ladder --drop-leaks --noise-std 0.2"
