"""Where a trained network is taken from: the `best.pt` of a run, or a bundle by its file or its name."""

from __future__ import annotations

from pathlib import Path

from ferdesk.bundle import available_bundles, find_bundle
from ferdesk.train.checkpoint import load_network
from ferdesk.train.networks import Network
from ferdesk.train.unfold import unfolded


def weights_file(name_or_path: str) -> Path:
    """The file: a bare name is a bundle that came with ferdesk, anything else a path."""
    return find_bundle(name_or_path) if name_or_path in available_bundles() else Path(name_or_path)


def is_bundle(path: str | Path) -> bool:
    """Whether a file holds folded and perhaps rounded weights, and not a checkpoint."""
    return Path(path).suffix == ".onnx"


def network_in(path: Path) -> tuple[str, Network]:
    """The name of the network in a file, and that network in evaluation mode.

    Raises:
        FerdeskError: the file is missing, damaged or neither a checkpoint nor a bundle of a network of ours.
    """
    if is_bundle(path):
        return unfolded(path)
    trained = load_network(path)
    return trained.config.network, trained.network
