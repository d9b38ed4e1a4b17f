"""The template: where a face's five landmarks lie in FER2013's crops, measured with the detector itself.

The runtime carries the landmarks of a face onto this template, so that what the classifier sees is framed as its
training images were. The figures are kept in `assets/template.json`; export copies them into every bundle, and nothing
reads the file at runtime.
"""

from __future__ import annotations

import importlib.resources
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ferdesk.canvas import Canvas, find_face
from ferdesk.crop import CropSpec
from ferdesk.detect import WEIGHTS_SHA256, Detector
from ferdesk.errors import FerdeskError
from ferdesk.geometry import mirrored_landmarks
from ferdesk.types import Image, Landmarks

CANVASES = tuple(Canvas(factor=factor, border=0.25) for factor in (3, 4, 5, 6))
"""Taken in turn, image by image. YuNet's landmarks lean a little to one side, by an amount that depends on how large
the face is (0.8 of a crop's pixels at factor 4, 0.2 the other way at 6); four sizes keep any one from deciding. A
border of a half instead gives a template with which the default bundle reads found faces no better (66.9 against 67.2 %
of PublicTest)."""


@dataclass(frozen=True, eq=False)
class Template:
    """A measured template with how sure it is, in crop pixels; whole numbers are pixels' middles."""

    points: Landmarks
    """float32 [5, 2]: the median of each landmark."""
    lower: Landmarks
    """float32 [5, 2]: lower quartiles."""
    upper: Landmarks
    """float32 [5, 2]: upper quartiles."""
    size: int
    """Side of the crops."""
    images: int
    """That were looked at."""
    found: int
    """Of these, those on which the detector found a face."""

    @property
    def share_found(self) -> float:
        """0..1"""
        return self.found / self.images if self.images else 0.0

    def to_json(self) -> dict[str, Any]:
        """For `assets/template.json`, rounded to a thousandth of a pixel."""
        return {
            "size": self.size,
            "template": _rounded(self.points),
            "lower_quartile": _rounded(self.lower),
            "upper_quartile": _rounded(self.upper),
            "images": self.images,
            "found": self.found,
            "share_found": round(self.share_found, 4),
            "canvas_factors": [canvas.factor for canvas in CANVASES],
            "canvas_border": CANVASES[0].border,
            "detector_sha256": WEIGHTS_SHA256,
        }


def landmarks_in(
    crops: NDArray[np.uint8],
    detector: Detector,
    canvases: Sequence[Canvas] = CANVASES,
    advance: Callable[[], None] = lambda: None,
) -> NDArray[np.float32]:
    """Landmarks of the faces found in uint8 [n, 48, 48] crops: float32 [found, 5, 2] in crop pixels, in crops' order.

    `advance` is called after each image, for a progress bar.
    """
    found = []
    for index, crop in enumerate(crops):
        landmarks = _landmarks(crop, detector, canvases[index % len(canvases)])
        if landmarks is not None:
            found.append(landmarks)
        advance()
    return np.array(found, np.float32).reshape(-1, 5, 2)


def measure(landmarks: NDArray[np.float32], images: int, size: int = 48) -> Template:
    """Medians and quartiles of the landmarks [found, 5, 2] of `images` crops of side `size`.

    Each figure is the mean of the faces' and of their mirror images', so the template is mirror-symmetric. Training
    shows the network each crop and its mirror equally often, so the faces it knows *are* symmetric about the crop's
    middle, and a lean of the detector or of the data would only push every face at runtime to one side. Raises
    FerdeskError without any face.
    """
    if len(landmarks) == 0:
        raise FerdeskError(f"The detector found no face in any of {images} images; are these 48x48 faces?")
    as_they_are, as_mirrored = (
        np.quantile(faces, [0.25, 0.5, 0.75], axis=0) for faces in (landmarks, mirrored_landmarks(landmarks, size))
    )
    lower, points, upper = ((as_they_are + as_mirrored) / 2).astype(np.float32)
    return Template(points, lower, upper, size, images, len(landmarks))


def load_template(path: Path | None = None) -> CropSpec:
    """The crop spec kept in a template file, by default ferdesk's own. FerdeskError if it is absent or damaged."""
    path = path or Path(str(importlib.resources.files("ferdesk.assets"))) / "template.json"
    try:
        return CropSpec.from_json(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise FerdeskError(
            f"{path} is no template ({error}); measure it again with `ferdesk-train measure-template`"
        ) from error


def write_template(path: Path, template: Template, **origin: str) -> None:
    """Write a template file; `origin` says where it comes from (split, fingerprint of the data, command)."""
    lines = [f"  {json.dumps(key)}: {json.dumps(value)}" for key, value in (template.to_json() | origin).items()]
    path.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")


def _landmarks(crop: Image, detector: Detector, canvas: Canvas) -> Landmarks | None:
    face = find_face(canvas.paint(crop), detector)
    return None if face is None else canvas.to_crop(face.landmarks, crop.shape[0])


def _rounded(points: Landmarks) -> list[list[float]]:
    return [[round(float(x), 3), round(float(y), 3)] for x, y in points]
