"""A picture of a ladder at work on the demo's average face: clean, noisy and denoised activations, layer by layer."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import numpy as np
import torch
import typer
from matplotlib.figure import Figure
from numpy.typing import NDArray
from torch import Tensor

from ferdesk.console import console, escaped
from ferdesk.crop import crop_face
from ferdesk.demo import Sheet
from ferdesk.emotions import EMOTIONS, Emotion
from ferdesk.errors import FerdeskError
from ferdesk.train.networks import standardise
from ferdesk.train.objectives.ladder import Ladder
from ferdesk.train.objectives.ladder_passes import clean_pass, corrupted_pass
from ferdesk.train.plots import LIGHT, Theme, png_of
from ferdesk.train.run import Run
from ferdesk.train.template import load_template
from ferdesk.writable import check_file

_COMPANY = 127
"""Training crops that go through beside the face, for the statistics of a batch."""
_MAPS = 3
"""Channels shown of each layer, the ones on which noise and denoising differ most."""


@dataclass(frozen=True, eq=False)
class Layer:
    """What one layer makes of the face; float32 [channels, height, width]."""

    name: str
    clean: NDArray[np.float32]
    noisy: NDArray[np.float32]
    denoised: NDArray[np.float32]
    error: tuple[float, float]
    """Mean squared distance from the clean activations, of the noisy ones and of the denoised ones. Of all faces of the
    batch: the average face is smoother than any of them, and noise does it less harm."""


def ladder_figure(
    run: Annotated[Path, typer.Argument(help="Folder of a run with --mode ladder that denoises every layer.")],
    out: Annotated[Path, typer.Option(help="The PNG to write.")],
    emotion: Annotated[str, typer.Option(help="Which of the demo's faces.")] = "happy",
    layers: Annotated[str, typer.Option(help="Which layers, such as 0,1,4; 0 is the crop.")] = "all",
) -> None:
    """Draw what a ladder sees of a face: clean, with noise, and with the noise taken off again."""
    chosen = _numbers(layers)
    if emotion not in EMOTIONS:
        raise FerdeskError(f"--emotion {emotion!r} is not known; choose one of {', '.join(EMOTIONS)}")
    check_file(out)
    training = Run.resume(run)
    face = _average_face(Emotion[emotion.upper()])
    found = layers_of(training, face)
    if chosen is not None and max(chosen) >= len(found):
        raise FerdeskError(f"--layers {layers}: there are maps in the layers 0 to {len(found) - 1}")
    shown = found if chosen is None else tuple(found[number] for number in chosen)
    out.write_bytes(png_of(_figure(shown, LIGHT)))
    for layer in found:
        noisy, denoised = layer.error
        console.print(f"{layer.name}: distance {noisy:.3f} with noise, {denoised:.3f} denoised")
    console.print(escaped(str(out)), soft_wrap=True)


def _numbers(text: str) -> list[int] | None:
    """Of layers, in order; None for all."""
    if text == "all":
        return None
    if not all(word.strip().isdecimal() for word in text.split(",")):
        raise FerdeskError(f"--layers {text!r}: write all, or numbers such as 0,1,4")
    return sorted({int(word) for word in text.split(",")})


@torch.no_grad()
def layers_of(training: Run, face: NDArray[np.uint8]) -> tuple[Layer, ...]:
    """Every convolution's layer, and the crop itself, for a face uint8 [48, 48]. The same noise each time.

    Raises:
        FerdeskError: the run is of another mode, denoises the top alone, or has not learnt anything yet.
    """
    objective, network = training.learner.objective, training.learner.network
    if not isinstance(objective, Ladder) or min(objective.costs) > 0:
        raise FerdeskError(f"{training.folder.path} is no run with --mode ladder that denoises down to the crop")
    if training.learner.epoch == 0:
        path = training.folder.path
        raise FerdeskError(f"{path}: no epoch is over yet, the weights are random; go on with ferdesk-train --resume")
    rows = training.dataset.rows("Training")[:_COMPANY]
    crops = standardise(torch.from_numpy(np.concatenate([face[None], training.dataset.pixels[rows]])))
    network.train()
    torch.manual_seed(0)
    statistics = {key: value.clone() for key, value in network.state_dict().items()}
    clean = clean_pass(network, crops)
    noisy, logits = corrupted_pass(network, crops, objective.noise_std)
    estimates = objective.decode(noisy, logits)
    network.load_state_dict(statistics)  # looking changes nothing
    layers = []
    for number, (target, disturbed) in enumerate(zip(clean, noisy, strict=True)):
        if target.linear.ndim == 4:
            denoised = estimates[number]
            name = "the crop" if number == 0 else f"layer {number}"
            error = _distance(disturbed, target.z), _distance(denoised, target.z)
            layers.append(Layer(name, _first(target.z), _first(disturbed), _first(denoised), error))
    return tuple(layers)


def _distance(x: Tensor, clean: Tensor) -> float:
    return float((x.float() - clean).square().mean())


def _first(x: Tensor) -> NDArray[np.float32]:
    return np.asarray(x[0].float().numpy(), np.float32)


def _average_face(emotion: Emotion) -> NDArray[np.uint8]:
    sheet = Sheet.load()
    return crop_face(sheet.faces[emotion], sheet.landmarks, load_template())


def _figure(layers: tuple[Layer, ...], theme: Theme) -> Figure:
    """A row a layer; beside each other its channels, three pictures each: clean, noisy, denoised."""
    figure = Figure(figsize=(9.5, 1.15 * len(layers) + 0.5), dpi=130, facecolor=theme.paper)
    axes = figure.subplots(len(layers), 3 * _MAPS, squeeze=False)
    for line, layer in zip(axes, layers, strict=True):
        spread = ((layer.noisy - layer.clean) ** 2 - (layer.denoised - layer.clean) ** 2).mean(axis=(1, 2))
        shown = np.argsort(-spread)[:_MAPS]
        for place, channel in enumerate(shown.tolist()):
            low, high = np.percentile(layer.clean[channel], [1, 99])
            for column, picture in enumerate((layer.clean, layer.noisy, layer.denoised)):
                spot = line[3 * place + column]
                spot.imshow(picture[channel], cmap="gray", vmin=low, vmax=high)
        line[0].set_ylabel(layer.name, fontsize=8, color=theme.ink)
    for column, spots in enumerate(axes.T):  # above the first picture, for the crop has one map
        topmost = next((spot for spot in spots if spot.images), spots[0])
        topmost.set_title(("clean", "noisy", "denoised")[column % 3], fontsize=8, color=theme.ink, pad=3)
    for spot in axes.flat:
        spot.set_xticks([])
        spot.set_yticks([])
        spot.spines[:].set_visible(False)
        if not spot.images:
            spot.set_visible(False)
    for line in axes:
        line[0].set_visible(True)
    figure.subplots_adjust(left=0.06, right=0.995, top=0.96, bottom=0.01, wspace=0.06, hspace=0.08)
    return figure
