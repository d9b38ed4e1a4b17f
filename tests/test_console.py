from __future__ import annotations

import io

import pytest
from rich.console import Console

from ferdesk.console import escaped


@pytest.mark.parametrize("text", ["[red]", "a[0].jpg", r"C:\photos\[1].jpg", r"C:\a\[x]\[2]\\[3]", "[/]"])
def test_what_users_name_is_printed_as_it_is(text: str) -> None:
    out = io.StringIO()
    Console(file=out, highlight=False).print(f"[bold]error:[/] {escaped(text)}", soft_wrap=True)
    assert out.getvalue() == f"error: {text}\n"
