"""The table of the bundled networks in MODEL_CARD.md, out of what the bundles say of themselves (`make docs`)."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from ferdesk.bundle import Bundle, available_bundles, read_bundle
from ferdesk.errors import FerdeskError
from ferdesk.percent import finely
from ferdesk.train.markdown import markdown_table

BEGIN, END = "<!-- bundles: written by make docs -->", "<!-- end of bundles -->"


def overview() -> str:
    """A column a bundle, and below where each comes from; Markdown."""
    bundles = [read_bundle(name) for name in available_bundles()]
    head = ["", *(f"[{bundle.info.name}](assets/{bundle.info.name}.md)" for bundle in bundles)]
    table = markdown_table(head, [[name, *(cell(bundle) for bundle in bundles)] for name, cell in _ROWS])
    return "\n".join([table, "", *(_origin(bundle) for bundle in bundles)])


def renewed(page: str) -> str:
    """`page` with the overview of today between its two marks. FerdeskError where it lacks one of them."""
    before, begun, rest = page.partition(f"{BEGIN}\n")
    _, ended, after = rest.partition(END)
    if not begun or not ended:
        raise FerdeskError(f"the page has no lines {BEGIN} and {END}; the table goes between them")
    return f"{before}{BEGIN}\n{overview()}\n{END}{after}"


def _origin(bundle: Bundle) -> str:
    info = bundle.info
    return f"- **{info.name}**: `{info.command}`; seed {info.seed}; sha256 of the bundle `{bundle.sha256}`"


def _metric(name: str) -> Callable[[Bundle], str]:
    return lambda bundle: finely(bundle.info.metrics.get(name))


def _shown(bundle: Bundle) -> str:
    shown, right = (bundle.info.metrics.get(f"PrivateTest.{name}") for name in ("shown", "shown_accuracy"))
    return f"{finely(shown)}, {finely(right)}"


_ROWS: tuple[tuple[str, Callable[[Bundle], str]], ...] = (
    ("network, precision", lambda bundle: f"{bundle.info.network}, {bundle.info.precision}"),
    ("file", lambda bundle: f"{bundle.path.stat().st_size / 1e6:.2f} MB"),
    ("PrivateTest accuracy", _metric("PrivateTest.accuracy")),
    ("without the leaked twins", _metric("PrivateTest.accuracy_without_leaks")),
    ("mean of the seven recalls", _metric("PrivateTest.macro_recall")),
    ("calibration error (ECE)", _metric("PrivateTest.ece")),
    ("labels shown as sure, how many of those are right", _shown),
    ("PublicTest accuracy, on which everything was chosen", _metric("PublicTest.accuracy")),
    ("PublicTest labels as the fp32 graph has them", _metric("PublicTest.agreement_with_fp32")),
)


if __name__ == "__main__":
    path = Path(sys.argv[1])
    path.write_text(renewed(path.read_text(encoding="utf-8")), encoding="utf-8")
