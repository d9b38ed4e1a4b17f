"""Pixels as a QImage over the same memory, without copying or converting."""

from __future__ import annotations

from PyQt5.QtGui import QImage

from ferdesk.types import Image


def qimage(pixels: Image) -> QImage:
    """A QImage over `pixels`, uint8 [height, width, 3] BGR or [height, width] grey, rows of contiguous pixels.

    A QImage does not own the memory: keep `pixels` for as long as the QImage is used.
    """
    height, width = pixels.shape[:2]
    kind = QImage.Format.Format_BGR888 if pixels.ndim == 3 else QImage.Format.Format_Grayscale8
    return QImage(pixels.data, width, height, pixels.strides[0], kind)  # type: ignore[call-overload,no-any-return]
