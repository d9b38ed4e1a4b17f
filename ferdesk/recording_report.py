"""A recording's report: one HTML page that needs no other file and no network, for light, dark and paper."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from pathlib import Path

from ferdesk.chart import to_svg
from ferdesk.html_page import bar, card, dot, duration, page, pairs, section
from ferdesk.recording import LABELS, Recording
from ferdesk.recording_chart import COLORS, person_chart
from ferdesk.recording_columns import NO_MARKS
from ferdesk.recording_summary import EPISODE_SECONDS, LabelFigures, PersonSummary, RecordingSummary, summarize
from ferdesk.recording_table import Columns, RecordingError
from ferdesk.time_axis import clock
from ferdesk.valence import valence_words

_STYLE = """
svg { display: block; width: 100%; height: auto; margin: .6rem 0 1rem; }
svg text { font-family: inherit; font-variant-numeric: tabular-nums; }
h3 { margin: 1.4rem 0 .4rem; font-size: 1rem; }
.legend span { white-space: nowrap; margin-right: 1rem; }
.note { padding: .9rem 1.1rem; border-radius: .6rem; background: var(--card); }
td.zero { color: var(--rule); }
@media print { h2, h3 { break-after: avoid; } svg { break-inside: avoid; } svg path { print-color-adjust: exact;
  -webkit-print-color-adjust: exact; } }
