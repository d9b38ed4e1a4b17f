"""The studies by name. What they share stands in one config; each cell changes one thing in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from ferdesk.train.config import RunConfig
from ferdesk.train.objectives import BALANCES, OBJECTIVES
from ferdesk.train.objectives.combinators import COMBINATORS
from ferdesk.train.study import Cell, Study

FEW_LABELS = RunConfig(
    data="", network="vgg-half", labels="10%", epochs=15, batch=64, augment="tuned", optimizer="adamw", rate=0.003,
    weight_decay=0.05, ema=0.995, unlabelled_batch=128,
)  # fmt: skip
"""2,871 labels and 6,720 updates, in every cell unless the cell says otherwise."""

ALL_LABELS = RunConfig(data="", epochs=9, augment="mild", ema=0.99)
"""The ten-minute recipe."""

DECK = replace(ALL_LABELS, network="deck", optimizer="adamw", rate=0.001, label_smoothing=0.0)

_LADDER = replace(FEW_LABELS, mode="ladder", unlabelled_batch=64)
"""Every layer, as it comes. With 128 unlabelled crops a step it would take longer than all other modes together."""

_NOISY_VIEW = replace(_LADDER, noise_std=0.1, noisy_view="webcam", denoise_layers="9,10", layer_costs="0.3,2")
"""The strongest ladder: the dense layer and the logits of a face as it is, out of the same face much changed."""

_DECK_FEW = replace(FEW_LABELS, network="deck", epochs=4, rate=0.001)
_DECK_LADDER = replace(
    _DECK_FEW, mode="ladder", noise_std=0.05, noisy_view="webcam", denoise_layers="top", layer_costs="0.5",
    unlabelled_batch=64,
)  # fmt: skip
"""The logits alone, with little noise and a light cost: in four epochs a network without batch norm learns too slowly
to bear more, and its convolutions keep up to 147,456 numbers a crop, which cost hours to denoise."""

_SHORT = replace(FEW_LABELS, network="vgg-quarter", epochs=2, batch=32)
"""1,794 updates of a small network: the ladder's fifteen questions in the time that two of its runs would take."""

_SHORT_LADDER = replace(_SHORT, mode="ladder", unlabelled_batch=32)

_THREE = (0, 1, 2)


def _labels() -> Study:
    deck = {"100%": 59.0, "50%": 53.0, "30%": 49.0, "20%": 45.0, "10%": 40.0}
    cells = (Cell(f"{share} of the labels", replace(FEW_LABELS, labels=share), known) for share, known in deck.items())
    return Study("labels", "Supervised learning with fewer and fewer labels", tuple(cells))


def _modes() -> Study:
    deck = {"supervised": 40.0, "ladder": 43.5}
    cells = (
        Cell(mode, _LADDER if mode == "ladder" else replace(FEW_LABELS, mode=mode), deck.get(mode))
        for mode in OBJECTIVES
    )
    soft = replace(FEW_LABELS, mode="fixmatch", weighting="soft")
    shares = (Cell("fixmatch, soft weights", soft), Cell("fixmatch, sharpened scores", replace(soft, sharpen=0.5)))
    view = Cell("ladder, a noisy view", _NOISY_VIEW, deck["ladder"])
    small = (
        Cell("the deck's CNN, supervised", _DECK_FEW, deck["supervised"]),
        Cell("the deck's CNN, ladder", _DECK_LADDER, deck["ladder"]),
    )
    return Study("modes", "What unlabelled faces add to 10 % of the labels", (*cells, view, *shares, *small), _THREE)


def _ladder_noise() -> Study:
    cells = (Cell(f"noise {std:g}", replace(_SHORT_LADDER, noise_std=std)) for std in (0.1, 0.2, 0.3, 0.5))
    return Study("ladder-noise", "The ladder's noise in every layer", tuple(cells))


def _ladder_denoise() -> Study:
    cells = (Cell(name, replace(_SHORT_LADDER, denoise=name)) for name in COMBINATORS)
    return Study("ladder-denoise", "The ladder's denoising function", tuple(cells))


def _ladder_layers() -> Study:
    words = {"all": "every layer", "top": "the top alone (Gamma)", "0": "the crop alone", "1,3": "layers 1 and 3"}
    cells = (Cell(label, replace(_SHORT_LADDER, denoise_layers=layers)) for layers, label in words.items())
    return Study("ladder-layers", "Which layers the ladder denoises", tuple(cells))


def _ladder_ratios() -> Study:
    shares = (
        Cell(f"{config.mode}, {share} of the labels", replace(config, labels=share))
        for share in ("10%", "20%", "50%")
        for config in (_SHORT, _SHORT_LADDER)
    )
    streams = (
        Cell(f"ladder, {count} unlabelled a step", replace(_SHORT_LADDER, unlabelled_batch=count))
        for count in (16, 64, 128)
    )
    return Study("ladder-ratios", "The ladder with more and fewer labels beside the unlabelled", (*shares, *streams))


def _architectures() -> Study:
    deck = {
        "deck-1-convolution": 36.0, "deck-3-max-pools": 56.0, "deck-2-max-pools": 56.7, "deck-max-and-average": 58.9,
        "deck-l2": 59.7, "deck-strides": 58.6, "deck-gaussian-dropout": 59.7, "deck-64": 59.7,
        "deck-other-filters": 59.7, "deck": 63.14,
    }  # fmt: skip
    plain = replace(DECK, augment="none", epochs=6)
    cells = (Cell(name, replace(plain, network=name), known) for name, known in deck.items() if name != "deck")
    final = Cell("deck", replace(DECK, augment="mild"), deck["deck"])
    return Study("architectures", "The slide deck's way to its final network", (*cells, final))


def _augmentation() -> Study:
    deck = {"none": None, "mild": 63.14, "medium": 60.62, "strong": 48.55}
    cells = (Cell(name, replace(DECK, augment=name), known) for name, known in deck.items())
    return Study("augmentation", "The slide deck's network with its three settings of augmentation", tuple(cells))


def _balance() -> Study:
    cells = (Cell(name, replace(ALL_LABELS, balance=name)) for name in BALANCES)
    return Study("balance", "What helps the rare emotions", tuple(cells))


_ALL = (
    _architectures(), _augmentation(), _balance(), _labels(), _modes(),
    _ladder_noise(), _ladder_denoise(), _ladder_layers(), _ladder_ratios(),
)  # fmt: skip

STUDIES: Mapping[str, Study] = {study.name: study for study in _ALL}
