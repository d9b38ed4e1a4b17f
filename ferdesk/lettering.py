"""Which font draws a text in pictures: Pillow's own where it has every letter, else one of the computer's.

Pillow's own font looks the same everywhere, but has little beyond ASCII, and draws crossed boxes for the rest of
people's names. Any thread may call this.
"""

from __future__ import annotations

import functools
import unicodedata

from PIL import ImageFont

_WIDER = (
    "DejaVuSans.ttf", "NotoSans-Regular.ttf", "NotoSans[wght].ttf", "LiberationSans-Regular.ttf",  # Linux
    "segoeui.ttf", "Arial.ttf", "Arial Unicode.ttf",  # Windows, macOS
    "NotoSansCJK-Regular.ttc", "NotoSansCJK-VF.ttc", "wqy-microhei.ttc", "wqy-zenhei.ttc", "DroidSansFallbackFull.ttf",
    "msyh.ttc", "YuGothM.ttc", "meiryo.ttc", "malgun.ttf", "PingFang.ttc", "Hiragino Sans GB.ttc",
    "AppleSDGothicNeo.ttc", "Nirmala.ttc", "Nirmala.ttf", "FreeSans.ttf", "unifont.ttf",
)  # fmt: skip
"""Files by the names that they have wherever they are installed; those for people's usual scripts come first."""
_OWN = ""
"""Stands for Pillow's own font among the paths."""
_TRIAL = 16.0
"""Size in pixels at which fonts are asked for letters."""
_NO_LETTER = "\uffff"
"""No font has it, so each draws what it draws for a letter that it lacks."""
_PLAIN = {"–": "-", "—": "-", "−": "-", "‘": "'", "’": "'", "“": '"', "”": '"', "×": "x", "ß": "ss"}


def lettering(text: str, em: float) -> tuple[str, ImageFont.FreeTypeFont]:
    """What to draw for `text`, and the font to draw it with, `em` pixels large.

    Where no font of the computer has a letter, it is drawn without its accents, and as "?" where that does not help.
    """
    drawable, path = _drawable(text)
    return drawable, _font(path, em)


@functools.lru_cache(maxsize=512)
def _drawable(text: str) -> tuple[str, str]:
    """The text that is drawn, and the path of its font: the first that lacks nothing, or else the least."""
    text = unicodedata.normalize("NFC", text)
    best, fewest = _OWN, _missing(_OWN, text)
    for path in _wider_fonts() if fewest else ():
        missing = _missing(path, text)
        if missing < fewest:
            best, fewest = path, missing
    return "".join(letter if _has(best, letter) else _stand_in(best, letter) for letter in text), best


def _missing(path: str, text: str) -> int:
    return sum(not _has(path, letter) for letter in text)


def _stand_in(path: str, letter: str) -> str:
    """The nearest that the font has: é as e, ł as l, a dash as a hyphen; nothing for what only joins letters."""
    bare = unicodedata.name(letter, "").partition(" WITH ")[0]
    try:
        nearest = unicodedata.lookup(bare)
    except KeyError:
        nearest = letter
    for plain in (_PLAIN.get(letter, letter), unicodedata.normalize("NFKD", letter), nearest):
        kept = "".join(part for part in plain if _has(path, part))
        if kept:
            return kept
    return "" if unicodedata.category(letter) in ("Mn", "Cf", "Cc") else "?"


@functools.lru_cache(maxsize=4096)
def _has(path: str, letter: str) -> bool:
    """Whether the font draws something of its own for the letter."""
    if letter.isspace():
        return True
    font = _font(path, _TRIAL)
    drawn, absent = font.getmask(letter), font.getmask(_NO_LETTER)
    return (drawn.size, bytes(drawn)) != (absent.size, bytes(absent))


@functools.lru_cache(maxsize=1)
def _wider_fonts() -> tuple[str, ...]:
    """Paths of those of _WIDER that this computer has; looking for them reads its folders of fonts once."""
    found = []
    for name in _WIDER:
        try:
            found.append(str(ImageFont.truetype(name, _TRIAL).path))
        except OSError:
            continue  # not installed here
    return tuple(found)


@functools.lru_cache(maxsize=128)
def _font(path: str, em: float) -> ImageFont.FreeTypeFont:
    font = ImageFont.truetype(path, em) if path else ImageFont.load_default(em)
    assert isinstance(font, ImageFont.FreeTypeFont)  # every wheel of Pillow has FreeType
    return font
