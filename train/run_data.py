"""The data of a run, as it begins and as it is taken up again: a data set, or own faces with FER2013 beside them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ferdesk.dataset import Dataset, load_dataset
from ferdesk.dataset_votes import read_votes
from ferdesk.detect import WEIGHTS_SHA256
from ferdesk.errors import FerdeskError
from ferdesk.train.config import RunConfig
from ferdesk.train.ferplus import check_votes
from ferdesk.train.framing import framed_pixels
from ferdesk.train.own_faces import OwnFaces, gather
from ferdesk.train.own_files import load_own
from ferdesk.train.targets import by_votes
from ferdesk.train.template import load_template
from ferdesk.train.training_data import SELECT_ON

Advance = Callable[[int, int], None]
"""Hears how many pictures of how many are done."""


def silent(done: int, total: int) -> None:
    """Nobody wants to know."""


@dataclass(frozen=True, eq=False)
class RunData:
    """What a run learns from and is judged by."""

    dataset: Dataset
    known: Dataset | None = None
    """FER2013, played again beside own faces."""
    framed: NDArray[np.uint8] | None = None
    """uint8 [N, 48, 48]: FER2013 as the detector frames it, where the run has a use for it."""
    own: OwnFaces | None = None
    """Where `dataset` was made of people's folders just now."""
    facts: Mapping[str, object] = field(default_factory=dict)
    """For provenance.json."""


def begin_data(config: RunConfig, advance: Advance = silent) -> RunData:
    """Read all that a new run needs. FerdeskError where something is not right, before anything is written."""
    known = load_dataset(Path(config.data)) if config.data else None
    if known is not None and config.votes:
        check_votes(known, read_votes(Path(config.votes)))
    if not config.labelled:
        if known is None:
            raise FerdeskError("--data is missing: give fer2013.csv or a folder of images.")
        _refuse_without_choice(known)
        framed = _framed(known, config, advance)
        known_by = {"data": known.fingerprint, "order": known.digest}
        return RunData(targeted(known, config), framed=framed, facts=known_by)
    unlabelled = Path(config.unlabelled) if config.unlabelled else None
    own = gather(Path(config.labelled), unlabelled, config.hold_out, config.seed, advance)
    facts = {
        "data": own.dataset.fingerprint,
        "pictures": len(own.faces),
        "left out": len(own.left_out),
        "detector": WEIGHTS_SHA256,
        "crop": load_template().to_json(),
        "replayed": "" if known is None else known.fingerprint,
        "order": "" if known is None else known.digest,
    }
    return RunData(own.dataset, known, _framed(known, config, advance), own, facts)


def _refuse_without_choice(dataset: Dataset) -> None:
    for split, use in (("Training", "learn from"), (SELECT_ON, "choose the epoch by")):
        if not len(dataset.rows(split)):
            raise FerdeskError(f"{dataset.source} has no {split} images to {use}; give a data set that has both.")


def targeted(dataset: Dataset, config: RunConfig) -> Dataset:
    """The data set with what the run is taught in place of its labels, where that is something else."""
    return by_votes(dataset, read_votes(Path(config.votes))) if config.targets == "ferplus" else dataset


def _framed(known: Dataset | None, config: RunConfig, advance: Advance) -> NDArray[np.uint8] | None:
    return framed_pixels(known, advance) if known is not None and config.framed else None


def resume_data(path: Path, config: RunConfig, facts: Mapping[str, Any], advance: Advance = silent) -> RunData:
    """The data of the run in the folder `path` once more; FerdeskError where they are no longer those of `facts`."""
    known = load_dataset(Path(config.data)) if config.data else None
    if known is not None:
        _refuse_another(known, path, facts)
    if not config.labelled:
        if known is None:
            raise FerdeskError(f"{path / 'config.json'} names no data; begin the run anew.")
        return RunData(targeted(known, config), framed=_framed(known, config, advance))
    dataset = load_own(path)
    if dataset.fingerprint != facts["data"]:
        raise FerdeskError(f"{path / 'faces.npz'} does not hold the faces that the run began with.")
    return RunData(dataset, known, _framed(known, config, advance))


def _refuse_another(known: Dataset, path: Path, facts: Mapping[str, Any]) -> None:
    """Rows keep their labels, and crops their frames, by number: the same images in another order are other data."""
    if known.fingerprint != facts.get("replayed", facts["data"]):
        raise FerdeskError(f"{known.source} is not the data set that the run in {path} began with.")
    if known.digest != facts.get("order", known.digest):  # runs of earlier versions do not say
        raise FerdeskError(
            f"{known.source} has the images that the run in {path} began with in another order; give it the data in "
            "the form that it began with, or begin anew."
        )
