"""`ferdesk-train` as a user types it."""

from __future__ import annotations

import dataclasses
import inspect
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from ferdesk.train import cli
from ferdesk.train.cli import main
from ferdesk.train.config import RunConfig
from tests.tiny import tiny_bundle
from tests.train.made import learnable_csv

COMMAND = [sys.executable, "-c", "from ferdesk.train.cli import main; main()"]
TINY = ["--network", "tiny", "--batch", "16", "--threads", "1"]


@pytest.fixture(autouse=True)
def _own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


def train(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*COMMAND, *words], capture_output=True, text=True, env={**os.environ, "COLUMNS": "200"})


def test_train_report_and_refuse_to_train_again(tmp_path: Path) -> None:
    data, out = str(learnable_csv(tmp_path)), str(tmp_path / "run")
    words = [*TINY, "--data", data, "--out", out, "--epochs", "2", "--mode", "supervised"]
    done = train(*words)
    assert done.returncode == 0, done.stderr
    assert "tiny, supervised: " in done.stderr.split("epoch")[0], "the first epoch may take minutes"
    assert "epoch   2/2" in done.stderr
    assert "PrivateTest: " in done.stderr
    assert (tmp_path / "run/report.html").exists()
    assert (tmp_path / "run/curves.png").exists()
    again = train(*words)
    assert again.returncode == 2
    assert "holds a run already" in again.stderr
    assert "Traceback" not in again.stderr


def test_beside_resume_stands_what_the_run_was_begun_with_or_nothing(tmp_path: Path) -> None:
    data, out = str(learnable_csv(tmp_path)), str(tmp_path / "run")
    teacher = str(tiny_bundle(tmp_path / "tilted.onnx", adjusted=0.3))
    words = [*TINY, "--data", data, "--out", out, "--epochs", "2", "--teacher", teacher, "--precision", "auto"]
    begun = train(*words)
    assert begun.returncode == 0, begun.stderr
    assert "--teacher: the scores of tilted.onnx are adjusted by 0.3" in begun.stderr.split("epoch ")[0]
    repeated = train(*words, "--resume")
    assert repeated.returncode == 0, repeated.stderr
    assert "All of its 2 epochs are done" in repeated.stderr
    assert "PrivateTest: " in repeated.stderr
    for change in (("--epochs", "3"), ("--teacher", "default"), ("--data", str(tmp_path / "other.csv"))):
        changed = train("--resume", "--out", out, *change)
        assert changed.returncode == 2
        assert f"{change[0]} {change[1]} differs from " in changed.stderr


def test_ctrl_c_says_how_to_go_on(tmp_path: Path) -> None:
    data, out = str(learnable_csv(tmp_path)), tmp_path / "run"
    words = [*TINY, "--data", data, "--out", str(out), "--epochs", "5000"]
    process = subprocess.Popen([*COMMAND, *words], stderr=subprocess.PIPE, text=True)
    give_up = time.monotonic() + 90
    while not (out / "metrics.jsonl").exists() and time.monotonic() < give_up:
        time.sleep(0.1)
    process.send_signal(signal.SIGINT)
    message = process.communicate(timeout=30)[1]
    assert process.returncode == 130
    assert f"ferdesk-train --resume --out {out}" in message.replace("\n", "")
    assert (out / "last.pt").exists()


FERPLUS = ("--out", "r", "--data", "x", "--targets", "ferplus", "--votes", "v.csv")
OWN = ("--out", "r", "--data", "x", "--labelled", "mine")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--data", "x.csv"], "--out is missing"),
        (["--out", "r"], "--data is missing"),
        (["--out", "r", "--data", "nowhere.csv"], "nowhere.csv"),
        (["--out", "r", "--data", "x.csv", "--mode", "magic"], "--mode 'magic'"),
        (["--out", "file/r", "--data", "x.csv"], "file is a file and no folder"),
        (["--out", "r", "--data", "x", "--votes-weight", "2"], "--votes-weight means nothing without --votes and"),
        (["--out", "r", "--data", "x", "--teacher-weight", "2"], "--teacher-weight means nothing without --teacher;"),
        (["--out", "r", "--data", "x", "--unlabelled-batch", "9"], "--unlabelled-batch means nothing without a --mode"),
        (["--out", "r", "--data", "x", "--replay", "0.1"], "--replay means nothing without --labelled and --data"),
        (["--out", "r", "--data", "x", "--hold-out", "9%"], "--hold-out means nothing without --labelled;"),
        (
            ["--out", "r", "--data", "x", "--mode", "fixmatch", "--weighting", "soft", "--threshold", "0.9"],
            "--threshold means nothing without --weighting threshold",
        ),
        (["demo-faces", "--data", "x.csv", "--out", "file"], "file is a file and no folder"),
        (["robustness", "--data", "x.csv", "--out", "file"], "file is a file and no folder"),
        (["classical", "--data", "x.csv", "--out", "file"], "file is a file and no folder"),
        (["study", "modes", "--data", "x.csv", "--out", "file"], "file is a file and no folder"),
        (["measure-template", "--data", "x.csv", "--json", "a/t.json"], "there is no folder a"),
        (["ladder-figure", "r", "--out", "a/l.png"], "there is no folder a"),
        (["--out", "r", "--data", "x", "--seed", "20000000000"], "--seed must be at most 1000000000"),
        ([*FERPLUS, "--label-smoothing", "0.4"], "--label-smoothing means nothing without --targets labels"),
        ([*FERPLUS, "--votes-weight", "9"], "--votes-weight means nothing without --votes and --targets labels"),
        ([*OWN, "--replay", "0", "--framed", "0.5"], "--replay 0 leaves these out"),
        ([*OWN, "--replay", "0", "--votes", "v.csv"], "--replay 0 leaves these out"),
        ([*OWN, "--balance", "logits"], "give --balance sampling, or --replay 0"),
        (["--seed", "5", "report", "r"], "--seed stands before report, which knows nothing of it"),
        (["--out", "nothing", "--resume"], "holds no run"),
        (["report", "nothing"], "nothing"),
    ],
)
def test_mistakes_end_with_2_and_one_sentence(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    words: list[str],
    sentence: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "file").touch()
    monkeypatch.setattr(sys, "argv", ["ferdesk-train", *words])
    with pytest.raises(SystemExit) as end:
        main()
    assert end.value.code == 2
    assert sentence in " ".join(capsys.readouterr().err.split())
    assert not (tmp_path / "r").exists()


def test_every_setting_of_a_run_can_be_typed() -> None:
    typed = set(inspect.signature(cli.train).parameters) - {"context", "out", "resume"}
    assert typed == {field.name for field in dataclasses.fields(RunConfig)}
