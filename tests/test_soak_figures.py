from __future__ import annotations

from rich.console import Console

from ferdesk.gauges import MIB, Gauges
from ferdesk.soak_figures import SoakFigures, StepFigures, print_soak_figures


def soaked(*mib: float | None, threads: tuple[int, ...] = (), files: tuple[int, ...] = ()) -> SoakFigures:
    """Rounds of a minute with so much memory after each."""
    samples = tuple(
        Gauges(
            60.0 * i, 0.5 * i, None if value is None else round(value * MIB), threads[i] if threads else 8,
            files[i] if files else 20,
        )
        for i, value in enumerate(mib)
    )  # fmt: skip
    steps = (StepFigures("set a mark", 2, 33.3, 4.0, 12.0),)
    resident = tuple(None if value is None else round((value + 40) * MIB) for value in mib)
    return SoakFigures(samples, resident, steps, "xcb", "tiny [fp32]", "Some [fast] one", 2, 0.4)


def printed(figures: SoakFigures) -> str:
    console = Console(width=100, highlight=False)
    with console.capture() as capture:
        print_soak_figures(figures, console)
    return capture.get()


def test_what_is_made_once_is_no_growth() -> None:
    figures = soaked(100, 180, 200, 201, 200, 201, 200, 201)
    assert figures.growth_mib is not None and abs(figures.growth_mib) < 15 and figures.flat
    assert figures.minutes == 5
    assert "flat" in printed(figures) and "not flat" not in printed(figures)


def test_growth_threads_and_files_are_each_enough() -> None:
    growing = soaked(*(200 + index for index in range(8)))
    assert growing.growth_mib == 60 and not growing.flat
    assert "+60.0 MiB an hour" in printed(growing) and "not flat" in printed(growing)
    level = [200.0] * 4
    assert soaked(*level).flat
    assert not soaked(*level, threads=(8, 8, 8, 9)).flat
    assert not soaked(*level, files=(20, 20, 21, 22)).flat
    assert soaked(*level, threads=(9, 9, 8, 8)).flat


def test_where_the_system_does_not_tell() -> None:
    figures = soaked(None, None)
    assert figures.growth_mib is None and figures.flat
    assert "not told here" in printed(figures) and "? at most" in printed(figures)


def test_what_is_printed_says_how_it_was_measured() -> None:
    text = printed(soaked(200, 205, 200))
    assert "240 MiB after the first round, 240 MiB after the last, 245 MiB at most" in text
    for words in ("set a mark", "33 ms", "3 rounds on xcb", "tiny [fp32]", "Some [fast] one", "load 0.4"):
        assert words in text
