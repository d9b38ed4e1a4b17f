from __future__ import annotations

import hashlib
import json
from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper

import ferdesk.bundle
from ferdesk.bundle import BundleError, BundleInfo, available_bundles, find_bundle, read_bundle
from ferdesk.crop import CropSpec
from tests.tiny import TEMPLATE, tiny_bundle, tiny_info

SOMEWHERE = Path("somewhere.onnx")


def test_metadata_come_back_as_they_went() -> None:
    info = tiny_info(
        name="Grün", precision="int8", temperature=1.37, seed=-3, forced=True, metrics={"a": 0.1, "b": 2.0},
        temperature_slope=-0.2, crop=CropSpec(48, TEMPLATE * np.float32(1.01)), command="ferdesk-train --data 'a b'",
    )  # fmt: skip
    metadata = info.to_metadata()
    assert all(key.startswith("ferdesk.") for key in metadata)
    assert BundleInfo.from_metadata(metadata, SOMEWHERE) == info


NEWER = {"adjusted": 0.5, "temperature_slope": 0.5, "temperature_by_emotion": (0.5, 0, 0, 0, 0, 0, -0.5)}
"""Fields that an older bundle does not tell, and a value that one may have."""


@pytest.mark.parametrize("field", NEWER)
def test_a_bundle_from_before_a_field_has_none_of_it(field: str) -> None:
    metadata = tiny_info(**{field: NEWER[field]}).to_metadata()
    assert getattr(BundleInfo.from_metadata(metadata, SOMEWHERE), field) == NEWER[field]
    del metadata[f"ferdesk.{field}"]
    assert BundleInfo.from_metadata(metadata, SOMEWHERE) == tiny_info()


@pytest.mark.parametrize("key", sorted(set(tiny_info().to_metadata()) - {f"ferdesk.{field}" for field in NEWER}))
def test_each_missing_key_is_named(key: str) -> None:
    metadata = tiny_info().to_metadata()
    del metadata[key]
    with pytest.raises(BundleError, match=rf"somewhere\.onnx.*{key}.*ferdesk-export"):
        BundleInfo.from_metadata(metadata, SOMEWHERE)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("format", "2"),
        ("adjusted", "1.5"),
        ("emotions", json.dumps(["happy", "angry"])),
        ("emotions", "happy"),
        ("crop", "{}"),
        ("precision", "fp16"),
        ("temperature", "0"),
        ("temperature", "NaN"),
        ("temperature_slope", "NaN"),
        ("temperature_slope", "2.5"),
        ("temperature_by_emotion", "[0, 0, 0, 0, 0, 0]"),
        ("temperature_by_emotion", "[0, 0, 0, 0, 0, 0, 2.5]"),
        ("temperature_by_emotion", "0"),
        ("unsure_threshold", "1.5"),
        ("unsure_threshold", '"0.5"'),
        ("seed", "1.5"),
        ("metrics", "[1]"),
        ("metrics", '{"a": null}'),
        ("forced", "1"),
    ],
)
def test_each_wrong_value_is_named(key: str, value: str) -> None:
    metadata = tiny_info().to_metadata() | {f"ferdesk.{key}": value}
    with pytest.raises(BundleError, match=rf"somewhere\.onnx.*ferdesk\.{key}"):
        BundleInfo.from_metadata(metadata, SOMEWHERE)


def test_emotions_in_another_order_are_refused(tmp_path: Path) -> None:
    info = tiny_info()
    path = tiny_bundle(tmp_path / "b.onnx", emotions=info.emotions[::-1])
    with pytest.raises(BundleError, match="angry, disgust, fear, happy, sad, surprise, neutral"):
        read_bundle(path)


def test_read_bundle_tells_what_is_in_the_file(tiny_bundle: Path) -> None:
    bundle = read_bundle(tiny_bundle)
    assert bundle.path == tiny_bundle
    assert bundle.sha256 == hashlib.sha256(tiny_bundle.read_bytes()).hexdigest()
    assert bundle.info == tiny_info()


@pytest.mark.parametrize("content", [b"", b"not a model", b"\x08\x07" * 400])
def test_a_broken_file_is_named(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "broken.onnx"
    path.write_bytes(content)
    with pytest.raises(BundleError, match=r"broken\.onnx"):
        read_bundle(path)


def test_a_truncated_bundle_is_named(tmp_path: Path, tiny_bundle: Path) -> None:
    path = tmp_path / "short.onnx"
    path.write_bytes(tiny_bundle.read_bytes()[:-600])
    with pytest.raises(BundleError, match=r"short\.onnx"):
        read_bundle(path)


def test_somebody_elses_model_is_told_apart(tmp_path: Path) -> None:
    path = tiny_bundle(tmp_path / "foreign.onnx", metadata={"author": "somebody"})
    with pytest.raises(BundleError, match=r"foreign\.onnx is not a ferdesk bundle.*ferdesk-export"):
        read_bundle(path)


def test_a_graph_of_another_shape_is_refused(tmp_path: Path) -> None:
    graph = helper.make_graph(
        [helper.make_node("Softmax", ["crops"], ["scores"], axis=1)],
        "other",
        [helper.make_tensor_value_info("crops", TensorProto.FLOAT, ["n", 7])],
        [helper.make_tensor_value_info("scores", TensorProto.FLOAT, ["n", 7])],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], ir_version=8)
    helper.set_model_props(model, tiny_info().to_metadata())
    onnx.save(model, str(tmp_path / "other.onnx"))
    with pytest.raises(BundleError, match=r"other\.onnx does not map crops uint8"):
        read_bundle(tmp_path / "other.onnx")


def test_a_crop_of_another_size_than_the_graph_is_refused(tmp_path: Path) -> None:
    path = tiny_bundle(tmp_path / "b.onnx", crop=CropSpec(64, TEMPLATE))
    with pytest.raises(BundleError, match=r"uint8 \[n, 64, 64\]"):
        read_bundle(path)


def test_a_fixed_batch_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BundleError, match="fixed number of crops"):
        read_bundle(tiny_bundle(tmp_path / "b.onnx", batch=1))


def test_bundles_are_found_by_name_and_by_path(
    tmp_path: Path, tiny_bundle: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ferdesk.bundle, "_assets", lambda: tmp_path)
    for name in ("small", "default"):
        (tmp_path / f"{name}.onnx").write_bytes(b"")
    assert available_bundles() == ("default", "small")
    assert find_bundle(None) == tmp_path / "default.onnx"
    assert find_bundle("small") == tmp_path / "small.onnx"
    assert find_bundle(str(tiny_bundle)) == tiny_bundle
    assert find_bundle(tiny_bundle) == tiny_bundle
    with pytest.raises(BundleError, match=r"'large'.*default, small"):
        find_bundle("large")


def test_a_folder_is_no_bundle(tmp_path: Path) -> None:
    with pytest.raises(BundleError, match="no bundle"):
        find_bundle(tmp_path)
    with pytest.raises(BundleError, match="too long"):
        find_bundle(tmp_path / ("x" * 300))


def test_the_bundles_that_come_along_are_in_order() -> None:
    if not available_bundles():
        pytest.skip("no bundle in assets/ yet; export one with ferdesk-export")
    for name in available_bundles():
        assert read_bundle(name).info.crop.size == 48
