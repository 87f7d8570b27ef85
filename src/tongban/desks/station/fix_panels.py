"""Photo and fingerprints of a return, captured anew with the pieces of the intake (第十条)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tongban.biometrics.fingers import Finger
from tongban.desks.shared.fields import Field, FieldKind, Option
from tongban.desks.shared.pieces import Action, Photo, Tone
from tongban.desks.station.capture_at import CaptureUrls
from tongban.desks.station.panels_capture import (
    HANDS,
    REASONS,
    Begun,
    finger_advice,
    finger_state,
    photo_measures,
    photo_verdict,
)
from tongban.desks.station.steps import FingerprintPanel, FingerSlot, Frame, PhotoPanel

FixPanel = PhotoPanel | FingerprintPanel


def photo_panel(
    at: CaptureUrls, draft: Mapping[str, str], *, report: Mapping[str, Any], error: str
) -> PhotoPanel:
    """Take or upload, adjust the frame, keep; ``report`` measures what is shown."""
    begun = Begun.of(draft)
    upload = at.of("photo")
    kept = draft.get("photo", "")
    stored = Photo(_pending(at, "photo", kept), "新的标准照片", "新照片，待合成", Tone.OK)
    give_up = Action("放弃，用原来的", url=at.of("drop"), post=True)
    return PhotoPanel(
        upload_url=upload,
        store_url=at.of("frame"),
        camera=Action(
            "重拍" if begun or kept else "拍照",
            url=upload,
            post=True,
            key="F4",
            icon="camera",
            fields=(("by", "camera"),),
        ),
        webcam_url=at.of("camera") if at.prefix == "return" else "",
        frame=_frame(at, begun) if begun else None,
        stored=stored if kept and begun is None else None,
        measures=photo_measures(report),
        verdict=photo_verdict(report),
        retake=give_up if begun or kept else None,
        file_error=error,
    )


def _pending(at: CaptureUrls, which: str, ref: str) -> str:
    return f"{at.of('pending', which)}?v={ref[:8]}"


def _frame(at: CaptureUrls, begun: Begun) -> Frame:
    x, y, w, h = begun.frame
    return Frame(
        url=_pending(at, "original", begun.original),
        width=begun.width,
        height=begun.height,
        frame_x=x,
        frame_y=y,
        frame_w=w,
        frame_h=h,
    )


def finger_panel(
    at: CaptureUrls, captured: Mapping[str, Mapping[str, Any]], *, errors: Mapping[str, str]
) -> FingerprintPanel:
    """Both hands; what is not captured anew stays as it was."""
    following = next((hand for hand in HANDS if hand not in captured), "")
    return FingerprintPanel(
        slots=tuple(
            _slot(at, hand, captured.get(hand), errors=errors, key="F3" * (hand == following))
            for hand in HANDS
        )
    )


def _slot(
    at: CaptureUrls,
    hand: str,
    one: Mapping[str, Any] | None,
    *,
    errors: Mapping[str, str],
    key: str,
) -> FingerSlot:
    code = one["code"] if one else (11 if hand == "right" else 16)
    choices = (f for f in Finger if f.is_right is (hand == "right"))
    return FingerSlot(
        hand=HANDS[hand],
        store_url=at.of("finger", hand),
        fields=(
            Field(
                f"{hand}_finger",
                "手指",
                FieldKind.SELECT,
                str(code),
                options=tuple(Option(str(f.value), f.label[2:]) for f in choices),
                width="s",
            ),
            Field(
                f"{hand}_reason",
                "采不到的原因",
                FieldKind.SELECT,
                value=(one or {}).get("missing_reason", ""),
                options=tuple(Option(reason, reason) for reason in REASONS),
                required=False,
                error=errors.get(f"{hand}_reason", ""),
                width="m",
            ),
        ),
        state=finger_state(one),
        quality=str(one["quality"]) if one and one.get("quality") is not None else "",
        image=_print(at, one),
        scan=Action("重新采集" if one else "采集", key=key),
        attempts=finger_advice(one),
    )


def _print(at: CaptureUrls, one: Mapping[str, Any] | None) -> Photo | None:
    if one is None or not one.get("image"):
        return None
    return Photo(
        _pending(at, f"finger-{one['code']}", one["image"]),
        "指纹图像",
        Finger(one["code"]).label,
    )
