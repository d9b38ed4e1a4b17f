"""`ferdesk-train demo-faces`: the seven average faces of the demo, made of the training faces a bundle is surest of."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Annotated

import cv2
import numpy as np
import typer
from numpy.typing import NDArray
from rich.progress import Progress
from rich.table import Table

from ferdesk.canvas import Canvas, find_face
from ferdesk.classify import Classifier
from ferdesk.console import console, escaped
from ferdesk.crop import CropSpec, crop_face
from ferdesk.dataset import Dataset, load_dataset
from ferdesk.demo import Sheet, plain_at, render
from ferdesk.detect import Detector, YuNet
from ferdesk.emotions import EMOTIONS, Emotion
from ferdesk.errors import FerdeskError
from ferdesk.geometry import similarity
from ferdesk.types import Face, Image, Landmarks
from ferdesk.writable import check_folder

from .average_face import LEAST, Likeness, Portrait, average, fingerprint, finished
from .plainest import plainest

MAX_TILT = 2.5
"""Faces whose landmarks miss the template by more pixels of a crop (root mean square) are turned away."""
_RANKED = 700
"""So many rows of an emotion, the surest, are looked at."""
_POOL = 320
"""Faces of an emotion to choose the plainest from."""


@dataclass(frozen=True, slots=True)
class Made:
    """What one average was made of."""

    emotion: str
    count: int
    """Photographs, no two of them alike; never below LEAST."""
    lowest_score: float
    """Of the bundle, for the emotion, on the least sure of them."""
    images: str
    """`fingerprint` of the photographs."""


def demo_faces(
    data: Annotated[Path, typer.Option(help="FER2013 in any of its forms.")],
    bundle: Annotated[str, typer.Option(help="A bundle's name or path.")] = "default",
    out: Annotated[Path, typer.Option("--out", "-o", help="Folder for demo_faces.png and .json.")] = Path("assets"),
    count: Annotated[int, typer.Option(min=LEAST, help="Photographs in each average.")] = 72,
) -> None:
    """Make the demo's seven average faces, each of the training faces of one emotion that the bundle is surest of."""
    check_folder(out)
    classifier, dataset = Classifier(bundle), load_dataset(data)
    scores = score_training(dataset, classifier)
    spec, detector = classifier.bundle.info.crop, YuNet()
    images: list[Image] = []
    made: list[Made] = []
    with Progress(console=console, transient=True) as progress:
        task = progress.add_task("looking for faces", total=_RANKED * len(EMOTIONS))
        for emotion in Emotion:
            ranked = surest(dataset, scores, emotion)[:_RANKED]
            found = choose(dataset.pixels, ranked, detector, spec, lambda: progress.advance(task))
            pool = aligned_surest(dataset.pixels, found, emotion, classifier)
            enough = len(pool) >= LEAST
            chosen = plainest(dataset.pixels, pool, emotion, classifier, count) if enough else pool
            progress.update(task, completed=_RANKED * (emotion + 1))
            if len(chosen) < LEAST:
                raise FerdeskError(
                    f"{data}: only {len(chosen)} different {emotion.label} faces that {bundle} is sure of, "
                    f"{LEAST} are needed so that no one person shows through; use the whole data set or a better bundle"
                )
            crops = [dataset.pixels[row] for row in chosen]
            images.append(finished(Portrait(spec), average(Portrait(spec), crops, list(chosen.values()))))
            lowest = float(scores[list(chosen), emotion].min())
            made.append(Made(emotion.label, len(chosen), round(lowest, 4), fingerprint(crops)))
    words = f"--data {data.name} --bundle {bundle} --count {count}"
    out.mkdir(parents=True, exist_ok=True)
    _write(out, images, made, classifier, dataset, f"ferdesk-train demo-faces {words}")
    console.print(_table(made, Sheet.load(out), detector, classifier))
    console.print(f"kept in {escaped(str(out / 'demo_faces.png'))}", soft_wrap=True)


def score_training(dataset: Dataset, classifier: Classifier) -> NDArray[np.float32]:
    """Scores float32 [N, 7] of the whole data set's Training rows; the other rows are left 0."""
    scores = np.zeros((len(dataset), len(EMOTIONS)), np.float32)
    rows = dataset.rows("Training")
    scores[rows] = classifier.classify(dataset.pixels[rows])
    return scores


def surest(dataset: Dataset, scores: NDArray[np.float32], emotion: Emotion) -> NDArray[np.int64]:
    """Training rows of this emotion, labelled and recognised as such, the surest first."""
    rows = dataset.rows("Training")
    rows = rows[(dataset.labels[rows] == emotion) & (scores[rows].argmax(axis=1) == emotion)]
    return np.asarray(rows[np.argsort(-scores[rows, emotion], kind="stable")], np.int64)


