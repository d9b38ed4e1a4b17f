"""The exported graph is the network: in any batch size, without batch norms and without anybody's folders."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import onnx
import onnxruntime
import pytest
import torch
from torch import nn

from ferdesk.classify import Classifier
from ferdesk.errors import FerdeskError
from ferdesk.export.graph import ScoringNetwork, build_graph, describe
from ferdesk.export.mirror import Mirrored
from ferdesk.export.temperature import Temperature
from ferdesk.export.verify import BATCHES, TOLERANCE, verify
from ferdesk.train.networks import build_network, standardise
from tests.export.trained import random_scoring_network, written
from tests.tiny import tiny_info

CROPS = np.random.default_rng(0).integers(0, 256, (70, 48, 48), dtype=np.uint8)

TILTED = (0.1, -0.2, 0.0, -0.3, 0.2, 0.1, 0.1)
TEMPERATURE = Temperature(1.7, 0.3, TILTED)
TOLD: dict[str, Any] = {"temperature": 1.7, "temperature_slope": 0.3, "temperature_by_emotion": TILTED}


@pytest.fixture(scope="module")
def scoring() -> ScoringNetwork:
    return ScoringNetwork(random_scoring_network(), TEMPERATURE)


@pytest.fixture(scope="module")
def model(scoring: ScoringNetwork) -> onnx.ModelProto:
    return build_graph(scoring)


@pytest.fixture(scope="module")
def classifier(model: onnx.ModelProto, tmp_path_factory: pytest.TempPathFactory) -> Classifier:
    path = tmp_path_factory.mktemp("graph") / "a.onnx"
    return Classifier(written(path, model, name="a", **TOLD))


def test_onnxruntime_computes_what_torch_computes(scoring: ScoringNetwork, classifier: Classifier) -> None:
    assert verify(scoring, classifier.classify, CROPS) < TOLERANCE
    with torch.inference_mode():
        expected = scoring(torch.from_numpy(CROPS)).numpy()
    np.testing.assert_allclose(classifier.classify(CROPS), expected, atol=TOLERANCE)
    assert {1, 3, 8, 64} <= set(BATCHES)


@pytest.mark.parametrize("name", ["deck", "resnet", "vgg-nano"])
def test_every_kind_of_network_can_be_exported(name: str, tmp_path: Path) -> None:
    scoring = ScoringNetwork(build_network(name), Temperature(1.0)).eval()
    classifier = Classifier(written(tmp_path / "a.onnx", build_graph(scoring), network=name))
    assert verify(scoring, classifier.classify, CROPS[:8]) < TOLERANCE


def test_the_batch_is_free(model: onnx.ModelProto) -> None:
    (value,), (output,) = model.graph.input, model.graph.output
    assert value.type.tensor_type.shape.dim[0].dim_param
    assert output.type.tensor_type.shape.dim[0].dim_param == value.type.tensor_type.shape.dim[0].dim_param
    assert value.type.tensor_type.elem_type == onnx.TensorProto.UINT8


def test_blank_crops_have_scores(classifier: Classifier) -> None:
    blank = np.zeros((1, 48, 48), np.uint8)
    assert np.isfinite(classifier.classify(blank)).all()
    np.testing.assert_allclose(classifier.classify(blank), classifier.classify(blank + 200), atol=1e-6)


def test_batch_norms_are_folded(model: onnx.ModelProto) -> None:
    assert "BatchNormalization" not in {node.op_type for node in model.graph.node}


def test_it_holds_no_folders_of_whoever_made_it(model: onnx.ModelProto) -> None:
    content = describe(model, tiny_info())
    assert str(Path.cwd()).encode() not in content
    assert b"torch/" not in content
    assert b".py" not in content.replace(b"made by tests/tiny.py", b"")


def test_metadata_come_back(classifier: Classifier) -> None:
    assert classifier.bundle.info == tiny_info(name="a", **TOLD)


def test_a_difference_is_refused(scoring: ScoringNetwork, classifier: Classifier) -> None:
    for temperature in (Temperature(1.71, 0.3, TILTED), Temperature(1.7, 0.32, TILTED), Temperature(1.7, 0.3)):
        with pytest.raises(FerdeskError, match="differs"):
            verify(ScoringNetwork(scoring.network, temperature), classifier.classify, CROPS)
    with pytest.raises(FerdeskError, match="differs"):
        verify(scoring, lambda crops: classifier.classify(crops) * np.float32(np.nan), CROPS)


def test_a_fault_in_large_batches_only_is_found_with_few_crops(scoring: ScoringNetwork, classifier: Classifier) -> None:
    def faulty(crops: np.ndarray) -> np.ndarray:
        return classifier.classify(crops) + np.float32(len(crops) > 8)

    with pytest.raises(FerdeskError, match="differs"):
        verify(scoring, faulty, CROPS[:5])


class _BatchBound(nn.Module):
    """A network that mixes the images of a batch of two."""

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return x.reshape(2, -1)[:, :7]


def test_a_network_that_depends_on_its_batch_is_refused() -> None:
    with pytest.raises(FerdeskError, match="fixed batch size"):
        build_graph(ScoringNetwork(_BatchBound(), Temperature(1.0)))  # type: ignore[arg-type]


def test_the_graph_needs_no_newer_onnxruntime_than_we_ask_for(model: onnx.ModelProto) -> None:
    # onnxruntime 1.20 reads IR version 10 and operator set 21.
    assert onnxruntime.__version__
    assert model.ir_version <= 10
    assert {entry.domain: entry.version for entry in model.opset_import}[""] <= 21


def test_a_mirrored_graph_reads_a_crop_and_its_mirror_image_alike(scoring: ScoringNetwork, tmp_path: Path) -> None:
    mirrored = ScoringNetwork(Mirrored(scoring.network), TEMPERATURE)
    both = Classifier(written(tmp_path / "m.onnx", build_graph(mirrored), temperature=1.7))
    assert verify(mirrored, both.classify, CROPS) < TOLERANCE
    np.testing.assert_allclose(both.classify(CROPS), both.classify(np.ascontiguousarray(CROPS[:, :, ::-1])), atol=1e-5)
    with torch.inference_mode():
        x = standardise(torch.from_numpy(CROPS))
        logits = (scoring.network(x) + scoring.network(x.flip(3))) / 2
    np.testing.assert_allclose(both.classify(CROPS), TEMPERATURE.scores(logits.numpy()), atol=TOLERANCE)
