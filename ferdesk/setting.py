"""Rule: what one setting is called, means and takes, declared where the setting is. No Qt here.

The command line, the window's dialog and docs/settings.md are made of these.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Any, Literal

from ferdesk.errors import FerdeskError

Form = Literal["", "folder", "bundle"]
"""What a text is, so that the dialog can offer more than a line to type in."""

_TRUE, _FALSE, _NONE = ("on", "yes", "true", "1"), ("off", "no", "false", "0"), ("none", "auto", "")


class SettingsError(FerdeskError):
    """A setting that does not exist or cannot take a value, or settings that cannot be written."""


@dataclass(frozen=True, slots=True)
class Rule:
    """What a setting means and which values it takes."""

    help: str
    low: float = -math.inf
    high: float = math.inf
    choices: tuple[str, ...] = ()
    optional: bool = False
    """None is allowed and means "as the bundle says"."""
    kind: type = str
    title: str = ""
    group: str = ""
    """Under which heading people find it; empty: the app keeps it for itself and the dialog does not show it."""
    step: float = 1.0
    """How finely the dialog sets a number."""
    unit: str = ""
    """Written behind the number; "%" shows shares of 1 as per cent."""
    form: Form = ""

    def allows(self, value: object) -> bool:
        """True if `value`, as JSON gave it, may be this setting."""
        if value is None:
            return self.optional
        if self.kind in (int, float):
            number = isinstance(value, int if self.kind is int else int | float) and not isinstance(value, bool)
            return number and self.low <= value <= self.high  # type: ignore[operator]
        if not isinstance(value, self.kind) or (isinstance(value, str) and not _is_text(value)):
            return False
        return not self.choices or value in self.choices

    def takes(self) -> str:
        """The values it takes, in words, such as `0 to 2 s` or `on or off`."""
        if self.choices:
            words = f"{', '.join(self.choices[:-1])} or {self.choices[-1]}"
        elif self.kind is bool:
            words = "on or off"
        elif self.kind in (int, float):
            unit = f" {self.unit}" if self.unit and self.unit != "%" else ""
            words = f"{self.low:g} to {self.high:g}{unit}"
            if self.kind is int:
                words = f"whole numbers from {words}"
        else:
            words = {"": "text", "folder": "a folder", "bundle": "a bundle's name or file"}[self.form]
        return f"{words}; or none" if self.optional else words

    def read(self, name: str, text: str) -> Any:
        """The value that `text`, typed by a person, means. SettingsError says what setting `name` takes instead."""
        value = self._read(text.strip())
        if not self.allows(value):
            raise SettingsError(f"{name} cannot be {text!r}; it takes {self.takes()}")
        return value

    def _read(self, text: str) -> Any:
        """The value, or `_nothing`, which no rule allows."""
        if self.optional and text.lower() in _NONE:
            return None
        if self.kind is bool:
            return True if text.lower() in _TRUE else False if text.lower() in _FALSE else _nothing
        if self.kind is str:
            return text
        try:
            return self.kind(text)
        except ValueError:
            return _nothing


_nothing = object()


def _is_text(value: str) -> bool:
    """Whether files and windows take it: no NUL, no half of a character but what stands for a file name's odd bytes."""
    try:
        value.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return False
    return "\0" not in value


def setting(
    default: str | float | bool | None,
    help_text: str,
    *,
    low: float = -math.inf,
    high: float = math.inf,
    choices: tuple[str, ...] = (),
    title: str = "",
    group: str = "",
    step: float = 0.0,
    unit: str = "",
    form: Form = "",
) -> Any:
    """A dataclass field with its rule. The default's type is the setting's; None as default is an optional number.

    With a `group` and a `title` it appears in the dialog. `step` 0 is 1 for whole numbers and 0.01 for others.
    """
    kind = float if default is None else type(default)
    step = step or (0.01 if kind is float else 1.0)
    rule = Rule(help_text, low, high, choices, default is None, kind, title, group, step, unit, form)
    return field(default=default, metadata={"rule": rule})


def shown(value: object) -> str:
    """A value as `Rule.read` takes it."""
    if isinstance(value, bool):
        return "on" if value else "off"
    if value is None:
        return "none"
    return f"{value:g}" if isinstance(value, float) else str(value)
