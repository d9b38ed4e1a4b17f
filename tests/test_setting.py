"""What a person types becomes a value that the rule allows, or a sentence that says what it takes."""

from __future__ import annotations

import dataclasses

import pytest

from ferdesk.setting import SettingsError, shown
from ferdesk.settings import RULES, AppSettings, rule_of


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("smoothing_seconds", " 0.5", 0.5),
        ("smoothing_seconds", "1", 1.0),
        ("unsure_threshold", "none", None),
        ("unsure_threshold", "0.4", 0.4),
        ("detector_size", "320", 320),
        ("show_bars", "OFF", False),
        ("show_bars", "yes", True),
        ("theme", "light", "light"),
        ("bundle", "my bundle.onnx", "my bundle.onnx"),
    ],
)
def test_texts_are_read(name: str, text: str, value: object) -> None:
    read = rule_of(name).read(name, text)
    assert (read, type(read)) == (value, type(value))


@pytest.mark.parametrize(
    ("name", "text", "takes"),
    [
        ("smoothing_seconds", "9", "0 to 2 s"),
        ("smoothing_seconds", "nan", "0 to 2 s"),
        ("smoothing_seconds", "none", "0 to 2 s"),
        ("unsure_threshold", "most", "0 to 1; or none"),
        ("detector_size", "320.5", "whole numbers from 64 to 1920 pixels"),
        ("show_bars", "maybe", "on or off"),
        ("theme", "pink", "system, dark or light"),
    ],
)
def test_what_cannot_be_is_told_with_what_can(name: str, text: str, takes: str) -> None:
    with pytest.raises(SettingsError) as error:
        rule_of(name).read(name, text)
    assert str(error.value) == f"{name} cannot be {text!r}; it takes {takes}"


def test_an_unknown_setting_is_told_with_those_that_there_are() -> None:
    with pytest.raises(SettingsError, match=r"no setting 'colour'.*theme"):
        rule_of("colour")


def test_every_default_is_read_back_from_how_it_is_shown() -> None:
    for name, value in dataclasses.asdict(AppSettings()).items():
        assert RULES[name].read(name, shown(value)) == value, name
