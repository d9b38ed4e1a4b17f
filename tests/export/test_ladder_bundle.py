"""A ladder's bundle is its network's: no decoder, no noise, and no face that looks at the others of its batch."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
import pytest

from ferdesk.classify import Classifier
from ferdesk.export import candidate
from ferdesk.export.candidate import prepare
from ferdesk.export.graph import ScoringNetwork, build_graph, describe
from ferdesk.export.latency import Latency
from ferdesk.export.material import ExportOptions, load_material
from ferdesk.export.temperature import Temperature
from ferdesk.train.config import RunConfig
from ferdesk.train.run import Run
from tests.export.trained import random_scoring_network
from tests.train.made import learnable_csv


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Out of the best.pt of a ladder's first epoch."""
    folder = tmp_path_factory.mktemp("ladder")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(folder / "cache"))
        patch.setattr(candidate, "measure_latency", lambda classifiers, crops: ({1: Latency(1.0, 1.0)},))
        settings = RunConfig(
            data=str(learnable_csv(folder)), network="tiny", mode="ladder", epochs=1, batch=16, unlabelled_batch=16,
            ema=0.8, threads=1,
        )  # fmt: skip
        run = Run.begin(folder / "run", settings, {"command": "test"})
        run.train()
        options = ExportOptions(run.folder.best, folder, "a")
        ready = prepare(load_material(options), options)
    path = folder / "a.onnx"
    path.write_bytes(describe(ready.model, ready.info))
    return path


def test_one_face_at_a_time_has_the_scores_that_it_has_among_a_hundred(bundle: Path) -> None:
    faces = np.random.default_rng(0).integers(0, 256, (100, 48, 48), dtype=np.uint8)
    faces[::2, 10:20] = 230  # not all alike, or there would be nothing to mix up
    classify = Classifier(bundle).classify
    together, alone = classify(faces), np.concatenate([classify(face[None]) for face in faces])
    np.testing.assert_allclose(together, alone, atol=1e-5)
    assert float(together.std(axis=0).max()) > 1e-3


def test_there_is_nothing_of_the_decoder_in_it(bundle: Path) -> None:
    ours = onnx.load(bundle).graph
    untouched = random_scoring_network()  # by any mode
    plain = build_graph(ScoringNetwork(untouched, Temperature(1.7, 0.3))).graph
    assert [node.op_type for node in ours.node] == [node.op_type for node in plain.node]
    assert shapes(ours) == shapes(plain)


def shapes(graph: onnx.GraphProto) -> list[tuple[str, tuple[int, ...]]]:
    return sorted((tensor.name, tuple(tensor.dims)) for tensor in graph.initializer)
