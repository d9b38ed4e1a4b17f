"""Find, read and check a bundle: an ONNX file whose metadata says all that is needed to run it."""

from __future__ import annotations

import hashlib
import importlib.resources
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import onnxruntime
from onnxruntime.capi import onnxruntime_pybind11_state as ort_errors

from ferdesk.bundle_info import BundleError, BundleInfo
from ferdesk.emotions import EMOTIONS
from ferdesk.paths import looking_at

__all__ = [
    "INPUT", "OUTPUT", "Bundle", "BundleError", "BundleInfo",
    "available_bundles", "find_bundle", "open_bundle", "read_bundle",
]  # fmt: skip

INPUT, OUTPUT = "crops", "scores"
"""The graph's one input, uint8 [n, size, size], and one output, float32 [n, 7]."""


@dataclass(frozen=True)
class Bundle:
    """A bundle on disk that was read and found to be in order."""

    path: Path
    sha256: str
    """Of the whole file, hexadecimal."""
    info: BundleInfo


def available_bundles() -> tuple[str, ...]:
    """The names of the bundles that came with ferdesk, sorted."""
    return tuple(sorted(path.stem for path in _assets().glob("*.onnx")))


def find_bundle(name_or_path: str | Path | None) -> Path:
    """The file of a bundle: None is "default", a bare name one that came with ferdesk, anything else a path."""
    wanted = "default" if name_or_path is None else name_or_path
    if isinstance(wanted, str) and wanted in available_bundles():
        return _assets() / f"{wanted}.onnx"
    path = Path(wanted)
    with looking_at(path, BundleError):
        if path.is_file():
            return path
    names = ", ".join(available_bundles()) or "none"
    raise BundleError(f"no bundle {str(wanted)!r}: give an .onnx file or the name of one that came along ({names})")


def read_bundle(name_or_path: str | Path | None = None) -> Bundle:
    """Find a bundle, read it and check it, as Classifier does, but without making it ready to run."""
    options = onnxruntime.SessionOptions()
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
    return open_bundle(name_or_path, options, ["CPUExecutionProvider"])[0]


def open_bundle(
    name_or_path: str | Path | None, options: onnxruntime.SessionOptions, providers: Sequence[str]
) -> tuple[Bundle, onnxruntime.InferenceSession]:
    """A checked bundle and a session on the very bytes that were checked. BundleError says what is wrong."""
    path = find_bundle(name_or_path)
    options.log_severity_level = 3  # what goes wrong is raised; onnxruntime's warnings are not for users
    try:
        content = path.read_bytes()
    except OSError as error:
        raise BundleError(f"{path} cannot be read: {error.strerror}") from error
    try:
        session = onnxruntime.InferenceSession(content, options, providers=list(providers))
    except _ORT_ERRORS as error:
        raise BundleError(f"{path} cannot be loaded by onnxruntime; if it is damaged, export it again") from error
    info = BundleInfo.from_metadata(session.get_modelmeta().custom_metadata_map, path)
    _check_graph(session, info, path)
    return Bundle(path, hashlib.sha256(content).hexdigest(), info), session


_ORT_ERRORS = (
    ort_errors.EPFail,
    ort_errors.Fail,
    ort_errors.InvalidArgument,
    ort_errors.InvalidGraph,
    ort_errors.InvalidProtobuf,
    ort_errors.NoModel,
    ort_errors.NotImplemented,
    ort_errors.RuntimeException,
)


def _check_graph(session: onnxruntime.InferenceSession, info: BundleInfo, path: Path) -> None:
    inputs = [(value.name, value.type, value.shape[1:]) for value in session.get_inputs()]
    outputs = [(value.name, value.type, value.shape[1:]) for value in session.get_outputs()]
    size = info.crop.size
    if inputs != [(INPUT, "tensor(uint8)", [size, size])] or outputs != [(OUTPUT, "tensor(float)", [len(EMOTIONS)])]:
        raise BundleError(
            f"{path} does not map {INPUT} uint8 [n, {size}, {size}] to {OUTPUT} float32 [n, 7]; "
            "export it with ferdesk-export"
        )
    if isinstance(session.get_inputs()[0].shape[0], int):
        raise BundleError(f"{path} takes a fixed number of crops a call; export it again with ferdesk-export")


def _assets() -> Path:
    return Path(str(importlib.resources.files("ferdesk.assets")))
