"""Every kind of picture becomes upright BGR uint8; every broken one becomes a sentence."""

from __future__ import annotations

import io
import struct
import zlib
from pathlib import Path

import numpy as np
import pytest
from PIL import Image as Pillow

from ferdesk.images import ALPHA_BACKGROUND, ImageError, read_image

RED_TOP = np.zeros((20, 10, 3), np.uint8)
RED_TOP[:10] = (255, 0, 0)  # RGB, for Pillow
RED_TOP[10:] = (0, 0, 255)


def _saved(path: Path, picture: Pillow.Image, **options: object) -> Path:
    picture.save(path, **options)
    return path


def test_colour_comes_as_bgr(tmp_path: Path) -> None:
    image = read_image(_saved(tmp_path / "a.png", Pillow.fromarray(RED_TOP)))
    assert image.dtype == np.uint8
    assert image.shape == (20, 10, 3)
    assert image.flags.c_contiguous
    assert image[0, 0].tolist() == [0, 0, 255]
    assert image[19, 0].tolist() == [255, 0, 0]


@pytest.mark.parametrize("orientation", range(1, 9))
def test_exif_rotation_is_undone(tmp_path: Path, orientation: int) -> None:
    upright = Pillow.fromarray(RED_TOP)
    undo = {
        2: Pillow.Transpose.FLIP_LEFT_RIGHT,
        3: Pillow.Transpose.ROTATE_180,
        4: Pillow.Transpose.FLIP_TOP_BOTTOM,
        5: Pillow.Transpose.TRANSPOSE,
        6: Pillow.Transpose.ROTATE_90,
        7: Pillow.Transpose.TRANSVERSE,
        8: Pillow.Transpose.ROTATE_270,
    }
    stored = upright.transpose(undo[orientation]) if orientation in undo else upright
    exif = Pillow.Exif()
    exif[0x0112] = orientation
    for suffix in ("png", "jpg"):
        image = read_image(_saved(tmp_path / f"a.{suffix}", stored, exif=exif))
        assert image.shape == (20, 10, 3)
        assert image[2, 5, 2] > 200
        assert image[17, 5, 0] > 200


def test_a_broken_exif_block_does_not_cost_the_picture(tmp_path: Path) -> None:
    path = _saved(tmp_path / "a.jpg", Pillow.fromarray(RED_TOP), exif=b"Exif\0\0II*\0\xff\xff\xff\x7f garbage")
    assert read_image(path).shape == (20, 10, 3)


def test_grey_one_bit_and_palette(tmp_path: Path) -> None:
    ramp = np.tile(np.arange(0, 250, 10, dtype=np.uint8), (8, 1))
    grey = read_image(_saved(tmp_path / "grey.png", Pillow.fromarray(ramp)))
    assert np.array_equal(grey, np.repeat(ramp[:, :, None], 3, axis=2))
    bits = read_image(_saved(tmp_path / "bits.png", Pillow.fromarray(ramp > 100)))
    assert sorted(np.unique(bits).tolist()) == [0, 255]
    palette = read_image(_saved(tmp_path / "palette.gif", Pillow.fromarray(RED_TOP).convert("P")))
    assert palette[0, 0].tolist() == [0, 0, 255]


def test_transparency_shows_mid_grey(tmp_path: Path) -> None:
    rgba = np.zeros((4, 4, 4), np.uint8)
    rgba[:2] = (255, 0, 0, 255)
    rgba[2:] = (0, 255, 0, 0)
    for suffix in ("png", "webp"):
        image = read_image(_saved(tmp_path / f"a.{suffix}", Pillow.fromarray(rgba), lossless=True))
        assert image[0, 0].tolist() == [0, 0, 255]
        assert image[3, 3].tolist() == list(ALPHA_BACKGROUND)
    grey_alpha = np.dstack([np.full((4, 4), 200, np.uint8), np.full((4, 4), 255, np.uint8)])
    assert read_image(_saved(tmp_path / "la.png", Pillow.fromarray(grey_alpha, "LA")))[0, 0].tolist() == [200] * 3
    see_through = Pillow.fromarray(RED_TOP).quantize(4)
    image = read_image(_saved(tmp_path / "p.png", see_through, transparency=see_through.getpixel((0, 0))))
    assert image[0, 0].tolist() == list(ALPHA_BACKGROUND)
    assert image[19, 0].tolist() == [255, 0, 0]


