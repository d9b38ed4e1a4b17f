from __future__ import annotations

import os
import threading
import time
from pathlib import Path

import numpy as np
import pytest

from ferdesk import gauges
from ferdesk.gauges import MIB, Gauges, core_share, read_gauges, resident_bytes, slope


def test_memory_that_is_used_is_seen() -> None:
    before = resident_bytes()
    if before is None:
        pytest.skip("this system does not tell")
    block = np.ones(64 * MIB, np.uint8)
    after = resident_bytes()
    assert after is not None
    assert after - before > 40 * MIB
    assert block.all()


def test_without_proc_ps_is_asked(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    exact = resident_bytes()
    monkeypatch.setattr(gauges, "_PROC", tmp_path / "absent")
    if os.name != "posix" or exact is None:
        pytest.skip("there is no ps here")
    asked = resident_bytes()
    assert asked is not None
    assert abs(asked - exact) < 20 * MIB
    assert read_gauges().threads == threading.active_count()
    assert read_gauges().files is None


def test_threads_and_files_are_counted(tmp_path: Path) -> None:
    before = read_gauges()
    if before.files is None:
        pytest.skip("this system does not tell")
    end = threading.Event()
    thread = threading.Thread(target=end.wait)
    thread.start()
    with (tmp_path / "a").open("w"), (tmp_path / "b").open("w"):
        during = read_gauges()
    end.set()
    thread.join()
    assert during.threads == before.threads + 1
    assert during.files == before.files + 2
    assert read_gauges().files == before.files


def test_the_share_of_a_core_is_processor_time_by_real_time() -> None:
    before, after = (Gauges(moment, used, None, 1, None) for moment, used in ((10.0, 3.0), (14.0, 4.0)))
    assert core_share(before, after) == 0.25
    began = read_gauges()
    time.sleep(0.05)
    assert core_share(began, read_gauges()) < 0.9, "sleeping is not work"


def test_a_slope_is_not_moved_by_a_few_peaks() -> None:
    times = np.arange(60.0)
    values = 100 + 0.5 * times + np.random.default_rng(1).normal(0, 0.2, 60)
    values[[5, 30, 31, 58]] += 80
    assert slope(times.tolist(), values.tolist()) == pytest.approx(0.5, abs=0.03)
    assert slope([1.0], [5.0]) == 0.0
    assert slope([1.0, 1.0], [5.0, 6.0]) == 0.0
