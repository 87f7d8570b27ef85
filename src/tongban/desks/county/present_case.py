"""The case on one screen: pictures, findings, comparison, evidence, verdict, history."""

from collections.abc import Sequence
from datetime import datetime

from tongban.cases.operations.office import office
from tongban.cases.queries.happenings import PastEvent
from tongban.cases.queries.review_case import ComposedView, ReviewFile
from tongban.desks.county.place import Place
from tongban.desks.county.present_arrival import (
    UNKNOWN_PERSON,
    accepted_there,
    late_tag,
    lateness,
    origin,
)
from tongban.desks.county.present_comparison import comparison
from tongban.desks.county.present_doubles import double_notice
from tongban.desks.county.present_evidence import evidence_line, evidence_pictures
from tongban.desks.county.present_findings import face, fingers, measures, prints
from tongban.desks.county.present_ground import ground_notices
from tongban.desks.county.present_history import history, rounds
from tongban.desks.county.present_verdict import rules, rules_more
from tongban.desks.county.screens import CaseNotice, ReviewCase
from tongban.desks.shared.dues import due_of
from tongban.desks.shared.green import green_tags
from tongban.desks.shared.phrases import DueText, arrival_phrase
from tongban.desks.shared.pictures import picture_url
from tongban.desks.shared.pieces import Link, Photo, Tag, Tone
from tongban.policy.vocabulary import EvidencePath, Priority
from tongban.procedure.obligations import ObligationKind
from tongban.procedure.stages import Stage

_THERE = {
    Stage.WITHDRAWN: ("受理地已撤回", "申请人在受理地撤回了申请，不需要再审，期限随之结束。"),
    Stage.ANSWERED: ("已经答复", "签发的答复已经作出，送往受理地所在的系统，不能再改。"),
    Stage.RETURNED: ("已经退回", "退回的答复已经作出；受理地重新送审后会再排到这里。"),
}
"""What became of a case accepted elsewhere that is not waiting for review."""


def review_case(
    file: ReviewFile,
    *,
    shown: ComposedView,
    events: Sequence[PastEvent],
    place: Place,
    at: datetime,
) -> ReviewCase:
    """The case with one of its versions; ``shown`` is the newest but for a look back."""
    note, face_note = face(shown, is_incoming=file.is_incoming)
    title, text, clause = evidence_line(shown, is_incoming=file.is_incoming)
    return ReviewCase(
        name=file.name,
        number=file.number,
        stream=file.standing.stream.label,
        is_incoming=file.is_incoming,
        tags=_tags(file, shown, events),
        accepted=_accepted(file, at=at),
        due=_due(file, events, at=at),
        existing=_existing(file, shown),
        new=_new(file, shown),
        face=note,
        face_note=face_note,
        prints=prints(shown),
        fingers=fingers(shown),
        measures=measures(shown),
        comparison=comparison(file, shown=shown, at=at),
        evidence_title=title,
        evidence_text=text,
        evidence_clause=clause,
        evidence_photos=evidence_pictures(file.id, shown),
        rules=rules(file, shown=shown),
        rules_more=rules_more(file),
        history=history(file, events, at=at),
        warnings=_warnings(shown),
        rounds=rounds(file, events),
        versions=_versions(file, shown=shown, place=place),
        origin=origin(file, events, shown=shown, at=at) if file.is_incoming else (),
        notices=_notices(file, shown, at=at),
    )


def _due(file: ReviewFile, events: Sequence[PastEvent], *, at: datetime) -> DueText | None:
    """By when and why; a case from elsewhere says how late it was fetched."""
    if file.mark is None:
        return None
    return due_of(
        ObligationKind.REVIEW,
        since=file.mark.opened_at,
        due_at=file.mark.due_at,
        note=file.due_note,
        rules=office(),
        now=at,
        late=lateness(file, events),
    )


def _notices(file: ReviewFile, shown: ComposedView, *, at: datetime) -> tuple[CaseNotice, ...]:
    if file.standing.stage is not Stage.IN_REVIEW:
        return (_no_longer(file),)
    unknown = (UNKNOWN_PERSON,) if file.is_incoming and not shown.record else ()
    return (
        *ground_notices(file, at=at),
        *unknown,
        *(double_notice(one, at=at) for one in file.doubles),
    )


def _no_longer(file: ReviewFile) -> CaseNotice:
    """Why there is nothing to decide: what became of it meanwhile."""
    stage = file.standing.stage
    if file.is_incoming and stage in _THERE:
        return CaseNotice(*_THERE[stage], Tone.INFO)
    return CaseNotice(f"现为“{stage.label}”", "这一件不在待审核签发，不需要在这里办理。", Tone.INFO)


def _tags(file: ReviewFile, shown: ComposedView, events: Sequence[PastEvent]) -> tuple[Tag, ...]:
    tags = [Tag(file.category.label), Tag(file.reason.label)]
    late = lateness(file, events)
    if late is not None:
        tags.append(late_tag(late))
    if file.priority is Priority.EXPEDITED:
        tags.append(Tag("加快", Tone.WARN, "退回后 2 个工作日内处理（第十条）"))
    tags += green_tags(file.green, is_visited=file.is_visited)
    if shown.verdict.get("evidence_path") == EvidencePath.TOLERANT:
        tags.append(Tag(EvidencePath.TOLERANT.label, Tone.WARN))
    if len(file.versions) > 1:
        tags.append(Tag(f"第 {shown.n} 版"))
    return tuple(tags)


def _accepted(file: ReviewFile, *, at: datetime) -> str:
    if file.is_incoming:
        return accepted_there(file, at=at)
    unit = office().city.get(file.accepting_unit)
    county = office().city.county_of(file.accepting_unit).short_name if unit else ""
    station = unit.short_name if unit else file.accepting_unit
    sent = f" {arrival_phrase(file.queued_at, at)} 送审" if file.queued_at else ""
    return f"{county}{station}{sent}"


def _existing(file: ReviewFile, shown: ComposedView) -> Photo | None:
    if not shown.record.get("photo_ref"):
        return None
    issued = (shown.record.get("card") or {}).get("issued_on") or ""
    url = picture_url(file.id, shown.n, "register")
    return Photo(url, "人口库照片", f"现有 {issued}".strip())


def _new(file: ReviewFile, shown: ComposedView) -> Photo:
    report = shown.photo_report
    usable = "" if not report else "合格" if report.get("usable") else "有未达标项"
    caption = " · ".join(part for part in ("本次 358×441", usable) if part)
    return Photo(picture_url(file.id, shown.n, "photo"), "本次标准照片", caption)


def _warnings(shown: ComposedView) -> tuple[Tag, ...]:
    sharing = shown.record.get("shares_number") or 0
    if sharing < 2:
        return ()
    hint = "人口库中不止一人使用这个公民身份号码，请核对登记的是哪一位。"
    return (Tag(f"重错号 {sharing} 人", Tone.WARN, hint),)


def _versions(file: ReviewFile, *, shown: ComposedView, place: Place) -> tuple[Link, ...]:
    return tuple(
        Link(
            f"看第 {one.n} 版" if one is not file.current else f"回到第 {one.n} 版",
            place.case_url(file.id)
            if one is file.current
            else place.case_url(file.id, version=one.n),
        )
        for one in file.versions
        if one.n != shown.n
    )
