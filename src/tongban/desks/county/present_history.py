"""What happened so far, and how the last return was answered (第九、十条)."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from tongban.cases.queries.happenings import PastEvent
from tongban.cases.queries.review_case import ReviewFile
from tongban.desks.county.present_arrival import changed_there
from tongban.desks.shared.event_words import parts_of, tone_of, words_of
from tongban.desks.shared.pieces import Fact, Happening, Tone
from tongban.policy.vocabulary import Detail
from tongban.procedure.acts import Act
from tongban.procedure.reasons import ReturnCategory
from tongban.standards.zones import local

_TOLD = frozenset(
    {
        Act.OPEN_INTAKE,
        Act.TAKE_OVER,
        Act.STATE_IDENTITY,
        Act.COMMIT,
        Act.COMPOSE,
        Act.ARRIVE,
        Act.VOID,
        Act.SIGN,
        Act.TAKE_CASH,
        Act.CONFIRM_PAID,
        Act.RETURN,
        Act.RECOMPOSE,
        Act.RESUBMIT,
        Act.RESUBMITTED_THERE,
        Act.WITHDRAWN_THERE,
        Act.APPROVE,
        Act.REPORT_GROUND,
        Act.DISMISS_GROUND,
        Act.HOLD,
        Act.RELEASE,
        Act.ISSUE,
        Act.ANSWER_ISSUED,
        Act.ANSWER_RETURNED,
        Act.RECORD_REPEATED_ANSWER,
        Act.SETTLE_ANSWER,
        Act.ACKNOWLEDGE_ANSWER,
        Act.RECORD_MESSAGE,
        Act.CHASE,
        Act.CHASE_BY_CITY,
        Act.WITHDRAW,
        Act.ORDER,
        Act.REJECT_PRODUCTION,
    }
)


def history(
    file: ReviewFile, events: Sequence[PastEvent], *, at: datetime
) -> tuple[Happening, ...]:
    """The steps that matter to a reviewer, oldest first; other days carry their date."""
    told = [one for one in events if one.act in _TOLD and one.name != "IntakeComposed"]
    lines = [
        Happening(one.at, words_of(one), one.officer, tone_of(one), day=_day(one.at, beside=at))
        for one in told
    ]
    if file.is_incoming:
        lines = sorted([*_elsewhere(file, at=at), *lines], key=lambda line: line.at)
    return tuple(lines)


def _day(when: datetime, *, beside: datetime) -> str:
    return "" if local(when).date() == local(beside).date() else f"{local(when):%m-%d}"


def _elsewhere(file: ReviewFile, *, at: datetime) -> Iterator[Happening]:
    """What was done before a version came here: no event of ours tells of it."""
    for one in file.versions:
        what = "受理地合成" if one is file.versions[-1] else "受理地重新合成"
        officer = one.text.get("officer_name", "")
        yield Happening(one.composed_at, what, officer, day=_day(one.composed_at, beside=at))
    if file.arrived_at is not None:
        day = _day(file.arrived_at, beside=at)
        yield Happening(file.arrived_at, "到达上级系统", day=day)


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
        facts.append(Fact("答复", answer if file.is_incoming else f"原信息重新送审：{answer}"))
    changed = _changed(file, returned, events)
    if changed:
        facts.append(Fact("补正", "；".join(dict.fromkeys(changed))))
    return tuple(facts)


def _changed(
    file: ReviewFile, returned: Mapping[str, Any], events: Sequence[PastEvent]
) -> Sequence[str]:
    if file.is_incoming:
        is_new = file.current.n > returned["version"]
        return (changed_there(file) or ("与退回的版本相同",)) if is_new else ()
    return [
        part
        for one in events
        if one.act is Act.RECOMPOSE and one.data.get("version", 0) > returned["version"]
        for part in parts_of(one)
    ]


def _about(returned: Mapping[str, Any]) -> str:
    labels = {detail.value: detail.label for detail in Detail} | {"address": "住址"}
    fields = "、".join(labels.get(one, one) for one in returned.get("fields", ()))
    category = ReturnCategory(returned["category"]).label
    return f"{category}：{fields}" if fields else category
