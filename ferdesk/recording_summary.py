"""What a recording comes to, person by person: time in view, shares, episodes, transitions, valence; and the gaps."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ferdesk.recording import LABELS, Person, Recording
from ferdesk.track import LOST_SECONDS

EPISODE_SECONDS = 0.5
"""A label that is held for less is no episode, and nobody in view for less is no gap."""


@dataclass(frozen=True, slots=True)
class Episode:
    """A label that one person held without a break."""

    label: int
    """Index into LABELS."""
    start: float
    end: float

    @property
    def seconds(self) -> float:
        """Its length."""
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class LabelFigures:
    """One label of one person."""

    label: str
    seconds: float
    share: float
    """Of the person's time in view, 0..1."""
    episodes: int
    """How often it was held for EPISODE_SECONDS or longer."""
    mean_seconds: float
    """Of these episodes; 0.0 where there are none."""
    longest_seconds: float


@dataclass(frozen=True, slots=True, eq=False)
class PersonSummary:
    """The figures of one person."""

    person: Person
    rows: NDArray[np.int64]
    """Theirs in the recording's `faces`, one a frame at most, in the order of time."""
    seconds: float
    """Time in view."""
    first: float
    last: float
    """When they were first and last seen."""
    labels: tuple[LabelFigures, ...]
    """In the order of LABELS."""
    episodes: tuple[Episode, ...]
    transitions: NDArray[np.int64]
    """[8, 8]: how often an episode of the row's label was followed by one of the column's, while the person stayed."""
    valence: float
    """Mean over the time in view, -1..1; NaN without scores."""


@dataclass(frozen=True, slots=True, eq=False)
class RecordingSummary:
    """The figures of a recording."""

    seconds: float
    """Time that was recorded."""
    unrecorded: float
    """Time between the first and the last frame in which no frames came: pauses, a lost source."""
    frames: int
    faces: int
    people: tuple[PersonSummary, ...]
    gaps: tuple[tuple[float, float], ...]
    """From when to when nobody was in view, EPISODE_SECONDS or longer."""


def summarize(recording: Recording) -> RecordingSummary:
    """The figures of a recording.

    A frame counts until the next one comes, LOST_SECONDS at most. A person whom the detector loses for no longer than
    that has stayed: their episode goes on, but the time they were lost does not count as in view.
    """
    durations = frame_durations(recording)
    total = float(durations.sum())
    span = recording.seconds + (float(durations[-1]) if len(durations) else 0.0)
    labels, rows_of_track = recording.labels, _rows_by_track(recording)  # once for all: an hour has 300,000 rows
    people = []
    for person in recording.people:
        rows = _one_a_frame(recording, [rows_of_track[track] for track in person.tracks])
        people.append(_person(recording, person, rows, labels[rows], durations))
    return RecordingSummary(
        total, max(0.0, span - total), len(recording.frames), len(recording.faces), tuple(people),
        _gaps(recording, durations),
    )  # fmt: skip


def frame_durations(recording: Recording) -> NDArray[np.float64]:
    """[frames], seconds that each frame counts: until the next one, LOST_SECONDS at most; the last as is usual."""
    seconds = recording.frames["seconds"]
    if len(seconds) < 2:
        return np.zeros(len(seconds))
    steps = np.diff(seconds)
    return np.asarray(np.minimum(np.append(steps, np.median(steps)), LOST_SECONDS), np.float64)


def rows_of_person(recording: Recording, person: Person) -> NDArray[np.int64]:
    """The person's rows in `faces`, one a frame at most, in the order of time."""
    return _one_a_frame(recording, [np.flatnonzero(np.isin(recording.faces["track"], person.tracks))])


def _rows_by_track(recording: Recording) -> dict[int, NDArray[np.int64]]:
    tracks = recording.faces["track"]
    order = np.argsort(tracks, kind="stable")
    found, starts = np.unique(tracks[order], return_index=True)
    return dict(zip(found.tolist(), np.split(order, starts)[1:], strict=True))


def _one_a_frame(recording: Recording, rows_of_tracks: list[NDArray[np.int64]]) -> NDArray[np.int64]:
    rows = np.sort(np.concatenate(rows_of_tracks))
    return np.asarray(rows[np.unique(recording.faces["frame"][rows], return_index=True)[1]], np.int64)


def _person(
    recording: Recording, person: Person, rows: NDArray[np.int64], labels: NDArray[np.int64],
    durations: NDArray[np.float64],
) -> PersonSummary:  # fmt: skip
    seconds, lengths = recording.faces["seconds"][rows], durations[recording.faces["frame"][rows]]
    valence = recording.faces["valence"][rows]
    total = float(lengths.sum())
    episodes, transitions = _episodes(seconds, lengths, labels)
    known = np.isfinite(valence)
    weight = float(lengths[known].sum())
    return PersonSummary(
        person, rows, total, float(seconds[0]), float(seconds[-1] + lengths[-1]),
        tuple(_label_figures(index, lengths[labels == index], total, episodes) for index in range(len(LABELS))),
        episodes, transitions, float((valence * lengths)[known].sum()) / weight if weight else float("nan"),
    )  # fmt: skip


def _label_figures(
    label: int, lengths: NDArray[np.float64], total: float, episodes: tuple[Episode, ...]
) -> LabelFigures:
    held = [episode.seconds for episode in episodes if episode.label == label]
    seconds = float(lengths.sum())
    return LabelFigures(
        LABELS[label], seconds, seconds / total if total else 0.0, len(held),
        float(np.mean(held)) if held else 0.0, max(held, default=0.0),
    )  # fmt: skip


def _episodes(
    seconds: NDArray[np.float64], lengths: NDArray[np.float64], labels: NDArray[np.int64]
) -> tuple[tuple[Episode, ...], NDArray[np.int64]]:
    transitions = np.zeros((len(LABELS), len(LABELS)), np.int64)
    away = np.append(True, np.diff(seconds) > LOST_SECONDS)
    starts = np.flatnonzero(away | np.append(True, np.diff(labels) != 0))
    episodes: list[Episode] = []
    previous: int | None = None
    for start, stop in zip(starts, [*starts[1:], len(labels)], strict=True):
        episode = Episode(int(labels[start]), float(seconds[start]), float(seconds[stop - 1] + lengths[stop - 1]))
        if away[start]:
            previous = None
        if episode.seconds < EPISODE_SECONDS:
            continue  # passing through
        if previous is not None and previous != episode.label:
            transitions[previous, episode.label] += 1
        previous = episode.label
        episodes.append(episode)
    return tuple(episodes), transitions


def _gaps(recording: Recording, durations: NDArray[np.float64]) -> tuple[tuple[float, float], ...]:
    seconds, empty = recording.frames["seconds"], recording.frames["faces"] == 0
    edges = np.diff(np.concatenate([[0], empty.astype(np.int64), [0]]))
    found = (
        (float(seconds[start]), float(seconds[stop - 1] + durations[stop - 1]))
        for start, stop in zip(np.flatnonzero(edges == 1), np.flatnonzero(edges == -1), strict=True)
    )
    return tuple(gap for gap in found if gap[1] - gap[0] >= EPISODE_SECONDS)
