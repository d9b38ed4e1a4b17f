"""int8 is int8, says much the same as fp32, and is calibrated on crops of every emotion."""

from __future__ import annotations

import numpy as np
import onnx
import onnxruntime
import pytest

from ferdesk.export.graph import ScoringNetwork, build_graph
from ferdesk.export.quantise import METHODS, QuantisationOptions, calibration_rows, quantise
from ferdesk.export.temperature import Temperature
from ferdesk.train.networks import build_network
from tests.export.trained import random_scoring_network

CROPS = np.random.default_rng(0).integers(0, 256, (64, 48, 48), dtype=np.uint8)


@pytest.fixture(scope="module")
def model() -> onnx.ModelProto:
    return build_graph(ScoringNetwork(random_scoring_network(), Temperature(1.0)))


def scores(model: onnx.ModelProto) -> np.ndarray:
    session = onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
    return np.asarray(session.run(None, {"crops": CROPS})[0])


@pytest.mark.parametrize("method", METHODS)
def test_int8_says_much_the_same(model: onnx.ModelProto, method: str) -> None:
    before = scores(model)
    after = scores(quantise(model, CROPS, QuantisationOptions(method)))
    assert np.abs(after - before).max() > 0
    assert np.abs(after - before).mean() < 0.05


def test_weights_are_signed_bytes_a_scale_each_channel(model: onnx.ModelProto) -> None:
    small = quantise(model, CROPS)
    by_name = {tensor.name: tensor for tensor in small.graph.initializer}
    maps = [node for node in small.graph.node if node.op_type == "Conv"]
    assert len(maps) == 8
    quantised = {node.output[0]: node for node in small.graph.node if node.op_type == "DequantizeLinear"}
    assert maps[0].input[1] not in quantised  # the first one stays in float
    for node in maps[1:]:
        weight, scale = (by_name[name] for name in quantised[node.input[1]].input[:2])
        assert weight.data_type == onnx.TensorProto.INT8
        assert list(scale.dims) == [weight.dims[0]]


def test_a_crop_is_pooled_before_it_is_rounded() -> None:
    small = quantise(build_graph(ScoringNetwork(build_network("vgg-nano"), Temperature(1.0))), CROPS)
    makers = {node.output[0]: node.op_type for node in small.graph.node}
    pools = [makers[node.input[0]] for node in small.graph.node if node.op_type == "MaxPool"]
    assert pools == ["Conv"] + ["DequantizeLinear"] * 3


def test_a_reduced_range_has_seven_bits(model: onnx.ModelProto) -> None:
    small = quantise(model, CROPS, QuantisationOptions(reduce_range=True))
    weights = [onnx.numpy_helper.to_array(tensor) for tensor in small.graph.initializer if tensor.dims[1:]]
    assert max(np.abs(weight.astype(int)).max() for weight in weights if weight.dtype == np.int8) == 64


def test_the_model_given_stays_as_it_is_and_so_does_its_batch(model: onnx.ModelProto) -> None:
    before = model.SerializeToString()
    small = quantise(model, CROPS)
    assert model.SerializeToString() == before
    assert small.graph.input[0].type.tensor_type.shape.dim[0].dim_param


def test_calibration_is_drawn_from_every_emotion_in_proportion() -> None:
    labels = np.repeat(np.arange(7), [400, 4, 400, 700, 480, 310, 500])
    rows = np.arange(len(labels))[::2]
    chosen = calibration_rows(labels, rows, 200)
    counts = np.bincount(labels[chosen], minlength=7)
    assert set(chosen) <= set(rows)
    assert len(np.unique(chosen)) == len(chosen)
    np.testing.assert_allclose(counts / counts.sum(), np.bincount(labels[rows]) / len(rows), atol=0.01)
    assert counts[1] >= 1
    np.testing.assert_array_equal(chosen, calibration_rows(labels, rows, 200))
