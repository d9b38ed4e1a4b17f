"""`ferdesk`: the app, and label, evaluate, bench, doctor and demo. Each command imports what it needs when it runs."""

from __future__ import annotations

from pathlib import Path

import typer

from ferdesk import cli_explain, cli_recording, cli_settings, cli_window
from ferdesk import cli_options as o
from ferdesk.console import console, escaped, run, write_json
from ferdesk.errors import FerdeskError

app = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)
app.add_typer(cli_recording.app, name="recording")
app.add_typer(cli_settings.app, name="settings")
app.command(short_help="Show on which parts of a face the answer hangs.")(cli_explain.explain)
app.command(short_help="Record a session into a folder.")(cli_recording.record)
app.command(short_help="Measure how the window does on this computer.")(cli_window.bench_window)
app.command(short_help="Use the window for minutes and judge whether its memory grows.")(cli_window.soak)


@app.callback(invoke_without_command=True)
def ferdesk(
    context: typer.Context,
    source: o.AppSource = None,
    bundle: o.Bundle = None,
    provider: o.Provider = "cpu",
    threads: o.AppThreads = None,
    version: o.Version = False,
) -> None:
    """Facial expressions, read offline.

    Without a command the app opens, on camera 0 or on --source.
    """
    if version:
        import ferdesk

        print(ferdesk.__version__)
        raise typer.Exit
    if context.invoked_subcommand is None:
        raise typer.Exit(_open_app(source, bundle, provider, threads))
    if (source, bundle, provider, threads) != (None, None, "cpu", None):
        name = context.invoked_subcommand
        raise FerdeskError(f"options for {name} stand after its name; ferdesk {name} --help lists them")


@app.command(short_help="Label pictures, videos and folders.")
def label(
    paths: o.Paths,
    output: o.Output = None,
    annotate: o.Annotate = None,
    every: o.Every = 1,
    fps: o.Fps = None,
    smoothing: o.Smoothing = None,
    raw: o.Raw = False,
    unsure: o.Unsure = None,
    min_face_score: o.MinFaceScore = None,
    detector_size: o.DetectorSize = None,
    bundle: o.Bundle = None,
    provider: o.Provider = "cpu",
    threads: o.Threads = 1,
    force: o.Force = False,
    resume: o.Resume = False,
    quiet: o.Quiet = False,
) -> None:
    """Label pictures, videos and folders: a table with a row a face.

    A picture or sampled frame without a face gives a row no_face; a file that cannot be read a row unreadable that
    says why. In a video people keep a number (track) while they stay in view.

    Exit code: 0 all read, 1 some unreadable, 2 something to mend first.
    """
    from ferdesk.label import LabelOptions, run_label
    from ferdesk.label_steps import Sampling
    from ferdesk.label_summary import print_summary
    from ferdesk.pipeline import PipelineSettings

    usual = PipelineSettings()
    settings = PipelineSettings(
        detector_threshold=usual.detector_threshold if min_face_score is None else min_face_score,
        detector_size=usual.detector_size if detector_size is None else detector_size,
        smoothing_seconds=usual.smoothing_seconds if smoothing is None else smoothing,
        unsure_threshold=unsure,
    )
    options = LabelOptions(
        paths=tuple(paths),
        output=None if output == Path("-") else output,
        bundle=bundle,
        provider=provider,
        threads=threads,
        settings=settings,
        sampling=Sampling(every, fps),
        annotate=annotate,
        raw_scores=raw,
        overwrite=force,
        resume=resume,
        quiet=quiet,
    )
    summary = run_label(options)
    if not quiet:
        print_summary(summary)
        for what, place in (("Table: ", options.output), ("Copies:", options.annotate)):
            if place is not None:
                console.print(f"{what} {escaped(str(place))}", soft_wrap=True)
    raise typer.Exit(summary.exit_code)


@app.command(short_help="Measure a bundle's accuracy on a data set.")
def evaluate(
    data: o.Data,
    split: o.Split = "PrivateTest",
    bundle: o.Bundle = None,
    drop_leaks: o.DropLeaks = False,
    detector: o.InLoop = False,
    provider: o.Provider = "cpu",
    threads: o.Threads = 1,
    json_file: o.Json = None,
) -> None:
    """Measure a bundle on a data set: accuracy, recall by emotion, calibration, confusion."""
    from ferdesk.evaluate import EvaluateOptions, print_evaluation, run_evaluate

    evaluation = run_evaluate(EvaluateOptions(data, split, bundle, drop_leaks, detector, provider, threads))
    print_evaluation(evaluation)
    write_json(json_file, evaluation.to_json())


@app.command(short_help="Measure the pipeline's speed on this computer.")
def bench(
    source: o.BenchSource = "demo",
    frames: o.Frames = 300,
    bundle: o.Bundle = None,
    provider: o.Provider = "cpu",
    threads: o.Threads = 1,
    json_file: o.Json = None,
) -> None:
    """Measure the pipeline's speed on this computer, stage by stage."""
    from ferdesk.bench import BenchOptions, print_bench, run_bench

    figures = run_bench(BenchOptions(source, frames, bundle, provider, threads))
    print_bench(figures)
    write_json(json_file, figures.to_json())


@app.command(short_help="Look at what works here and how to mend what does not.")
def doctor(bundle: o.Bundle = None, provider: o.Provider = "cpu", json_file: o.Json = None) -> None:
    """Look at what works here, what does not, and how to mend it.

    Exit code: 0 without a problem, else 1. Warnings do not count.
    """
    from ferdesk.doctor import DoctorOptions, print_report, run_doctor

    report = run_doctor(DoctorOptions(bundle, provider))
    print_report(report)
    write_json(json_file, report.to_json())
    raise typer.Exit(report.exit_code)


@app.command(short_help="Show the built-in demo.")
def demo(
    seconds: o.Seconds = 14.0,
    no_window: o.NoWindow = False,
    bundle: o.Bundle = None,
    provider: o.Provider = "cpu",
    threads: o.AppThreads = None,
) -> None:
    """Show the built-in demo: in a window, or in the console where there is no display."""
    if not no_window:
        from ferdesk.gui.bootstrap import NoWindowError

        try:
            raise typer.Exit(_open_app("demo", bundle, provider, threads))
        except NoWindowError as error:
            console.print(f"{error} Here is the demo in the console:", markup=False, soft_wrap=True)
    from rich.console import Console

    from ferdesk.console_demo import run_console_demo

    run_console_demo(seconds, bundle, provider=provider, threads=threads or 1, to=Console(highlight=False))


def _open_app(source: str | None, bundle: str | None, provider: str, threads: int | None) -> int:
    from ferdesk.gui.app import AppOptions, run_app

    return run_app(AppOptions(source=source, bundle=bundle, provider=provider, threads=threads))


def main() -> None:
    """Entry point."""
    run(app)


if __name__ == "__main__":
    main()
