"""The table of the procedure and the question put to it: may this be done now, by this party?

``judge``, ``judge_intake`` and ``judge_unit`` answer None when the act is permitted, else why not.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from tongban.policy.vocabulary import Stream
from tongban.procedure import barred
from tongban.procedure.actors import Actor, Party
from tongban.procedure.acts import Act
from tongban.procedure.barred import Barred, BarredCode
from tongban.procedure.operated import OPERATED, OPERATED_STREAMS
from tongban.procedure.rows import ActorCode, Apart, Hold, IntakeRow, Row
from tongban.procedure.rows_after import AFTER_ROWS
from tongban.procedure.rows_card import CARD_ROWS
from tongban.procedure.rows_ended import ENDED_ROWS
from tongban.procedure.rows_intake import INTAKE_ROWS
from tongban.procedure.rows_money import MONEY_ROWS
from tongban.procedure.rows_review import REVIEW_ROWS
from tongban.procedure.stages import IntakeStage, PaymentStage, Stage
from tongban.procedure.standing import CaseStanding, IntakeStanding, can_see, can_see_intake
from tongban.procedure.who import (
    ANYWHERE,
    CASE_TESTS,
    INTAKE_TESTS,
    CaseTest,
    IntakeTest,
    works_at_window,
    works_on_cases,
)

__all__ = [
    "INTAKE_ROWS",
    "OPERATED",
    "OPERATED_STREAMS",
    "ROWS",
    "Barred",
    "BarredCode",
    "judge",
    "judge_intake",
    "judge_unit",
    "offered",
    "offered_intake",
    "permit",
    "row_for",
]

ROWS: tuple[Row, ...] = REVIEW_ROWS + CARD_ROWS + AFTER_ROWS + ENDED_ROWS + MONEY_ROWS

_UNPAID = frozenset({PaymentStage.DUE, PaymentStage.CASH_HELD, PaymentStage.CANCELLED})
_PAID = frozenset(p for p in PaymentStage if p.is_paid)


@dataclass(frozen=True, slots=True)
class _Cell:
    """A row with its tests looked up beforehand."""

    row: Row
    tests: tuple[CaseTest, ...]
    anywhere: tuple[CaseTest, ...]


@dataclass(frozen=True, slots=True)
class _Column:
    """All that the table says of one act in one stream."""

    cells: Mapping[Stage, _Cell]
    tests: tuple[CaseTest, ...]
    codes: tuple[ActorCode, ...]


def _cell(row: Row) -> _Cell:
    return _Cell(
        row=row,
        tests=tuple(CASE_TESTS[code] for code in row.actors),
        anywhere=tuple(CASE_TESTS[code] for code in row.actors if code in ANYWHERE),
    )


def _column(rows: list[Row]) -> _Column:
    cells: dict[Stage, _Cell] = {}
    for row in rows:
        cell = _cell(row)
        for stage in sorted(row.stages, key=list(Stage).index):
            if stage in cells:
                raise ValueError(f"two rows for {row.act} at {stage}")
            cells[stage] = cell
    codes = tuple(dict.fromkeys(code for row in rows for code in row.actors))
    return _Column(cells, tuple(CASE_TESTS[code] for code in codes), codes)


def _columns() -> Mapping[tuple[Act, Stream], _Column]:
    rows: dict[tuple[Act, Stream], list[Row]] = {}
    for row in ROWS:
        for stream in row.streams:
            rows.setdefault((row.act, stream), []).append(row)
    return MappingProxyType({key: _column(found) for key, found in rows.items()})


_COLUMNS = _columns()
_OFFERABLE: Mapping[tuple[Stream, Stage], tuple[Act, ...]] = MappingProxyType(
    {
        (stream, stage): tuple(
            act
            for act in Act
            if act in OPERATED
            and (column := _COLUMNS.get((act, stream))) is not None
            and stage in column.cells
        )
        for stream in OPERATED_STREAMS
        for stage in Stage
    }
)
_INTAKE: Mapping[Act, tuple[IntakeRow, tuple[IntakeTest, ...]]] = MappingProxyType(
    {row.act: (row, tuple(INTAKE_TESTS[code] for code in row.actors)) for row in INTAKE_ROWS}
)


def row_for(act: Act, *, stage: Stage | None, stream: Stream) -> Row | None:
    """Return the row for an act at a stage (None: the birth of a case), if the table has one."""
    if stage is None:
        births = (r for r in ROWS if r.act is act and stream in r.streams and not r.stages)
        return next(births, None)
    column = _COLUMNS.get((act, stream))
    cell = column.cells.get(stage) if column is not None else None
    return cell.row if cell is not None else None


def judge(act: Act, standing: CaseStanding, actor: Actor) -> Barred | None:
    """Return None when the act may be done now by this actor and is offered, else why not."""
    answer = permit(act, standing, actor)
    if act in OPERATED and standing.stream in OPERATED_STREAMS:
        return answer
    if answer is not None and answer.code is BarredCode.NOT_SEEN:
        return answer
    return barred.not_operated(act)


def permit(act: Act, standing: CaseStanding, actor: Actor) -> Barred | None:
    """Return what the table says, whether or not the act is operated in this version."""
    column = _COLUMNS.get((act, standing.stream))
    cell = column.cells.get(standing.stage) if column is not None else None
    if not can_see(actor, standing) and not _is_in_front(cell, standing, actor):
        return barred.NOT_SEEN
    if column is None:
        return barred.no_such_act(act, standing.stream)
    if not _any(column.tests, actor, standing):
        return barred.not_yours(act, column.codes)
    if cell is None:
        return barred.wrong_stage(act, standing.stage, column.cells)
    if not _any(cell.tests, actor, standing):
        return barred.not_yours(act, cell.row.actors)
    return _by_facts(cell.row, standing, actor)


def _any(tests: tuple[CaseTest, ...], actor: Actor, standing: CaseStanding) -> bool:
    for test in tests:  # noqa: SIM110 - twice as fast as any() on the way of every act
        if test(actor, standing):
            return True
    return False


def _is_in_front(cell: _Cell | None, standing: CaseStanding, actor: Actor) -> bool:
    return cell is not None and _any(cell.anywhere, actor, standing)


def _by_facts(row: Row, standing: CaseStanding, actor: Actor) -> Barred | None:
    if row.hold is not Hold.FREE:
        if standing.held and row.hold is Hold.BARRED:
            return barred.held(row.act)
        if not standing.held and row.hold is Hold.NEEDED:
            return barred.NOT_HELD
    if row.apart and actor.officer_id is not None:
        for apart in row.apart:
            if _APART[apart](standing, actor):
                return barred.own_work(apart)
    if row.needs_paid and not standing.is_paid:
        return barred.NOT_PAID
    if row.payments is not None and not _is_payment_right(row.payments, standing):
        return barred.wrong_payment(row.act, standing.payment, row.payments)
    if row.act is Act.SEAL_FILE and standing.is_sealed:
        return barred.SEALED
    return None


_APART: Mapping[Apart, Callable[[CaseStanding, Actor], bool]] = MappingProxyType(
    {
        Apart.ACCEPTORS: lambda standing, actor: actor.officer_id in standing.acceptors,
        Apart.APPROVER: lambda standing, actor: actor.officer_id == standing.approved_by,
        Apart.HOLDER: lambda standing, actor: actor.officer_id == standing.held_by,
        Apart.REFUND_ASKER: lambda standing, actor: actor.officer_id == standing.refund_asked_by,
    }
)


def _is_payment_right(possible: frozenset[PaymentStage], standing: CaseStanding) -> bool:
    """Judge by the payment where it was read, else by whether the case is paid."""
    if standing.payment is not None:
        return standing.payment in possible
    return not possible <= (_UNPAID if standing.is_paid else _PAID)


def offered(standing: CaseStanding, actor: Actor) -> tuple[Act, ...]:
    """Return the acts that this actor may do now, in the order of ``Act``: the page's buttons."""
    if not can_see(actor, standing):
        return ()
    acts = _OFFERABLE.get((standing.stream, standing.stage), ())
    return tuple(act for act in acts if permit(act, standing, actor) is None)


