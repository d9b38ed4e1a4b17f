"""`ferdesk bench-window` and `ferdesk soak`: how the app's window holds up on this computer."""

from __future__ import annotations

import typer

from ferdesk import cli_options as o
from ferdesk.console import console, write_json
from ferdesk.errors import FerdeskError
from ferdesk.gauges import MIB, Gauges
from ferdesk.sources import CROWD


def bench_window(
    seconds: o.WatchSeconds = 20.0,
    size: o.WindowSize = "1280x720",
    source: o.BenchSource = CROWD,
    bundle: o.Bundle = None,
    provider: o.Provider = "cpu",
    threads: o.Threads = 1,
    record: o.BenchRecord = o.RecordChoice.nothing,
    json_file: o.Json = None,
) -> None:
    """Open the window on three generated faces (640x480, 30 a second) and measure it live, paused and minimised.

    Your settings are not touched. Without a display, QT_QPA_PLATFORM=offscreen measures all but the screen.
    """
    from ferdesk.gui import bootstrap

    width, height = window_size(size)
    bootstrap.prepare()
    from ferdesk.gui.scripted import Playing
    from ferdesk.gui.window_bench import bench_window as measure
    from ferdesk.window_figures import print_window_figures

    playing = Playing(source, bundle, provider, threads, width=width, height=height)
    figures = measure(playing, seconds, record.value)
    print_window_figures(figures)
    write_json(json_file, figures.to_json())


def soak(
    minutes: o.SoakMinutes = 10.0,
    size: o.WindowSize = "1280x720",
    source: o.BenchSource = CROWD,
    bundle: o.Bundle = None,
    provider: o.Provider = "cpu",
    threads: o.Threads = 1,
    json_file: o.Json = None,
) -> None:
    """Use the window for minutes, as a person would, and judge whether its memory grows.

    Chooses faces, records, marks, opens and closes timeline and settings, pauses, minimises, changes the source; again
    and again. Your settings and recordings are not touched. Exit code: 0 flat, 1 not.
    """
    from ferdesk.gui import bootstrap

    width, height = window_size(size)
    bootstrap.prepare()
    from ferdesk.gui.scripted import Playing
    from ferdesk.gui.soak import soak as measure
    from ferdesk.soak_figures import print_soak_figures

    def tell(seconds: float, gauges: Gauges) -> None:
        memory = "?" if gauges.resident_bytes is None else f"{gauges.resident_bytes / MIB:.1f} MiB"
        console.print(f"{seconds / 60:5.1f} min  {memory}  {gauges.threads} threads  {gauges.files} files")

    figures = measure(Playing(source, bundle, provider, threads, width=width, height=height), 60 * minutes, tell)
    print_soak_figures(figures)
    write_json(json_file, figures.to_json())
    raise typer.Exit(0 if figures.flat else 1)


def window_size(text: str) -> tuple[int, int]:
    """Width and height of `1280x720`. FerdeskError for anything else."""
    width, _, height = text.lower().partition("x")
    if not (width.isdecimal() and height.isdecimal() and int(width) >= 320 and int(height) >= 240):
        raise FerdeskError(f"--size {text}: give width and height in pixels, such as 1280x720, at least 320x240")
    return int(width), int(height)
