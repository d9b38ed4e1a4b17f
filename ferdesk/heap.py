"""What the C library does with memory that was freed. Only glibc is told anything, on Linux."""

from __future__ import annotations

import ctypes
import gc
import sys

_M_ARENA_MAX = -8
"""Of glibc's malloc.h."""
_ARENAS = 2


def share_arenas() -> None:
    """Let all threads take memory from two arenas. To be called before the first thread starts.

    By its own rule glibc makes up to eight for each core, one for each new thread, and none gives back what lies below
    something in use. Threads that come and go with every source leave frames of memory free in all of them.
    """
    libc = _glibc()
    if libc is not None:
        libc.mallopt(_M_ARENA_MAX, _ARENAS)


def give_back() -> None:
    """Collect garbage and return to the system what is free: what the process then has in RAM is in use.

    For measuring. It takes some tens of milliseconds, and pages that are needed again cost more than kept ones.
    """
    gc.collect()
    libc = _glibc()
    if libc is not None:
        libc.malloc_trim(0)


def _glibc() -> ctypes.CDLL | None:
    if not sys.platform.startswith("linux"):
        return None
    libc = ctypes.CDLL(None)
    return libc if hasattr(libc, "gnu_get_libc_version") else None
