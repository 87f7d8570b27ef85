"""The middle of steps 4 and 5: standard photo and fingerprints."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from tongban.biometrics.fingers import Finger
from tongban.desks.shared.fields import Field, FieldKind, Option
from tongban.desks.shared.pictures import intake_picture_url
from tongban.desks.shared.pieces import Action, Measure, Photo, Tag, Tone
from tongban.desks.station.intake_state import Work, act_url
from tongban.desks.station.steps import (
    FingerprintPanel,
    FingerSlot,
    Frame,
    PhotoPanel,
)
from tongban.policy.vocabulary import Ask

PHOTO = "photo"


FINGERS = "fingers"


HANDS = {"right": "右手", "left": "左手"}


POOR = 40


"""Below this quality (0 to 100) the next press or the next finger is advised; never a bar."""


def locked(work: Work) -> str:
    """Why nothing may be captured yet; empty when it may (第六条)."""
    if work.is_first_phase_done:
        return ""
    missing = "、".join(ask.label for ask in Ask if ask in work.lacks)
    if not missing:
        return "属于不予异地受理情形，不采集照片和指纹。"
    return f"身份和凭证核对无误后才能采集和保存。先办：{missing}。"


@dataclass(frozen=True, slots=True)
class Begun:
    """A photo that was uploaded and is being cut: where the original lies and how it measures."""

    original: str
    width: int
    height: int
    frame: tuple[int, int, int, int]
    report: Mapping[str, Any]

    @classmethod
    def of(cls, draft: Mapping[str, str]) -> Begun | None:
        """What the draft holds; None when nothing was begun."""
        if not draft.get("original"):
            return None
        frame = json.loads(draft["frame"])
        return cls(
            original=draft["original"],
            width=int(draft["width"]),
            height=int(draft["height"]),
            frame=(frame[0], frame[1], frame[2], frame[3]),
            report=json.loads(draft["report"]),
        )

    def as_draft(self) -> dict[str, str]:
        """The same as a draft."""
        return {
            "original": self.original,
            "width": str(self.width),
            "height": str(self.height),
            "frame": json.dumps(self.frame),
            "report": json.dumps(dict(self.report), ensure_ascii=False),
        }


def photo_panel(work: Work) -> PhotoPanel:
    """Step 4: take or upload, adjust the frame, see what is measured, store."""
    view = work.view
    begun = Begun.of(view.draft)
    report = begun.report if begun else view.photo_report
    camera = act_url(view.id, "photo-upload")
    stored = Photo(
        f"{intake_picture_url(view.id, 'photo')}?v={int(view.touched_at.timestamp())}",
        "标准照片",
        "已保存的标准照片",
        Tone.OK,
    )
    return PhotoPanel(
        upload_url=camera,
        store_url=act_url(view.id, "photo-store"),
        locked=locked(work),
        camera=Action(
            "重拍" if begun or view.has_photo else "拍照",
            url=camera,
            post=True,
            key="F4",
            icon="camera",
            fields=(("by", "camera"),),
        ),
        frame=_frame(work, begun) if begun else None,
        stored=stored if view.has_photo and begun is None else None,
        measures=photo_measures(report),
        verdict=photo_verdict(report),
        retake=Action("放弃这张，保留原来的", url=act_url(view.id, "photo-drop"), post=True)
        if begun and view.has_photo
        else None,
        file_error=work.typed.error("image"),
        webcam_url=reverse("station:intake-camera", args=[view.id]),
    )


def _frame(work: Work, begun: Begun) -> Frame:
    def posted(name: str, kept: int) -> int:
        text = work.typed.value(f"frame_{name}", "")
        return int(text) if text.isdigit() and len(text) < 6 else kept

    x, y, w, h = begun.frame
    return Frame(
        url=f"{reverse('station:intake-original', args=[work.view.id])}?v={begun.original[:8]}",
        width=begun.width,
        height=begun.height,
        frame_x=posted("x", x),
        frame_y=posted("y", y),
        frame_w=posted("w", w),
        frame_h=posted("h", h),
    )


def photo_measures(report: Mapping[str, Any]) -> tuple[Measure, ...]:
    """What was measured beside what is allowed."""
    return tuple(
        Measure(
            one["label"],
            one["measured"],
            one["allowed"],
            Tone.OK if one["met"] else Tone.WARN if one["advice"] else Tone.BAD,
            one["sentence"],
        )
        for one in report.get("measures", ())
    )


def photo_verdict(report: Mapping[str, Any]) -> Tag | None:
    """The photo in a word."""
    if not report:
        return None
    unmet = [one for one in report["measures"] if not one["met"]]
    if not unmet:
        return Tag("合格", Tone.OK)
    if report["usable"]:
        return Tag("可以保存，有提示", Tone.WARN)
    return Tag(f"{len([o for o in unmet if not o['advice']])} 项不合格", Tone.BAD)


def finger_panel(work: Work) -> FingerprintPanel:
    """Step 5: right hand before left, thumb first; a hand without a print gives a reason."""
    return FingerprintPanel(slots=tuple(_slot(work, hand) for hand in HANDS), locked=locked(work))


def taken(work: Work) -> dict[str, dict[str, Any]]:
    """What was captured so far by hand: stored, or waiting for the other hand."""
    found: dict[str, dict[str, Any]] = {}
    for one in work.view.fingers:
        found["right" if Finger(one["code"]).is_right else "left"] = dict(one)
    for hand in HANDS:
        if hand in work.view.draft:
            found[hand] = json.loads(work.view.draft[hand])
    return found


def _slot(work: Work, hand: str) -> FingerSlot:
    found = taken(work)
    one = found.get(hand)
    code = one["code"] if one else (11 if hand == "right" else 16)
    is_next = hand == next((h for h in HANDS if h not in found), "")
    fingers = tuple(
        Option(str(f.value), f.label[2:]) for f in Finger if f.is_right is (hand == "right")
    )
    error = work.typed.error(f"{hand}_reason")
    return FingerSlot(
        hand=HANDS[hand],
        store_url=reverse("station:intake-finger", args=[work.view.id, hand]),
        fields=(
            Field(
                f"{hand}_finger", "手指", FieldKind.SELECT, str(code), options=fingers, width="s"
            ),
            Field(
                f"{hand}_reason",
                "采不到的原因",
                FieldKind.SELECT,
                value=(one or {}).get("missing_reason", ""),
                options=tuple(Option(r, r) for r in REASONS),
                required=False,
                error=error,
                width="m",
            ),
        ),
        state=finger_state(one),
        quality=str(one["quality"]) if one and one.get("quality") is not None else "",
        image=_print(work, one),
        scan=Action("重新采集" if one else "采集", key="F3" if is_next else ""),
        attempts=finger_advice(one),
    )


REASONS = ("手指残缺", "指纹磨损，无法采集", "手部受伤或包扎", "皮肤病，无法采集", "采集设备故障")


def finger_state(one: Mapping[str, Any] | None) -> Tag:
    """How a hand stands."""
    if one is None:
        return Tag("待采集", Tone.NONE)
    if not one["template"]:
        return Tag("已注明原因", Tone.OK)
    return Tag("已采集", Tone.OK if (one["quality"] or 0) >= POOR else Tone.WARN)


def finger_advice(one: Mapping[str, Any] | None) -> str:
    """What to try when the quality is poor; never a bar."""
    if one is None or not one["template"] or (one["quality"] or 0) >= POOR:
        return ""
    return "质量偏低：擦净或蘸少许水再按一次，仍低可换一个手指；不影响受理。"


def _print(work: Work, one: Mapping[str, Any] | None) -> Photo | None:
    if one is None or not one.get("image"):
        return None
    url = reverse("station:intake-print", args=[work.view.id, one["code"]])
    return Photo(f"{url}?v={one['image'][:8]}", "指纹图像", Finger(one["code"]).label)
