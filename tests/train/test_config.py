"""RunConfig: checked at once, saved and read back."""

from __future__ import annotations

from pathlib import Path

import pytest

from ferdesk.errors import FerdeskError
from ferdesk.train.config import RunConfig
from ferdesk.train.networks import build_network
from ferdesk.train.objectives import OBJECTIVES, ObjectiveOptions


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"mode": "magic"}, "--mode 'magic'.*supervised"),
        ({"network": "alexnet"}, "--network 'alexnet'.*vgg"),
        ({"augment": "wild"}, "--augment 'wild'.*strong"),
        ({"optimizer": "lion"}, "--optimizer 'lion'.*sgd"),
        ({"precision": "fp8"}, "--precision 'fp8'.*bf16"),
        ({"epochs": 0}, "--epochs must be at least 1"),
        ({"batch": 1}, "--batch must be at least 2"),
        ({"seed": -1}, "--seed must be at least 0"),
        ({"rate": 0.0}, "--rate must be above 0"),
        ({"ema": 1.0}, "--ema must lie between"),
        ({"label_smoothing": -0.1}, "--label-smoothing must lie between"),
        ({"epochs": 3, "calm_epochs": 4}, "--calm-epochs must lie between 0 and 3, not 4"),
        ({"noisy_view": "wild"}, "--noisy-view 'wild'.*webcam"),
        ({"sharpen": 0.5}, "--sharpen means nothing to --mode supervised; it is for fixmatch"),
        ({"mode": "fixmatch", "votes": "v"}, "--votes means nothing to --mode fixmatch; it is for supervised"),
        ({"mode": "mean-teacher", "noise_std": 0.1}, "--noise-std means nothing.*for autoencoder, ladder"),
        ({"unlabelled_weight": 2.0}, "--unlabelled-weight means nothing.*for entropy, .*fixmatch"),
    ],
)
def test_what_cannot_be_is_said(change: dict[str, object], words: str) -> None:
    with pytest.raises(FerdeskError, match=words):
        RunConfig(data="x", **change)  # type: ignore[arg-type]


@pytest.mark.parametrize("mode", OBJECTIVES)
def test_each_mode_reads_the_options_that_it_takes_and_no_others(mode: str) -> None:
    class Watched(ObjectiveOptions):
        def __getattribute__(self, name: str) -> object:
            read.add(name)
            return super().__getattribute__(name)

    options, read = Watched(denoise_layers="top"), set[str]()
    objective = OBJECTIVES[mode]
    objective.views_of(options)
    objective(build_network("vgg-half"), options)
    of_a_mode = {name for other in OBJECTIVES.values() for name in other.takes}
    assert read & of_a_mode == set(objective.takes)


def test_saved_and_read_back(tmp_path: Path) -> None:
    config = RunConfig(data="x", epochs=3, rate=0.05).resolved()
    config.save(tmp_path / "config.json")
    assert RunConfig.load(tmp_path / "config.json") == config


def test_resolved_names_what_is_really_used() -> None:
    config = RunConfig(data="x").resolved()
    assert config.precision in ("bf16", "fp32")
    assert config.threads >= 1


@pytest.mark.parametrize("content", [b"{", b'{"data": "x", "colour": "red"}', b"[]", b"\xff\xfe"])
def test_a_damaged_config_is_named(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "config.json"
    path.write_bytes(content)
    with pytest.raises(FerdeskError, match=r"config\.json cannot be read"):
        RunConfig.load(path)
