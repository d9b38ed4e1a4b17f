"""A handsome HTML page that needs no other file: the frame that all reports share, for light, dark and paper."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape
from typing import Any

STYLE = """
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


def page(title: str, kind: str, parts: Iterable[str], style: str = "") -> str:
    """The whole HTML text of a `kind` of report, of parts in HTML; empty parts are left out."""
    return (
        "<!doctype html>\n<html lang='en'><head><meta charset='utf-8'>"
        "<meta name='viewport' content='width=device-width, initial-scale=1'>"
        f"<title>{escape(title)} – {escape(kind)}</title><style>{STYLE}{style}</style></head>\n<body>\n"
        + "\n".join(part for part in parts if part)
        + "\n</body></html>\n"
    )


def section(title: str, content: str) -> str:
    """A part with a heading; `content` is HTML."""
    return f"<section><h2>{escape(title)}</h2>{content}</section>"


def card(figure: str, what: str, about: str, *, main: bool = False) -> str:
    """A large figure with a word and a sentence below it."""
    kind = "card main" if main else "card"
    return f"<div class='{kind}'><b>{escape(figure)}</b>{escape(what)}<br><small>{escape(about)}</small></div>"


def pairs(values: Mapping[str, Any]) -> str:
    """A table of names and values."""
    rows = (
        f"<tr><td class='key'>{escape(str(key).replace('_', ' '))}</td><td class='wide'>{escape(str(value))}</td></tr>"
        for key, value in values.items()
    )
    return f"<table><tbody>{''.join(rows)}</tbody></table>"


def bar(share: float, color: str) -> str:
    """A small bar, filled to `share` (0..1)."""
    return f"<span class='bar'><i style='width:{100 * share:.1f}%;background:{color}'></i></span>"


def dot(color: str) -> str:
    """A small dot of a colour, before a word."""
    return f"<span class='dot' style='background:{color}'></span>"


def duration(seconds: float) -> str:
    """Such as "1 h 05 min", "12 min" or "3 min 20 s"."""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours} h {minutes:02} min"
    return f"{minutes} min" if minutes >= 10 else f"{minutes} min {rest:02} s"
