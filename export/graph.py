"""The graph of a bundle: uint8 crops in, calibrated scores out, all that lies between inside one ONNX file."""

from __future__ import annotations

import onnx
import torch
from torch import Tensor, nn
from torch.export import Dim

from ferdesk.bundle import INPUT, OUTPUT
from ferdesk.bundle_info import BundleInfo
from ferdesk.dataset import CROP_SIZE
from ferdesk.errors import FerdeskError
from ferdesk.export.quiet import quiet
from ferdesk.export.temperature import Temperature
from ferdesk.train.networks import standardise

_EXAMPLES = 2
"""An example batch of one would silently fix the batch at one."""


class ScoringNetwork(nn.Module):
    """crops uint8 [n, 48, 48] -> scores float32 [n, 7]: standardise, network, temperature, softmax."""

    def __init__(self, network: nn.Module, temperature: Temperature) -> None:
        super().__init__()
        self.network = network
        self.temperature = temperature

    def forward(self, crops: Tensor) -> Tensor:
        """Scores of crops; rows sum to 1."""
        return self.temperature.divide(self.network(standardise(crops))).softmax(dim=1)


def build_graph(scoring: ScoringNetwork) -> onnx.ModelProto:
    """`scoring`, put into evaluation mode, as an ONNX model of any batch size.

    torch's exporter folds each batch norm into the linear map before it. Raises FerdeskError where the network was
    exported with a fixed batch size.
    """
    example = torch.zeros((_EXAMPLES, CROP_SIZE, CROP_SIZE), dtype=torch.uint8)
    with quiet(), torch.no_grad():  # a gradient that is written out by hand has no operator of its own
        program = torch.onnx.export(
            scoring.eval(),
            (example,),
            dynamo=True,
            input_names=[INPUT],
            output_names=[OUTPUT],
            dynamic_shapes={INPUT: {0: Dim("n")}},
            verbose=False,
        )
    assert program is not None  # it is None only where torch writes the file itself
    model: onnx.ModelProto = onnx.load_model_from_string(program.model_proto.SerializeToString())
    _forget_sources(model)
    _check_batch(model)
    return model


def describe(model: onnx.ModelProto, info: BundleInfo) -> bytes:
    """The bytes of a bundle: `model` with `info` as its metadata in place of whatever it had."""
    described = onnx.ModelProto()
    described.CopyFrom(model)
    del described.metadata_props[:]
    onnx.helper.set_model_props(described, info.to_metadata())
    described.producer_name, described.producer_version = "ferdesk", info.version
    onnx.checker.check_model(described, full_check=True)
    return bytes(described.SerializeToString())


def _forget_sources(model: onnx.ModelProto) -> None:
    """Take out what torch notes on every node: stack traces with the folders of whoever exported, twice the graph."""
    graph = model.graph
    for part in (graph, *graph.node, *graph.input, *graph.output, *graph.value_info, *graph.initializer):
        part.doc_string = ""
        del part.metadata_props[:]


def _check_batch(model: onnx.ModelProto) -> None:
    for value in (*model.graph.input, *model.graph.output):
        if not value.type.tensor_type.shape.dim[0].dim_param:
            raise FerdeskError(
                f"The network was exported with a fixed batch size ({value.name}); it must not depend on its batch."
            )
