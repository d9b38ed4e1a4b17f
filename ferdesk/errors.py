"""Errors made for people: one clear sentence that says what is wrong, with which file, and what to do."""

from __future__ import annotations


class FerdeskError(Exception):
    """Something the user can mend. Command lines print its text without a traceback and exit with 2."""
