"""The seven emotions of FER2013: names, order and colours, spelled here and nowhere else."""

from __future__ import annotations

from enum import IntEnum


class Emotion(IntEnum):
    """An emotion; its value is FER2013's class number and its column in every scores array."""

    ANGRY = 0
    DISGUST = 1
    FEAR = 2
    HAPPY = 3
    SAD = 4
    SURPRISE = 5
    NEUTRAL = 6

    @property
    def label(self) -> str:
        """The name shown to people and written to files, such as `"happy"`."""
        return self.name.lower()

    @property
    def color(self) -> str:
        """`#rrggbb`, from Paul Tol's "bright" scheme, which stays distinct for colour-blind eyes."""
        return _COLORS[self]


EMOTIONS: tuple[str, ...] = tuple(emotion.label for emotion in Emotion)
"""The seven labels in FER2013's order."""

UNSURE = "unsure"
"""What is shown in place of a label that would be a guess."""

UNSURE_COLOR = "#9aa0a6"

_COLORS: dict[Emotion, str] = {
    Emotion.ANGRY: "#ee6677",
    Emotion.DISGUST: "#228833",
    Emotion.FEAR: "#aa3377",
    Emotion.HAPPY: "#ccbb44",
    Emotion.SAD: "#4477aa",
    Emotion.SURPRISE: "#66ccee",
    Emotion.NEUTRAL: "#bbbbbb",
}
