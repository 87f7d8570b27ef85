"""Parcels as pages show them: of one case, and what a station has to do about them (第十一条)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, Subquery
from django.db.models.functions import JSONObject

from tongban.cases.models import Obligation, Parcel
from tongban.cases.queries.paging import behind
from tongban.ports.post import BackReason, ParcelStep, Signer
from tongban.procedure.obligations import ObligationKind

PAGE = 50
_FIELDS = (
    *("tracking_no", "sent_at", "recipient", "address", "step", "step_at", "place", "words"),
    *("signer", "signer_name", "reason", "recalled_at", "ended_at"),
)
_TIMES = ("sent_at", "step_at", "recalled_at", "ended_at")


@dataclass(frozen=True, slots=True)
class ParcelView:
    """One mailing of a card, as far as the post has told."""

    tracking_no: str
    sent_at: datetime
    recipient: str
    address: str
    step: ParcelStep
    step_at: datetime
    place: str
    words: str
    signer: Signer | None
    signer_name: str
    reason: BackReason | None
    recalled_at: datetime | None
    ended_at: datetime | None


def parcels_column(case: OuterRef) -> ArraySubquery:
    """The column with the parcels of a case, the newest first; for ``read_parcels``."""
    rows = Parcel.objects.filter(case=case).order_by("-sent_at", "-id")
    return ArraySubquery(rows.values(one=JSONObject(**{name: name for name in _FIELDS})))


def read_parcels(found: Sequence[Mapping[str, Any]]) -> tuple[ParcelView, ...]:
    """Return what ``parcels_column`` read."""
    return tuple(_view(one) for one in found)


def _view(found: Mapping[str, Any]) -> ParcelView:
    times = {name: datetime.fromisoformat(found[name]) if found[name] else None for name in _TIMES}
    sent_at, step_at = times["sent_at"], times["step_at"]
    if sent_at is None or step_at is None:
        raise ValueError("a parcel has been sent at some time")
    return ParcelView(
        tracking_no=found["tracking_no"],
        sent_at=sent_at,
        recipient=found["recipient"],
        address=found["address"],
        step=ParcelStep(found["step"]),
        step_at=step_at,
        place=found["place"],
        words=found["words"],
        signer=Signer(found["signer"]) if found["signer"] else None,
        signer_name=found["signer_name"],
        reason=BackReason(found["reason"]) if found["reason"] else None,
        recalled_at=times["recalled_at"],
        ended_at=times["ended_at"],
    )


@dataclass(frozen=True, slots=True)
class ParcelLine:
    """A case of the station whose card goes by courier, with what is owed for it."""

    duty: UUID
    case_id: UUID
    name: str
    id_number: str
    number: str
    phone: str
    kind: ObligationKind
    opened_at: datetime
    due_at: datetime | None
    due_note: str
    is_held: bool
    parcel: ParcelView | None


def parcel_lines(
    unit: str,
    kind: ObligationKind,
    *,
    after: tuple[datetime | None, UUID] | None = None,
    limit: int = PAGE,
) -> list[ParcelLine]:
    """Return one page (and one more) of a station's duties about parcels, by due; one query.

    ``kind`` is WATCH_PARCEL (on its way), ASK_ADDRESS (came back) or RETURN_OLD_CARD (delivered).
    """
    rows = Obligation.objects.filter(kind=kind, owner_unit=unit, closed_at=None)
    if after is not None:
        rows = rows.filter(behind(*after))
    newest = Parcel.objects.filter(case=OuterRef("case")).order_by("-sent_at", "-id")
    values = newest.values(one=JSONObject(**{name: name for name in _FIELDS}))
    rows = rows.select_related("case").annotate(parcel=Subquery(values[:1]))
    rows = rows.order_by(F("due_at").asc(nulls_first=True), "id")
    return [_line(row) for row in rows[: limit + 1]]


def _line(row: Obligation) -> ParcelLine:
    case, parcel = row.case, vars(row)["parcel"]
    if case is None:
        raise ValueError("a parcel is always of a case")
    return ParcelLine(
        duty=row.id,
        case_id=case.id,
        name=case.name,
        id_number=case.id_number,
        number=case.number,
        phone=case.phone,
        kind=ObligationKind(row.kind),
        opened_at=row.opened_at,
        due_at=row.due_at,
        due_note=row.due_note,
        is_held=case.held,
        parcel=_view(parcel) if parcel else None,
    )
