"""`ferdesk record`, and `ferdesk recording` for what it leaves: show, view, report, export, delete."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import typer
from rich.console import Console

from ferdesk import cli_options as o
from ferdesk.console import console
from ferdesk.errors import FerdeskError

if TYPE_CHECKING:
    from ferdesk.recording_video import VideoKind

app = typer.Typer(no_args_is_help=True, help="Look at recordings, export and delete them.")


def record(
    source: o.RecordSource,
    out: o.Out,
    seconds: o.RecordSeconds = None,
    video: o.Video = None,
    blur_faces: o.BlurFaces = False,
    parquet: o.Parquet = False,
    smoothing: o.Smoothing = None,
    unsure: o.Unsure = None,
    bundle: o.Bundle = None,
    provider: o.Provider = "cpu",
    threads: o.Threads = 1,
    quiet: o.Quiet = False,
) -> None:
    """Record a source's faces into a folder, without a window: until it ends, --seconds are over, or Ctrl-C.

    Nothing but the tables is stored unless --video asks for pictures. ferdesk recording --help tells what next.
    """
    from ferdesk.pipeline import PipelineSettings
    from ferdesk.record import RecordJob, run_record

    usual = PipelineSettings()
    settings = PipelineSettings(
        smoothing_seconds=usual.smoothing_seconds if smoothing is None else smoothing, unsure_threshold=unsure
    )
    kind: VideoKind | None = None if video is None else "overlay" if video is o.VideoChoice.overlay else "plain"
    done = run_record(
        RecordJob(source, out, seconds, kind, blur_faces, parquet, bundle, provider, threads, settings, quiet)
    )
    if not quiet:
        told = f"Recorded {done.seconds:.1f} s, {done.frames} frames. The recording is in {out}"
        console.print(told, markup=False, soft_wrap=True)


@app.command()
def show(folder: o.RecordingFolder) -> None:
    """Print who was seen, and each person's shares, episodes and mean valence."""
    from ferdesk.recording import open_recording
    from ferdesk.recording_console import print_recording

    print_recording(open_recording(folder), Console(highlight=False))


@app.command()
def view(folder: o.RecordingFolder) -> None:
    """Open a window to play it, look at each person's figures, export it or delete it."""
    from ferdesk.gui.viewer.run import run_viewer

    raise typer.Exit(run_viewer(folder))


@app.command()
def report(folder: o.RecordingFolder, output: o.ReportOutput, force: o.Force = False) -> None:
    """Write a page with timelines, figures, events and settings; one file, no network."""
    from ferdesk.recording import open_recording
    from ferdesk.recording_report import write_report
    from ferdesk.tables import free_output

    recording = open_recording(folder)
    free_output(output, (".html", ".htm"), overwrite=force)
    write_report(recording, output)
    console.print(f"The report is in {output}", markup=False, soft_wrap=True)


@app.command()
def export(folder: o.RecordingFolder, output: o.ExportOutput, force: o.Force = False) -> None:
    """Write all faces, with the people's names, as one table; or the timelines as a picture."""
    from ferdesk.recording import open_recording
    from ferdesk.recording_export import export_recording

    export_recording(open_recording(folder), output, overwrite=force)
    console.print(f"Exported to {output}", markup=False, soft_wrap=True)


@app.command()
def delete(folder: o.RecordingFolder, yes: o.Yes = False) -> None:
    """Delete every file of a recording, and nothing else."""
    from ferdesk.recording_folder import check_recording, delete_recording

    check_recording(folder)
    if not yes and not _agreed(f"Delete the recording {folder} for ever?"):
        raise FerdeskError(f"{folder}: kept; nothing was deleted")
    left = delete_recording(folder)
    if left:
        console.print(
            f"Deleted. The folder {folder} stays, for it holds files that are not the recording's: {', '.join(left)}",
            markup=False, soft_wrap=True,
        )  # fmt: skip
    else:
        console.print(f"Deleted {folder}", markup=False, soft_wrap=True)


def _agreed(question: str) -> bool:
    """Whether somebody says yes; nobody does where standard input has ended, as in a script."""
    try:
        return typer.confirm(question, err=True)
    except typer.Abort:
        if sys.stdin.isatty():
            raise  # Ctrl-C, or Ctrl-D
        raise FerdeskError("nobody is there to say yes; give --yes to delete without a question") from None
