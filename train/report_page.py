"""The run report as one HTML page that needs no other file: figures, tables, pictures for light and dark."""

from __future__ import annotations

import base64
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html import escape
from typing import Any

import numpy as np

from ferdesk.emotions import Emotion

from .run_records import RunRecord, SplitResult

SELECTED_ON, REPORTED_ON = "PublicTest", "PrivateTest"

_STYLE = """
:root { --paper: #ffffff; --ink: #1d1f23; --faint: #6b7078; --rule: #d8dbe0; --card: #f5f6f8; --strong: #2a5fa5; }
@media (prefers-color-scheme: dark) {
  :root { --paper: #17191d; --ink: #e6e8eb; --faint: #9aa0a6; --rule: #383c43; --card: #202329; --strong: #6ea8ee; }
}
* { box-sizing: border-box; }
html { color-scheme: light dark; }
body { margin: 0 auto; padding: 2.5rem 1.5rem; max-width: 62rem; background: var(--paper); color: var(--ink);
  font: 16px/1.5 system-ui, -apple-system, "Segoe UI", "DejaVu Sans", sans-serif; }
h1 { margin: 0; font-size: 1.7rem; overflow-wrap: anywhere; }
h2 { margin: 2.4rem 0 .8rem; font-size: 1.15rem; }
p { margin: .4rem 0; }
.faint { color: var(--faint); }
.cards { display: flex; flex-wrap: wrap; gap: .8rem; margin: 1.6rem 0; }
.card { flex: 1 1 9rem; padding: .9rem 1.1rem; border-radius: .6rem; background: var(--card); }
.card b { display: block; font-size: 1.5rem; white-space: nowrap; font-variant-numeric: tabular-nums; }
.card.main b { color: var(--strong); }
.card small { color: var(--faint); }
img { display: block; width: 100%; height: auto; }
.scroll { overflow-x: auto; }
table { width: 100%; border-collapse: collapse; font-variant-numeric: tabular-nums; }
th, td { padding: .35rem .6rem; border-bottom: 1px solid var(--rule); text-align: left; vertical-align: middle; }
th { color: var(--faint); font-weight: 500; font-size: .9rem; }
td.name, td.number, th.number { white-space: nowrap; }
td.number, th.number { text-align: right; }
td.key { width: 14rem; }
td.wide { overflow-wrap: anywhere; }
.dot { display: inline-block; width: .7rem; height: .7rem; margin-right: .5rem; border-radius: 50%; }
.bar { display: inline-block; width: 7rem; height: .55rem; border-radius: .3rem; background: var(--rule); }
.bar i { display: block; height: 100%; border-radius: .3rem; }
pre { margin: 0; padding: .8rem 1rem; border-radius: .6rem; background: var(--card); white-space: pre-wrap;
  overflow-wrap: anywhere; font: .9rem/1.5 ui-monospace, "DejaVu Sans Mono", monospace; }
@media print {
  :root { --paper: #ffffff; --ink: #000000; --faint: #555555; --rule: #cccccc; --card: #f3f3f3; --strong: #2a5fa5; }
  body { padding: 0; max-width: none; font-size: 11pt; }
  section, .card, tr, img { break-inside: avoid; }
  .card, .bar, .bar i, .dot { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
"""


@dataclass(frozen=True)
class Picture:
    """One picture as PNG files for both kinds of page."""

    light: bytes
    dark: bytes
    description: str
    """For those who cannot see it."""


def page(record: RunRecord, curves: Picture | None, confusion: Picture | None) -> str:
    """The whole HTML text. Pictures are None where there is nothing to draw yet."""
    title = escape(record.folder.resolve().name)
    parts = [
        f"<header><h1>{title}</h1><p class='faint'>{_summary(record)}</p></header>",
        _cards(record),
        _section("Learning curves", _image(curves)) if curves else "",
        _section("By emotion", _emotions(record)) if record.results else "",
        _section("Confusion", _image(confusion) + _CONFUSION_NOTE) if confusion else "",
        _section("Command", f"<pre>{escape(str(record.provenance.get('command', 'not recorded')))}</pre>"),
        _section("Settings", _pairs(record.config)),
        _section("Made with", _pairs(_flat(record.provenance))) if record.provenance else "",
    ]
    return (
        "<!doctype html>\n<html lang='en'><head><meta charset='utf-8'>"
        "<meta name='viewport' content='width=device-width, initial-scale=1'>"
        f"<title>{title} – ferdesk run</title><style>{_STYLE}</style></head>\n<body>\n"
        + "\n".join(part for part in parts if part)
        + "\n</body></html>\n"
    )


_CONFUSION_NOTE = (
    "<p class='faint'>Large numbers: per cent of the faces with that true emotion. Small numbers: faces.</p>"
)


