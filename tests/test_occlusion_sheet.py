from __future__ import annotations

from dataclasses import replace

import numpy as np

from ferdesk.occlusion_sheet import sheet
from tests.test_occlusion_picture import light, occlusion_with


def test_a_sheet_has_room_for_each_face_with_words() -> None:
    one, two = occlusion_with(0.4), replace(occlusion_with(0.02), unsure=True)
    single, double = sheet([one]), sheet([one, two])
    assert double.shape[1] == single.shape[1] and single.shape[0] < double.shape[0] < 2 * single.shape[0]
    words = double[:, 500:]
    assert (light(words[:250]) > 200).any() and (light(words[280:520]) > 200).any()
    assert np.array_equal(double[30:200, 260:450], single[30:200, 260:450])
