"""One person's figures: share, time and episodes of each label, and which label followed which."""

from __future__ import annotations

from PyQt5.QtWidgets import QLabel, QVBoxLayout, QWidget

from ferdesk.gui.sure import sure
from ferdesk.gui.viewer.tables import ReadTable, dot
from ferdesk.gui.words import tr
from ferdesk.recording import LABELS
from ferdesk.recording_chart import COLORS
from ferdesk.recording_summary import EPISODE_SECONDS, PersonSummary
from ferdesk.time_axis import clock

_HELP = tr(
    "An episode is a label held for at least {episode_seconds:g} seconds without a break. A transition is one episode "
    "followed by another while the person stayed in view.",
    episode_seconds=EPISODE_SECONDS,
)


class SummaryView(QWidget):
    """Shows the person that is pushed into it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = _heading()
        self._seen = QLabel()
        self._seen.setProperty("role", "muted")
        self._seen.setWordWrap(True)
        self.labels = ReadTable(
            tr("Labels"), (tr("Label"), tr("Share"), tr("Time"), tr("Episodes"), tr("Mean"), tr("Longest"))
        )
        self.labels.right(1, 2, 3, 4, 5)
        self.labels.setToolTip(_HELP)
        self._heading = _heading()
        self._heading.setText(tr("Transitions"))
        self.transitions = ReadTable(tr("Transitions"), (tr("From"), tr("To"), tr("Times")), 1)
        self.transitions.right(2)
        self.transitions.setToolTip(_HELP)
        self._none = QLabel(tr("None: no episode was followed by another while the person stayed in view."))
        self._none.setProperty("role", "muted")
        self._none.setWordWrap(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 8, 0, 8)
        for label in (self._title, self._seen, self._heading, self._none):
            label.setContentsMargins(10, 0, 10, 0)
        for widget in (self._title, self._seen, self.labels, self._heading, self.transitions, self._none):
            layout.addWidget(widget)
        layout.addStretch(1)
        self.show_person(None)

    def show_person(self, summary: PersonSummary | None) -> None:
        """The figures of this person; None where there is nobody."""
        for widget in (self._seen, self.labels, self._heading, self.transitions, self._none):
            widget.setVisible(summary is not None)
        self._title.setText(tr("Nobody was in view") if summary is None else summary.person.name)
        if summary is None:
            return
        self._seen.setText(tr("Seen from {first} to {last}", first=clock(summary.first), last=clock(summary.last)))
        self._fill_labels(summary)
        self._fill_transitions(summary)

    def _fill_labels(self, summary: PersonSummary) -> None:
        seen = [place for place, figures in enumerate(summary.labels) if figures.seconds > 0]
        seen.sort(key=lambda place: -summary.labels[place].seconds)
        with self.labels.filling(len(seen)):
            for row, place in enumerate(seen):
                figures = summary.labels[place]
                lengths = (figures.mean_seconds, figures.longest_seconds)
                cells = (
                    tr(figures.label), f"{100 * figures.share:.1f} %", tr("{seconds:.1f} s", seconds=figures.seconds),
                    str(figures.episodes),
                    *(tr("{seconds:.1f} s", seconds=length) if figures.episodes else "–" for length in lengths),
                )  # fmt: skip
                self.labels.put(row, cells, (1, 2, 3, 4, 5))
                sure(self.labels.item(row, 0)).setIcon(dot(COLORS[place]))
        self.labels.fit()

    def _fill_transitions(self, summary: PersonSummary) -> None:
        """The most frequent first."""
        counts = summary.transitions
        places = [(a, b) for a in range(len(LABELS)) for b in range(len(LABELS)) if counts[a, b]]
        places.sort(key=lambda place: -int(counts[place]))
        with self.transitions.filling(len(places)):
            for row, (source, target) in enumerate(places):
                self.transitions.put(row, (LABELS[source], LABELS[target], str(counts[source, target])), (2,))
                sure(self.transitions.item(row, 0)).setIcon(dot(COLORS[source]))
                sure(self.transitions.item(row, 1)).setIcon(dot(COLORS[target]))
        self.transitions.fit()
        self.transitions.setVisible(bool(places))
        self._none.setVisible(not places)


def _heading() -> QLabel:
    label = QLabel()
    label.setProperty("role", "heading")
    return label
