"""Records of finished runs: what their files say, without weights and without paths of the machine that trained them.

A study can so be spread over several machines and days, and its table made anew by whoever has the records alone.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from ferdesk.train.config import RunConfig
from ferdesk.train.objectives import OBJECTIVES
from ferdesk.train.run_records import read_run

_PATHS = ("data", "votes", "teacher", "second_teacher", "init")
_COPIED = ("metrics.jsonl", "evaluation.json")  # evaluation.json last: a folder that has it is a whole record


def keep_record(run: Path, record: Path) -> None:
    """Write what the finished run in folder `run` came to into folder `record`, about 5 kB."""
    record.mkdir(parents=True, exist_ok=True)
    read = read_run(run)
    RunConfig.from_mapping({**read.config, **_names(read.config)}).save(record / "config.json")
    facts = dict(read.provenance)
    facts.pop("command", None)  # the config says the same, without paths
    (record / "provenance.json").write_text(json.dumps(facts, indent=2) + "\n", encoding="utf-8")
    for name in _COPIED:
        (record / name).write_bytes((run / name).read_bytes())


def is_record_of(record: Path, config: RunConfig) -> bool:
    """Whether folder `record` holds a finished run of `config`, whatever machine made it and wherever its data lay."""
    if not (record / "evaluation.json").is_file():
        return False
    return _essence(RunConfig.load(record / "config.json")) == _essence(config)


def _essence(config: RunConfig) -> RunConfig:
    """What decides a run's result but for rounding."""
    looks_at_them = OBJECTIVES[config.mode].views_of(config)
    config = replace(config, unlabelled_batch=config.unlabelled_batch if looks_at_them else RunConfig.unlabelled_batch)
    values = asdict(config)
    return replace(RunConfig.from_mapping({**values, **_names(values)}), data="", threads=0, precision="auto")


def _names(config: Mapping[str, Any]) -> dict[str, str]:
    """Of each file in a config its name alone."""
    return {path: Path(str(config.get(path, ""))).name for path in _PATHS}
