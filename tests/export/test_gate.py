"""The gate on figures made up for it, at its limits."""

from __future__ import annotations

import io
from dataclasses import replace
from functools import partial

import pytest
from rich.console import Console

from ferdesk.emotions import EMOTIONS
from ferdesk.evaluate import Evaluation
from ferdesk.export.figures import Figures
from ferdesk.export.gate import gate_table, objections
from ferdesk.export.latency import Latency

EVALUATION = partial(
    Evaluation, n=100, macro_recall=0.5, recall=dict.fromkeys(EMOTIONS, 0.5), ece=0.03,
    confusion=((0,) * 7,) * 7, bundle="a", bundle_sha256="0", data="0",
)  # fmt: skip


def made(precision: str, public: float, private: float, one_ms: float, eight_ms: float) -> Figures:
    return Figures(
        precision=precision,
        size=2_000_000,
        public=EVALUATION(split="PublicTest", accuracy=public),
        private=EVALUATION(split="PrivateTest", accuracy=private),
        private_unleaked=EVALUATION(split="PrivateTest", accuracy=private, leaks_dropped=0),
        agreement=0.99,
        latency={1: Latency(one_ms, 2 * one_ms), 8: Latency(eight_ms, 2 * eight_ms)},
    )


FP32 = made("fp32", 0.680, 0.69, 1.0, 8.0)


def test_half_a_point_and_a_tenth_may_be_lost() -> None:
    assert objections(FP32, made("int8", 0.675, 0.69, 1.1, 8.8)) == ()


@pytest.mark.parametrize(
    ("int8", "word"),
    [
        (made("int8", 0.6749, 0.69, 0.4, 3.0), "loses 0.51 points"),
        (made("int8", 0.68, 0.69, 1.11, 3.0), "batch of 1 "),
        (made("int8", 0.68, 0.69, 0.4, 8.9), "batch of 8 "),
    ],
)
def test_more_is_refused(int8: Figures, word: str) -> None:
    (objection,) = objections(FP32, int8)
    assert word in objection


def test_private_test_has_no_say() -> None:
    assert objections(FP32, made("int8", 0.68, 0.10, 0.4, 3.0)) == ()


def test_the_table_has_a_column_each() -> None:
    output = io.StringIO()
    slow = replace(made("int8", 0.6712, 0.6934, 0.4, 3.0), size=1_230_000)
    Console(file=output, width=100).print(gate_table([FP32, slow]))
    text = output.getvalue()
    assert all(part in text for part in ("fp32", "int8", "67.12 %", "69.34 %", "1.23 MB", "0.40 / 0.80 ms", "99.00 %"))
