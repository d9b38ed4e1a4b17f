"""The run report as one HTML page that needs no other file: figures, tables, pictures for light and dark."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html import escape
from typing import Any

import numpy as np

from ferdesk.html_page import bar, card, dot, duration, page, pairs, section
from ferdesk.percent import per_cent

from .run_records import RunRecord, SplitResult
from .targets import kinds_of

SELECTED_ON, REPORTED_ON = "PublicTest", "PrivateTest"


@dataclass(frozen=True)
class Picture:
    """One picture as PNG files for both kinds of page."""

    light: bytes
    dark: bytes
    description: str
    """For those who cannot see it."""


def run_page(
    record: RunRecord, curves: Picture | None, confusion: Picture | None, reliability: Picture | None = None
) -> str:
    """The whole HTML text. Pictures are None where there is nothing to draw yet."""
    title = escape(record.folder.resolve().name)
    parts = [
        f"<header><h1>{title}</h1><p class='faint'>{_summary(record)}</p></header>",
        _cards(record),
        section("Learning curves", _image(curves)) if curves else "",
        section("Before and after", _comparison(record)) if record.comparison else "",
        section("By emotion", _emotions(record)) if record.results else "",
        section("Confusion", _image(confusion) + _CONFUSION_NOTE) if confusion else "",
        section("How far to trust a score", _image(reliability) + _RELIABILITY_NOTE) if reliability else "",
        section("Command", f"<pre>{escape(str(record.provenance.get('command', 'not recorded')))}</pre>"),
        section("Settings", pairs(record.config)),
        section("Made with", pairs(_flat(record.provenance))) if record.provenance else "",
    ]
    return page(record.folder.resolve().name, "ferdesk run", parts)


_CONFUSION_NOTE = (
    "<p class='faint'>Large numbers: per cent of the faces with that true emotion. Small numbers: faces.</p>"
)


_RELIABILITY_NOTE = (
    "<p class='faint'>Before any temperature, which the exporter fits. Bars under the dashed line: scores promise too "
    "much.</p>"
)


def _summary(record: RunRecord) -> str:
    config = record.config
    words = [f"{config.get('mode', '?')} training of the network {config.get('network', '?')}"]
    words += [f"{config[key]} of the labels" for key in ("labels",) if key in config]
    if config.get("targets") == "ferplus":
        words.append("taught and judged by FER+'s votes, eight emotions")
    words += [f"seed {config[key]}" for key in ("seed",) if key in config]
    started = record.provenance.get("started")
    if started:
        words.append(f"started {str(started).replace('T', ' ')}")
    return escape(", ".join(words))


def _cards(record: RunRecord) -> str:
    cards = []
    reported, selected = record.result(REPORTED_ON), record.result(SELECTED_ON)
    if reported:
        low, high = reported.interval
        interval = f"95 % interval {100 * low:.1f} to {100 * high:.1f}; n = {reported.n:,}"
        cards.append(card(per_cent(reported.accuracy, 1), f"{REPORTED_ON} accuracy", interval, main=True))
        cards.append(card(per_cent(reported.macro_recall, 1), "macro recall", f"mean of the emotions, {REPORTED_ON}"))
        cards.append(card(per_cent(reported.ece, 1), "calibration error", f"ECE before any temperature, {REPORTED_ON}"))
    if selected:
        cards.append(card(per_cent(selected.accuracy, 1), f"{SELECTED_ON} accuracy", _choice(record)))
    elif record.best:
        about = f"at epoch {record.best.epoch}; the run has not been evaluated yet"
        cards.append(card(per_cent(record.best.public_accuracy, 1), f"best {record.chosen_on} accuracy so far", about))
    if record.epochs:
        wanted = record.config.get("epochs")
        done = f"{len(record.epochs)}" + (f" of {wanted}" if wanted != len(record.epochs) and wanted else "")
        speed = sum(epoch.images_per_second for epoch in record.epochs) / len(record.epochs)
        cards.append(card(duration(record.seconds), f"for {done} epochs", f"{speed:,.0f} images a second"))
    else:
        cards.append(card("0", "epochs", "the run has not finished its first one yet"))
    return f"<div class='cards'>{''.join(cards)}</div>"


def _choice(record: RunRecord) -> str:
    framed = "" if record.chosen_on == SELECTED_ON else ", with its faces framed as the app frames them"
    return f"the best epoch was chosen on it{framed}"


def _comparison(record: RunRecord) -> str:
    """What learning from own faces gave and took."""
    told = {result.split: result for result in (*record.results, *record.comparison)}
    rows = "".join(
        f"<tr><td class='name'>{words}</td><td class='number'>{told[name].n:,}</td>"
        f"<td class='number'>{per_cent(told[name].accuracy, 1)}</td>"
        f"<td class='number'>{per_cent(told[name].macro_recall, 1)}</td>"
        f"<td class='number'>{per_cent(told[name].interval[0], 1)} to {per_cent(told[name].interval[1], 1)}</td></tr>"
        for name, words in _COMPARED.items()
        if name in told
    )
    heads = ("faces", "accuracy", "macro recall", "95 % interval of the accuracy")
    head = "<th>PrivateTest</th>" + "".join(f"<th class='number'>{name}</th>" for name in heads)
    return f"<div class='scroll'><table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>"


_COMPARED = {
    f"{REPORTED_ON} before": "own faces, before",
    REPORTED_ON: "own faces, after",
    f"FER2013 {REPORTED_ON} before": "FER2013, before",
    f"FER2013 {REPORTED_ON}": "FER2013, after",
}


def _emotions(record: RunRecord) -> str:
    heads = "".join(
        f"<th class='number'>{result.split}<br>faces</th>"
        "<th class='number'>recall</th><th class='number'>precision</th>"
        for result in record.results
    )
    last = record.results[-1]
    rows = [
        f"<tr><td class='name'>{dot(kind.color)}{kind.label}</td>"
        + "".join(_emotion_cells(result, place) for result in record.results)
        + f"<td>{bar(float(np.nan_to_num(last.recall[place])), kind.color)}</td></tr>"
        for place, kind in enumerate(kinds_of(len(last.confusion)))
    ]
    means = "".join(
        f"<td class='number'>{result.n:,}</td><td class='number'>{per_cent(result.macro_recall, 1)}</td><td></td>"
        for result in record.results
    )
    return (
        f"<div class='scroll'><table><thead><tr><th>emotion</th>{heads}<th>{last.split} recall</th></tr></thead>"
        f"<tbody>{''.join(rows)}<tr><td class='name'>all, mean recall</td>{means}<td></td></tr></tbody></table></div>"
    )


def _emotion_cells(result: SplitResult, place: int) -> str:
    faces = int(result.confusion[place].sum())
    shares = (per_cent(float(result.recall[place]), 1), per_cent(float(result.precision[place]), 1))
    return f"<td class='number'>{faces:,}</td>" + "".join(f"<td class='number'>{share}</td>" for share in shares)


_PROVENANCE_NAMES = {
    "data": "fingerprint of the data",
    "order": "SHA-256 of the rows of --data in their order",
    "rows": "SHA-256 of rows.csv",
    "replayed": "fingerprint of FER2013",
}


def _flat(values: Mapping[str, Any]) -> Mapping[str, Any]:
    """Provenance without the command, which stands above, and without a second level."""
    return dict(_flattened((key, value) for key, value in values.items() if key != "command"))


def _flattened(items: Iterable[tuple[str, Any]]) -> Iterable[tuple[str, Any]]:
    for key, value in items:
        inner = ", ".join(f"{name} {part}" for name, part in value.items()) if isinstance(value, Mapping) else value
        yield _PROVENANCE_NAMES.get(key, key), inner


def _image(picture: Picture) -> str:
    # A printed page is light, whatever the screen is: hence the second condition.
    return (
        f"<picture><source media='screen and (prefers-color-scheme: dark)' srcset='{_data(picture.dark)}'>"
        f"<img src='{_data(picture.light)}' alt='{escape(picture.description, quote=True)}'></picture>"
    )


def _data(png: bytes) -> str:
    return "data:image/png;base64," + base64.b64encode(png).decode()
