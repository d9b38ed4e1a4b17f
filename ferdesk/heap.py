"""What the C library does with memory that was freed. Only glibc is told anything, on Linux."""

from __future__ import annotations

import ctypes
import gc
import sys

_M_ARENA_MAX = -8
"""Of glibc's malloc.h."""


def share_arena() -> None:
    """Let all threads take memory from one arena. To be called before the first thread starts.

    By its own rule glibc makes one for each new thread, up to eight for each core. Threads come and go with every
    source, and what they freed stays with their arena, while other threads take anew.
    """
    libc = _glibc()
    if libc is not None:
        libc.mallopt(_M_ARENA_MAX, 1)


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
