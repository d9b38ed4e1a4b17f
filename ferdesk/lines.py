"""LineFile: a text file that grows by whole lines and stays valid when the process is killed or the disk fills up.

A LineFile belongs to one thread.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import BinaryIO, Literal


class LineFile:
    """UTF-8 lines, out of the process at every `append`; standard output where `path` is None.

    A kill therefore costs at most the line that is just being written. `append` raises the OSError of a file that
    takes no more, after it has cut off what was written of the text by then. An existing file is replaced, or with
    `grow` made longer.
    """

    def __init__(self, path: Path | None, *, grow: bool = False) -> None:
        self._path = path
        mode: Literal["ab", "wb"] = "ab" if grow else "wb"
        self._file: BinaryIO = sys.stdout.buffer if path is None else path.open(mode, buffering=0)
        self._length = 0 if path is None else self._file.tell()

    def append(self, text: str) -> None:
        """Hand whole lines to the operating system."""
        data = text.encode()
        try:
            _write_all(self._file, data)
        except BrokenPipeError:
            raise  # a pipe cannot be shortened
        except OSError:
            if self._path is not None:
                self._file.truncate(self._length)
            raise
        self._length += len(data)

    def close(self) -> None:
        """Close the file; standard output stays open. May be called again."""
        if self._path is not None:
            self._file.close()


def _write_all(file: BinaryIO, data: bytes) -> None:
    rest = memoryview(data)
    while rest:
        rest = rest[file.write(rest) :]
    file.flush()
