"""What the C library does with memory that was freed. Only glibc is told anything, on Linux."""

from __future__ import annotations

import ctypes
import gc
import sys

_M_TRIM_THRESHOLD, _M_MMAP_THRESHOLD, _M_ARENA_MAX = -1, -3, -8
"""Of glibc's malloc.h."""
_NEVER = -1
"""As a threshold: glibc reads it as the largest number that there is."""
_LARGEST_PIECE = 1 << 30


def share_arena() -> None:
    """Let all threads take memory from one arena. To be called before the first thread starts.

    By its own rule glibc makes one for each new thread, up to eight for each core. Threads come and go with every
    source, and what they freed stays with their arena, while other threads take anew.
    """
    libc = _glibc()
    if libc is not None:
        libc.mallopt(_M_ARENA_MAX, 1)


def keep_freed() -> None:
    """Keep what is freed for what is asked for next, pieces of up to 1 GiB, to the end of the process.

    By its own rule glibc takes large pieces anew from the system and gives them back at once. A training asks for the
    same tensors at every step, and the system would clear their pages every time: a fifth of the time of a small
    network. What it costs is that the process stays as large as it has ever been.
    """
    libc = _glibc()
    if libc is not None:
        libc.mallopt(_M_MMAP_THRESHOLD, _LARGEST_PIECE)
        libc.mallopt(_M_TRIM_THRESHOLD, _NEVER)


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
