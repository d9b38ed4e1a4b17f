"""`ferdesk-train`: train a network, look at a data set, measure the template, make the demo's faces."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ferdesk.console import console, escaped, run
from ferdesk.errors import FerdeskError
from ferdesk.train.augment import AUGMENTATIONS
from ferdesk.train.check_data import check_data
from ferdesk.train.classical_command import classical
from ferdesk.train.console_run import begin_on_console, resume_on_console, train_on_console
from ferdesk.train.demo_faces import demo_faces
from ferdesk.train.ladder_figure import ladder_figure
from ferdesk.train.networks import NETWORKS
from ferdesk.train.objectives import BALANCES, OBJECTIVES, WEIGHTINGS
from ferdesk.train.objectives.combinators import COMBINATORS
from ferdesk.train.options import config_of, refuse_before, refuse_changes
from ferdesk.train.report import write_report
from ferdesk.train.robustness_command import robustness
from ferdesk.train.study_command import study
from ferdesk.train.template_command import measure_template

app = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False, no_args_is_help=True)


@app.callback(invoke_without_command=True)
def train(
    context: typer.Context,
    data: Annotated[Path | None, typer.Option(help="FER2013: fer2013.csv (.gz, .xz, .zip) or a folder.")] = None,
    out: Annotated[Path | None, typer.Option(help="The run's folder.")] = None,
    labelled: Annotated[
        Path | None, typer.Option(help="Own faces: a folder with folders angry, happy …, pictures of any size in them.")
    ] = None,
    unlabelled: Annotated[Path | None, typer.Option(help="Own pictures that nobody has named, anywhere in it.")] = None,
    hold_out: Annotated[str, typer.Option(help="Share of the own labelled faces to choose and to judge by.")] = "20%",
    replay: Annotated[
        float, typer.Option(help="Share of FER2013 in the labelled crops, where --labelled and --data are given.")
    ] = 0.5,
    mode: Annotated[str, typer.Option(help=f"What is minimised: {', '.join(OBJECTIVES)}.")] = "supervised",
    network: Annotated[
        str, typer.Option(help=f"What is trained, by default as in --init: {', '.join(NETWORKS)}.")
    ] = "vgg",
    labels: Annotated[str, typer.Option(help="How many training labels are used: 10% or 700.")] = "100%",
    epochs: Annotated[
        int | None, typer.Option(help="Updates, in passes over all training images. [default: 60; own faces: 20]")
    ] = None,
    seed: Annotated[int, typer.Option(help="Decides everything that chance decides.")] = 0,
    augment: Annotated[str, typer.Option(help=f"{', '.join(AUGMENTATIONS)}.")] = "tuned",
    calm_epochs: Annotated[int, typer.Option(help="The last so many epochs are augmented by calm.")] = 0,
    framed: Annotated[
        float, typer.Option(help="Share of FER2013's labelled crops framed as the detector does; PublicTest is, too.")
    ] = 0.0,
    batch: Annotated[int, typer.Option(help="Images a step.")] = 128,
    optimizer: Annotated[str, typer.Option(help="sgd or adamw.")] = "sgd",
    rate: Annotated[float | None, typer.Option(help="Peak learning rate. [default: 0.1; own faces: 0.01]")] = None,
    weight_decay: Annotated[float, typer.Option(help="On the matrices of linear maps.")] = 5e-4,
    label_smoothing: Annotated[float, typer.Option(help="0 is none.")] = 0.1,
    balance: Annotated[str, typer.Option(help=f"For rare emotions: {', '.join(BALANCES)}.")] = "none",
    ema: Annotated[
        float | None,
        typer.Option(help="Decay of the averaged weights that are evaluated. [default: 0.998; own faces: 0.98]"),
    ] = None,
    votes: Annotated[Path | None, typer.Option(help="FER+ votes, fer2013new.csv: a second thing to learn.")] = None,
    targets: Annotated[
        str, typer.Option(help="labels, or ferplus: the votes in their place, eight emotions with contempt.")
    ] = "labels",
    votes_weight: Annotated[float, typer.Option(help="Weight of the votes beside the labels.")] = 1.0,
    teacher: Annotated[
        str, typer.Option(metavar="NAME|FILE", help="A bundle whose scores are learnt beside the labels.")
    ] = "",
    second_teacher: Annotated[
        str, typer.Option(metavar="NAME|FILE", help="Another; the mean of both teachers' scores is learnt.")
    ] = "",
    teacher_weight: Annotated[float, typer.Option(help="Weight of the teacher beside the labels.")] = 2.0,
    unlabelled_batch: Annotated[int, typer.Option(help="Unlabelled images a step.")] = 128,
    unlabelled_weight: Annotated[float, typer.Option(help="Weight of what is learnt from them.")] = 1.0,
    threshold: Annotated[float, typer.Option(help="fixmatch: how sure a pseudo-label must be.")] = 0.8,
    weighting: Annotated[str, typer.Option(help=f"fixmatch: {', '.join(WEIGHTINGS)}.")] = "threshold",
    sharpen: Annotated[
        float, typer.Option(help="fixmatch: 0 teaches the likeliest emotion, 0.5 all scores, sharpened.")
    ] = 0.0,
    noise_std: Annotated[
        float | None, typer.Option("--noise-std", "--noise", help="ladder, autoencoder: deviation of the noise.")
    ] = None,
    denoise: Annotated[str, typer.Option(help=f"ladder: {', '.join(COMBINATORS)}.")] = "gaussian",
    denoise_layers: Annotated[str, typer.Option(help="ladder: all, top, or numbers as 1,3; 0 is the crop.")] = "all",
    layer_costs: Annotated[str, typer.Option(help="ladder: their weights from the lowest up, as 10,1,0.1.")] = "",
    noisy_view: Annotated[
        str, typer.Option(help="ladder: another augmentation of unlabelled faces for the noisy pass, such as webcam.")
    ] = "",
    init: Annotated[
        str, typer.Option(metavar="NAME|FILE", help="A bundle, or best.pt of another run, to start from its weights.")
    ] = "",
    drop_leaks: Annotated[bool, typer.Option("--drop-leaks", help="Leave out images that a test has.")] = False,
    precision: Annotated[str, typer.Option(help="auto, bf16 or fp32.")] = "auto",
    threads: Annotated[int, typer.Option(help="Processor threads; 0 is all.")] = 0,
    resume: Annotated[bool, typer.Option("--resume", help="Go on with the run in --out.")] = False,
) -> None:
    """Train a network on FER2013 or on own faces: --out and --data or --labelled are needed, or --resume and --out."""
    if context.invoked_subcommand is not None:
        refuse_before(context, context.invoked_subcommand)
        return
    if out is None:
        raise FerdeskError("--out is missing: name a folder for the run, such as --out runs/first.")
    if resume:
        refuse_changes(context, out)
        train_on_console(resume_on_console(out))
        return
    if data is None and labelled is None and unlabelled is None:
        raise FerdeskError("--data is missing: give fer2013.csv or a folder of images, or own faces with --labelled.")
    # Options are read from the context, by the names of the config's fields: none is forgotten on the way.
    train_on_console(begin_on_console(out, config_of(context)))


app.command()(check_data)
app.command()(measure_template)
app.command()(demo_faces)
app.command()(study)
app.command()(robustness)
app.command()(classical)
app.command()(ladder_figure)


@app.command()
def report(run_folder: Annotated[Path, typer.Argument(help="A run's folder, ended or not.")]) -> None:
    """Write the report of a run: curves, confusion matrix and one page, report.html."""
    console.print(escaped(str(write_report(run_folder))), soft_wrap=True)


def main() -> None:
    """Entry point."""
    run(app)
