"""The files of ended cases: what is in them, what is missing, what is sealed (第八条)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import JSONObject

from tongban.cases.models import Card, Case, ComposedVersion, Obligation, Paper, Parcel, Payment
from tongban.cases.standing import visible
from tongban.policy.vocabulary import Category
from tongban.procedure.actors import Actor
from tongban.procedure.obligations import ObligationKind
from tongban.procedure.stages import ENDINGS, PaymentStage, Stage
from tongban.standards.id_number import compact
from tongban.standards.labels import Labelled
from tongban.standards.names import fold

PAGE = 50
FOUND = 50


class Part(Labelled):
    """What a file is made of (第八条)."""

    FORM = "FORM", "签名的登记表"
    EVIDENCE = "EVIDENCE", "受理凭证复印件（或书面承诺）"
    RECEIPT = "RECEIPT", "财政票据"
    HAND_OVER = "HAND_OVER", "签名的发放签收单"
    WITHDRAWAL = "WITHDRAWAL", "签名的撤回申请"
    DELIVERY = "DELIVERY", "邮政妥投记录"


@dataclass(frozen=True, slots=True)
class FileLine:
    """The file of an ended case: which parts it needs, which are there, what is still open."""

    case_id: UUID
    name: str
    number: str
    category: Category
    stage: Stage
    ended_at: datetime
    sealed_at: datetime | None
    due_at: datetime | None
    due_note: str
    parts: tuple[tuple[Part, bool], ...]
    open_duties: tuple[ObligationKind, ...]

    @property
    def missing(self) -> tuple[Part, ...]:
        """What should be in the file and is not."""
        return tuple(part for part, there in self.parts if not there)


def files_to_seal(
    actor: Actor, *, after: tuple[datetime | None, UUID] | None = None
) -> list[FileLine]:
    """Return one page (and one more) of ended cases whose file is open, by due; one query."""
    rows = _files(actor).filter(sealed_at=None, archive_id__isnull=False)
    if after is not None:
        due_at, last = after
        beyond = Q(archive_due__gt=due_at) | Q(archive_due=due_at, id__gt=last)
        if due_at is None:
            beyond = Q(archive_due=None, id__gt=last) | Q(archive_due__isnull=False)
        rows = rows.filter(beyond)
    rows = rows.order_by(F("archive_due").asc(nulls_first=True), "id")
    return [_line(row) for row in rows[: PAGE + 1]]


def sealed_files(actor: Actor, *, limit: int = PAGE) -> list[FileLine]:
    """Return the files sealed last; one query."""
    rows = _files(actor).filter(sealed_at__isnull=False).order_by("-sealed_at", "-id")
    return [_line(row) for row in rows[:limit]]


def find_files(actor: Actor, text: str) -> list[FileLine]:
    """Return ended cases of the station by name, ID number or case number; one query."""
    wanted = compact(text).upper()
    if not wanted:
        return []
    which = (
        Q(number__startswith=wanted) | Q(id_number=wanted)
        if wanted.isascii()
        else Q(name__startswith=fold(text.strip()))
    )
    rows = _files(actor).filter(which).order_by("-ended_at", "-id")
    return [_line(row) for row in rows[:FOUND]]


def file_of(actor: Actor, case_id: UUID) -> FileLine | None:
    """Return the file of one ended case of the station; one query."""
    row = _files(actor).filter(id=case_id).first()
    return _line(row) if row is not None else None


def _files(actor: Actor) -> QuerySet[Any, Any]:
    version = ComposedVersion.objects.filter(case=OuterRef("id"), n=OuterRef("current"))
    archive = Obligation.objects.filter(
        case=OuterRef("id"), kind=ObligationKind.ARCHIVE, closed_at=None
    )
    card = Card.objects.filter(case=OuterRef("id"), state=Card.State.HANDED_OVER)
    paid = (PaymentStage.PAID, PaymentStage.RECEIPTED)
    payment = Payment.objects.filter(case=OuterRef("id"), state__in=paid, is_extra=False)
    withdrawal = Paper.objects.filter(subject=OuterRef("id"), kind="WITHDRAWAL").exclude(blob="")
    return (
        Case.objects.filter(visible(actor), accepting_unit=actor.unit, stage__in=ENDINGS)
        .exclude(stage=Stage.VOIDED)
        .annotate(
            archive_id=Subquery(archive.values("id")[:1]),
            archive_due=Subquery(archive.values("due_at")[:1]),
            archive_note=Subquery(archive.values("due_note")[:1]),
            composed=Subquery(
                version.values(
                    all=JSONObject(
                        evidence="evidence",
                        commitment="comparison__commitment",
                        signature="signature",
                        page="signed_page",
                    )
                )[:1]
            ),
            payment_state=Subquery(payment.values("state")[:1]),
            hand_over=Subquery(card.order_by("-n").values("signature")[:1]),
            has_withdrawal=Exists(withdrawal),
            has_delivery=Exists(Parcel.objects.filter(case=OuterRef("id"), step="DELIVERED")),
            still_open=Subquery(_still_open()),
        )
    )


def _still_open() -> QuerySet[Obligation, list[str]]:
    others = Obligation.objects.filter(case=OuterRef("id"), closed_at=None)
    kinds = others.exclude(kind=ObligationKind.ARCHIVE).order_by().values("case")
    return kinds.annotate(kinds=ArrayAgg("kind")).values_list("kinds", flat=True)


def _line(row: Case) -> FileLine:
    found = vars(row)
    return FileLine(
        case_id=row.id,
        name=row.name,
        number=row.number,
        category=Category(row.category),
        stage=Stage(row.stage),
        ended_at=row.ended_at or row.composed_at,
        sealed_at=row.sealed_at,
        due_at=found["archive_due"],
        due_note=found["archive_note"] or "",
        parts=tuple(_parts(row)),
        open_duties=tuple(ObligationKind(kind) for kind in found["still_open"] or ()),
    )


def _parts(row: Case) -> Iterator[tuple[Part, bool]]:
    found = vars(row)
    composed = found["composed"]
    if row.reached_review:
        yield Part.FORM, bool(composed["signature"] or composed["page"])
    has_copy = any(paper["pages"] for paper in composed["evidence"])
    yield Part.EVIDENCE, has_copy or bool(composed["commitment"])
    if found["payment_state"] is not None:
        yield Part.RECEIPT, found["payment_state"] == PaymentStage.RECEIPTED
    if row.stage == Stage.HANDED_OVER:
        yield Part.HAND_OVER, bool(found["hand_over"])
    if row.stage == Stage.DELIVERED:
        yield Part.DELIVERY, found["has_delivery"]
    if row.stage == Stage.WITHDRAWN:
        yield Part.WITHDRAWAL, found["has_withdrawal"]
