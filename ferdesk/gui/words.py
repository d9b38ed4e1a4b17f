"""The app's words in the desktop's language where there is a catalogue for it; else in English, as in the code.

A catalogue is `languages/LANGUAGE.json`, English on the left and the translation on the right. It is read once, when
this module is imported, so that constants can hold translated words too. `FERDESK_LANGUAGE` names another language, or
the file of a catalogue that is being written. `ferdesk.gui.catalogue` makes and completes catalogues.
"""

from __future__ import annotations

import json
import os
import string
from collections.abc import Mapping
from pathlib import Path

from PyQt5.QtCore import QLocale

FOLDER = Path(__file__).parent / "languages"


class Words:
    """What is said in place of the English words, and what was wrong with the catalogue."""

    def __init__(self, asked: str, preferred: tuple[str, ...]) -> None:
        """`asked` is a language or a catalogue's file; else the first of `preferred` that there is a catalogue for."""
        self.problem = ""
        """A sentence, or empty."""
        self._said: Mapping[str, str] = {}
        path = _catalogue_of(asked) if asked else _first(preferred)
        if path is None and asked and not _is_english(asked):
            self.problem = f"There is no catalogue for the language {asked}; the app speaks English."
        if path is not None:
            self._read(path)

    def say(self, text: str, **values: object) -> str:
        """`text` in the language in use, its {fields} filled with `values`."""
        said = self._said.get(text, text)
        return said.format(**values) if values else said

    def _read(self, path: Path) -> None:
        try:
            said = json.loads(path.read_text(encoding="utf-8"))
            pairs = [(str(text), str(words)) for text, words in said.items() if words]
        except (OSError, ValueError, AttributeError) as error:
            self.problem = f"The words in {path} cannot be read ({error}); the app speaks English."
            return
        odd = [text for text, words in pairs if fields_of(words) != fields_of(text)]
        self._said = {text: words for text, words in pairs if text not in odd}
        if odd:
            self.problem = f"{len(odd)} texts in {path} have other fields in braces than the English ones: {odd[0]!r}."


def fields_of(text: str) -> frozenset[str] | None:
    """The names of the {fields} of a text; None if its braces are in disorder."""
    try:
        return frozenset(name for _, name, _, _ in string.Formatter().parse(text) if name is not None)
    except ValueError:
        return None


def _catalogue_of(asked: str) -> Path | None:
    path = Path(asked) if asked.endswith(".json") else FOLDER / f"{asked}.json"
    return path if path.is_file() or asked.endswith(".json") else None


def _first(preferred: tuple[str, ...]) -> Path | None:
    """`pt-BR` is served by pt-BR.json, or else by pt.json; English ends the search."""
    for language in preferred:
        if _is_english(language):
            return None
        for name in (language, language.partition("-")[0]):
            if (FOLDER / f"{name}.json").is_file():
                return FOLDER / f"{name}.json"
    return None


def _is_english(language: str) -> bool:
    return language.partition("-")[0] in ("en", "C")


WORDS = Words(os.environ.get("FERDESK_LANGUAGE", ""), tuple(QLocale.system().uiLanguages()))
tr = WORDS.say
"""`tr("Writing {path} …", path=path)`: every text that people see goes through this."""
