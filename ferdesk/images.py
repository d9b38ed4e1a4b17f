"""Reading one picture from a file, whatever its kind, as the BGR uint8 array that the rest of ferdesk works on.

Any thread may call it. One definition for the labeller, the image-folder source and the app: Pillow decodes, because
unlike `cv2.imread` it opens any path on Windows, knows CMYK and palettes, and says what is wrong with a broken file.
"""

from __future__ import annotations

import contextlib
import warnings
from pathlib import Path

import numpy as np
from PIL import Image as Pillow
from PIL import ImageOps, UnidentifiedImageError

from ferdesk.errors import FerdeskError
from ferdesk.paths import holds, is_folder
from ferdesk.types import Image

IMAGE_SUFFIXES = frozenset(
    {
        ".jpg", ".jpeg", ".jpe", ".jfif", ".png", ".bmp", ".dib", ".gif", ".webp",
        ".avif", ".tif", ".tiff", ".jp2", ".pgm", ".ppm", ".pnm", ".pbm", ".heic", ".heif",
    }
)
"""What a folder is searched for, in lower case. HEIC is found but not read, for Pillow alone cannot: whoever has such
photographs is told so, instead of missing them in silence."""

VIDEO_SUFFIXES = frozenset(
    {
        ".mp4", ".m4v", ".mov", ".avi", ".mkv", ".webm", ".mpg", ".mpeg", ".wmv",
        ".flv", ".mts", ".m2ts", ".3gp", ".ogv", ".mjpeg", ".mjpg",
    }
)
"""The videos that a folder is searched for, in lower case. Not `.ts`, which is far more often TypeScript."""

ALPHA_BACKGROUND = (128, 128, 128)
"""What shows through transparent pixels. Mid grey: dark and fair hair, light and dark skin all stand out from it, and a
cut-out face gets no black or white rim that the classifier would take for a shadow."""

MAX_PIXELS = 170_000_000
"""Larger pictures are refused before they are unpacked. Above any single camera's photograph that is not a stunt, and
half a gigabyte of BGR."""


class ImageError(FerdeskError):
    """A file that is no picture, or a damaged one. The text names the file and says what is wrong."""


def read_image(path: str | Path) -> Image:
    """The picture in `path` as uint8 [height, width, 3] BGR, upright.

    EXIF rotation is applied; grey, palette and CMYK become BGR; of 16-bit samples the high byte is kept (65535 -> 255);
    float samples count as 0..1 where none exceeds 1, as 0..255 otherwise; transparency is laid over `ALPHA_BACKGROUND`;
    of an animation the first picture is taken.

    Raises:
        ImageError: missing, empty, truncated, not a picture, or of more than `MAX_PIXELS`.
    """
    path = Path(path)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Pillow's remarks on odd EXIF and large pictures; errors still rise
            with path.open("rb") as file, Pillow.open(file) as picture:
                _refuse_giant(path, picture.width * picture.height)
                return _bgr(picture)
    except ImageError:
        raise
    except Pillow.DecompressionBombError:
        raise _giant(path) from None
    except Exception as error:  # on damaged bytes Pillow's decoders raise anything from struct.error to KeyError
        raise ImageError(f"{path}: {_reason(path, error)}") from error


def is_image(path: str | Path) -> bool:
    """True if the file begins like a picture of a known kind, whatever its name; damage further on is not noticed."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            Pillow.open(path).close()
    except Pillow.DecompressionBombError:
        return True
    except Exception:  # noqa: BLE001 - as in read_image
        return False
    return True


def _refuse_giant(path: Path, pixels: int) -> None:
    if pixels > MAX_PIXELS:
        raise _giant(path)


def _giant(path: Path) -> ImageError:
    return ImageError(
        f"{path}: more than {MAX_PIXELS // 1_000_000} million pixels, refused lest it fill the memory; "
        "shrink the picture first"
    )


def _reason(path: Path, error: Exception) -> str:
    if isinstance(error, FileNotFoundError):
        return "no such file"
    if isinstance(error, IsADirectoryError) or is_folder(path):
        return "a folder, not a picture"
    if isinstance(error, PermissionError):
        return "no permission to read it"
    if isinstance(error, MemoryError):
        return "the picture does not fit into the memory"
    if isinstance(error, OSError) and error.errno:  # not of Pillow's making
        return f"cannot be opened ({error.strerror})"
    if holds(lambda: path.stat().st_size == 0):
        return "the file is empty (0 bytes)"
    if isinstance(error, UnidentifiedImageError) and path.suffix.lower() in (".heic", ".heif"):
        return "HEIC pictures are not read; convert it to JPEG first"
    if isinstance(error, UnidentifiedImageError):
        return "not a picture, or of a kind that is not read"
    return f"damaged or cut short ({error or type(error).__name__})"


def _bgr(picture: Pillow.Image) -> Image:
    turned = _upright(picture)
    if turned.mode[0] in "IF":  # I, I;16, I;16B, F: one channel of more than eight bits
        return _from_deep(np.asarray(turned))
    if turned.mode in ("LA", "La", "PA", "RGBA", "RGBa") or "transparency" in turned.info:
        turned = turned.convert("RGBA")
        background = Pillow.new("RGBA", turned.size, (*ALPHA_BACKGROUND, 255))
        turned = Pillow.alpha_composite(background, turned)
    rgb = np.asarray(turned.convert("RGB"))
    return np.ascontiguousarray(rgb[:, :, ::-1])


def _upright(picture: Pillow.Image) -> Pillow.Image:
    picture.load()  # outside `suppress`, so that damaged pixels are not taken for damaged EXIF
    with contextlib.suppress(Exception):  # a broken EXIF block raises anything, and must not cost the picture
        ImageOps.exif_transpose(picture, in_place=True)
    return picture


def _from_deep(samples: np.ndarray) -> Image:
    if samples.dtype.kind == "f":
        samples = np.nan_to_num(samples)
        grey = np.rint(samples * (255.0 if samples.max(initial=0.0) <= 1.0 else 1.0)).clip(0, 255)
    else:
        grey = samples.astype(np.int64).clip(0, 65535) >> 8
    return np.repeat(grey.astype(np.uint8)[:, :, None], 3, axis=2)
