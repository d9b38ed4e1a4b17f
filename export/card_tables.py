"""What a model card tells of single emotions, of disturbed crops and of the detector, out of evaluations alone."""

from __future__ import annotations

from collections.abc import Sequence

from ferdesk.emotions import EMOTIONS
from ferdesk.evaluate import Evaluation
from ferdesk.export.figures import Figures
from ferdesk.percent import finely
from ferdesk.train.markdown import markdown_table
from ferdesk.train.robustness import Curve


def results(figures: Figures) -> str:
    """Each emotion on PrivateTest, without the leaked twins beside it where there are any, and the confusion matrix."""
    private, unleaked = figures.private, figures.private_unleaked
    head, told = ["PrivateTest", "faces", "recall", "precision"], [private]
    if unleaked.leaks_dropped:
        head, told = [*head, "without twins: faces", "recall", "precision"], [private, unleaked]
    rows = [
        [emotion, *(cell for evaluation in told for cell in _emotion_cells(evaluation, index))]
        for index, emotion in enumerate(EMOTIONS)
    ]
    confusion = [
        [emotion, *(str(count) for count in counts)]
        for emotion, counts in zip(EMOTIONS, private.confusion, strict=True)
    ]
    return (
        f"{markdown_table(head, rows)}\n\n"
        "True emotion (row) as it was read (column):\n\n"
        f"{markdown_table(['', *EMOTIONS], confusion)}"
    )


def robustness(curves: Sequence[Curve]) -> str:
    """A row a disturbance of PrivateTest, with its heading; empty where nothing was disturbed."""
    if not curves:
        return ""
    rows = [
        [f"{curve.disturbance.name}, {curve.disturbance.unit}", _steps(curve), finely(curve.shown[-1]),
         finely(curve.shown_accuracy[-1]) if curve.shown[-1] else "–"]
        for curve in curves
    ]  # fmt: skip
    head = ["", "step: accuracy in %", "at the last step: faces with a label", "of these right"]
    return (
        "## Disturbed faces\n\n"
        f"PrivateTest's crops, {finely(curves[0].accuracy[0])} as they are, disturbed as `ferdesk-train robustness` "
        "does it, in steps from harmless to hard. Where the last column falls, scores promise more than they keep.\n\n"
        f"{markdown_table(head, rows)}"
    )


def detector(evaluation: Evaluation) -> str:
    """What detection and alignment cost, with its heading; empty where they were not in the loop."""
    loop = evaluation.loop
    if loop is None:
        return ""
    return (
        "## With the detector in the loop\n\n"
        f"Each PrivateTest image was enlarged {loop.canvas_factor} times on a plain ground, YuNet looked for the face, "
        "and its landmarks framed the crop, as in the app. "
        f"It found {finely(loop.share_found)}; of all images, the missed counted as wrong, "
        f"**{finely(evaluation.accuracy)}** were read rightly, and {finely(loop.accuracy_found)} of those found "
        f"(the data set's own crops of the same faces: {finely(loop.accuracy_crops_found)})."
    )


def voters(by_labels: Evaluation | None) -> str:
    """By whom a network that was taught votes is judged; empty for one that was taught labels."""
    if by_labels is None:
        return ""
    return (
        "\n\nThe network was taught what FER+'s ten voters saw, not FER2013's labels, and is judged by their majority: "
        "lone votes left out, an expression needs more than half of the rest, and images without one are left out "
        "(Barsoum et al. 2016, arXiv 1608.01041). The voters had an eighth, contempt, which this bundle does not name: "
        "images that most of them found contemptuous are left out as well, and the score that the network gives to "
        "contempt is spread evenly over the seven, so that such a face is shown as unsure. By FER2013's own labels, "
        f"which `ferdesk evaluate` looks at, it is right on {finely(by_labels.accuracy)} of {by_labels.n:,} "
        "PrivateTest images."
    )


def _emotion_cells(evaluation: Evaluation, index: int) -> list[str]:
    """Faces, recall and precision of one emotion."""
    read = sum(row[index] for row in evaluation.confusion)
    precision = evaluation.confusion[index][index] / read if read else None
    recall = evaluation.recall[EMOTIONS[index]]
    return [str(sum(evaluation.confusion[index])), finely(recall), finely(precision)]


def _steps(curve: Curve) -> str:
    steps = zip(curve.disturbance.steps, curve.accuracy[1:], strict=True)
    return ", ".join(f"{step:g}: {100 * accuracy:.1f}" for step, accuracy in steps)
