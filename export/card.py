"""The model card: a Markdown page beside the bundle, made from figures."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from ferdesk.bundle_info import BundleInfo
from ferdesk.calibration import error_by_chance
from ferdesk.emotions import EMOTIONS
from ferdesk.evaluate import Evaluation
from ferdesk.export.card_tables import detector, results, robustness, voters
from ferdesk.export.confidence import rule
from ferdesk.export.figures import Figures
from ferdesk.export.gate import table_rows
from ferdesk.export.origin import Origin
from ferdesk.export.own_data import OwnData
from ferdesk.percent import finely
from ferdesk.train.markdown import markdown_table
from ferdesk.train.robustness import Curve
from ferdesk.unsure import Unsure


@dataclass(frozen=True)
class CardFacts:
    """All that a card tells."""

    info: BundleInfo
    sha256: str
    diagram: str
    """File name of the reliability diagram, beside the card."""
    origin: Origin
    own: OwnData | None
    """Of whom it learnt; None: of FER2013."""
    by_labels: Evaluation | None
    """PrivateTest by FER2013's labels, where all other figures are by FER+'s votes."""
    columns: tuple[Figures, ...]
    """fp32, and int8 where it was made; the last one is the bundle."""
    in_loop: Evaluation
    """PrivateTest with the detector."""
    curves: tuple[Curve, ...]
    """PrivateTest disturbed, one curve a disturbance; none where there are no such images."""
    fitted_on: int
    """How many faces temperature and threshold were chosen on."""
    unsure_public: Unsure
    unsure_private: Unsure
    ece_before: float
    """In fp32 with a temperature of 1, on the images that it was fitted on."""
    ece_after: float
    """The same with the temperature that was fitted."""
    difference: float
    """Largest difference of a score between torch and the fp32 graph."""
    adjusted: str
    """What the logit adjustment does, in words; empty where there is none."""
    mirror: bool
    """Whether the graph reads each crop and its mirror image."""
    quantisation: str
    """In words; empty for fp32."""
    processor: str
    """That latency was measured on."""
    objections: tuple[str, ...]
    """What the gate said against the bundle that was written all the same."""


def card(facts: CardFacts) -> str:
    """The Markdown text."""
    bundle = facts.columns[-1]
    parts = [
        _heading(facts), _use(bundle.private), f"## Results\n\n{_chosen(facts)}\n\n{results(bundle)}",
        _confidence(facts), robustness(facts.curves), detector(facts.in_loop), _data(facts.own),
        _training(facts.origin), _export(facts), _files(facts),
    ]  # fmt: skip
    return "\n\n".join(part for part in parts if part) + "\n"


def _heading(facts: CardFacts) -> str:
    bundle, origin = facts.columns[-1], facts.origin
    read = "each crop together with its mirror image, inside the graph" if facts.mirror else "one crop each"
    judged_on = "FER2013's PrivateTest" if facts.own is None else "own faces that were held out"
    if facts.by_labels is not None:
        judged_on += ", as FER+'s voters saw it"
    forced = ""
    if facts.objections:
        forced = f"\n\n**Written by force.** The gate refused this bundle because it {' and '.join(facts.objections)}."
    return (
        f"# {facts.info.name}: a ferdesk bundle\n\n"
        f"Reads one of seven facial expressions ({', '.join(EMOTIONS)}) from an aligned 48x48 grey crop of a face. "
        f"Network `{origin.network}`, {origin.parameters / 1e6:.2f} million parameters, {bundle.precision}, "
        f"{bundle.size / 1e6:.2f} MB.\n\n"
        f"**{finely(bundle.private.accuracy)} accuracy** and {finely(bundle.private.macro_recall)} macro recall on "
        f"{judged_on} ({bundle.private.n:,} images, {read}).{forced}"
    )


def _use(private: Evaluation) -> str:
    return (
        "## What it is for, and what not\n\n"
        "It is meant for research, teaching, art, play and accessibility: to see what expression a face shows, by and "
        "for people who know that it looks at them. It names an *expression*. What somebody feels, means or is like it "
        f"cannot know, and {100 * (1 - private.accuracy):.0f} % of its labels on PrivateTest are wrong.\n\n"
        "It must not be used to judge people: not at work or in education, where the EU's AI Act (Art. 5(1)(f)) "
        "forbids inferring emotions; not for hiring, policing, border control, insurance, credit or medical decisions; "
        "not to watch people who were not told (Art. 50(3)); and not to identify anybody, which it cannot do either."
    )


def _chosen(facts: CardFacts) -> str:
    leaks = "No picture is in two of them." if facts.own else _leaks(facts.origin, facts.columns[-1].private_unleaked)
    return (
        "Everything was chosen on PublicTest: the epoch, the temperature, the threshold, int8. PrivateTest was only "
        f"reported. {leaks}{voters(facts.by_labels)}"
    )


def _leaks(origin: Origin, unleaked: Evaluation) -> str:
    dropped = f"{unleaked.leaks_dropped:,} PrivateTest images have the very pixels of a Training image"
    if origin.drop_leaks and (origin.init or origin.teacher):
        return f"{dropped}; these were left out of this training, but perhaps not of those that it builds on."
    if origin.drop_leaks:
        return f"{dropped}; these were left out of training, so all test images were new to the network."
    return (
        f"{dropped}, as published; without these leaked twins it is right on {finely(unleaked.accuracy)} of "
        f"{unleaked.n:,}, with a macro recall of {finely(unleaked.macro_recall)}."
    )


def _confidence(facts: CardFacts) -> str:
    bundle, public, private = facts.columns[-1], facts.unsure_public, facts.unsure_private
    return (
        "## How far to trust a score\n\n"
        f"{facts.adjusted}Scores are calibrated: a face's logits are divided by a temperature, "
        f"{_temperatures(facts.info)} where its score is all on one emotion, between these for a mixture, and times "
        f"exp({facts.info.temperature_slope:.3f} s), where s says how much is in doubt: 1 less the sum of the squares "
        "that its scores have without that. No label changes. All these numbers were fitted on "
        "PublicTest without the images that are in Training too, so that the highest score says how likely its label "
        "is right. The expected calibration error (15 bins of equal width, Guo et al. 2017) in fp32 is "
        f"{finely(facts.ece_after)} there ({finely(facts.ece_before)} without a temperature); this bundle's on "
        f"PrivateTest is **{finely(bundle.private.ece)}**, where chance alone would make it "
        f"{finely(error_by_chance(bundle.private.reliability))} on as many faces, were every score true.\n\n"
        f"![How often labels are right, by score]({facts.diagram})\n\n"
        f'A label with a score under {facts.info.unsure_threshold:.2f} is shown as "unsure": '
        f"{rule(public, facts.fitted_on)} On those images that leaves {finely(public.shown)} of the faces with a "
        f"label, {finely(public.accuracy)} of the labels right; on PrivateTest "
        f"{finely(private.shown)} and {finely(private.accuracy)}."
    )


def _temperatures(info: BundleInfo) -> str:
    by_emotion = zip(info.emotions, info.temperature_by_emotion, strict=True)
    return ", ".join(f"{info.temperature * math.exp(more):.3f} ({emotion})" for emotion, more in by_emotion)


def _data(own: OwnData | None) -> str:
    if own is not None:
        return f"## Data and its flaws\n\n{own.in_words()}"
    return (
        "## Data and its flaws\n\n"
        "FER2013: 35,887 pictures of faces from an image search, 48x48, grey (Goodfellow et al., 2013; research use; "
        "none of them is in this file). Labels are noisy: ten other people's majority (FER+) agrees with 66 % of them, "
        "and people label it right 65 ± 5 % of the time. Some images hold no face, some are blank, some occur twice "
        "with two labels. Disgust has 1.5 % of the images. Nobody recorded whose faces they are, of what age, "
        "gender or skin colour, so how well it works for whom is unknown. A mirror-symmetric template of "
        "five landmarks, measured on the Training images, frames every face."
    )


def _training(origin: Origin) -> str:
    minutes = "unknown" if origin.minutes is None else f"{origin.minutes:.0f} minutes"
    facts = {
        "command": f"`{origin.command}`",
        "mode, labels, augmentation": f"{origin.mode}, {origin.labels}, {origin.augment}",
        **({"crops framed as the detector does": f"{100 * origin.framed:.0f} %"} if origin.framed else {}),
        **({"teacher, whose scores it learnt beside the labels": origin.teacher} if origin.teacher else {}),
        **({"weights that it started from": origin.init} if origin.init else {}),
        "seed": str(origin.seed),
        "epochs": f"{origin.epochs}, of which epoch {origin.kept_epoch} was kept as the best on {origin.chosen_on}",
        "time": minutes,
        "machine": f"{origin.processor or 'unknown'}, {origin.threads} thread{'s' * (origin.threads != 1)}",
        "started": origin.started or "unknown",
        "software": origin.versions or "unknown",
    }
    return f"## Training\n\n{_list(facts)}"


def _export(facts: CardFacts) -> str:
    rows = [[name, *(cell(column) for column in facts.columns)] for name, cell in table_rows(facts.columns[0])]
    table = markdown_table(["", *(column.precision for column in facts.columns)], rows)
    verified = f"The fp32 graph differs from torch by at most {facts.difference:.1e} in any score."
    quantised = f" {facts.quantisation}" if facts.quantisation else ""
    return (
        f"## Export\n\n{verified}{quantised} Latency is of one call on one thread of {facts.processor}, all columns "
        f"measured by turns in one run; on a processor without int8 instructions (VNNI) int8 gains less.\n\n{table}"
    )


def _files(facts: CardFacts) -> str:
    listed = {
        f"sha256 of {facts.info.name}.onnx": f"`{facts.sha256}`",
        "fingerprint of the training data": f"`{facts.info.data}`",
        "written by": f"ferdesk {facts.info.version}",
        "licence": facts.info.licence,
    }
    return f"## Files\n\n{_list(listed)}"


def _list(facts: Mapping[str, str]) -> str:
    return "\n".join(f"- {name}: {value}" for name, value in facts.items())
