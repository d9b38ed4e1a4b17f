"""What a bundle says of itself: the metadata inside its ONNX file, written and read."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, TypeVar

from ferdesk.crop import CropSpec
from ferdesk.emotions import EMOTIONS
from ferdesk.errors import FerdeskError

FORMAT = "1"
"""Version of the metadata's own layout. A reader refuses any other."""

Precision = Literal["fp32", "int8"]

_PRECISIONS: tuple[Precision, ...] = ("fp32", "int8")
_PREFIX = "ferdesk."
_NO_SLOPES = json.dumps([0.0] * len(EMOTIONS))
_T = TypeVar("_T")


class BundleError(FerdeskError):
    """A bundle that is not there, not readable or not one of ours."""


@dataclass(frozen=True)
class BundleInfo:
    """All that a bundle says of itself."""

    name: str
    version: str
    """Of the ferdesk that wrote it."""
    emotions: tuple[str, ...]
    """The columns of the scores, in order."""
    crop: CropSpec
    network: str
    precision: Precision
    temperature: float
    """What logits are divided by before the softmax (in the graph already), but for the next two; above 0."""
    unsure_threshold: float
    """A label whose score is lower is shown as "unsure"; 0..1."""
    command: str
    """The training command."""
    seed: int
    data: str
    """Fingerprint of the training data: sha256."""
    metrics: dict[str, float]
    """Such as "PrivateTest.accuracy"."""
    licence: str
    forced: bool
    """True if it was written although the gate had refused it."""
    adjusted: float = 0.0
    """Strength of the logit adjustment in the graph, 0..1; 0 where the metadata do not tell."""
    temperature_slope: float = 0.0
    """How steeply the temperature's logarithm rises with doubt (`ferdesk.export.temperature`), -2 to 2; 0 where the
    metadata do not tell."""
    temperature_by_emotion: tuple[float, ...] = (0.0,) * len(EMOTIONS)
    """What each emotion adds to the temperature's logarithm, -2 to 2; 0 where the metadata do not tell."""

    def to_metadata(self) -> dict[str, str]:
        """For the ONNX file's `metadata_props`: texts as they are, all else as JSON; keys begin with "ferdesk."."""
        values = {
            "format": FORMAT,
            "name": self.name,
            "version": self.version,
            "emotions": json.dumps(self.emotions),
            "crop": self.crop.to_json(),
            "network": self.network,
            "precision": self.precision,
            "temperature": json.dumps(self.temperature),
            "temperature_slope": json.dumps(self.temperature_slope),
            "temperature_by_emotion": json.dumps(self.temperature_by_emotion),
            "unsure_threshold": json.dumps(self.unsure_threshold),
            "command": self.command,
            "seed": json.dumps(self.seed),
            "data": self.data,
            "metrics": json.dumps(self.metrics),
            "licence": self.licence,
            "forced": json.dumps(self.forced),
            "adjusted": json.dumps(self.adjusted),
        }
        return {_PREFIX + key: value for key, value in values.items()}

    @classmethod
    def from_metadata(cls, mapping: Mapping[str, str], path: Path) -> BundleInfo:
        """The inverse of `to_metadata`, checked. BundleError names `path` and the key that is missing or wrong."""
        read = _Reader(mapping, path)
        read.parsed("format", _format)
        return cls(
            name=read.text("name"),
            version=read.text("version"),
            emotions=read.parsed("emotions", _emotions),
            crop=read.parsed("crop", CropSpec.from_json),
            network=read.text("network"),
            precision=read.parsed("precision", _precision),
            temperature=read.parsed("temperature", _positive),
            unsure_threshold=read.parsed("unsure_threshold", _fraction),
            command=read.text("command"),
            seed=read.parsed("seed", _whole),
            data=read.text("data"),
            metrics=read.parsed("metrics", _numbers),
            licence=read.text("licence"),
            forced=read.parsed("forced", _flag),
            adjusted=read.parsed("adjusted", _fraction, "0"),
            temperature_slope=read.parsed("temperature_slope", _slope, "0"),
            temperature_by_emotion=read.parsed("temperature_by_emotion", _slopes, _NO_SLOPES),
        )


class _Reader:
    """Metadata being read, with errors that name the file and the key."""

    def __init__(self, mapping: Mapping[str, str], path: Path) -> None:
        self._mapping = mapping
        self._path = path

    def text(self, key: str, default: str | None = None) -> str:
        value = self._mapping.get(_PREFIX + key, default)
        if value is None:
            raise BundleError(
                f"{self._path} is not a ferdesk bundle: its metadata lack {_PREFIX + key}; make one with ferdesk-export"
            )
        return value

    def parsed(self, key: str, parse: Callable[[str], _T], default: str | None = None) -> _T:
        text = self.text(key, default)
        try:
            return parse(text)
        except (ValueError, TypeError) as error:
            raise BundleError(
                f"{self._path} cannot be used: {_PREFIX + key} in its metadata {error}; export it again"
            ) from error


def _format(text: str) -> None:
    if text != FORMAT:
        raise ValueError(f"is {text!r} where this ferdesk reads {FORMAT!r}")


def _emotions(text: str) -> tuple[str, ...]:
    value = _json(text)
    if value != list(EMOTIONS):
        raise ValueError(f"is {text} where this ferdesk needs, in this order, {', '.join(EMOTIONS)}")
    return EMOTIONS


def _precision(text: str) -> Precision:
    for known in _PRECISIONS:
        if text == known:
            return known
    raise ValueError(f"is {text!r}, not fp32 or int8")


def _number(text: str) -> float:
    value = _json(text)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError(f"is {text}, not a number")
    return value


def _whole(text: str) -> int:
    value = _number(text)
    if not isinstance(value, int):
        raise ValueError(f"is {text}, not a whole number")
    return value


def _positive(text: str) -> float:
    value = _number(text)
    if not 0 < value < math.inf:
        raise ValueError(f"is {text}, not a number above 0")
    return value


def _fraction(text: str) -> float:
    return _between(0, 1, text)


def _slope(text: str) -> float:
    return _between(-2, 2, text)


def _between(low: int, high: int, text: str) -> float:
    value = _number(text)
    if not low <= value <= high:
        raise ValueError(f"is {text}, not a number from {low} to {high}")
    return value


def _slopes(text: str) -> tuple[float, ...]:
    values = _json(text)
    if not isinstance(values, list) or len(values) != len(EMOTIONS):
        raise ValueError(f"is {text}, not a number for each of the {len(EMOTIONS)} emotions")
    return tuple(_slope(json.dumps(value)) for value in values)


def _numbers(text: str) -> dict[str, float]:
    value = _json(text)
    if not isinstance(value, dict):
        raise ValueError(f"is {text}, not numbers by name")
    return {name: _number(json.dumps(number)) for name, number in value.items()}


def _flag(text: str) -> bool:
    value = _json(text)
    if not isinstance(value, bool):
        raise ValueError(f"is {text}, neither true nor false")
    return value


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise ValueError(f"is {text!r}, which is not JSON") from error
