"""Small real things to test against without torch, a camera or anybody's picture: a bundle, faces, a detector."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from ferdesk.bundle import BundleInfo
from ferdesk.canvas import Canvas
from ferdesk.crop import CropSpec
from ferdesk.emotions import EMOTIONS, Emotion
from ferdesk.geometry import similarity
from ferdesk.types import Box, Face, Frame, Image, Landmarks

TEMPLATE = np.array([[14.9, 18.4], [33.0, 18.4], [23.4, 28.7], [16.6, 36.4], [31.3, 36.4]], np.float32)
SPEC = CropSpec(48, TEMPLATE)
SIZE = 48


def band(emotion: int) -> slice:
    """The crop's columns whose brightness speaks for `emotion`: seven upright bands of 7 columns (the last has 6)."""
    return slice(7 * emotion, min(7 * emotion + 7, SIZE))


def tiny_info(**changes: Any) -> BundleInfo:
    """What a tiny bundle says of itself."""
    info = BundleInfo(
        name="tiny", version="0.1.0", emotions=EMOTIONS, crop=SPEC, network="bands", precision="fp32", temperature=1.0,
        unsure_threshold=0.4, command="made by tests/tiny.py", seed=0, data="0" * 64,
        metrics={"PublicTest.accuracy": 0.5, "PrivateTest.accuracy": 0.5, "PrivateTest.ece": 0.01},
        licence="GPL-3.0-or-later", forced=False,
    )  # fmt: skip
    return replace(info, **changes)


def tiny_bundle(
    path: Path, *, metadata: Mapping[str, str] | None = None, batch: int | str = "n", **changes: Any
) -> Path:
    """Write a real bundle whose answer is the emotion of the brightest of seven upright bands; returns `path`.

    A band brighter than the rest by 255 scores 0.99, by 0 (a plain crop) 1/7, by 64 about 0.37. `changes` are fields of
    BundleInfo; `metadata` replaces the metadata altogether (for broken bundles), `batch` the symbolic number of crops.
    """
    weights = np.zeros((SIZE, len(EMOTIONS)), np.float32)
    for emotion in range(len(EMOTIONS)):
        columns = band(emotion)
        weights[columns, emotion] = 6.5 / 255 / (columns.stop - columns.start)
    nodes = [
        helper.make_node("Cast", ["crops"], ["pixels"], to=TensorProto.FLOAT),
        helper.make_node("ReduceMean", ["pixels"], ["columns"], axes=[1], keepdims=0),
        helper.make_node("MatMul", ["columns", "weights"], ["logits"]),
        helper.make_node("Softmax", ["logits"], ["scores"], axis=1),
    ]
    graph = helper.make_graph(
        nodes,
        "tiny",
        [helper.make_tensor_value_info("crops", TensorProto.UINT8, [batch, SIZE, SIZE])],
        [helper.make_tensor_value_info("scores", TensorProto.FLOAT, [batch, len(EMOTIONS)])],
        [numpy_helper.from_array(weights, "weights")],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], ir_version=8)
    helper.set_model_props(model, dict(tiny_info(**changes).to_metadata() if metadata is None else metadata))
    onnx.save(model, str(path))
    return path


def tiny_crop(emotion: int | None, *, dark: int = 40, bright: int = 230) -> Image:
    """A crop that a tiny bundle reads as `emotion`; None: a plain one, seven scores of 1/7."""
    crop = np.full((SIZE, SIZE), dark, np.uint8)
    if emotion is not None:
        crop[:, band(emotion)] = bright
    return crop


def tiny_face(x: float, y: float, size: float, *, score: float = 0.9) -> Face:
    """A face whose crop is exactly the square of `size` pixels at (x, y), as a detector would report it."""
    middles = np.array([[-0.5, -0.5], [SIZE - 0.5, -0.5], [-0.5, SIZE - 0.5]], np.float32)
    square = np.array([[x, y], [x + size, y], [x, y + size]], np.float32) - 0.5
    matrix = similarity(middles, square)
    landmarks = (TEMPLATE @ matrix[:, :2].T + matrix[:, 2]).astype(np.float32)
    return Face(Box(x, y, size, size), landmarks, score)


def paint_tiny(image: Image, face: Face, emotion: Emotion | int | None) -> None:
    """Draw into `image` what makes a tiny bundle read `face` as `emotion`."""
    x, y, size = round(face.box.x), round(face.box.y), round(face.box.width)
    crop = tiny_crop(emotion)
    pick = (np.arange(size) * SIZE // size).clip(0, SIZE - 1)
    image[y : y + size, x : x + size] = crop[pick][:, pick][:, :, None]


def tiny_frame(
    people: Iterable[tuple[Face, Emotion | int | None]] = (), *, index: int = 0, seconds: float = 0.0,
    width: int = 320, height: int = 240,
) -> Frame:  # fmt: skip
    """A grey frame with the given faces painted on it."""
    image = np.full((height, width, 3), 90, np.uint8)
    for face, emotion in people:
        paint_tiny(image, face, emotion)
    return Frame(image, index, seconds)


def on_canvas(canvas: Canvas, points: Landmarks) -> Landmarks:
    """Points of a crop in pixels of the canvas, where a detector would see them: the other way of `Canvas.to_crop`."""
    return np.asarray((points + 0.5) * canvas.factor - 0.5 + canvas.margin(SIZE), np.float32)


class ScriptedDetector:
    """A detector that answers with what the test wrote down: one tuple of faces a frame, the last one for ever."""

    def __init__(self, script: Sequence[Sequence[Face]]) -> None:
        self._script = [tuple(faces) for faces in script]
        self.images: list[Image] = []
        self.threshold = 0.6
        self.longest_side = 640

    def detect(self, image: Image) -> tuple[Face, ...]:
        """The next line of the script."""
        self.images.append(image)
        return self._script[min(len(self.images), len(self._script)) - 1]
