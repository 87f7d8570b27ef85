"""Inquiries (协查) as the two sides read them: the home station, and whoever has the intake now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.db.models.fields.json import KT

from tongban.accounts.models import Officer
from tongban.cases.from_register import register_of
from tongban.cases.models import Draft, Inquiry, Intake, Obligation
from tongban.cases.queries.pictures import REGISTER, PictureRef
from tongban.cases.standing import intake_standing
from tongban.policy.vocabulary import Detail
from tongban.procedure.actors import Actor
from tongban.procedure.obligations import ObligationKind
from tongban.procedure.reasons import AnsweredBy, InquiryAnswer
from tongban.procedure.roles import Role
from tongban.procedure.stages import IntakeStage
from tongban.procedure.standing import IntakeStanding, can_see_intake

NOBODY = UUID(int=0)
LIVE = "live"
PAGE = 100


@dataclass(frozen=True, slots=True)
class Answered:
    """What was answered, by whom, how; ``answerer`` and ``on`` where it came from outside."""

    answer: InquiryAnswer
    words: str
    at: datetime
    by: str
    unit: str
    way: AnsweredBy
    answerer: str
    on: date | None


@dataclass(frozen=True, slots=True)
class AskedInquiry:
    """One inquiry. ``is_of_home``: the reader is the home station and sees nothing else of it.

    ``declared`` and ``record`` are what was shown when it was asked; ``draft`` is what the reader
    had typed for the answer. ``standing`` is the intake's, for the table.
    """

    id: UUID
    intake_id: UUID
    number: str
    standing: IntakeStanding
    is_of_home: bool
    asked_at: datetime
    asked_by: str
    asked_unit: str
    station: str
    home_unit: str
    home_office: str
    question: str
    details: tuple[Detail, ...]
    declared: Mapping[str, Any]
    record: Mapping[str, Any]
    live_photo: str
    due_at: datetime | None
    due_note: str
    answered: Answered | None
    draft: Mapping[str, str]

    @property
    def is_open(self) -> bool:
        """Whether an answer is still waited for."""
        return self.answered is None and self.standing.stage is IntakeStage.OPEN


def inquiry(actor: Actor, inquiry_id: UUID, *, draft_key: str = "") -> AskedInquiry | None:
    """Return an inquiry for its home station or for who may see the intake; two queries."""
    typed = Draft.objects.filter(officer=actor.officer_id or NOBODY, key=draft_key).values("body")
    rows = _named(Inquiry.objects.filter(id=inquiry_id)).annotate(typed=Subquery(typed))
    row = rows.select_related("intake__station").first()
    if row is None:
        return None
    is_home = _is_home(actor, row)
    standing = intake_standing(row.intake)
    if not is_home and not can_see_intake(actor, standing):
        return None
    return _asked(row, standing=standing, is_of_home=is_home)


def inquiries_of(intake_id: UUID) -> list[AskedInquiry]:
    """Return the inquiries about an intake for who may see it, the latest first; one query."""
    rows = _named(Inquiry.objects.filter(intake_id=intake_id)).select_related("intake__station")
    return [
        _asked(row, standing=intake_standing(row.intake), is_of_home=False)
        for row in rows.order_by("-asked_at", "-id")
    ]


def _is_home(actor: Actor, row: Inquiry) -> bool:
    return row.home_unit == actor.unit and Role.ACCEPTANCE in actor.roles


def _named(rows: QuerySet[Inquiry]) -> QuerySet[Inquiry]:
    def officer(field: str) -> Subquery:
        return Subquery(Officer.objects.filter(id=OuterRef(field)).values("name"))

    duty = Obligation.objects.filter(
        intake=OuterRef("intake"), kind=ObligationKind.ANSWER_INQUIRY, closed_at=None
    )
    return rows.annotate(
        asker=officer("asked_by"),
        answering=officer("answered_by"),
        due=Subquery(duty.values("due_at")[:1]),
        note=Subquery(duty.values("due_note")[:1]),
    )


def _asked(row: Inquiry, *, standing: IntakeStanding, is_of_home: bool) -> AskedInquiry:
    found = vars(row)
    return AskedInquiry(
        id=row.id,
        intake_id=row.intake_id,
        number=row.number,
        standing=standing,
        is_of_home=is_of_home,
        asked_at=row.asked_at,
        asked_by=found["asker"] or "",
        asked_unit=row.asked_unit,
        station=standing.unit,
        home_unit=row.home_unit,
        home_office=row.home_office,
        question=row.question,
        details=tuple(Detail(one) for one in row.details),
        declared=row.declared,
        record=row.record,
        live_photo=row.live_photo,
        due_at=found["due"],
        due_note=found["note"] or "",
        answered=_answered(row, by=found["answering"] or ""),
        draft=found.get("typed") or {},
    )


def _answered(row: Inquiry, *, by: str) -> Answered | None:
    if row.answered_at is None:
        return None
    return Answered(
        answer=InquiryAnswer(row.answer),
        words=row.words,
        at=row.answered_at,
        by=by,
        unit=row.answered_unit,
        way=AnsweredBy(row.way),
        answerer=row.answerer,
        on=row.answered_on,
    )


@dataclass(frozen=True, slots=True)
class InquiryLine:
    """An inquiry in a list: about whom, from or to whom, by when, what was answered."""

    id: UUID
    intake_id: UUID
    name: str
    number: str
    asked_at: datetime
    asked_unit: str
    station: str
    home_unit: str
    home_office: str
    due_at: datetime | None
    due_note: str
    answer: InquiryAnswer | None
    answered_at: datetime | None


def inquiries_at(unit: str) -> list[InquiryLine]:
    """Return the inquiries of open intakes that a station has to answer, or waits for; one query.

    Those it has to answer: home is here and nothing was said yet. Those it waits for, or has the
    answer of: about the intakes that are here now. By due, unknown due times first.
    """
    to_answer = Q(home_unit=unit, answered_at=None)
    rows = (
        _named(Inquiry.objects.filter(to_answer | Q(intake__station=unit)))
        .filter(intake__stage=IntakeStage.OPEN)
        .annotate(name=KT("record__name"), station=F("intake__station_id"))
        .order_by(F("due").asc(nulls_first=True), "asked_at", "id")
    )
    return [_line(row) for row in rows[:PAGE]]


def _line(row: Inquiry) -> InquiryLine:
    found = vars(row)
    return InquiryLine(
        id=row.id,
        intake_id=row.intake_id,
        name=found["name"],
        number=row.number,
        asked_at=row.asked_at,
        asked_unit=row.asked_unit,
        station=found["station"],
        home_unit=row.home_unit,
        home_office=row.home_office,
        due_at=found["due"],
        due_note=found["note"] or "",
        answer=InquiryAnswer(row.answer) if row.answer else None,
        answered_at=row.answered_at,
    )


def inquiry_picture(actor: Actor, *, inquiry_id: UUID, which: str) -> PictureRef | None:
    """Return a picture of an inquiry: ``live`` as it was sent along, ``register``; one query.

    To the home station only while it is asked: what it has answered it need not look at again.
    """
    row = Inquiry.objects.select_related("intake__station").filter(id=inquiry_id).first()
    if row is None:
        return None
    is_asked = row.answered_at is None and row.intake.stage == IntakeStage.OPEN
    is_of_home = _is_home(actor, row) and is_asked
    if not is_of_home and not can_see_intake(actor, intake_standing(row.intake)):
        return None
    if which == LIVE:
        return PictureRef(blob=row.live_photo) if row.live_photo else None
    if which == REGISTER and row.record.get("photo_ref"):
        return PictureRef(photo_ref=row.record["photo_ref"], register=register_of(row.record))
    return None


def open_inquiry_of(intake: UUID | OuterRef) -> QuerySet[Inquiry]:
    """The inquiry about an intake that waits for its answer."""
    return Inquiry.objects.filter(intake=intake, answered_at=None)


def letter_of(actor: Actor, intake_id: UUID) -> AskedInquiry | None:
    """Return the latest inquiry about an intake to an office outside the city; two queries."""
    row = Intake.objects.select_related("station").filter(id=intake_id).first()
    if row is None or not can_see_intake(actor, intake_standing(row)):
        return None
    return next((one for one in inquiries_of(intake_id) if not one.home_unit), None)
