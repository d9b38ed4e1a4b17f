"""Static int8 quantisation: QDQ, weights S8 per channel, activations U8, calibrated on training crops."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnx
from numpy.typing import NDArray
from onnxruntime.quantization import CalibrationDataReader, CalibrationMethod, QuantFormat, QuantType, quantize_static

from ferdesk.bundle import INPUT
from ferdesk.export.quiet import quiet

METHODS = {
    "minmax": CalibrationMethod.MinMax,
    "entropy": CalibrationMethod.Entropy,
    "percentile": CalibrationMethod.Percentile,
}

CALIBRATION_CROPS = 512

_OPERATORS = ["Conv", "Gemm", "MatMul", "Relu", "MaxPool", "Reshape"]
"""What becomes int8. Standardisation and softmax stay in float: they cost next to nothing and need the range.
So does the first convolution, which sees one channel: a hundredth of the work, a quarter of the error. What is
activated and pooled right behind it stays in float too, so that pooling comes before rounding."""

_MAPS = ("Conv", "Gemm", "MatMul")

_BATCH = 32


@dataclass(frozen=True)
class QuantisationOptions:
    """How to quantise."""

    calibration: str = "minmax"
    """A name in METHODS: how the range of each activation is chosen."""
    reduce_range: bool = False
    """Weights of 7 bits, for processors without VNNI, where sums of 8-bit products can overflow."""


def quantise(
    model: onnx.ModelProto, crops: NDArray[np.uint8], options: QuantisationOptions = QuantisationOptions()
) -> onnx.ModelProto:
    """`model` with int8 weights and activations; `crops` uint8 [n, 48, 48] are what its ranges are measured on."""
    with tempfile.TemporaryDirectory() as folder, quiet():
        target = Path(folder) / "int8.onnx"
        quantize_static(
            onnx.shape_inference.infer_shapes(model, data_prop=True),
            target,
            _Crops(crops),
            quant_format=QuantFormat.QDQ,
            op_types_to_quantize=_OPERATORS,
            nodes_to_exclude=_first_layer(model),
            per_channel=True,
            reduce_range=options.reduce_range,
            activation_type=QuantType.QUInt8,
            weight_type=QuantType.QInt8,
            calibrate_method=METHODS[options.calibration],
        )
        return onnx.load(target)


def calibration_rows(
    labels: NDArray[np.int64], rows: NDArray[np.int64], count: int = CALIBRATION_CROPS
) -> NDArray[np.int64]:
    """About `count` of `rows`, drawn from each emotion in proportion by a fixed seed; `labels` are of all images."""
    generator = np.random.default_rng(0)
    chosen = []
    for emotion in np.unique(labels[rows]):
        members = rows[labels[rows] == emotion]
        share = max(1, round(count * len(members) / len(rows)))
        chosen.append(generator.permutation(members)[:share])
    return np.sort(np.concatenate(chosen))


def _first_layer(model: onnx.ModelProto) -> list[str]:
    """The names of the first linear map and of the activation and the pooling right behind it."""
    readers = {name: node for node in model.graph.node for name in node.input}
    node = next(node for node in model.graph.node if node.op_type in _MAPS)
    names = [node.name]
    while (node := readers[node.output[0]]).op_type in ("Relu", "MaxPool"):
        names.append(node.name)
    return names


class _Crops(CalibrationDataReader):  # type: ignore[misc]
    """Feeds crops to onnxruntime's calibration."""

    def __init__(self, crops: NDArray[np.uint8]) -> None:
        self._batches = iter([crops[start : start + _BATCH] for start in range(0, len(crops), _BATCH)])

    def get_next(self) -> dict[str, NDArray[np.uint8]] | None:
        """The next batch, None at the end."""
        batch = next(self._batches, None)
        return None if batch is None else {INPUT: batch}
