"""What every command line shares: one console for people on stderr, one way to end."""

from __future__ import annotations

import io
import json
import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import typer
from rich.console import Console
from rich.markup import escape

from ferdesk.errors import FerdeskError

console = Console(stderr=True, highlight=False)
"""Messages, progress and tables for people. Data that a program may read goes to stdout or a file."""


# Rich's own escape leaves `\[1]` as it is, because that is no tag, and its printer then takes the backslash away.
_SLASHED_BRACKET = re.compile(r"(\\+)(\[(?![a-z#/@][^\[]*?\]))")


def run(app: typer.Typer) -> None:
    """Run a command line: 2 and one sentence for a user's mistake or a file out of reach, 130 for Ctrl-C.

    When a pipe closes it ends quietly.
    """
    _write_unicode()
    try:
        app(standalone_mode=True)
    except FerdeskError as error:
        console.print(f"[bold red]error:[/] {escaped(str(error))}", soft_wrap=True)
        sys.exit(2)
    except KeyboardInterrupt:
        sys.exit(130)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except OSError as error:  # of a file that may not be read or written, a full disk
        console.print(f"[bold red]error:[/] {escaped(_told(error))}", soft_wrap=True)
        sys.exit(2)


def _write_unicode() -> None:
    """What goes into a file or a pipe is UTF-8, as tables are: the code pages that Windows takes have no "−"."""
    out = sys.stdout
    if isinstance(out, io.TextIOWrapper) and out.encoding.lower().replace("-", "") != "utf8":
        if out.isatty():
            out.reconfigure(errors="replace")
        else:
            out.reconfigure(encoding="utf-8")


def _told(error: OSError) -> str:
    reason = error.strerror or str(error) or type(error).__name__
    if error.filename is None:
        return f"the system refuses to go on: {reason}"
    return f"{os.fsdecode(error.filename)}: {reason}; check the path and who may read and write it"


@contextmanager
def told_steps() -> Iterator[Callable[[str], None]]:
    """Gives what tells people the step that begins: a spinner's text, or a line each where nobody sees a terminal."""
    if not console.is_terminal:
        yield lambda step: console.print(f"{escaped(step)} …", soft_wrap=True)
        return
    with console.status("") as status:
        yield lambda step: status.update(escaped(step))


def print_notes(notes: Iterable[str]) -> None:
    """What a reader should know of a data set, a line each."""
    for note in notes:
        console.print(f"[yellow]note:[/] {escaped(note)}", soft_wrap=True)


def escaped(text: str) -> str:
    """`text` with rich's square-bracket markup made plain, also behind the backslashes of a Windows path."""
    return escape(_SLASHED_BRACKET.sub(r"\1\\\2", text))


def write_json(path: Path | None, values: dict[str, Any]) -> None:
    """Write figures where `--json` says: a file, `-` for stdout, None for nowhere. FerdeskError if that fails."""
    if path is None:
        return
    text = json.dumps(values, indent=2) + "\n"
    if path == Path("-"):
        sys.stdout.write(text)
        return
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise FerdeskError(f"{path}: cannot be written ({error.strerror})") from error
