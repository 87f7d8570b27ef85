"""The middle of step 2: documents shown, one more to take in, the tolerant path (第三条)."""

from __future__ import annotations

from django.urls import reverse

from tongban.desks.shared.fields import Field, FieldKind, Option
from tongban.desks.shared.pictures import intake_picture_url
from tongban.desks.shared.pieces import Action, ActionStyle, Photo, Tag, Tone
from tongban.desks.station.intake_state import Work, act_url
from tongban.desks.station.steps import (
    EvidenceItem,
    EvidencePanel,
    Requirement,
)
from tongban.policy.document import serves
from tongban.policy.situation import Evidence
from tongban.policy.vocabulary import (
    EvidenceKind,
    Reason,
)
from tongban.standards import id_number
from tongban.standards.zones import local_date


def evidence_panel(work: Work) -> EvidencePanel:
    """Step 2: any one of six documents is enough; without one, the tolerant path (第三条)."""
    return EvidencePanel(
        items=tuple(_item(work, n) for n in range(len(work.view.evidence))),
        add_url=act_url(work.view.id, "evidence"),
        fields=_evidence_fields(work),
        tolerant=() if work.serving else _tolerant(work),
        tolerant_closed="" if work.serving else _tolerant_note(work),
        read_document=Action(
            "读居民身份证",
            url=act_url(work.view.id, "read-card"),
            post=True,
            key="F2",
            icon="id",
        ),
    )


def _item(work: Work, n: int) -> EvidenceItem:
    one = work.view.evidence[n]
    paper = Evidence(one.kind, one.valid_until)
    does = serves(paper, reason=work.view.reason, on=local_date(work.at))
    is_lost = one.kind is EvidenceKind.ID_CARD and work.view.reason is Reason.LOST
    why = "仅限换领，补领不能用" if is_lost else "已过有效期"
    number = one.read_fields.get("id_number", "")
    pages = f"共 {one.pages} 页" if one.pages > 1 else ""
    return EvidenceItem(
        label=one.label,
        serves=Tag("可作凭证", Tone.OK) if does else Tag(why, Tone.WARN),
        number=id_number.mask(number) if number else pages,
        valid_until=one.valid_until.isoformat() if one.valid_until else "",
        photo=Photo(
            intake_picture_url(work.view.id, f"evidence-{n + 1}-1"), f"{one.label}影像", pages
        )
        if one.pages
        else None,
        remove=Action(
            "移除",
            url=reverse("station:intake-evidence-remove", args=[work.view.id, one.id]),
            post=True,
            style=ActionStyle.QUIET,
        ),
    )


def _evidence_fields(work: Work) -> tuple[Field, ...]:
    typed = work.typed
    is_lost = work.view.reason is Reason.LOST
    kinds = tuple(
        Option(
            kind.value,
            kind.label,
            note="仅限换领" if kind is EvidenceKind.ID_CARD else "",
            key=str(n),
            blocked="丢失补领不能用居民身份证作凭证 第三条(一)2"
            if kind is EvidenceKind.ID_CARD and is_lost
            else "",
        )
        for n, kind in enumerate(EvidenceKind, start=1)
    )
    return (
        Field(
            "kind",
            "证件种类",
            FieldKind.RADIO,
            value=typed.value("kind", ""),
            options=kinds,
            clause="第三条(一)",
            error=typed.error("kind"),
            focus=not work.view.evidence,
        ),
        _text(work, "valid_until", "有效期至", kind=FieldKind.DATE, width="s", hint="长期的不填。"),
        _text(work, "description", "证件名称", width="m", hint="选“其他”的写明名称。"),
        Field(
            "image",
            "影像（可多选）",
            FieldKind.FILE,
            required=False,
            width="m",
            accept="image/jpeg,image/png,image/webp",
            multiple=True,
            error=typed.error("image"),
            hint="每页一张照片或扫描件，存入一人一档。",
        ),
        _text(work, "read_name", "证件上的姓名", width="m", hint="与人口库对照，可不填。"),
        _text(work, "read_id_number", "证件上的号码", width="m", spaced=True),
    )


def _text(work: Work, name: str, label: str, **more: object) -> Field:
    return Field(
        name,
        label,
        value=work.typed.value(name, ""),
        error=work.typed.error(name),
        required=False,
        **more,  # type: ignore[arg-type]
    )


def _tolerant(work: Work) -> tuple[Requirement, ...]:
    view = work.view
    settled = view.identity_confirmed is True
    compare = reverse("station:intake-step", args=[view.id, "compare"])

    def part(text: str, is_done: bool, label: str = "") -> Requirement:
        action = Action(label, url=compare) if label and not is_done else None
        return Requirement(text, Tone.OK if is_done else Tone.NONE, action)

    return (
        part("查看历史受理信息", view.history_viewed_at is not None, "去查看"),
        part("现场比对人像和已登记的指纹", work.is_compared, "去比对"),
        part("由您明确认定是本人", settled, "去认定"),
        part("申请人签署书面承诺", False),
    )


def _tolerant_note(work: Work) -> str:
    if work.view.identity_confirmed is False:
        return "身份已认为不能认定，不能容缺受理；出示任何一种有效证件仍可继续。"
    return (
        "书面承诺暂按纸质办理，本系统还不能凭承诺合成。请先请申请人出示任一证件；"
        "今天带不来的，打印一次性告知，受理保留，在任一派出所都可继续。"
    )