"""

_LIMITS = (
    "What is read here are expressions, not feelings: a smile may be polite, and a still face may hide anything. The "
    "scores come from a network that errs, above all on faces that are small, turned, dark or covered, and not equally "
    "often for everybody. Do not judge people by this page: not in recruitment, at work, in schools, at borders, in "
    "courts or in medicine."
)


def report_page(recording: Recording) -> str:
    """The whole HTML text."""
    summary = summarize(recording)
    parts = [
        _header(recording),
        _cards(summary),
        f"<p class='note'>{_LIMITS}</p>",
        f"<p class='legend'>{_legend()}</p>" if summary.people else "",
        *(_person(recording, person) for person in summary.people),
        section("Events", _events(recording)) if len(recording.events) else "",
        section("Nobody in view", _gaps(summary)) if summary.gaps else "",
        section("How to read it", _HELP),
        section("Settings", pairs(settings_words(recording))),
        section("Made with", pairs({name: value or "absent" for name, value in recording.meta.versions.items()})),
    ]
    return page(recording.meta.source, "ferdesk recording", parts, _STYLE)


def write_report(recording: Recording, path: Path) -> None:
    """Write the page; RecordingError where that cannot be."""
    try:
        path.write_text(report_page(recording), encoding="utf-8", errors="backslashreplace")
    except OSError as error:
        raise RecordingError(f"{path}: the report cannot be written ({error.strerror})") from error


_HELP = (
    "<p>In each chart: above, the episodes, which is the label that was shown; then the seven smoothed scores stacked, "
    "adding up to 100 %; then the valence, which is happy minus the strongest of sad, angry, fear and disgust. Nothing "
    "is drawn while the person was not in view, nor above where no label lasted. Numbered dashed lines are events.</p>"
    f"<p>An episode is a label held for at least {EPISODE_SECONDS:g} seconds without a break. A transition is one "
    "episode followed by another while the person stayed in view. Persons are tracks: who leaves the view for more "
    "than a second and comes back is somebody new, unless both were given the same name.</p>"
)


def _header(recording: Recording) -> str:
    meta = recording.meta
    words = f"recorded {meta.started[:19].replace('T', ' ')} UTC with the bundle {meta.bundle}"
    if not recording.complete:
        words += "; the recording was not ended in order, all that it had written is here"
    return f"<header><h1>{escape(meta.source)}</h1><p class='faint'>{escape(words)}</p></header>"


def _cards(summary: RecordingSummary) -> str:
    away = sum(end - start for start, end in summary.gaps)
    rate = summary.frames / summary.seconds if summary.seconds else 0.0
    lost = f"; {duration(summary.unrecorded)} not recorded" if summary.unrecorded >= 1 else ""
    cards = [
        card(duration(summary.seconds), "recorded", f"{summary.frames:,} frames, {rate:.0f} a second{lost}", main=True),
        card(f"{len(summary.people)}", "people" if len(summary.people) != 1 else "person", f"{summary.faces:,} faces"),
        card(duration(away), "nobody in view", f"{len(summary.gaps)} times for {EPISODE_SECONDS:g} s or longer"),
    ]
    return f"<div class='cards'>{''.join(cards)}</div>"


def _legend() -> str:
    return "".join(f"<span>{dot(color)}{label}</span> " for label, color in zip(LABELS, COLORS, strict=True))


def _person(recording: Recording, person: PersonSummary) -> str:
    seen = f"in view {duration(person.seconds)}, from {clock(person.first)} to {clock(person.last)}"
    words = f"{seen}; mean valence {valence_words(person.valence)}"
    name = person.person.name
    svg = to_svg(person_chart(recording, person), f"Scores and valence of {name} over time; the table below sums it up")
    content = f"<p class='faint'>{words}</p>{svg}{_labels_table(person)}{_transitions(person)}"
    return section(name, content)


def _labels_table(person: PersonSummary) -> str:
    heads = "".join(
        f"<th class='number'>{head}</th>" for head in ("time", "share", "episodes", "mean length", "longest")
    )
    rows = "".join(
        f"<tr><td class='name'>{dot(color)}{figures.label}</td>{_cells(figures)}"
        f"<td>{bar(figures.share, color)}</td></tr>"
        for figures, color in zip(person.labels, COLORS, strict=True)
    )
    return f"<div class='scroll'><table><thead><tr><th>label</th>{heads}<th></th></tr></thead>{rows}</table></div>"


def _cells(figures: LabelFigures) -> str:
    lengths = (figures.mean_seconds, figures.longest_seconds)
    texts = [
        f"{figures.seconds:.1f} s", f"{100 * figures.share:.1f} %", f"{figures.episodes}",
        *(f"{length:.1f} s" if figures.episodes else "–" for length in lengths),
    ]  # fmt: skip
    return "".join(f"<td class='number'>{text}</td>" for text in texts)


def _transitions(person: PersonSummary) -> str:
    """The matrix, of the labels that take part in it only."""
    table = person.transitions
    used = [index for index in range(len(LABELS)) if table[index].any() or table[:, index].any()]
    if not used:
        return ""
    heads = "".join(f"<th class='number'>{LABELS[index]}</th>" for index in used)
    rows = "".join(
        f"<tr><td class='name'>{dot(COLORS[row])}{LABELS[row]}</td>"
        + "".join(_count(int(table[row, column])) for column in used)
        + "</tr>"
        for row in used
    )
    return (
        f"<h3>Transitions</h3><div class='scroll'><table><thead><tr><th>from … to</th>{heads}</tr></thead>{rows}"
        "</table></div>"
    )


def _count(count: int) -> str:
    return f"<td class='number{'' if count else ' zero'}'>{count}</td>"


def _events(recording: Recording) -> str:
    rows = "".join(
        f"<tr><td class='number'>{number}</td><td class='number'>{clock(seconds)}</td>"
        f"<td class='name'>{escape(kind)}</td><td class='wide'>{escape(text)}</td></tr>"
        for number, seconds, kind, text in event_lines(recording.events)
    )
    heads = "<th class='number'>line</th><th class='number'>time</th><th>kind</th><th>what</th>"
    return f"<div class='scroll'><table><thead><tr>{heads}</tr></thead>{rows}</table></div>"


def event_lines(events: Columns) -> Iterator[tuple[str, float, str, str]]:
    """Number, seconds, kind and words of each event. Those that have a line in the charts are numbered as there."""
    number = 0
    columns = (events[name].tolist() for name in ("seconds", "kind", "track", "text"))
    for seconds, kind, track, text in zip(*columns, strict=True):
        number += kind not in NO_MARKS
        words = f"person {track} is {text or 'without a name again'}" if kind == "name" else text
        yield "" if kind in NO_MARKS else str(number), seconds, kind, words


def _gaps(summary: RecordingSummary) -> str:
    return "<p>" + ", ".join(f"{clock(start)} to {clock(end)}" for start, end in summary.gaps) + "</p>"


def settings_words(recording: Recording) -> dict[str, str]:
    """What it was recorded with, name by name, for people."""
    meta = recording.meta
    faces = "blurred" if meta.blur_faces else "as they were"
    own = {"unsure_threshold": "the bundle's own"}
    return {
        "bundle": f"{meta.bundle}, SHA-256 {meta.bundle_sha256}",
        "runs on": meta.provider,
        "video": "none" if meta.video is None else f"{meta.video}, faces {faces}",
        **{name: str(own.get(name, "none") if value is None else value) for name, value in meta.settings.items()},
    }
