"""Finger codes, what counts as captured, and which finger comes next."""

import pytest

from tongban.biometrics.fingers import (
    CapturedFinger,
    CaptureResult,
    Finger,
    is_complete,
    next_finger,
)

RIGHT = CapturedFinger(Finger.RIGHT_THUMB, CaptureResult.REGISTERED, b"template", 82)
LEFT = CapturedFinger(Finger.LEFT_INDEX, CaptureResult.NOT_REGISTERED, reason="手指残缺")


def test_labels() -> None:
    assert [finger.label for finger in Finger] == [
        "右手拇指", "右手食指", "右手中指", "右手环指", "右手小指",
        "左手拇指", "左手食指", "左手中指", "左手环指", "左手小指",
    ]  # fmt: skip
    assert RIGHT.line == "已登记 · 质量 82"
    assert LEFT.line == "未登记：手指残缺"


def test_a_hand_without_a_print_completes_as_well() -> None:
    assert is_complete([RIGHT, LEFT])
    assert is_complete([LEFT, RIGHT])
    assert not is_complete([RIGHT])
    assert not is_complete([RIGHT, RIGHT])
    assert not is_complete([RIGHT, LEFT, LEFT])


@pytest.mark.parametrize(
    "values",
    [
        {"result": CaptureResult.REGISTERED, "template": b"", "quality": 80},
        {"result": CaptureResult.REGISTERED, "template": b"t", "quality": None},
        {"result": CaptureResult.REGISTERED, "template": b"t", "quality": 101},
        {"result": CaptureResult.FAILED, "reason": " "},
        {"result": CaptureResult.NOT_REGISTERED},
    ],
)
def test_half_a_record_is_refused(values: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="指"):
        CapturedFinger(Finger.LEFT_THUMB, **values)  # type: ignore[arg-type]


def test_the_thumb_comes_first_and_then_the_next_finger() -> None:
    assert next_finger([], is_right=True) is Finger.RIGHT_THUMB
    assert next_finger([Finger.RIGHT_THUMB], is_right=True) is Finger.RIGHT_INDEX
    assert next_finger([Finger.RIGHT_THUMB], is_right=False) is Finger.LEFT_THUMB
    assert next_finger(list(Finger), is_right=False) is None
