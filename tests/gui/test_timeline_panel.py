"""The strip below the video."""

from __future__ import annotations

from PyQt5.QtWidgets import QComboBox
from pytestqt.qtbot import QtBot

from ferdesk.gui.timeline_panel import SPANS, TimelinePanel, next_span
from ferdesk.gui.timeline_plot import TimelinePlot


def _boxes(panel: TimelinePanel) -> tuple[QComboBox, QComboBox]:
    whom, spans = panel.findChildren(QComboBox)
    return whom, spans


def test_choices_come_out_and_what_holds_is_shown(qtbot: QtBot) -> None:
    panel = TimelinePanel()
    qtbot.addWidget(panel)
    panel.show()
    whom, spans = _boxes(panel)
    panel.show_whom("selected", "Anna")
    panel.show_span(300.0)
    assert whom.currentText() == "Selected: Anna" and spans.currentText() == "5 min"
    with qtbot.waitSignals([panel.whom_chosen, panel.span_chosen]):
        whom.activated.emit(0)
        spans.activated.emit(0)
    panel.show_whom("everyone", "")
    assert whom.currentText() == "Mean of all faces" and whom.itemText(0) == "Selected face"


def test_the_way_back_is_there_when_it_is_needed(qtbot: QtBot) -> None:
    panel = TimelinePanel()
    qtbot.addWidget(panel)
    panel.show()
    assert not panel.live.isVisible()
    panel.show_live(False)
    with qtbot.waitSignal(panel.live_asked):
        panel.live.click()
    panel.show_live(True)
    assert not panel.live.isVisible()


def test_the_plot_takes_the_place_of_the_words(qtbot: QtBot) -> None:
    panel = TimelinePanel()
    qtbot.addWidget(panel)
    panel.resize(700, 220)
    panel.show()
    panel.put_in(TimelinePlot())
    qtbot.waitUntil(lambda: panel.plot is not None and panel.plot.height() > 120)
    panel.hide()


def test_spans_go_step_by_step_to_their_ends() -> None:
    assert SPANS == (10.0, 30.0, 60.0, 300.0, 1800.0)
    assert [next_span(60.0, 1), next_span(60.0, -1)] == [30.0, 300.0]
    assert [next_span(10.0, 1), next_span(1800.0, -1)] == [10.0, 1800.0]
    assert next_span(77.0, 0) == 60.0, "a setting somebody wrote by hand"
