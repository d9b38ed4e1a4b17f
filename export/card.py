"""The model card: a Markdown page beside the bundle, made from figures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ferdesk.bundle_info import BundleInfo
from ferdesk.emotions import EMOTIONS
from ferdesk.evaluate import Evaluation
from ferdesk.export.confidence import FEWEST_SHOWN, WANTED_ACCURACY, Unsure
from ferdesk.export.figures import Figures
from ferdesk.export.gate import table_rows
from ferdesk.export.origin import Origin
from ferdesk.export.own_data import OwnData
from ferdesk.train.markdown import markdown_table


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
    unsure_public: Unsure
    unsure_private: Unsure
    ece_before: float
    """With a temperature of 1, on the images that it was fitted on."""
    ece_after: float
    """With the temperature that was fitted."""
    difference: float
    """Largest difference of a score between torch and the fp32 graph."""
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
    parts = [
        _heading(facts), _use(facts.columns[-1].private), _results(facts), _confidence(facts),
        _detector(facts.in_loop), _data(facts.own), _training(facts.origin), _export(facts), _files(facts),
    ]  # fmt: skip
    return "\n\n".join(parts) + "\n"


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
        f"**{_percent(bundle.private.accuracy)} accuracy** and {_percent(bundle.private.macro_recall)} macro recall on "
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


def _results(facts: CardFacts) -> str:
    private, unleaked = facts.columns[-1].private, facts.columns[-1].private_unleaked
    leaks = "No picture is in two of them." if facts.own else _leaks(facts.origin, unleaked)
    rows = [
        [emotion, str(sum(counts)), _percent(private.recall[emotion]), _percent(_precision(private, index))]
        for index, (emotion, counts) in enumerate(zip(EMOTIONS, private.confusion, strict=True))
    ]
    confusion = [
        [emotion, *(str(count) for count in counts)]
        for emotion, counts in zip(EMOTIONS, private.confusion, strict=True)
    ]
    return (
        "## Results\n\n"
        "Everything was chosen on PublicTest: the epoch, the temperature, the threshold, int8. PrivateTest was only "
        f"reported. {leaks}{_voters(facts.by_labels)}\n\n"
        f"{markdown_table(['PrivateTest', 'faces', 'recall', 'precision'], rows)}\n\n"
        "True emotion (row) as it was read (column):\n\n"
        f"{markdown_table(['', *EMOTIONS], confusion)}"
    )


def _leaks(origin: Origin, unleaked: Evaluation) -> str:
    dropped = f"{unleaked.leaks_dropped:,} PrivateTest images have the very pixels of a Training image"
    if origin.drop_leaks:
        return f"{dropped}; these were left out of training, so all test images were new to the network."
    return f"{dropped}, as published; without them it is right on {_percent(unleaked.accuracy)} of {unleaked.n:,}."


def _voters(by_labels: Evaluation | None) -> str:
    if by_labels is None:
        return ""
    return (
        "\n\nThe network was taught what FER+'s ten voters saw, not FER2013's labels, and is judged by their majority: "
        "lone votes left out, an expression needs more than half of the rest, and images without one are left out "
        "(Barsoum et al. 2016, arXiv 1608.01041). The voters had an eighth, contempt, which this bundle does not name: "
        "images that most of them found contemptuous are left out as well, and the score that the network gives to "
        "contempt is spread evenly over the seven, so that such a face is shown as unsure. By FER2013's own labels, "
        f"which `ferdesk evaluate` looks at, it is right on {_percent(by_labels.accuracy)} of {by_labels.n:,} "
        "PrivateTest images."
    )


def _confidence(facts: CardFacts) -> str:
    bundle, public, private = facts.columns[-1], facts.unsure_public, facts.unsure_private
    return (
        "## How far to trust a score\n\n"
        f"Scores are calibrated with a temperature of {facts.info.temperature:.3f}, the likeliest on PublicTest "
        "without the images that are in Training too (Guo et al. 2017). The expected calibration error (15 bins of "
        f"equal width) is {_percent(facts.ece_after)} there ({_percent(facts.ece_before)} without a temperature) and "
        f"**{_percent(bundle.private.ece)} on PrivateTest**.\n\n"
        f"![How often labels are right, by score]({facts.diagram})\n\n"
        f'A label with a score under {facts.info.unsure_threshold:.2f} is shown as "unsure": {rule(public)} On those '
        f"images that leaves {_percent(public.shown)} of the faces with a label, {_percent(public.accuracy)} of the "
        f"labels right; on PrivateTest {_percent(private.shown)} and {_percent(private.accuracy)}."
    )


def rule(public: Unsure) -> str:
    """By which the threshold was chosen, as the end of a sentence."""
    wanted, fewest = f"{100 * WANTED_ACCURACY:.0f} %", f"{100 * FEWEST_SHOWN:.0f} %"
    if public.accuracy >= WANTED_ACCURACY:
        return f"the lowest threshold that makes {wanted} of the labels shown right."
    return f"{wanted} of the labels shown were to be right, which is out of reach while {fewest} of the faces get one."


def _detector(evaluation: Evaluation) -> str:
    loop = evaluation.loop
    if loop is None:
        return ""
    return (
        "## With the detector in the loop\n\n"
        f"Each PrivateTest image was enlarged {loop.canvas_factor} times on a plain ground, YuNet looked for the face, "
        "and its landmarks framed the crop, as in the app. "
        f"It found {_percent(loop.share_found)}; of all images, the missed counted as wrong, "
        f"**{_percent(evaluation.accuracy)}** were read rightly, and {_percent(loop.accuracy_found)} of those found "
        f"(the data set's own crops of the same faces: {_percent(loop.accuracy_crops_found)})."
    )


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
        **({"teacher, whose scores it learnt beside the labels": origin.teacher} if origin.teacher else {}),
        "seed": str(origin.seed),
        "epochs": f"{origin.epochs}, of which epoch {origin.kept_epoch} was kept as the best on PublicTest",
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


def _precision(evaluation: Evaluation, index: int) -> float | None:
    read = sum(row[index] for row in evaluation.confusion)
    return evaluation.confusion[index][index] / read if read else None


def _list(facts: Mapping[str, str]) -> str:
    return "\n".join(f"- {name}: {value}" for name, value in facts.items())


def _percent(share: float | None) -> str:
    return "–" if share is None else f"{100 * share:.2f} %"
