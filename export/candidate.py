"""A bundle that could be written: graph, calibration and figures, and what the gate says of it."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import numpy as np
import onnx

from ferdesk.bundle_info import BundleInfo, Precision
from ferdesk.calibration import expected_calibration_error
from ferdesk.classify import Classifier
from ferdesk.emotions import EMOTIONS
from ferdesk.errors import FerdeskError
from ferdesk.export.adjust import Traded, trade_off
from ferdesk.export.confidence import softmax
from ferdesk.export.figures import Figures, figures, labels_read
from ferdesk.export.gate import objections
from ferdesk.export.graph import ScoringNetwork, build_graph, describe
from ferdesk.export.latency import measure_latency
from ferdesk.export.material import ExportOptions, Material
from ferdesk.export.quantise import QuantisationOptions, quantise
from ferdesk.export.temperature import Temperature, fit_temperature
from ferdesk.export.verify import verify
from ferdesk.train.template import load_template

LICENCE = "GPL-3.0-or-later"


@dataclass(frozen=True, eq=False)
class Candidate:
    """A bundle that was measured and not yet written."""

    material: Material
    model: onnx.ModelProto
    info: BundleInfo
    """Without metrics and threshold, which are found out when it is written."""
    classifier: Classifier
    columns: tuple[Figures, ...]
    """fp32, and int8 where that is wanted; the last one is this bundle."""
    objections: tuple[str, ...]
    """What the gate has against it."""
    ece_before: float
    """In fp32 with a temperature of 1, on the images that it was fitted on."""
    ece_after: float
    """The same with the temperature that was fitted."""
    difference: float
    """Largest difference of a score between torch and the fp32 graph."""
    trades: tuple[Traded, ...]
    """What other strengths of the logit adjustment would make of the images that the temperature was fitted on."""


def prepare(material: Material, options: ExportOptions, say: Callable[[str], None] = lambda text: None) -> Candidate:
    """Build, verify and measure a bundle; `say` hears of each step.

    Raises FerdeskError where the network's answers are not finite, or the graph does not verify.
    """
    say("fitting the temperature")
    rows = material.unseen_rows
    logits, labels = material.logits(rows), material.labels(rows)
    if not np.isfinite(logits).all():
        raise FerdeskError(
            f"{options.checkpoint} answers faces with numbers that are not finite; train it again, at a lower --rate."
        )
    temperature = fit_temperature(logits, labels)
    say("building the graph")
    scoring = ScoringNetwork(material.network, temperature)
    models = {"fp32": build_graph(scoring)}
    classifiers = {"fp32": _classifier(models["fp32"], _info(material, options.name, "fp32", temperature))}
    difference = verify(scoring, classifiers["fp32"].classify, material.crops(rows))
    if options.quantize:
        say("quantising")
        models["int8"] = _quantised(models["fp32"], material, options.quantisation)
        classifiers["int8"] = _classifier(models["int8"], _info(material, options.name, "int8", temperature))
    say("measuring")
    columns = _columns(material, models, classifiers)
    precision = list(models)[-1]
    return Candidate(
        material=material,
        model=models[precision],
        info=classifiers[precision].bundle.info,
        classifier=classifiers[precision],
        columns=columns,
        objections=objections(columns[0], columns[1]) if options.quantize else (),
        ece_before=expected_calibration_error(softmax(logits), labels),
        ece_after=expected_calibration_error(temperature.scores(logits), labels),
        difference=difference,
        trades=trade_off(logits, labels, material.adjustment) if material.adjustment else (),
    )


def _quantised(model: onnx.ModelProto, material: Material, options: QuantisationOptions) -> onnx.ModelProto:
    return quantise(model, material.crops(material.range_rows), options)


def _columns(
    material: Material, models: Mapping[str, onnx.ModelProto], classifiers: Mapping[str, Classifier]
) -> tuple[Figures, ...]:
    latencies = measure_latency(list(classifiers.values()), material.crops(material.unseen_rows))
    fp32_labels = labels_read(classifiers["fp32"], material.dataset)
    sizes = {name: len(describe(model, classifiers[name].bundle.info)) for name, model in models.items()}
    return tuple(
        figures(classifier, material.dataset, sizes[name], fp32_labels, latency)
        for (name, classifier), latency in zip(classifiers.items(), latencies, strict=True)
    )


def _classifier(model: onnx.ModelProto, info: BundleInfo) -> Classifier:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{info.name}.onnx"
        path.write_bytes(describe(model, info))
        return Classifier(path)


def _info(material: Material, name: str, precision: Precision, temperature: Temperature) -> BundleInfo:
    origin = material.origin
    return BundleInfo(
        name=name,
        version=version("ferdesk"),
        emotions=EMOTIONS,
        crop=load_template(),
        network=origin.network,
        precision=precision,
        temperature=temperature.level,
        temperature_slope=temperature.slope,
        temperature_by_emotion=temperature.by_emotion,
        unsure_threshold=0.0,
        command=origin.command,
        seed=origin.seed,
        data=material.trained.data,
        metrics={},
        licence=LICENCE,
        forced=False,
        adjusted=material.adjustment.strength if material.adjustment else 0.0,
    )
