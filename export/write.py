"""The last step of an export: past the gate, a bundle and its card, written whole or not at all."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from ferdesk.bundle_info import BundleInfo
from ferdesk.detect import YuNet
from ferdesk.errors import FerdeskError
from ferdesk.evaluate import Evaluation, evaluate
from ferdesk.export.adjust import in_words
from ferdesk.export.candidate import Candidate
from ferdesk.export.card import CardFacts, card
from ferdesk.export.confidence import choose_unsure
from ferdesk.export.figures import REPORT_ON, Figures
from ferdesk.export.graph import describe
from ferdesk.export.material import ExportOptions
from ferdesk.export.own_data import own_data
from ferdesk.export.quantise import QuantisationOptions
from ferdesk.machine import processor_name
from ferdesk.train.plot_reliability import Reliability, reliability_png
from ferdesk.train.robustness import Curve, curves_of
from ferdesk.unsure import Unsure, unsure_at


class GateError(FerdeskError):
    """The int8 bundle is worse or slower than allowed, and was not written."""


@dataclass(frozen=True)
class Exported:
    """What was written."""

    bundle: Path
    card: Path
    diagram: Path
    sha256: str
    """Of the bundle."""
    info: BundleInfo


def write(candidate: Candidate, options: ExportOptions, say: Callable[[str], None] = lambda text: None) -> Exported:
    """Write `<name>.onnx`, the card `<name>.md` and its picture `<name>-reliability.png` into `options.out`.

    `say` hears of each step before that.

    Raises:
        GateError: the gate has objections and `options.force` is not set; nothing was written.
        FerdeskError: the folder cannot be written to.
    """
    if candidate.objections and not options.force:
        raise GateError(
            f"The int8 bundle was not written: it {' and '.join(candidate.objections)}. "
            "Export without --quantize, or with --force, which the bundle will say of itself."
        )
    bundle_path, card_path = options.bundle, options.out / f"{options.name}.md"
    facts, content = _complete(candidate, options, say)
    diagram_path, diagram = options.out / facts.diagram, diagram_png(candidate.columns[-1], facts.info.unsure_threshold)
    try:
        options.out.mkdir(parents=True, exist_ok=True)
        _write_whole({diagram_path: diagram, card_path: card(facts).encode(), bundle_path: content})
    except OSError as error:
        raise FerdeskError(f"{options.out} cannot be written to: {error.strerror}; choose another --out") from error
    return Exported(bundle_path, card_path, diagram_path, facts.sha256, facts.info)


def diagram_png(figures: Figures, unsure: float) -> bytes:
    """The reliability diagram of a bundle: on PublicTest, where all was chosen, and on PrivateTest."""
    told = (figures.public, figures.private)
    return reliability_png([Reliability(one.split, one.reliability, one.ece, unsure) for one in told if one.n])


def _complete(candidate: Candidate, options: ExportOptions, say: Callable[[str], None]) -> tuple[CardFacts, bytes]:
    """The bundle's bytes with all that is known in its metadata, and the facts for its card."""
    unsure_public, unsure_private = _unsure(candidate)
    labelled = candidate.material.by_labels
    by_labels = None if labelled is None else evaluate(labelled, REPORT_ON, candidate.classifier)
    say("putting the detector in the loop")
    in_loop = evaluate(candidate.material.dataset, REPORT_ON, candidate.classifier, detector=YuNet())
    info = replace(
        candidate.info,
        unsure_threshold=unsure_public.threshold,
        metrics=_metrics(candidate.columns[-1], in_loop, unsure_public, unsure_private, by_labels),
        forced=bool(candidate.objections),
    )
    content = describe(candidate.model, info)
    say("reading disturbed faces")
    facts = CardFacts(
        info=info,
        sha256=hashlib.sha256(content).hexdigest(),
        diagram=f"{options.name}-reliability.png",
        origin=candidate.material.origin,
        own=own_data(candidate.material.dataset, candidate.material.trained.config),
        by_labels=by_labels,
        columns=candidate.columns,
        in_loop=in_loop,
        curves=_disturbed(candidate, info),
        fitted_on=len(candidate.material.unseen_rows),
        unsure_public=unsure_public,
        unsure_private=unsure_private,
        ece_before=candidate.ece_before,
        ece_after=candidate.ece_after,
        difference=candidate.difference,
        adjusted=in_words(candidate.trades, options.adjust),
        mirror=options.mirror,
        quantisation=_in_words(options.quantisation, len(candidate.material.range_rows)) if options.quantize else "",
        processor=processor_name(),
        objections=candidate.objections,
    )
    return facts, content


def _disturbed(candidate: Candidate, info: BundleInfo) -> tuple[Curve, ...]:
    """What bad light, blur, a scarf or a tilt make of PrivateTest, with the threshold that the bundle will have."""
    dataset = candidate.material.dataset
    if not len(dataset.rows(REPORT_ON)):
        return ()
    return curves_of(candidate.classifier, info.name, dataset, REPORT_ON, info.unsure_threshold)


def _unsure(candidate: Candidate) -> tuple[Unsure, Unsure]:
    """The threshold as chosen on PublicTest's unseen images, and what it does to PrivateTest."""
    material, classify = candidate.material, candidate.classifier.classify
    rows, others = material.unseen_rows, material.dataset.rows(REPORT_ON)
    public = choose_unsure(classify(material.crops(rows)), material.labels(rows))
    private = unsure_at(public.threshold, classify(material.crops(others)), material.labels(others))
    return public, private


def _metrics(
    figures: Figures, in_loop: Evaluation, public: Unsure, private: Unsure, by_labels: Evaluation | None
) -> dict[str, float]:
    metrics = {"PublicTest.agreement_with_fp32": figures.agreement}
    for evaluation, unsure in ((figures.public, public), (figures.private, private)):
        metrics |= {
            f"{evaluation.split}.accuracy": evaluation.accuracy,
            f"{evaluation.split}.macro_recall": evaluation.macro_recall,
            f"{evaluation.split}.ece": evaluation.ece,
            f"{evaluation.split}.shown": unsure.shown,
            f"{evaluation.split}.shown_accuracy": unsure.accuracy,
        }
    metrics["PrivateTest.accuracy_without_leaks"] = figures.private_unleaked.accuracy
    metrics["PrivateTest.accuracy_with_detector"] = in_loop.accuracy
    if by_labels is not None:
        metrics["PrivateTest.accuracy_by_labels"] = by_labels.accuracy
    if in_loop.loop is not None:
        metrics["PrivateTest.share_found"] = in_loop.loop.share_found
    return {name: round(value, 8) for name, value in metrics.items()}


def _in_words(options: QuantisationOptions, crops: int) -> str:
    weights = "of 7 bits (reduced range)" if options.reduce_range else "of 8 bits"
    return (
        f"The int8 graph was made of it by static quantisation: signed weights {weights} with a scale for each "
        f"channel, unsigned activations with ranges by {options.calibration} over {crops} training crops; "
        "standardisation, the first convolution and the softmax stay in float."
    )


def _write_whole(contents: Mapping[Path, bytes]) -> None:
    """Nobody ever sees half of a file, nor a card without its bundle: all are written beside their places first."""
    parts = {path: path.with_name(f".{path.name}.part") for path in contents}
    try:
        for path, content in contents.items():
            with parts[path].open("wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
        for path, part in parts.items():
            part.replace(path)
    finally:
        for part in parts.values():
            part.unlink(missing_ok=True)
