"""A table and a folder are proposed until somebody names others; the form of the table goes with its name."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from ferdesk.gui.batch.form import BatchForm
from ferdesk.gui.batch.wish import paths_in


@pytest.fixture
def form(qtbot: QtBot) -> BatchForm:
    made = BatchForm()
    qtbot.addWidget(made)
    return made


def test_a_table_is_proposed_beside_what_is_labelled(form: BatchForm, tmp_path: Path) -> None:
    form.set_paths([tmp_path])
    assert form.wish().output == tmp_path.parent / f"{tmp_path.name}-labels.csv"
    assert form.wish().annotate is None
    form.annotate.click()
    assert form.wish().annotate == tmp_path.parent / f"{tmp_path.name}-labelled"


def test_what_was_named_stays(form: BatchForm, tmp_path: Path, qtbot: QtBot) -> None:
    qtbot.keyClicks(form.output, str(tmp_path / "mine.jsonl"))
    form.set_paths([tmp_path])
    assert form.wish().output == tmp_path / "mine.jsonl"
    assert form.form.currentData() == ".jsonl"
    form.form.setCurrentIndex(0)
    form.form.activated.emit(0)
    assert form.wish().output == tmp_path / "mine.csv"


def test_several_files_in_one_line(form: BatchForm, tmp_path: Path) -> None:
    odd = tmp_path / "a;b.png"
    odd.touch()
    assert paths_in(str(odd)) == (odd,)
    form.set_paths([tmp_path / "1.png", tmp_path / "2.png"])
    assert form.wish().paths == (tmp_path / "1.png", tmp_path / "2.png")
    assert paths_in(" ") == ()


@pytest.mark.parametrize("typed", ["~photos", "x" * 300, "; ".join(f"/{n:0200}/{n:0200}.png" for n in range(30))])
def test_whatever_is_typed_is_taken_for_paths(form: BatchForm, typed: str) -> None:
    for line in (form.paths, form.output, form.copies):
        line.setText(typed)
    form.annotate.setChecked(True)
    wish = form.wish()
    assert [str(path) for path in wish.paths] == typed.split("; ")
    assert wish.finds() == ()


def test_every_frame_or_some_a_second(form: BatchForm) -> None:
    assert form.wish().fps is None and form.fps.text() == "every frame"
    form.fps.setValue(5.0)
    assert form.wish().fps == 5.0
