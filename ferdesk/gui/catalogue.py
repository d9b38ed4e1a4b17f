"""Catalogues for translators: `python -m ferdesk.gui.catalogue [LANGUAGE.json]` prints one with every text of the app.

Texts that the file translates already keep their translation; those that the app no longer has are left out.
"""

from __future__ import annotations

import ast
import json
import sys
from collections.abc import Iterator
from pathlib import Path

from ferdesk import occlusion, valence
from ferdesk.emotions import EMOTIONS, UNSURE
from ferdesk.settings import RULES


def texts() -> tuple[str, ...]:
    """All that `tr` may be asked for: what stands in the code of the app, and the core's words that it shows."""
    found = [text for path in sorted(Path(__file__).parent.rglob("*.py")) for text in _in(path)]
    return tuple(dict.fromkeys([*found, *EMOTIONS, UNSURE, valence.HELP, *occlusion.TEXTS, *_of_settings()]))


def filled(known: dict[str, str]) -> str:
    """A catalogue as JSON: each text with its translation out of `known`, or an empty one."""
    return json.dumps({text: known.get(text, "") for text in texts()}, ensure_ascii=False, indent=1) + "\n"


def _in(path: Path) -> Iterator[str]:
    """The literal first arguments of `tr` in a file."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "tr":
            first = node.args[0]
            if isinstance(first, ast.Constant) and isinstance(first.value, str):
                yield first.value


def _of_settings() -> Iterator[str]:
    for rule in RULES.values():
        if rule.group:
            yield from (rule.group, rule.title, rule.help, *rule.choices)
            if rule.unit.isalpha():
                yield rule.unit


if __name__ == "__main__":
    file = Path(sys.argv[1]) if len(sys.argv) > 1 else None
    print(filled(json.loads(file.read_text(encoding="utf-8")) if file is not None else {}), end="")
