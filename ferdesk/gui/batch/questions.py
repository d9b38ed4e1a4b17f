"""What the batch dialog asks before it replaces or stops something."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from PyQt5.QtWidgets import QMessageBox, QWidget

from ferdesk.gui.question import asking, confirmed
from ferdesk.gui.sure import sure
from ferdesk.gui.words import tr

Answer = Literal["go on", "replace", "cancel"]


def go_on_or_replace(parent: QWidget, found: Sequence[Path]) -> Answer:
    """What to do with a table, or copies, that are there already. Enter goes on with them, Escape leaves all be."""
    box = asking(
        parent,
        tr("There is something already"),
        "\n".join(map(str, found)),
        tr(
            "Go on leaves out the files that the table holds, but for its last one. Replace begins again, and what is "
            "there is lost."
        ),
    )
    go_on = sure(box.addButton(tr("&Go on"), QMessageBox.ButtonRole.AcceptRole))
    replace = sure(box.addButton(tr("&Replace"), QMessageBox.ButtonRole.DestructiveRole))
    cancel = sure(box.addButton(tr("&Cancel"), QMessageBox.ButtonRole.RejectRole))
    box.setDefaultButton(go_on)
    box.setEscapeButton(cancel)
    box.exec_()
    clicked = box.clickedButton()
    return "go on" if clicked is go_on else "replace" if clicked is replace else "cancel"


def may_stop(parent: QWidget) -> bool:
    """Whether a running job may be stopped; Enter and Escape both let it go on."""
    detail = tr("What is done is written, and can be gone on with later.")
    box = asking(parent, tr("Labelling"), tr("Stop labelling?"), detail)
    return confirmed(box, tr("&Stop"), tr("&Keep labelling"))
