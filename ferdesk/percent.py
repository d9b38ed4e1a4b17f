"""Shares as people read them: one definition for the window, the console, pictures, pages and cards."""

from __future__ import annotations

import math


def per_cent(share: float | None, decimals: int = 0) -> str:
    """`0.931` as `93 %`; a dash for what there is none of, None or NaN."""
    return "–" if share is None or math.isnan(share) else f"{100 * share:.{decimals}f} %"


def finely(share: float | None) -> str:
    """`0.93148` as `93.15 %`: of thousands of faces a hundredth of a percent is less than one."""
    return per_cent(share, 2)
