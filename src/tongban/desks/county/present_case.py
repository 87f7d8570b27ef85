"""The case on one screen: pictures, findings, comparison, evidence, verdict, history."""

from collections.abc import Sequence
from datetime import datetime

from tongban.cases.operations.office import office
from tongban.cases.queries.happenings import PastEvent
from tongban.cases.queries.review_case import ComposedView, ReviewFile
from tongban.desks.county.place import Place
from tongban.desks.county.present_comparison import comparison
from tongban.desks.county.present_evidence import evidence_line, evidence_pictures
from tongban.desks.county.present_findings import face, fingers, measures, prints
from tongban.desks.county.present_history import history, rounds
from tongban.desks.county.present_verdict import rules
from tongban.desks.county.screens import ReviewCase
from tongban.desks.shared.dues import due_of, fetched_late
from tongban.desks.shared.phrases import DueText, arrival_phrase
from tongban.desks.shared.pictures import picture_url
from tongban.desks.shared.pieces import Link, Photo, Tag, Tone
from tongban.policy.vocabulary import EvidencePath, Priority
from tongban.procedure.obligations import ObligationKind


def review_case(
    file: ReviewFile,
    *,
    shown: ComposedView,
    events: Sequence[PastEvent],
    place: Place,
    at: datetime,
) -> ReviewCase:
    """The case with one of its versions; ``shown`` is the newest but for a look back."""
    note, face_note = face(shown)
    title, text, clause = evidence_line(shown)
    return ReviewCase(
        name=file.name,
        number=file.number,
        tags=_tags(file, shown),
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
        rules_more=f"按 {file.policy_version} 版规范判定",
        history=history(events, at=at),
        warnings=_warnings(shown),
        rounds=rounds(file, events),
        versions=_versions(file, shown=shown, place=place),
    )


def _due(file: ReviewFile, events: Sequence[PastEvent], *, at: datetime) -> DueText | None:
    """By when and why; a case from elsewhere says how late it was fetched."""
    if file.mark is None:
        return None
    late = fetched_late(
        arrived_at=file.arrived_at,
        fetched_at=file.fetched_at,
        cause=file.late_cause,
        due_at=file.mark.due_at,
        events=events,
        rules=office(),
    )
    return due_of(
        ObligationKind.REVIEW,
        since=file.mark.opened_at,
        due_at=file.mark.due_at,
        note=file.due_note,
        rules=office(),
        now=at,
        late=late,
    )


def _tags(file: ReviewFile, shown: ComposedView) -> tuple[Tag, ...]:
    tags = [Tag(file.category.label), Tag(file.reason.label)]
    if file.priority is Priority.EXPEDITED:
        tags.append(Tag("加快", Tone.WARN, "退回后 2 个工作日内处理（第十条）"))
    if shown.verdict.get("evidence_path") == EvidencePath.TOLERANT:
        tags.append(Tag(EvidencePath.TOLERANT.label, Tone.WARN))
    if len(file.versions) > 1:
        tags.append(Tag(f"第 {shown.n} 版"))
    return tuple(tags)


def _accepted(file: ReviewFile, *, at: datetime) -> str:
    unit = office().city.get(file.accepting_unit)
    county = office().city.county_of(file.accepting_unit).short_name if unit else ""
    station = unit.short_name if unit else file.accepting_unit
    sent = f" {arrival_phrase(file.queued_at, at)} 送审" if file.queued_at else ""
    return f"{county}{station}{sent}"


def _existing(file: ReviewFile, shown: ComposedView) -> Photo | None:
    if not shown.record.get("photo_ref"):
        return None
    issued = shown.record["card"]["issued_on"] or ""
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
