"""Catalogues for translators: `python -m ferdesk.gui.catalogue pt` makes `languages/pt.json`, or brings it up to date.

Texts that are translated already keep their translation; those that the app no longer has are left out.
"""

from __future__ import annotations

import ast
import json
import sys
from collections.abc import Iterator
from pathlib import Path

from ferdesk import occlusion, valence
from ferdesk.emotions import EMOTIONS, UNSURE
from ferdesk.gui.words import FOLDER
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


def complete(path: Path) -> int:
    """Write the catalogue `path` anew with what it translates already. How many texts have no translation."""
    known = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(path.name + ".part")
    part.write_text(filled(known), encoding="utf-8")
    part.replace(path)
    return sum(not known.get(text) for text in texts())


def main() -> None:
    """The command."""
    if len(sys.argv) != 2:
        sys.exit("give a language, such as pt or pt-BR: python -m ferdesk.gui.catalogue pt")
    path = FOLDER / f"{sys.argv[1]}.json"
    try:
        left = complete(path)
    except (OSError, ValueError) as error:
        sys.exit(f"{path}: cannot be brought up to date ({error})")
    print(f"{path}: {left} of {len(texts())} texts are not translated.")


if __name__ == "__main__":
    main()