@pytest.mark.parametrize("suffix", ["png", "tif"])
def test_sixteen_bits_keep_their_brightness(tmp_path: Path, suffix: str) -> None:
    ramp = np.array([[0, 255, 256, 32768, 65535]], np.uint16)
    image = read_image(_saved(tmp_path / f"a.{suffix}", Pillow.fromarray(ramp)))
    assert image[0, :, 1].tolist() == [0, 0, 1, 128, 255]


def test_sixteen_bit_colour(tmp_path: Path) -> None:
    path = tmp_path / "rgb16.png"
    path.write_bytes(_png16(np.array([[[65535, 32768, 0]]], np.uint16)))
    assert read_image(path)[0, 0].tolist() == [0, 128, 255]


def _png16(rgb: np.ndarray) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    height, width = rgb.shape[:2]
    rows = b"".join(b"\0" + row.astype(">u2").tobytes() for row in rgb)
    header = struct.pack(">IIBBBBB", width, height, 16, 2, 0, 0, 0)
    end = chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + end


def test_float_samples_of_both_habits(tmp_path: Path) -> None:
    unit = np.array([[0.0, 0.5, 1.0, np.nan]], np.float32)
    assert read_image(_saved(tmp_path / "u.tif", Pillow.fromarray(unit)))[0, :, 0].tolist() == [0, 128, 255, 0]
    wide = np.array([[0.0, 100.0, 255.0, 999.0]], np.float32)
    assert read_image(_saved(tmp_path / "w.tif", Pillow.fromarray(wide)))[0, :, 0].tolist() == [0, 100, 255, 255]


@pytest.mark.parametrize("suffix", ["jpg", "tif"])
def test_cmyk(tmp_path: Path, suffix: str) -> None:
    cmyk = Pillow.fromarray(RED_TOP).convert("CMYK")
    image = read_image(_saved(tmp_path / f"a.{suffix}", cmyk))
    assert image[2, 5, 2] > 200
    assert image[2, 5, 0] < 60


@pytest.mark.parametrize("name", ["Gesicht äöü.png", "笑顔.jpg", "mit leer zeichen.webp", "smile 😀.png"])
def test_any_name(tmp_path: Path, name: str) -> None:
    assert read_image(_saved(tmp_path / name, Pillow.fromarray(RED_TOP))).shape == (20, 10, 3)


def test_an_animation_gives_its_first_picture(tmp_path: Path) -> None:
    first, second = Pillow.fromarray(RED_TOP), Pillow.fromarray(RED_TOP[::-1].copy())
    image = read_image(_saved(tmp_path / "a.gif", first, save_all=True, append_images=[second]))
    assert image[0, 0].tolist() == [0, 0, 255]


def test_broken_files_are_named_in_words(tmp_path: Path) -> None:
    noise = np.random.default_rng(0).integers(0, 256, (64, 64, 3), dtype=np.uint8)
    whole = io.BytesIO()
    Pillow.fromarray(noise).save(whole, "JPEG")
    wrong = {
        "empty.jpg": (b"", "empty"),
        "text.png": (b"this is no picture", "not a picture"),
        "phone.HEIC": (b"\0\0\0\x18ftypheic", "convert it to JPEG"),
        "cut.jpg": (whole.getvalue()[: len(whole.getvalue()) // 2], "cut short"),
        "header.jpg": (whole.getvalue()[:20], "picture"),
        "cut.png": (_png16(np.zeros((9, 9, 3), np.uint16))[:50], "cut short"),
    }
    for name, (data, words) in wrong.items():
        (tmp_path / name).write_bytes(data)
        with pytest.raises(ImageError, match=words) as caught:
            read_image(tmp_path / name)
        assert name in str(caught.value)
    with pytest.raises(ImageError, match="no such file"):
        read_image(tmp_path / "absent.jpg")
    with pytest.raises(ImageError, match="folder"):
        read_image(tmp_path)
    with pytest.raises(ImageError, match=r"cannot be opened \(.*too long\)"):
        read_image(tmp_path / ("x" * 300 + ".jpg"))


def test_a_decompression_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    for side in (13_500, 60_000):  # below and beyond the size at which Pillow itself refuses
        image = io.BytesIO(_png16(np.zeros((1, 1, 3), np.uint16)))
        data = bytearray(image.getvalue())
        header = b"IHDR" + struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
        data[12:33] = header + struct.pack(">I", zlib.crc32(header))
        path = tmp_path / f"bomb{side}.png"
        path.write_bytes(bytes(data))
        with pytest.raises(ImageError, match="million pixels"):
            read_image(path)
