"""`ferdesk-export`: a checkpoint in, a verified bundle with its model card out."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ferdesk.console import console, run, told_steps
from ferdesk.errors import FerdeskError

app = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)


@app.command()
def export(
    checkpoint: Annotated[Path, typer.Argument(help="best.pt of a run.")],
    out: Annotated[Path, typer.Option(help="Folder for the bundle and its card.")],
    quantize: Annotated[bool, typer.Option("--quantize", help="Make an int8 bundle, if it passes the gate.")] = False,
    name: Annotated[str, typer.Option(help="Name of the bundle: <name>.onnx and <name>.md.")] = "default",
    data: Annotated[Path | None, typer.Option(help="FER2013; by default where the run had it.")] = None,
    votes: Annotated[Path | None, typer.Option(help="FER+ votes; by default where the run had them.")] = None,
    mirror: Annotated[
        bool, typer.Option("--mirror", help="Read each crop and its mirror image: a little better, twice the work.")
    ] = False,
    adjust: Annotated[
        float,
        typer.Option(help="0..1: how far scores forget that some emotions are rare; prints what it costs."),
    ] = 0.0,
    replace: Annotated[bool, typer.Option("--replace", help="Write over a bundle of that name in --out.")] = False,
    force: Annotated[bool, typer.Option("--force", help="Write it even if the gate refuses.")] = False,
    calibration: Annotated[
        str | None, typer.Option(help="Ranges of activations: minmax, entropy, percentile. [default: minmax]")
    ] = None,
    reduce_range: Annotated[
        bool, typer.Option("--reduce-range", help="7-bit weights, for processors without VNNI.")
    ] = False,
) -> None:
    """Turn a trained network into one ONNX file that has everything in it, verified, calibrated and judged."""
    from ferdesk.export.adjust import trade_off_table
    from ferdesk.export.candidate import prepare
    from ferdesk.export.gate import gate_table
    from ferdesk.export.material import ExportOptions, load_material
    from ferdesk.export.quantise import METHODS, QuantisationOptions
    from ferdesk.export.write import write

    if calibration is not None and calibration not in METHODS:
        raise FerdeskError(f"--calibration {calibration!r} is not known; choose one of {', '.join(METHODS)}")
    idle = {"--calibration": calibration is not None, "--reduce-range": reduce_range, "--force": force}
    if not quantize and any(idle.values()):
        raise FerdeskError(f"{', '.join(name for name, typed in idle.items() if typed)}: give --quantize as well.")
    quantisation = QuantisationOptions(calibration or QuantisationOptions.calibration, reduce_range)
    options = ExportOptions(checkpoint, out, name, data, votes, quantize, force, replace, mirror, adjust, quantisation)
    with told_steps() as say:
        say("reading")
        candidate = prepare(load_material(options), options, say)
        if candidate.trades:
            console.print(trade_off_table(candidate.trades, adjust))
        console.print(gate_table(candidate.columns))
        exported = write(candidate, options, say)
    for objection in candidate.objections:
        console.print(f"written by force: it {objection}")
    console.print(f"{exported.bundle}\n{exported.card}\n{exported.diagram}\nsha256 {exported.sha256}", soft_wrap=True)


def main() -> None:
    """Entry point."""
    run(app)
