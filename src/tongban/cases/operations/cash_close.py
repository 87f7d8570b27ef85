"""日清: an officer closes the day's cash (第七条): taken, paid on, given back, still held, to the fen.

Every movement is counted by exactly one close: those not counted yet are added up, and what moves
later, or is put right later, belongs to the next one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Subquery
from uuid_utils.compat import uuid7

from tongban.audit.log import record
from tongban.audit.words import What
from tongban.cases.cash_left import left_of
from tongban.cases.models import CashClose, CashMove
from tongban.cases.operations.differences import Found, keep_differences
from tongban.cases.operations.door import Call
from tongban.cases.operations.errors import (
    BadInput,
    Barred,
    FieldFault,
    Forbidden,
    LostRace,
    OperationError,
)
from tongban.policy.units import UnitKind
from tongban.procedure.differences import DifferenceKind
from tongban.procedure.roles import Role
from tongban.standards.zones import local_date

MOST_WORDS = 300
MOST_FEN = 1_000_000
_KINDS = CashMove.Kind


@dataclass(frozen=True, slots=True)
class Closed:
    """The close that stands; ``repeated`` when this request had made it before."""

    id: UUID
    repeated: bool = False


def close_day(call: Call, *, counted_fen: int | None, words: str, seen_fen: int | None) -> Closed:
    """Close the officer's cash of today; it never changes afterwards.

    ``counted_fen`` is what the officer counted, ``seen_fen`` the balance the page showed him: where
    cash has moved since, ``LostRace``. Cash that stays, or does not agree, is explained in
    ``words`` and becomes a difference for the station. Raises ``Forbidden``, ``BadInput``,
    ``Barred`` (closed today already).
    """
    if call.actor.unit_kind is not UnitKind.STATION or Role.ACCEPTANCE not in call.actor.roles:
        raise Forbidden("日清由收取现金的受理民警本人办理。")
    try:
        with transaction.atomic():
            made = _close(call, counted_fen=counted_fen, words=words, seen_fen=seen_fen)
    except OperationError:
        # What the first request counted may be the very thing that bars its repeat.
        if (known := _made_by(call)) is not None:
            return Closed(known, repeated=True)
        raise
    except IntegrityError as error:
        if (known := _made_by(call)) is not None:
            return Closed(known, repeated=True)
        if "cash_close_once_a_day" not in str(error):
            raise
        raise Barred("今天的日清已经办过，之后的收付记入下一次日清。", clause="第七条") from error
    return Closed(made.id)


def _made_by(call: Call) -> UUID | None:
    made = CashClose.objects.filter(request_id=call.request_id)
    return made.values_list("id", flat=True).first()


def _close(call: Call, *, counted_fen: int | None, words: str, seen_fen: int | None) -> CashClose:
    closes = CashClose.objects.filter(unit=call.actor.unit, officer=call.officer)
    last = closes.order_by("-day").values_list("lying", flat=True)
    moves = list(
        CashMove.objects.select_for_update(of=("self",))
        .select_related("payment__case")
        .filter(unit=call.actor.unit, officer=call.officer, close=None)
        .annotate(before=Subquery(last[:1]))
        .order_by("at", "id")
    )
    before = vars(moves[0])["before"] if moves else last.first()
    row = _added_up(call, moves, before=before or ())
    if seen_fen != row.closing_fen:
        raise LostRace("在您查看之后现金又有收付，请核对最新的账面数再清点。")
    row.counted_fen = _counted(counted_fen)
    row.words = words.strip()[:MOST_WORDS]
    is_even = row.counted_fen == row.closing_fen
    if not row.words and not (is_even and row.closing_fen == 0):
        why = (
            "现金没有全部代缴，请写明原因和打算。"
            if is_even
            else "清点数与账面数不一致，请写明原因。"
        )
        raise BadInput(FieldFault("words", why, "第七条"))
    row.save(force_insert=True)
    if moves:
        CashMove.objects.filter(id__in=[one.id for one in moves]).update(close=row)
    if found := _differences(row):
        keep_differences(found, at=call.at)
    about = {"close": str(row.id), "day": row.day.isoformat(), "fen": row.closing_fen}
    record(What.CASH_CLOSED, actor=call.actor, at=call.at, data=about)
    return row


def _added_up(
    call: Call, moves: Sequence[CashMove], *, before: Sequence[Mapping[str, Any]]
) -> CashClose:
    opening = sum(one["fen"] for one in before)

    def total(kind: CashMove.Kind) -> int:
        return abs(sum(one.fen for one in moves if one.kind == kind))

    return CashClose(
        id=uuid7(),
        unit=call.actor.unit,
        officer=call.officer,
        day=local_date(call.at),
        closed_at=call.at,
        opening_fen=opening,
        taken_fen=total(_KINDS.TAKEN),
        paid_on_fen=total(_KINDS.PAID_ON),
        came_back_fen=total(_KINDS.CAME_BACK),
        given_back_fen=total(_KINDS.GIVEN_BACK),
        closing_fen=opening + sum(one.fen for one in moves),
        counted_fen=0,
        lines=[_line(one) for one in moves],
        lying=left_of(before, moves),
        request_id=call.request_id,
    )


def _line(move: CashMove) -> dict[str, object]:
    """A movement as the close keeps it; ids and numbers only, names can be erased in their rows."""
    return {
        "case": str(move.payment.case_id),
        "number": move.payment.case.number,
        "kind": move.kind,
        "fen": move.fen,
        "at": _iso(move.at),
        "slip": move.payment.cash_no,
    }


def _iso(moment: datetime) -> str:
    return moment.isoformat()


def _counted(fen: int | None) -> int:
    if fen is None or not -MOST_FEN <= fen <= MOST_FEN:
        raise BadInput(FieldFault("counted", "请填清点出的现金，单位元，例如 20.00。", "第七条"))
    return fen


def _differences(row: CashClose) -> list[Found]:
    kinds = []
    if row.counted_fen != row.closing_fen:
        kinds.append((DifferenceKind.COUNT, row.closing_fen, row.counted_fen))
    if row.closing_fen != 0:
        kinds.append((DifferenceKind.HELD, 0, row.closing_fen))
    return [
        Found(
            kind=kind,
            unit=row.unit,
            day=row.day,
            ours_fen=ours,
            theirs_fen=theirs,
            officer=row.officer,
            close_id=row.id,
        )
        for kind, ours, theirs in kinds
    ]
