"""What a card says of its data."""

from __future__ import annotations

import pytest

from ferdesk.export.own_data import own_data
from ferdesk.train.config import RunConfig
from tests.train.made import learnable


@pytest.mark.parametrize("init", ["", "default.onnx"])
def test_own_faces_went_on_from_something_or_began_with_nothing(init: str) -> None:
    data = learnable()
    own = own_data(data, RunConfig(data="", labelled="mine", init=init))
    assert own is not None
    words = own.in_words()
    assert words.startswith("The network went on learning from" if init else "The network learnt from")
    assert ("had learnt FER2013" in words) == bool(init)
    assert own_data(data, RunConfig(data="fer2013.csv")) is None
