"""`write_report`: the pictures and the HTML page of a run folder, whether the run has ended or not."""

from __future__ import annotations

from pathlib import Path

from ferdesk.errors import FerdeskError

from .plot_reliability import Reliability, reliability_png
from .plots import DARK, LIGHT, confusion_png, curves_png
from .report_page import Picture, run_page
from .run_records import RunRecord, read_run


def write_report(run_folder: Path) -> Path:
    """Write `report.html` and its pictures (curves, confusion, reliability) into a run folder and give the page's path.

    What the run has not come to yet is left out, and pictures of an earlier report that no longer hold are removed.
    Takes some seconds. Raises FerdeskError where the folder holds no run or its files cannot be understood.
    """
    record = read_run(run_folder)
    curves, confusion, reliability = _curves(record), _confusion(record), _reliability(record)
    path = run_folder / "report.html"
    try:
        _keep(run_folder / "curves.png", curves.light if curves else None)
        _keep(run_folder / "confusion.png", confusion.light if confusion else None)
        _keep(run_folder / "reliability.png", reliability.light if reliability else None)
        _keep(path, run_page(record, curves, confusion, reliability).encode())
    except OSError as error:
        raise FerdeskError(f"{path}: the report cannot be written ({error})") from error
    return path


def _curves(record: RunRecord) -> Picture | None:
    if not record.epochs:
        return None
    words = f"Loss and accuracy over {len(record.epochs)} epochs"
    if record.best is not None:
        best = f"{100 * record.best.public_accuracy:.1f} % at epoch {record.best.epoch}"
        words += f"; the best accuracy on {record.chosen_on} is {best}"
    return Picture(curves_png(record, LIGHT), curves_png(record, DARK), words)


def _confusion(record: RunRecord) -> Picture | None:
    if not record.results:
        return None
    splits = " and ".join(result.split for result in record.results)
    words = f"Confusion matrices of {splits}; the shares on the diagonal stand in the table above as recall"
    return Picture(confusion_png(record.results, LIGHT), confusion_png(record.results, DARK), words)


def _reliability(record: RunRecord) -> Picture | None:
    panels = [Reliability(told.split, told.reliability, told.ece) for told in record.results if told.reliability]
    if not panels:
        return None
    words = "; ".join(f"{panel.title}: expected calibration error {100 * panel.ece:.1f} %" for panel in panels)
    light, dark = reliability_png(panels, LIGHT), reliability_png(panels, DARK)
    return Picture(light, dark, f"Share of right labels by score, before any temperature. {words}")


def _keep(path: Path, content: bytes | None) -> None:
    """Write a file whole, so that a browser that reloads never sees half of it; None removes it."""
    if content is None:
        path.unlink(missing_ok=True)
        return
    partial = path.with_name(path.name + ".part")
    partial.write_bytes(content)
    partial.replace(path)
