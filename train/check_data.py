"""`ferdesk-train check-data`: is this FER2013, and what is wrong with it?"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from ferdesk.console import console, escaped
from ferdesk.dataset import SPLITS, DatasetError, load_dataset
from ferdesk.dataset_quality import Rows
from ferdesk.dataset_votes import read_votes
from ferdesk.emotions import EMOTIONS
from ferdesk.writable import check_file

from .quality import KNOWN_FINGERPRINT, PUBLISHED_COUNTS, Quality, VotesReport, inspect


def check_data(
    path: Annotated[Path, typer.Argument(help="fer2013.csv (also .gz, .xz, .zip) or a folder of images")],
    votes: Annotated[Path | None, typer.Option(help="FER+ votes on the same rows: fer2013new.csv")] = None,
    sheet: Annotated[Path | None, typer.Option(help="Draw the worst images into this PNG")] = None,
    json_file: Annotated[Path | None, typer.Option("--json", help="Write the whole report, with all rows")] = None,
) -> None:
    """Report on a data set: counts, blank images, twins, leaks between the splits, FER+ votes."""
    for place in (sheet, json_file):
        if place is not None:
            check_file(place)
    quality = inspect(load_dataset(path), None if votes is None else read_votes(votes))
    print_quality(quality)
    if sheet is not None:
        from .contact_sheet import save_sheet  # matplotlib's fonts: a second that the plain report need not wait for

        save_sheet(quality, sheet)
        console.print(f"Contact sheet: {escaped(str(sheet))}")
    if json_file is not None:
        _write_json(quality, json_file)
        console.print(f"Report with all rows: {escaped(str(json_file))}")


def print_quality(quality: Quality) -> None:
    """The report as tables for people."""
    dataset = quality.dataset
    console.print(f"[bold]{escaped(str(dataset.source))}[/]: {len(dataset):,} images", soft_wrap=True)
    console.print(f"fingerprint {dataset.fingerprint}", soft_wrap=True)
    for note in dataset.notes:
        console.print(f"[yellow]note:[/] {escaped(note)}", soft_wrap=True)
    console.print(_counts_table(quality))
    console.print(_counts_verdict(quality), soft_wrap=True)
    console.print(_findings_table(quality))
    if quality.votes is not None and quality.votes.agreement.misaligned:
        console.print(
            "[bold yellow]warning:[/] so few labels agree that these votes seem to belong to other rows: "
            "the images are in another order than in the original fer2013.csv, or a row is missing.",
            soft_wrap=True,
        )


def _counts_table(quality: Quality) -> Table:
    table = Table("emotion", *SPLITS, title="Images", title_justify="left", show_footer=True)
    table.columns[0].footer = "all"
    for column, split in zip(table.columns[1:], SPLITS, strict=True):
        column.justify = "right"
        column.footer = f"{sum(quality.counts[split]):,}"
    for number, emotion in enumerate(EMOTIONS):
        table.add_row(emotion, *(_beside_published(quality, split, number) for split in SPLITS))
    return table


def _beside_published(quality: Quality, split: str, number: int) -> str:
    count, published = quality.counts[split][number], PUBLISHED_COUNTS[split][number]
    return f"{count:,}" if count == published else f"[yellow]({count - published:+,}) {count:,}[/]"


def _counts_verdict(quality: Quality) -> str:
    if not quality.as_published:
        return "[yellow]These are not the published counts of FER2013[/] (differences in brackets)."
    if quality.dataset.fingerprint == KNOWN_FINGERPRINT:
        return "[green]The counts are FER2013's[/], and the fingerprint is that of the bundled models' training data."
    return (
        "[green]The counts are FER2013's[/]. The fingerprint is another one: some pixels or labels differ from the "
        "copy that the bundled models learnt from, so figures may differ a little."
    )


def _findings_table(quality: Quality) -> Table:
    table = Table("what", "how many", "rows, counted from 0", title="Findings", title_justify="left")
    table.columns[1].justify = "right"
    table.add_row("blank images", f"{len(quality.blank):,}", _some(quality.blank))
    table.add_row("near-blank images", f"{len(quality.near_blank):,}", _some(quality.near_blank))
    groups, conflicts = quality.twins.groups, quality.twins.conflicts
    in_groups = f"images with pixel-identical twins, in {len(groups):,} groups"
    table.add_row(in_groups, f"{sum(map(len, groups)):,}", _each(groups))
    table.add_row("groups of twins with different labels", f"{len(conflicts):,}", _each(conflicts))
    for leak in quality.leaks:
        what = f"{leak.split} images that are in Training, too (as {len(leak.trained):,} Training rows)"
        table.add_row(what, f"{len(leak.tested):,}", _some(leak.tested))
    if quality.votes is not None:
        _add_votes(table, quality.votes)
    return table


def _add_votes(table: Table, votes: VotesReport) -> None:
    table.add_row("no face, by FER+ votes", f"{len(votes.no_face):,}", _some(votes.no_face))
    compared = votes.agreement
    about = f"{compared.agreed:,} of {compared.compared:,} whose votes name one emotion"
    table.add_row("labels that agree with the majority of FER+ votes", f"{compared.share:.1%}", about)


def _some(rows: Rows, most: int = 6) -> str:
    """The first few row numbers."""
    return " ".join(map(str, rows[:most])) + (" …" if len(rows) > most else "")


def _each(groups: tuple[Rows, ...], most: int = 3) -> str:
    return "; ".join("=".join(map(str, group[:4])) for group in groups[:most]) + (" …" if len(groups) > most else "")


def _write_json(quality: Quality, path: Path) -> None:
    try:
        path.write_text(json.dumps(quality.to_json(), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    except OSError as error:
        raise DatasetError(f"{path}: the report cannot be written ({error})") from error