def choose(
    pixels: NDArray[np.uint8],
    ranked: NDArray[np.int64],
    detector: Detector,
    spec: CropSpec,
    advance: Callable[[], None] = lambda: None,
) -> dict[int, Landmarks]:
    """Of the ranked rows those that show a face from the front, no photograph twice, with landmarks; in their order.

    `advance` is called after each row, for a progress bar.
    """
    likeness = Likeness(spec)
    frontal = _frontal(pixels, ranked, detector, spec, advance)
    return {row: landmarks for row, landmarks in frontal if likeness.is_new(pixels[row], landmarks)}


def aligned_surest(
    pixels: NDArray[np.uint8], found: dict[int, Landmarks], emotion: Emotion, classifier: Classifier
) -> dict[int, Landmarks]:
    """The faces of which the classifier is surest once they are aligned as at runtime, `_POOL` at most."""
    if not found:
        return {}
    spec, rows = classifier.bundle.info.crop, list(found)
    crops = np.stack([crop_face(pixels[row], found[row], spec) for row in rows])
    scores = classifier.classify(crops)[:, emotion]
    return {rows[place]: found[rows[place]] for place in np.argsort(-scores, kind="stable")[:_POOL].tolist()}


def _frontal(
    pixels: NDArray[np.uint8],
    ranked: NDArray[np.int64],
    detector: Detector,
    spec: CropSpec,
    advance: Callable[[], None],
) -> Iterator[tuple[int, Landmarks]]:
    canvas = Canvas(border=0.25)  # as the template was measured
    for row in ranked.tolist():
        advance()
        face = find_face(canvas.paint(pixels[row]), detector)
        if face is not None:
            landmarks = canvas.to_crop(face.landmarks, pixels.shape[1])
            if tilt(landmarks, spec) <= MAX_TILT:
                yield row, landmarks


def tilt(landmarks: Landmarks, spec: CropSpec) -> float:
    """How far the landmarks stay from the template after alignment: root mean square, in pixels of a crop."""
    matrix = similarity(landmarks, spec.template)
    missed = landmarks @ matrix[:, :2].T + matrix[:, 2] - spec.template
    return float(np.sqrt((missed**2).sum(axis=1).mean()))


def _write(
    out: Path, images: list[Image], made: list[Made], classifier: Classifier, dataset: Dataset, command: str
) -> None:
    portrait = Portrait(classifier.bundle.info.crop)
    record = {
        "size": portrait.size,
        "emotions": list(EMOTIONS),
        "landmarks": [[round(x, 3), round(y, 3)] for x, y in portrait.landmarks.tolist()],
        "faces": [asdict(one) for one in made],
        "bundle": {"name": classifier.bundle.info.name, "sha256": classifier.bundle.sha256},
        "data": dataset.fingerprint,
        "command": command,
    }
    (out / "demo_faces.png").write_bytes(cv2.imencode(".png", np.hstack(images))[1].tobytes())
    (out / "demo_faces.json").write_text(json.dumps(record, indent=2) + "\n", encoding="utf-8")


def check(sheet: Sheet, detector: Detector, classifier: Classifier) -> list[tuple[Face, NDArray[np.float32]] | None]:
    """What detector and network make of the demo's frames: for each emotion the large face and its scores, or None."""
    seen: list[tuple[Face, NDArray[np.float32]] | None] = []
    for emotion in Emotion:
        image = render(sheet, plain_at(emotion))
        face = max(detector.detect(image), key=lambda face: face.box.height, default=None)
        if face is None:
            seen.append(None)
        else:
            crop = crop_face(image, face.landmarks, classifier.bundle.info.crop)
            seen.append((face, classifier.classify(crop[None])[0]))
    return seen


def _table(made: list[Made], sheet: Sheet, detector: Detector, classifier: Classifier) -> Table:
    """For people: what went in, and what detector and network say of each face on the demo's own frames."""
    table = Table("emotion", "faces", "surest down to", "detector", "read as", "score", title="Average faces")
    for one, seen in zip(made, check(sheet, detector, classifier), strict=True):
        told = ("-", "[bold red]nobody[/]", "-")
        if seen is not None:
            face, scores = seen
            read = Emotion(int(scores.argmax())).label
            shown = read if read == one.emotion else f"[bold red]{read}[/]"
            told = (f"{face.detector_score:.2f}", shown, f"{scores.max():.2f}")
        table.add_row(one.emotion, str(one.count), f"{one.lowest_score:.3f}", *told)
    return table
