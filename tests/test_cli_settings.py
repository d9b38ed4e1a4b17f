"""`ferdesk settings` changes what the app will read."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from ferdesk.cli import app
from ferdesk.setting import SettingsError
from ferdesk.settings import RULES, AppSettings, load_settings, save_settings


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the settings are, for the command too."""
    monkeypatch.setattr("platformdirs.user_config_dir", lambda *_, **__: str(tmp_path))
    return tmp_path / "settings.json"


def invoke(*words: str) -> tuple[str, BaseException | None]:
    result = CliRunner().invoke(app, ["settings", *words])
    return result.stdout, result.exception


def test_set_and_show_and_reset(path: Path) -> None:
    save_settings(AppSettings(source="film.mp4", notice_seen=True), path)
    invoke("set", "smoothing_seconds", "0.5")
    invoke("set", "show_bars", "off")
    changed = AppSettings(source="film.mp4", notice_seen=True, smoothing_seconds=0.5, show_bars=False)
    assert load_settings(path).settings == changed
    assert json.loads(invoke("show", "smoothing_seconds", "source", "--json")[0]) == {
        "smoothing_seconds": 0.5,
        "source": "film.mp4",
    }
    told = " ".join(invoke("show")[0].split())
    assert all(name in told for name, rule in RULES.items() if rule.group)
    invoke("reset", "show_bars")
    assert load_settings(path).settings.show_bars
    assert load_settings(path).settings.smoothing_seconds == 0.5
    invoke("reset")
    kept = load_settings(path).settings
    assert kept == AppSettings(source="film.mp4", notice_seen=True), "what the app keeps for itself stays"


@pytest.mark.parametrize("words", [("set", "threads", "-1"), ("set", "color", "red"), ("reset", "color")])
def test_mistakes_change_nothing(path: Path, words: tuple[str, ...]) -> None:
    assert isinstance(invoke(*words)[1], SettingsError)
    assert not path.exists()