def judge_intake(act: Act, standing: IntakeStanding, actor: Actor) -> Barred | None:
    """Return None when the act may be done to the intake now by this actor, else why not."""
    found = _INTAKE.get(act)
    named = found is not None and any(test(actor, standing) for test in found[1])
    is_seen = can_see_intake(actor, standing)
    if not named and actor.unit and actor.unit in standing.former_units:
        return barred.TAKEN_OVER
    if not is_seen and not (named and standing.stage is IntakeStage.OPEN):
        return barred.NO_INTAKE
    if found is None:
        return barred.no_such_act(act, None)
    if act not in OPERATED:
        return barred.not_operated(act)
    return _by_intake(found[0], standing, actor, named=named)


def _by_intake(
    row: IntakeRow, standing: IntakeStanding, actor: Actor, *, named: bool
) -> Barred | None:
    if not named:
        is_own = row.act is Act.TAKE_OVER and actor.unit == standing.unit
        return barred.ALREADY_HERE if is_own else barred.not_yours(row.act, row.actors)
    if standing.stage not in row.stages:
        if row.act is Act.ERASE_BIOMETRICS:
            return barred.NOT_ENDED
        return barred.wrong_intake_stage(row, standing.stage)
    if row.act is Act.LAPSE and standing.is_inquiry_open:
        return barred.INQUIRY_OPEN
    if row.act is Act.ANSWER_INQUIRY and not standing.is_inquiry_open:
        return barred.NO_INQUIRY
    return None


def offered_intake(standing: IntakeStanding, actor: Actor) -> tuple[Act, ...]:
    """Return the acts that this actor may do to the intake now."""
    return tuple(row.act for row in INTAKE_ROWS if judge_intake(row.act, standing, actor) is None)


def judge_unit(act: Act, actor: Actor) -> Barred | None:
    """Judge the acts that have no case or intake yet: look up, open an intake, look in, arrive."""
    codes: tuple[ActorCode, ...]
    match act:
        case Act.LOOK_UP | Act.OPEN_INTAKE:
            allowed, codes = works_at_window(actor), (ActorCode.SA,)
        case Act.LOOK_IN:
            allowed, codes = works_on_cases(actor), (ActorCode.ST, ActorCode.SD, ActorCode.RV)
        case Act.ARRIVE:
            allowed, codes = actor.party is Party.UPSTREAM, (ActorCode.UP,)
        case _:
            return barred.no_such_act(act, None)
    if not allowed:
        return barred.not_yours(act, codes)
    return None if act in OPERATED else barred.not_operated(act)
