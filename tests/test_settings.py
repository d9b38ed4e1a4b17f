"""Settings survive a restart, and a bad file is never fatal."""

from __future__ import annotations

import dataclasses
import json
import os
from pathlib import Path

import pytest

from ferdesk.pipeline import PipelineSettings
from ferdesk.setting import SettingsError
from ferdesk.settings import RULES, AppSettings, Loaded, load_settings, save_settings


def test_what_is_saved_is_read_again(tmp_path: Path) -> None:
    settings = AppSettings(source="demo", smoothing_seconds=0.5, unsure_threshold=0.4, theme="light", notice_seen=True)
    path = tmp_path / "deep" / "settings.json"
    save_settings(settings, path)
    loaded = load_settings(path)
    assert loaded.settings == settings
    assert loaded.problems == ()
    assert [file.name for file in path.parent.iterdir()] == ["settings.json"]


def test_no_file_means_defaults_and_no_complaint(tmp_path: Path) -> None:
    loaded = load_settings(tmp_path / "settings.json")
    assert loaded.settings == AppSettings()
    assert loaded.problems == ()


@pytest.mark.parametrize("text", ["{not json", "[1, 2]", "", "\ufeff\x00", "null", "[" * 100_000])
def test_a_damaged_file_is_kept_aside_and_told(tmp_path: Path, text: str) -> None:
    path = tmp_path / "settings.json"
    path.write_text(text, encoding="utf-8")
    loaded = load_settings(path)
    assert loaded.settings == AppSettings()
    assert len(loaded.problems) == 1 and "settings.json.bad" in loaded.problems[0]
    assert (tmp_path / "settings.json.bad").read_text(encoding="utf-8") == text
    assert not path.exists()


def test_a_second_damaged_file_leaves_the_first_one_alone(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    for text in ("{one", "{two", "{three"):
        path.write_text(text, encoding="utf-8")
        problem = load_settings(path).problems[0]
    assert "settings.json.bad3" in problem
    kept = [(tmp_path / f"settings.json.bad{number}").read_text(encoding="utf-8") for number in ("", 2, 3)]
    assert kept == ["{one", "{two", "{three"]


@pytest.mark.parametrize("foreign", [[3], {"deep": None}, "é"])
def test_what_another_version_keeps_stays_in_the_file(tmp_path: Path, foreign: object) -> None:
    path = tmp_path / "settings.json"
    path.write_text(json.dumps({"theme": "light", "from_the_future": foreign}), encoding="utf-8")
    save_settings(dataclasses.replace(load_settings(path).settings, theme="dark"), path)
    values = json.loads(path.read_text(encoding="utf-8"))
    assert (values["theme"], values["from_the_future"]) == ("dark", foreign)


@pytest.mark.parametrize("text", ["[]", "{", '{"deep": ' + "[" * 700 + "]" * 700 + "}"])
def test_what_is_saved_over_a_file_that_is_not_ours_is_whole(tmp_path: Path, text: str) -> None:
    path = tmp_path / "settings.json"
    path.write_text(text, encoding="utf-8")
    save_settings(AppSettings(theme="light"), path)
    assert load_settings(path) == Loaded(AppSettings(theme="light"))


def test_a_file_that_is_not_text_is_kept_aside(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    path.write_bytes(b"\xff\xfe\x80")
    assert "settings.json.bad" in load_settings(path).problems[0]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("smoothing_seconds", 99),
        ("smoothing_seconds", "fast"),
        ("smoothing_seconds", None),
        ("smoothing_seconds", True),
        ("smoothing_seconds", float("nan")),
        ("unsure_threshold", -0.1),
        ("theme", "pink"),
        ("show_bars", 1),
        ("detector_size", 448.5),
        ("threads", True),
        ("threads", 0),
        ("source", 0),
        pytest.param("smoothing_seconds", 10**400, id="a number beyond floats"),
        pytest.param("threads", 10**400, id="a whole number beyond floats"),
        ("geometry", "\ud800"),
        ("folder", "a\0b"),
    ],
)
def test_one_bad_value_costs_only_itself(tmp_path: Path, name: str, value: object) -> None:
    path = tmp_path / "settings.json"
    path.write_text(json.dumps({"bundle": "mine.onnx", name: value}), encoding="utf-8")
    loaded = load_settings(path)
    assert loaded.settings == AppSettings(bundle="mine.onnx")
    assert len(loaded.problems) == 1 and name in loaded.problems[0]


def test_whole_numbers_and_unknown_names_are_taken_calmly(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    path.write_text(json.dumps({"smoothing_seconds": 1, "from_the_future": [3]}), encoding="utf-8")
    loaded = load_settings(path)
    assert loaded.settings.smoothing_seconds == 1
    assert loaded.problems == ()


def test_every_setting_has_help_and_a_default_that_its_own_rule_allows() -> None:
    for name, value in dataclasses.asdict(AppSettings()).items():
        assert RULES[name].help
        assert RULES[name].allows(value), name


def test_what_people_find_in_the_dialog_has_a_name_there() -> None:
    titles = [(rule.group, rule.title) for rule in RULES.values() if rule.group]
    assert all(title for _, title in titles)
    assert len(set(titles)) == len(titles)


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    blocker = tmp_path / "file"
    blocker.write_text("")
    with pytest.raises(SettingsError, match="file"):
        save_settings(AppSettings(), blocker / "settings.json")


def test_the_pipeline_gets_its_part() -> None:
    part = AppSettings(smoothing_seconds=0.0, unsure_threshold=0.6).pipeline()
    assert part.smoothing_seconds == 0.0
    assert part.unsure_threshold == 0.6
    assert AppSettings().pipeline() == PipelineSettings(), "the defaults are the pipeline's own"
    assert AppSettings(detector_size=320).pipeline().detector_size == 320
    assert AppSettings(detector_threshold=0.7).pipeline().detector_threshold == 0.7


def test_the_overlay_gets_its_part() -> None:
    style = AppSettings(show_box=False, show_bars=False, show_landmarks=True, overlay_scale=1.5).overlay()
    assert style.scale == 1.5
    assert (style.show_box, style.show_label, style.show_bars, style.show_landmarks) == (False, True, False, True)


@pytest.mark.skipif(os.name != "posix", reason="other systems have other rights")
def test_nobody_else_reads_them(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    save_settings(AppSettings(source="rtsp://ann:secret@host/1"), path)
    assert path.stat().st_mode & 0o077 == 0
