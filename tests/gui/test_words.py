"""A catalogue reaches everything that people read in the app; a bad one is told and changes nothing."""

from __future__ import annotations

import ast
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from ferdesk.gui import words
from ferdesk.gui.catalogue import complete, filled, texts
from ferdesk.gui.words import Words, fields_of


def catalogue(path: Path, **said: str) -> str:
    path.write_text(json.dumps(said), encoding="utf-8")
    return str(path)


def test_words_come_from_the_catalogue_and_else_from_the_code(tmp_path: Path) -> None:
    say = Words(catalogue(tmp_path / "xx.json", Stop="Halt", Open=""), ()).say
    assert (say("Stop"), say("Open"), say("Close {name}", name="x{y}")) == ("Halt", "Open", "Close x{y}")


def test_the_desktops_language_is_taken_where_there_is_a_catalogue(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(words, "FOLDER", tmp_path)
    catalogue(tmp_path / "pt.json", Stop="Parar")
    assert Words("", ("fr-FR", "pt-BR", "en-GB")).say("Stop") == "Parar"
    assert Words("", ("fr-FR", "en-GB", "pt-BR")).say("Stop") == "Stop"
    assert Words("pt", ("en-GB",)).say("Stop") == "Parar"
    assert Words("en", ("pt-BR",)).say("Stop") == "Stop"


def test_a_text_with_other_fields_is_left_in_english_and_told(tmp_path: Path) -> None:
    bad = {"Open {name}": "Ouvrir {nom}", "Save {name}": "Sauver {name", "Stop": "Halt"}
    made = Words(catalogue(tmp_path / "xx.json", **bad), ())
    assert made.say("Open {name}", name="a") == "Open a" and made.say("Stop") == "Halt"
    assert made.problem.startswith("2 texts in ")


def test_every_field_of_a_text_is_given_and_no_other() -> None:
    wrong = []
    for path in sorted(Path(words.__file__).parent.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "tr"):
                continue
            first, given = node.args[0], {keyword.arg for keyword in node.keywords}
            # A text without values is a constant that is filled in later.
            if isinstance(first, ast.Constant) and given and given != fields_of(first.value):
                wrong.append(f"{path.name}:{node.lineno}")
    assert wrong == []


@pytest.mark.parametrize("content", ["no json", "[1, 2]"])
def test_a_bad_catalogue_is_told(tmp_path: Path, content: str) -> None:
    path = tmp_path / "xx.json"
    path.write_text(content, encoding="utf-8")
    made = Words(str(path), ())
    assert "cannot be read" in made.problem and made.say("Stop") == "Stop"
    assert "no catalogue for the language yy" in Words("yy", ()).problem
    assert "cannot be read" in Words(str(tmp_path / "absent.json"), ()).problem


def test_a_new_catalogue_has_every_text_and_keeps_what_is_translated() -> None:
    made = json.loads(filled({"&Quit": "&Fim", "no longer there": "x"}))
    assert made["&Quit"] == "&Fim" and made["happy"] == "" and "no longer there" not in made
    assert {"Smoothing", "Recognition", "Before you begin"} <= set(made)
    assert [text for text in texts() if fields_of(text) is None] == []


def test_the_command_makes_a_catalogue_and_keeps_what_was_translated(tmp_path: Path) -> None:
    path = tmp_path / "languages" / "pt.json"
    assert complete(path) == len(texts())
    path.write_text(path.read_text(encoding="utf-8").replace('"&Quit": ""', '"&Quit": "&Fim"'), encoding="utf-8")
    assert complete(path) == len(texts()) - 1
    assert Words(str(path), ()).say("&Quit") == "&Fim" and list(path.parent.iterdir()) == [path]


def test_catalogues_that_come_along_are_in_order() -> None:
    for path in words.FOLDER.glob("*.json"):
        said = json.loads(path.read_text(encoding="utf-8"))
        assert path.read_text(encoding="utf-8") == filled(said), f"run: python -m ferdesk.gui.catalogue {path.stem}"
        assert Words(str(path), ()).problem == ""


def test_a_translation_reaches_window_menus_and_dialogs(tmp_path: Path) -> None:
    file = catalogue(tmp_path / "pseudo.json", **{text: f"\u27e6{text}\u27e7" for text in texts()})
    folder = tmp_path / "folder"
    folder.mkdir()
    done = subprocess.run(
        [sys.executable, "-m", "tests.gui.pseudo_language", str(folder)],
        env=os.environ | {"FERDESK_LANGUAGE": file}, capture_output=True, text=True, check=False, timeout=110,
        cwd=Path(__file__).parents[2], encoding="utf-8",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == []
