"""Shares as people read them: one definition for the window, the console and pictures."""

from __future__ import annotations


def per_cent(share: float) -> str:
    """`0.931` as `93 %`."""
    return f"{share * 100:.0f} %"
