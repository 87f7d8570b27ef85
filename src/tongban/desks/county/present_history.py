"""What happened so far, and how the last return was answered (第九、十条)."""

from collections.abc import Sequence
from datetime import datetime

from tongban.cases.queries.happenings import PastEvent
from tongban.cases.queries.review_case import ReviewFile
from tongban.desks.shared.pieces import Fact, Happening, Tone
from tongban.policy.vocabulary import Detail
from tongban.procedure.acts import Act
from tongban.procedure.reasons import ReturnCategory
from tongban.standards.money import yuan
from tongban.standards.zones import local

_TOLD = frozenset(
    {
        Act.OPEN_INTAKE,
        Act.TAKE_OVER,
        Act.STATE_IDENTITY,
        Act.COMPOSE,
        Act.VOID,
        Act.SIGN,
        Act.TAKE_CASH,
        Act.CONFIRM_PAID,
        Act.RETURN,
        Act.RECOMPOSE,
        Act.RESUBMIT,
        Act.ISSUE,
        Act.WITHDRAW,
        Act.ORDER,
        Act.REJECT_PRODUCTION,
    }
)
_PARTS = {
    "photo": "重新采集照片",
    "fingers": "重新采集指纹",
    "text.phone": "改正联系电话",
    "text.delivery_address": "改正登记地址",
    "text.address": "改正住址",
} | {f"text.{detail}": f"改正{detail.label}" for detail in Detail if detail is not Detail.ADDRESS}


def history(events: Sequence[PastEvent], *, at: datetime) -> tuple[Happening, ...]:
    """The steps that matter to a reviewer, oldest first; other days carry their date."""
    told = [one for one in events if one.act in _TOLD and one.name != "IntakeComposed"]
    today = local(at).date()
    return tuple(
        Happening(
            one.at,
            _words(one),
            one.officer,
            Tone.WARN if one.act is Act.RETURN else Tone.NONE,
            day="" if local(one.at).date() == today else f"{local(one.at):%m-%d}",
        )
        for one in told
    )


def _words(event: PastEvent) -> str:
    match event.act:
        case Act.CONFIRM_PAID:
            return f"缴费 {yuan(event.data['fen'])} 元"
        case Act.RETURN:
            return f"退回：{ReturnCategory(event.data['category']).label}"
        case Act.RECOMPOSE:
            return "；".join(_parts(event)) or event.act.label
        case Act.SIGN:
            return "签名并送审"
        case _:
            return event.act.label


def _parts(event: PastEvent) -> list[str]:
    return [_PARTS.get(part, part) for part in event.data.get("parts", ())]


def rounds(file: ReviewFile, events: Sequence[PastEvent]) -> tuple[Fact, ...]:
    """The last return in full, what the station changed, or its answer; empty when never."""
    returned = file.returned
    if not returned:
        return ()
    facts = [
        Fact("退回", returned["words"], Tone.WARN, note=_about(returned)),
    ]
    answer = returned.get("answer")
    if answer:
        facts.append(Fact("答复", f"原信息重新送审：{answer}"))
    changed = [
        part
        for one in events
        if one.act is Act.RECOMPOSE and one.data.get("version", 0) > returned["version"]
        for part in _parts(one)
    ]
    if changed:
        facts.append(Fact("补正", "；".join(dict.fromkeys(changed))))
    return tuple(facts)


def _about(returned: object) -> str:
    if not isinstance(returned, dict):
        return ""
    labels = {detail.value: detail.label for detail in Detail} | {"address": "住址"}
    fields = "、".join(labels.get(one, one) for one in returned.get("fields", ()))
    category = ReturnCategory(returned["category"]).label
    return f"{category}：{fields}" if fields else category
