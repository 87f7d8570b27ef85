"""The middle of step 2: documents shown, one more to take in, the tolerant path (第三条)."""

from __future__ import annotations

from django.urls import reverse

from tongban.desks.shared.fields import Field, FieldKind, Option
from tongban.desks.shared.pictures import intake_picture_url
from tongban.desks.shared.pieces import Action, ActionStyle, Photo, Tag, Tone
from tongban.desks.station.intake_state import Work, act_url, commitment_url, step_url
from tongban.desks.station.panels_guardian import guardian_part
from tongban.desks.station.panels_offence import OFFENCE, known_offences
from tongban.desks.station.screens import StepKey
from tongban.desks.station.steps import (
    EvidenceItem,
    EvidencePanel,
    Requirement,
)
from tongban.policy.document import serves
from tongban.policy.situation import Evidence
from tongban.policy.vocabulary import (
    Ask,
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
        guardian=guardian_part(work),
        none_at_all=_none_at_all(work),
        tolerant=() if work.serving else _tolerant(work),
        tolerant_closed="" if work.serving else _tolerant_note(work),
        read_document=Action(
            "读居民身份证",
            url=act_url(work.view.id, "read-card"),
            post=True,
            key="F2",
            icon="id",
        ),
        offence=Action("登记证件违法行为", url=f"?open={OFFENCE}", opens=OFFENCE),
        offences=known_offences(work),
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
    return (
        Field(
            "kind",
            "证件种类",
            FieldKind.RADIO,
            value=typed.value("kind", ""),
            options=_kinds(is_lost=work.view.reason is Reason.LOST),
            clause="第三条(一)",
            error=typed.error("kind"),
            focus=not work.view.evidence and not work.is_tolerant_begun,
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


def _kinds(*, is_lost: bool) -> tuple[Option, ...]:
    """The six kinds; the card itself serves for a renewal alone."""
    return tuple(
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


def _text(work: Work, name: str, label: str, **more: object) -> Field:
    return Field(
        name,
        label,
        value=work.typed.value(name, ""),
        error=work.typed.error(name),
        required=False,
        **more,  # type: ignore[arg-type]
    )


def _none_at_all(work: Work) -> Action | None:
    """Nothing to show: tolerant acceptance begins with the history of the register."""
    closed = Ask.SHOW_EVIDENCE in work.lacks or work.is_refused_now
    if work.serving or closed or work.view.history_viewed_at is not None:
        return None
    return Action(
        "一种证件都没有：查看历史受理，容缺受理",
        url=act_url(work.view.id, "history"),
        post=True,
        key="0",
    )


def _tolerant(work: Work) -> tuple[Requirement, ...]:
    if Ask.SHOW_EVIDENCE in work.lacks or work.is_refused_now:
        return ()
    view = work.view
    compare = step_url(view.id, StepKey.COMPARE)
    is_compared = work.desk.verdict.asks.isdisjoint({Ask.COMPARE_ON_SITE})

    def part(text: str, is_done: bool, label: str, url: str, **more: object) -> Requirement:
        action = None if is_done else Action(label, url=url, **more)  # type: ignore[arg-type]
        return Requirement(text, Tone.OK if is_done else Tone.NONE, action)

    blocked = "" if work.lacks <= {Ask.SIGN_COMMITMENT} else "先查看历史、比对并认定身份"
    seen = view.history_viewed_at is not None
    return (
        part("查看历史受理信息", seen, "去查看", act_url(view.id, "history"), post=True),
        part("现场比对人像和已登记的指纹", is_compared, "去比对", compare),
        part("由您明确认定是本人", view.identity_confirmed is True, "去认定", compare),
        part(
            "书面承诺（监护人代签的由监护人签）",
            view.commitment is not None,
            "去签署",
            commitment_url(view.id),
            blocked=blocked,
        ),
    )


def _tolerant_note(work: Work) -> str:
    if Ask.SHOW_EVIDENCE in work.lacks:
        return (
            "凭现有比对还不能认定身份，不能容缺受理；出示任何一种有效证件仍可继续。"
            "今天带不来的，打印一次性告知，受理保留，在任一派出所都可继续。"
        )
    return ""
