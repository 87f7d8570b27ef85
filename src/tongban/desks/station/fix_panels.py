"""Photo and fingerprints of a return, captured anew with the pieces of the intake (第十条)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.urls import reverse

from tongban.biometrics.fingers import Finger
from tongban.cases.queries.returns import ReturnFile
from tongban.desks.shared.fields import Field, FieldKind, Option
from tongban.desks.shared.pieces import Action, Photo, Tone
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
    file: ReturnFile, draft: Mapping[str, str], *, report: Mapping[str, Any], error: str
) -> PhotoPanel:
    """Take or upload, adjust the frame, keep; ``report`` measures what is shown."""
    begun = Begun.of(draft)
    upload = reverse("station:return-photo", args=[file.id])
    kept = draft.get("photo", "")
    stored = Photo(_pending(file, "photo", kept), "新的标准照片", "新照片，待合成", Tone.OK)
    give_up = Action(
        "放弃，用原来的", url=reverse("station:return-drop", args=[file.id]), post=True
    )
    return PhotoPanel(
        upload_url=upload,
        store_url=reverse("station:return-frame", args=[file.id]),
        camera=Action(
            "重拍" if begun or kept else "拍照",
            url=upload,
            post=True,
            key="F4",
            icon="camera",
            fields=(("by", "camera"),),
        ),
        webcam_url=reverse("station:return-camera", args=[file.id]),
        frame=_frame(file, begun) if begun else None,
        stored=stored if kept and begun is None else None,
        measures=photo_measures(report),
        verdict=photo_verdict(report),
        retake=give_up if begun or kept else None,
        file_error=error,
    )


def _pending(file: ReturnFile, which: str, ref: str) -> str:
    return f"{reverse('station:return-pending', args=[file.id, which])}?v={ref[:8]}"


def _frame(file: ReturnFile, begun: Begun) -> Frame:
    x, y, w, h = begun.frame
    return Frame(
        url=_pending(file, "original", begun.original),
        width=begun.width,
        height=begun.height,
        frame_x=x,
        frame_y=y,
        frame_w=w,
        frame_h=h,
    )


def finger_panel(
    file: ReturnFile, captured: Mapping[str, Mapping[str, Any]], *, errors: Mapping[str, str]
) -> FingerprintPanel:
    """Both hands; what is not captured anew stays as it was."""
    following = next((hand for hand in HANDS if hand not in captured), "")
    return FingerprintPanel(
        slots=tuple(
            _slot(file, hand, captured.get(hand), errors=errors, key="F3" * (hand == following))
            for hand in HANDS
        )
    )


def _slot(
    file: ReturnFile,
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
        store_url=reverse("station:return-finger", args=[file.id, hand]),
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
        image=_print(file, one),
        scan=Action("重新采集" if one else "采集", key=key),
        attempts=finger_advice(one),
    )


def _print(file: ReturnFile, one: Mapping[str, Any] | None) -> Photo | None:
    if one is None or not one.get("image"):
        return None
    return Photo(
        _pending(file, f"finger-{one['code']}", one["image"]),
        "指纹图像",
        Finger(one["code"]).label,
    )
