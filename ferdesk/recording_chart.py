"""A recording drawn: for each person the label, the stacked scores and the valence over time, and the events."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ferdesk.chart import Area, Chart, Stroke
from ferdesk.emotions import EMOTIONS, UNSURE_COLOR, Emotion
from ferdesk.html_page import duration
from ferdesk.recording import LABELS, Recording
from ferdesk.recording_columns import NO_MARKS
from ferdesk.recording_summary import PersonSummary, RecordingSummary, frame_durations
from ferdesk.time_axis import clock, tick_step
from ferdesk.timeseries import binned, runs

WIDTH = 1000.0
COLORS = (*(emotion.color for emotion in Emotion), UNSURE_COLOR)
"""Of LABELS."""

_LEFT, _RIGHT = 52.0, 990.0
_STRIP, _SCORES, _VALENCE, _AXIS = (0.0, 10.0), (14.0, 144.0), (158.0, 214.0), 234.0
_HEIGHT = 240.0
_BINS = 600


def person_chart(recording: Recording, person: PersonSummary) -> Chart:
    """One person's chart over the whole time of the recording, WIDTH pixels wide."""
    chart = Chart(WIDTH, _HEIGHT)
    end = max(recording.seconds, 0.1)
    edges = np.linspace(0.0, end, min(_BINS, max(2, len(recording.frames))) + 1)
    scores, valence = _binned(recording, person, edges)
    x = _x((edges[:-1] + edges[1:]) / 2, end)
    _grounds(chart, end)
    for episode in person.episodes:
        left, right = _x(np.array([episode.start, min(episode.end, end)]), end).tolist()
        chart.box(left, _STRIP[0], max(1.0, right - left), _STRIP[1] - _STRIP[0], COLORS[episode.label])
    for start, stop in runs(np.isfinite(valence)):
        run = slice(start, stop)
        _stack(chart, _ends(x[run], end / (len(edges) - 1), end), scores[run])
        _valence_line(chart, _ends(x[run], end / (len(edges) - 1), end), valence[run])
    for number, seconds in enumerate(_marks(recording), 1):
        at = float(_x(np.array([seconds]), end)[0])
        chart.line(at, _STRIP[0], at, _VALENCE[1], "ink", dashed=True)
        chart.word(at + 4, _SCORES[0] + 12, str(number), "ink", 12)
    return chart


def recording_chart(recording: Recording, summary: RecordingSummary) -> Chart:
    """All people below one another, with titles and a legend: a picture that stands alone."""
    people = summary.people
    block = _HEIGHT + 46.0
    chart = Chart(WIDTH + 48.0, 96.0 + block * max(1, len(people)) + 30.0)
    chart.word(24, 36, recording.meta.source, "ink", 20)
    chart.word(24, 58, f"recorded {recording.meta.started[:16].replace('T', ' ')} UTC, {duration(summary.seconds)}")
    for index, (label, color) in enumerate(zip(LABELS, COLORS, strict=True)):
        chart.box(24 + 110 * index, 72, 12, 12, color)
        chart.word(41 + 110 * index, 83, label, "ink")
    for index, person in enumerate(people):
        top = 96.0 + block * index
        chart.word(24, top + 28, person.person.name, "ink", 15)
        chart.word(WIDTH + 14, top + 28, f"in view {duration(person.seconds)}", anchor="end")
        chart.place(person_chart(recording, person), 24, top + 38)
    if not people:
        chart.word(24, 140, "Nobody was in view.")
    chart.word(24, chart.height - 16, "Scores of expressions, not of feelings. Made by ferdesk.")
    return chart


def _binned(
    recording: Recording, person: PersonSummary, edges: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Mean scores [bins, 7] and valence [bins] between the edges; NaN where the person was not in view."""
    rows = person.rows[np.isfinite(recording.faces["valence"][person.rows])]
    values = np.column_stack([recording.faces[name][rows] for name in (*EMOTIONS, "valence")])
    seconds, lengths = recording.faces["seconds"][rows], frame_durations(recording)[recording.faces["frame"][rows]]
    means = binned(seconds, lengths, values, edges)
    return means[:, : len(EMOTIONS)], means[:, -1]


def _grounds(chart: Chart, end: float) -> None:
    """Axes, ticks and what they are called."""
    for top, bottom in (_SCORES, _VALENCE):
        chart.box(_LEFT, top, _RIGHT - _LEFT, bottom - top, "card")
    step = tick_step(end)
    for seconds in np.arange(0.0, end + 1e-6, step):
        at = float(_x(np.array([seconds]), end)[0])
        chart.line(at, _SCORES[0], at, _VALENCE[1])
        anchor = "end" if at > _RIGHT - 16 else "middle"
        chart.word(at, _AXIS, clock(float(seconds), step), size=12, anchor=anchor)  # type: ignore[arg-type]
    middle = sum(_VALENCE) / 2
    chart.line(_LEFT, middle, _RIGHT, middle, "faint", dashed=True)
    words = ((_SCORES[0] + 11, "100 %"), (_SCORES[1], "0 %"), (_VALENCE[0] + 8, "+1"), (middle + 4, "valence"))
    for y, text in (*words, (_VALENCE[1] + 2, "-1")):
        chart.word(_LEFT - 6, y, text, size=11 if text == "valence" else 12, anchor="end")


def _stack(chart: Chart, x: NDArray[np.float64], scores: NDArray[np.float64]) -> None:
    """Seven layers that add up to 1, angry lowest; each is drawn down to the ground and covered by the next lower."""
    upper = np.cumsum(np.vstack([scores[:1], scores, scores[-1:]]), axis=1).clip(0.0, 1.0)
    top, bottom = _SCORES
    for emotion in reversed(Emotion):
        y = bottom - (bottom - top) * upper[:, emotion]
        edge = np.column_stack([x, y])
        chart.shapes.append(Area(np.vstack([edge, [[x[-1], bottom], [x[0], bottom]]]), emotion.color))


def _valence_line(chart: Chart, x: NDArray[np.float64], valence: NDArray[np.float64]) -> None:
    top, bottom = _VALENCE
    ends = np.concatenate([valence[:1], valence, valence[-1:]])
    points = np.column_stack([x, top + (bottom - top) * (1.0 - ends) / 2])
    chart.shapes.append(Stroke(points, "ink", 1.5))


def _ends(x: NDArray[np.float64], bin_seconds: float, end: float) -> NDArray[np.float64]:
    """The middles of bins, and half a bin more at either end."""
    half = (_RIGHT - _LEFT) * bin_seconds / end / 2
    return np.concatenate([[x[0] - half], x, [x[-1] + half]])


def _x(seconds: NDArray[np.float64], end: float) -> NDArray[np.float64]:
    return _LEFT + (_RIGHT - _LEFT) * np.asarray(seconds, np.float64) / end


def _marks(recording: Recording) -> list[float]:
    """Seconds of the events that are numbered in charts and in the report's list."""
    events = recording.events
    return [float(value) for value in events["seconds"][~np.isin(events["kind"], NO_MARKS)]]
