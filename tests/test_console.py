from __future__ import annotations

import io
import os
import subprocess
import sys
from pathlib import Path

import pytest
import typer
from rich.console import Console

from ferdesk.console import escaped, run, told_steps, write_json
from ferdesk.errors import FerdeskError


@pytest.mark.parametrize("text", ["[red]", "a[0].jpg", r"C:\photos\[1].jpg", r"C:\a\[x]\[2]\\[3]", "[/]"])
def test_what_users_name_is_printed_as_it_is(text: str) -> None:
    out = io.StringIO()
    Console(file=out, highlight=False).print(f"[bold]error:[/] {escaped(text)}", soft_wrap=True)
    assert out.getvalue() == f"error: {text}\n"


@pytest.mark.parametrize("name", ["absent/file.txt", "x" * 300])
def test_a_file_out_of_reach_is_one_sentence(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    app = typer.Typer(pretty_exceptions_enable=False)

    @app.command()
    def read() -> None:
        (tmp_path / name).read_text()

    with pytest.MonkeyPatch.context() as patch, pytest.raises(SystemExit) as ended:
        patch.setattr("sys.argv", ["read"])
        run(app)
    assert ended.value.code == 2
    told = capsys.readouterr().err
    assert told.startswith(f"error: {tmp_path / name}: ")
    assert "check the path" in told


def test_steps_are_lines_where_nobody_sees_a_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    with told_steps() as say:
        say("reading [1]")
        assert capsys.readouterr().err == "reading [1] …\n"


def test_figures_that_cannot_be_written_are_told(tmp_path: Path) -> None:
    with pytest.raises(FerdeskError, match="cannot be written"):
        write_json(tmp_path / "a" / "b.json", {})


def test_what_goes_into_a_file_is_utf_8_whatever_the_code_page(tmp_path: Path) -> None:
    code = "import typer, ferdesk.console as c; app = typer.Typer(); app.command()(lambda: print('−0.3')); c.run(app)"
    shown = subprocess.run(
        [sys.executable, "-c", code], env=os.environ | {"PYTHONIOENCODING": "cp1252"}, capture_output=True, check=True
    )
    assert shown.stdout.decode("utf-8").strip() == "−0.3"
