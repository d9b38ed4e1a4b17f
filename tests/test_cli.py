"""The command line as a user meets it: real processes, exit codes, sentences instead of tracebacks."""

from __future__ import annotations

import csv
import importlib.resources
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image as Pillow
from typer.testing import CliRunner

from ferdesk.cli import app
from ferdesk.errors import FerdeskError
from ferdesk.gui.app import AppOptions
from ferdesk.gui.bootstrap import NoWindowError
from ferdesk.pipeline import PipelineSettings

RUN_AND_TELL = """
import sys
from ferdesk.cli import main
try:
    main()
finally:
    print("loaded:", *sorted({"torch", "onnx", "PyQt5", "cv2", "onnxruntime"} & sys.modules.keys()), file=sys.stderr)
"""


def ferdesk(*words: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run `ferdesk` in a process of its own."""
    command = [sys.executable, "-c", RUN_AND_TELL, *map(str, words)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=100, env=os.environ | environment)
    assert "Traceback" not in done.stderr, done.stderr
    return done


@pytest.fixture
def plain(tmp_path: Path) -> Path:
    """A picture of nobody."""
    path = tmp_path / "wall.png"
    Pillow.fromarray(np.full((120, 160, 3), 128, np.uint8)).save(path)
    return path


def test_label_to_standard_output_without_torch_or_qt(tiny_bundle: Path, plain: Path) -> None:
    done = ferdesk("label", plain, "--bundle", tiny_bundle)
    assert done.returncode == 0, done.stderr
    (row,) = csv.DictReader(done.stdout.splitlines())
    assert (row["file"], row["status"]) == (str(plain), "no_face")
    assert "files without a face" in done.stderr
    assert done.stderr.strip().splitlines()[-1] == "loaded: cv2 onnxruntime"


def test_label_tells_of_unreadable_files_and_ends_with_1(tiny_bundle: Path, plain: Path, tmp_path: Path) -> None:
    (tmp_path / "cut.jpg").write_bytes(plain.read_bytes()[:50])
    done = ferdesk("label", tmp_path, "-o", tmp_path / "out.jsonl", "--bundle", tiny_bundle)
    assert done.returncode == 1
    assert done.stdout == ""
    assert "cut.jpg: damaged or cut short" in done.stderr.replace("\n", " ")
    assert f"Table:  {tmp_path / 'out.jsonl'}" in done.stderr
    rows = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text().splitlines()]
    assert [row["status"] for row in rows] == ["unreadable", "no_face"]


def test_mistakes_end_with_2_and_one_sentence(tmp_path: Path) -> None:
    done = ferdesk("label", tmp_path / "absent.png")
    assert done.returncode == 2
    error, _ = done.stderr.splitlines()
    assert error.startswith("error:")
    assert "no such file or folder" in error


def test_help_starts_without_opencv_and_onnxruntime() -> None:
    done = ferdesk("--help")
    assert done.returncode == 0
    for command in ("label", "evaluate", "bench", "doctor", "demo"):
        assert command in done.stdout
    assert done.stderr.strip() == "loaded:"


def test_without_a_display_a_sentence_says_what_works() -> None:
    done = ferdesk(QT_QPA_PLATFORM="", DISPLAY="", WAYLAND_DISPLAY="")
    if not sys.platform.startswith("linux"):
        pytest.skip("only Linux can be without a display")
    assert done.returncode == 2
    assert "ferdesk label" in done.stderr
    assert "PyQt5" not in done.stderr.splitlines()[-1]


def test_a_face_in_a_photograph(tiny_bundle: Path, clips: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    done = ferdesk("label", clips / "single_face.jpg", "-o", out, "--annotate", tmp_path / "a", "--bundle", tiny_bundle)
    assert done.returncode == 0, done.stderr
    (row,) = csv.DictReader(out.open(encoding="utf-8"))
    assert row["status"] == "ok"
    assert float(row["detector_score"]) > 0.8
    assert (tmp_path / "a" / "single_face.jpg").is_file()


# From here on within this process: quicker, and the window can be replaced.


def invoke(*words: str | Path) -> tuple[int, str, BaseException | None]:
    result = CliRunner().invoke(app, [str(word) for word in words])
    return result.exit_code, result.stdout, result.exception


def test_version() -> None:
    assert re.fullmatch(r"\d+\.\d+.*\n", invoke("--version")[1])


def test_the_app_gets_its_options(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[AppOptions] = []
    monkeypatch.setattr("ferdesk.gui.app.run_app", lambda options: asked.append(options) or 5)
    assert invoke("--source", "film.mp4", "--bundle", "b.onnx", "--threads", "2")[0] == 5
    assert invoke()[0] == 5
    assert invoke("demo")[0] == 5
    assert asked == [AppOptions("film.mp4", "b.onnx", "cpu", 2), AppOptions(), AppOptions("demo")]


def test_options_before_a_command_are_not_lost_in_silence(plain: Path) -> None:
    error = invoke("--bundle", "x.onnx", "label", plain)[2]
    assert isinstance(error, FerdeskError)
    assert "after its name" in str(error)


def test_the_help_tells_the_real_defaults() -> None:
    told = " ".join(invoke("label", "--help")[1].split())
    usual = PipelineSettings()
    for default in (usual.smoothing_seconds, usual.detector_threshold, usual.detector_size):
        assert f"[default: {default:g}]" in told


def test_label_passes_its_options_on(tiny_bundle: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def stop(options: object) -> None:
        asked.append(options)
        raise FerdeskError("enough")

    monkeypatch.setattr("ferdesk.label.run_label", stop)
    words = "label a b -o - --every 3 --fps 2 --smoothing 0 --raw --unsure 0.5 --min-face-score 0.7 --detector-size 320"
    invoke(*words.split(), "--annotate", "copies", "--bundle", "b", "--force", "-q", "--threads", "2")
    (options,) = asked
    assert options.paths == (Path("a"), Path("b"))
    assert options.output is None
    assert options.settings == PipelineSettings(0.7, 320, 0.0, 0.5)
    assert (options.sampling.every, options.sampling.fps) == (3, 2.0)
    assert (options.annotate, options.bundle, options.threads) == (Path("copies"), "b", 2)
    assert options.raw_scores
    assert options.overwrite
    assert not options.resume
    assert options.quiet


def test_outputs_that_cannot_be_are_refused(tiny_bundle: Path, plain: Path, tmp_path: Path) -> None:
    (tmp_path / "old.csv").write_text("mine")
    for name, sentence in {"out.xlsx": "end it in .csv, .jsonl, .parquet", "old.csv": "--force"}.items():
        error = invoke("label", plain, "-o", tmp_path / name, "--bundle", tiny_bundle)[2]
        assert isinstance(error, FerdeskError)
        assert sentence in str(error)
    assert (tmp_path / "old.csv").read_text() == "mine"
    assert invoke("label", plain, "-o", tmp_path / "old.csv", "--bundle", tiny_bundle, "--force")[0] == 0
    assert "no_face" in (tmp_path / "old.csv").read_text()


def test_bench_and_doctor_write_json(tiny_bundle: Path, plain: Path, tmp_path: Path) -> None:
    out = tmp_path / "figures.json"
    code, _, error = invoke("bench", "--source", plain, "--frames", "3", "--bundle", tiny_bundle, "--json", out)
    assert code == 0, error
    assert json.loads(out.read_text())["stages"]["detect"]["p50_ms"] > 0
    code, told, _ = invoke("doctor", "--bundle", tmp_path / "absent.onnx", "--json", "-")
    assert code == 1
    assert json.loads(told)["problems"] >= 1


@pytest.mark.parametrize(
    "words",
    [
        ("evaluate", "--data", "absent.csv"), ("bench", "--source", "absent.mp4"), ("doctor",), ("bench-window",),
        ("explain", "absent.png", "--out", "absent.png"), ("soak",),
    ],
)  # fmt: skip
def test_a_place_for_figures_is_looked_at_before_the_work(words: tuple[str, ...], tmp_path: Path) -> None:
    for place, told in ((tmp_path / "a" / "b", "there is no folder"), (tmp_path, "is a folder")):
        code, _, error = invoke(*words, "--json", place)
        assert code != 0
        assert isinstance(error, FerdeskError)
        assert told in str(error)


def test_evaluate_writes_json(tiny_bundle: Path, tmp_path: Path) -> None:
    rows = [f"{n % 7},{' '.join(['90'] * 2304)},{split}" for n, split in enumerate(["Training", "PrivateTest"] * 7)]
    data, out = tmp_path / "fer2013.csv", tmp_path / "out.json"
    data.write_text("\n".join(["emotion,pixels,Usage", *rows]) + "\n")
    code, _, error = invoke("evaluate", "--data", data, "--bundle", tiny_bundle, "--json", out)
    assert code == 0, error
    values = json.loads(out.read_text())
    assert {"n", "accuracy", "macro_recall", "recall", "ece", "confusion", "split", "bundle"} <= set(values)
    assert (values["n"], values["split"]) == (7, "PrivateTest")


def test_the_demo_goes_to_the_console_where_there_is_no_window(
    tiny_bundle: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not importlib.resources.files("ferdesk.assets").joinpath("demo_faces.png").is_file():
        pytest.skip("assets/ holds no demo_faces.png yet; ferdesk-train makes it")

    def no_window(_: AppOptions) -> int:
        raise NoWindowError("no display here.")

    monkeypatch.setattr("ferdesk.gui.app.run_app", no_window)
    code, told, error = invoke("demo", "--seconds", "1", "--bundle", tiny_bundle)
    assert code == 0, error
    assert "0.0 s  #1 " in told
    assert "0.5 s  #1 " in told
    assert "30 frames" in told
