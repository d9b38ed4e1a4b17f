"""`ferdesk-train measure-template`: measure the template on a data set and print or keep it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import numpy as np
import typer
from numpy.typing import NDArray
from rich.progress import Progress
from rich.table import Table

from ferdesk.console import console, escaped
from ferdesk.dataset import Dataset, load_dataset
from ferdesk.detect import YuNet
from ferdesk.train.template import Template, landmarks_in, measure, write_template
from ferdesk.writable import check_file

_POINTS = ("left eye", "right eye", "nose", "left mouth corner", "right mouth corner")


def measure_template(
    data: Annotated[Path, typer.Option(help="FER2013 in any of its forms.")],
    split: Annotated[str, typer.Option(help="Training, PublicTest or PrivateTest.")] = "Training",
    limit: Annotated[int | None, typer.Option(min=1, help="Look at that many images, drawn at random.")] = None,
    json: Annotated[Path | None, typer.Option(help="Keep the template in this file.")] = None,
) -> None:
    """Measure where the detector sees eyes, nose and mouth in the data set's crops: the template of every bundle."""
    if json is not None:
        check_file(json)
    dataset = load_dataset(data)
    rows = _chosen(dataset, split, limit)
    with Progress(console=console, transient=True) as progress:
        task = progress.add_task("looking for faces", total=len(rows))
        landmarks = landmarks_in(dataset.pixels[rows], YuNet(), advance=lambda: progress.advance(task))
    template = measure(landmarks, len(rows), dataset.pixels.shape[1])
    console.print(template_table(template))
    if json is not None:
        write_template(json, template, split=split, data=dataset.fingerprint, command=_command(data, split, limit))
        console.print(f"kept in {escaped(str(json))}", soft_wrap=True)


def template_table(template: Template) -> Table:
    """For people: each landmark's median and quartiles, and in how many of the images a face was found."""
    table = Table(
        title=f"{template.found} faces in {template.images} images ({template.share_found:.1%}), "
        f"in pixels of a {template.size}x{template.size} crop"
    )
    for column in ("landmark", "x", "quartiles", "y", "quartiles"):
        table.add_column(column, justify="left" if column == "landmark" else "right")
    for name, point, lower, upper in zip(_POINTS, template.points, template.lower, template.upper, strict=True):
        (x, y), (x_low, y_low), (x_high, y_high) = point, lower, upper
        table.add_row(name, f"{x:.1f}", f"{x_low:.1f} … {x_high:.1f}", f"{y:.1f}", f"{y_low:.1f} … {y_high:.1f}")
    return table


def _chosen(dataset: Dataset, split: str, limit: int | None) -> NDArray[np.int64]:
    rows = dataset.rows(split)
    if limit is None or limit >= len(rows):
        return rows
    return np.sort(np.random.default_rng(0).choice(rows, limit, replace=False))


def _command(data: Path, split: str, limit: int | None) -> str:
    """As it can be typed again; of the data only the name, for the folder is nobody else's business."""
    rest = "" if limit is None else f" --limit {limit}"
    return f"ferdesk-train measure-template --data {data.name} --split {split}{rest}"
