"""Memory that threads leave behind: counted in a process of its own, for the C library is told once for all."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from ferdesk import heap

_COUNT = """
import ctypes, re, sys, threading
from pathlib import Path
from ferdesk import heap
if sys.argv[1] == "shared":
    heap.share_arena()
libc = ctypes.CDLL(None)
libc.malloc.restype, libc.malloc.argtypes = ctypes.c_void_p, [ctypes.c_size_t]
met = threading.Barrier(6)
def work():
    libc.malloc(5000)
    met.wait()
threads = [threading.Thread(target=work) for _ in range(6)]
[thread.start() for thread in threads]
[thread.join() for thread in threads]
libc.fopen.restype, libc.fopen.argtypes = ctypes.c_void_p, [ctypes.c_char_p, ctypes.c_char_p]
libc.malloc_info.argtypes, libc.fclose.argtypes = [ctypes.c_int, ctypes.c_void_p], [ctypes.c_void_p]
told = libc.fopen(sys.argv[2].encode(), b"w")
libc.malloc_info(0, told)
libc.fclose(told)
print(len(re.findall("<heap nr=", Path(sys.argv[2]).read_text())))
"""
_HELD = """
import numpy as np
from ferdesk import heap
from ferdesk.gauges import MIB, resident_bytes
pieces = [np.ones(8192, np.uint8) for _ in range(8000)]
above = np.ones(60_000, np.uint8)
full = resident_bytes()
del pieces
freed = resident_bytes()
heap.give_back()
print((full - freed) // MIB, (full - resident_bytes()) // MIB)
"""
_FAULTS = """
import resource, sys
from ferdesk import heap
if sys.argv[1] == "kept":
    heap.keep_freed()
def work(steps):
    for _ in range(steps):
        pieces = [b"x" * (12 << 20) for _ in range(4)]
        pieces.append(b"x" * (40 << 20))
work(2)
before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
work(5)
print(resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before)
"""

needs_glibc = pytest.mark.skipif(heap._glibc() is None, reason="only glibc has arenas")


def output_of(code: str, *arguments: str) -> list[int]:
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=False, timeout=60
    )
    assert done.returncode == 0, done.stderr
    return [int(word) for word in done.stdout.split()]


@needs_glibc
def test_threads_share_one_arena(tmp_path: Path) -> None:
    told = f"{tmp_path}/heaps.xml"
    (alone,), (shared,) = output_of(_COUNT, "own", told), output_of(_COUNT, "shared", told)
    assert shared == 1 < alone


@needs_glibc
def test_what_is_free_goes_back_to_the_system() -> None:
    kept, given_back = output_of(_HELD)
    assert kept < 10 and given_back > 50, "62 MiB in small pieces, under one that is still in use"


@needs_glibc
def test_what_is_freed_is_kept_for_the_next_step() -> None:
    (anew,), (kept,) = output_of(_FAULTS, "own"), output_of(_FAULTS, "kept")
    assert kept < 1000 < 50_000 < anew, "five steps write to 112,640 pages of 4 KiB"


def test_elsewhere_nothing_happens(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.platform", "darwin")
    assert heap._glibc() is None
    heap.share_arena()
    heap.keep_freed()
    heap.give_back()
