"""Where a run comes from: its command, versions and machine, so that somebody else can repeat it."""

from __future__ import annotations

import shlex
import sys
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from ferdesk.machine import package_versions, processor_name


def provenance() -> dict[str, object]:
    """Command, time of the start, versions of what computes, processor."""
    return {
        "command": shlex.join([Path(sys.argv[0]).name, *sys.argv[1:]]),
        "started": datetime.now(UTC).isoformat(timespec="seconds"),
        "versions": package_versions() | {"torch": version("torch")},
        "processor": processor_name(),
    }
