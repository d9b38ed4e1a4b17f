"""What became of a source, as sentences for a recording's events: lost, back, black, another one."""

from __future__ import annotations


class SourceStory:
    """Told again and again how things stand, it says what is new; whoever reads the recording knows of every gap."""

    def __init__(self, name: str = "") -> None:
        """`name` of the source that is known from the start; empty: the first one told."""
        self._name = name
        self._state, self._text = "running", ""

    def next(self, name: str, state: str, text: str) -> str:
        """The news, "" if there are none.

        `state` as LiveStats has it, or "paused"; `text`: what is wrong or odd, "" if nothing is.
        """
        before, had, was = self._state, self._text, self._name
        if state == "opening":  # it is not known yet how that ends
            return ""
        self._name, self._state, self._text = name, state, text
        if was and name != was:
            return f"the source is {name} now" + (f": {text}" if text else "")
        if state != before:
            return f"{name} goes on" if before == "paused" else text or _of_state(name, state)
        if text != had and state in ("running", "ended"):
            return text or f"{name} is as it should be again"
        return ""


def _of_state(name: str, state: str) -> str:
    words = {"running": "is back", "paused": "is paused", "ended": "is at its end"}
    return f"{name} {words.get(state, 'does not answer')}"