def _summary(record: RunRecord) -> str:
    config = record.config
    words = [f"{config.get('mode', '?')} training of the network {config.get('network', '?')}"]
    words += [f"{config[key]} of the labels" for key in ("labels",) if key in config]
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
        cards.append(_card(_percent(reported.accuracy), f"{REPORTED_ON} accuracy", interval, main=True))
        cards.append(_card(_percent(reported.macro_recall), "macro recall", f"mean of the emotions, {REPORTED_ON}"))
        cards.append(_card(_percent(reported.ece), "calibration error", f"ECE before any temperature, {REPORTED_ON}"))
    if selected:
        cards.append(_card(_percent(selected.accuracy), f"{SELECTED_ON} accuracy", "the best epoch was chosen on it"))
    elif record.best:
        about = f"at epoch {record.best.epoch}; the run has not been evaluated yet"
        cards.append(_card(_percent(record.best.public_accuracy), f"best {SELECTED_ON} accuracy so far", about))
    if record.epochs:
        wanted = record.config.get("epochs")
        done = f"{len(record.epochs)}" + (f" of {wanted}" if wanted != len(record.epochs) and wanted else "")
        speed = sum(epoch.images_per_second for epoch in record.epochs) / len(record.epochs)
        cards.append(_card(_duration(record.seconds), f"for {done} epochs", f"{speed:,.0f} images a second"))
    else:
        cards.append(_card("0", "epochs", "the run has not finished its first one yet"))
    return f"<div class='cards'>{''.join(cards)}</div>"


def _card(figure: str, what: str, about: str, *, main: bool = False) -> str:
    kind = "card main" if main else "card"
    return f"<div class='{kind}'><b>{escape(figure)}</b>{escape(what)}<br><small>{escape(about)}</small></div>"


def _emotions(record: RunRecord) -> str:
    heads = "".join(
        f"<th class='number'>{result.split}<br>faces</th>"
        "<th class='number'>recall</th><th class='number'>precision</th>"
        for result in record.results
    )
    last = record.results[-1]
    rows = [
        f"<tr><td class='name'><span class='dot' style='background:{emotion.color}'></span>{emotion.label}</td>"
        + "".join(_emotion_cells(result, emotion) for result in record.results)
        + f"<td>{_bar(last, emotion)}</td></tr>"
        for emotion in Emotion
    ]
    means = "".join(
        f"<td class='number'>{result.n:,}</td><td class='number'>{_percent(result.macro_recall)}</td><td></td>"
        for result in record.results
    )
    return (
        f"<div class='scroll'><table><thead><tr><th>emotion</th>{heads}<th>{last.split} recall</th></tr></thead>"
        f"<tbody>{''.join(rows)}<tr><td class='name'>all, mean recall</td>{means}<td></td></tr></tbody></table></div>"
    )


def _emotion_cells(result: SplitResult, emotion: Emotion) -> str:
    faces = int(result.confusion[emotion].sum())
    shares = (_percent(float(result.recall[emotion])), _percent(float(result.precision[emotion])))
    return f"<td class='number'>{faces:,}</td>" + "".join(f"<td class='number'>{share}</td>" for share in shares)


def _bar(result: SplitResult, emotion: Emotion) -> str:
    width = 100 * float(np.nan_to_num(result.recall[emotion]))
    return f"<span class='bar'><i style='width:{width:.1f}%;background:{emotion.color}'></i></span>"


def _pairs(values: Mapping[str, Any]) -> str:
    rows = (
        f"<tr><td class='key'>{escape(str(key).replace('_', ' '))}</td><td class='wide'>{escape(str(value))}</td></tr>"
        for key, value in values.items()
    )
    return f"<table><tbody>{''.join(rows)}</tbody></table>"


_PROVENANCE_NAMES = {"data": "fingerprint of the data", "rows": "SHA-256 of rows.csv"}


def _flat(values: Mapping[str, Any]) -> Mapping[str, Any]:
    """Provenance without the command, which stands above, and without a second level."""
    return dict(_flattened((key, value) for key, value in values.items() if key != "command"))


def _flattened(items: Iterable[tuple[str, Any]]) -> Iterable[tuple[str, Any]]:
    for key, value in items:
        inner = ", ".join(f"{name} {part}" for name, part in value.items()) if isinstance(value, Mapping) else value
        yield _PROVENANCE_NAMES.get(key, key), inner


def _section(title: str, content: str) -> str:
    return f"<section><h2>{escape(title)}</h2>{content}</section>"


def _image(picture: Picture) -> str:
    # A printed page is light, whatever the screen is: hence the second condition.
    return (
        f"<picture><source media='screen and (prefers-color-scheme: dark)' srcset='{_data(picture.dark)}'>"
        f"<img src='{_data(picture.light)}' alt='{escape(picture.description, quote=True)}'></picture>"
    )


def _data(png: bytes) -> str:
    return "data:image/png;base64," + base64.b64encode(png).decode()


def _percent(share: float) -> str:
    return "–" if math.isnan(share) else f"{100 * share:.1f} %"


def _duration(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours} h {minutes:02} min"
    return f"{minutes} min" if minutes >= 10 else f"{minutes} min {rest:02} s"
