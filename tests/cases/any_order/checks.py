"""What must hold after every act, whoever did it and whatever came before."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from tests.cases.any_order.town import Town

from tongban.cases.models import Card, Case, Event, Obligation, Outgoing, Payment, PersonSlot
from tongban.cases.operations.remake import GONE
from tongban.cases.prepared import Prepared
from tongban.policy.vocabulary import Stream
from tongban.procedure.acts import Act
from tongban.procedure.chart_moves import stages_of
from tongban.procedure.obligations import CLOSED_BY_ENDING, ObligationKind, opened_by_ending
from tongban.procedure.rows import Row
from tongban.procedure.stages import PaymentStage, Stage

NOBODY = UUID(int=0)
_OWED = Prepared(
    lambda: Obligation.objects.filter(case=NOBODY, closed_at=None).values_list("kind"), NOBODY
)
FEES = (2000, 4000)
OFF_THE_ROAD = GONE
"""Cards that will not be handed to anybody."""
WHERE_THE_CARD_IS = {
    Stage.IN_PRODUCTION: {Card.State.ORDERED, Card.State.PRODUCED},
    Stage.TO_COUNTY: {Card.State.SHIPPED},
    Stage.AT_COUNTY: {Card.State.AT_COUNTY},
    Stage.TO_STATION: {Card.State.TO_STATION},
    Stage.AT_STATION: {Card.State.AT_STATION},
    Stage.TO_APPLICANT: {Card.State.POSTED},
    Stage.HANDED_OVER: {Card.State.HANDED_OVER},
    Stage.DELIVERED: {Card.State.DELIVERED},
}


@dataclass(frozen=True, slots=True)
class Before:
    """A case before an act: where it stood and what was owed."""

    stage: Stage
    version: int
    events: int
    owed: frozenset[ObligationKind]


def open_duties(case: Case) -> frozenset[ObligationKind]:
    """What is owed for the case now."""
    return frozenset(ObligationKind(kind) for (kind,) in _OWED.rows(case.id))


def before(case: Case) -> Before:
    """Look at the case before an act."""
    return Before(Stage(case.stage), case.version, case.event_seq, open_duties(case))


def as_the_table_says(row: Row, act: Act, was: Before, case: Case) -> None:
    """The act led where its row leads, and opened and closed what its row may."""
    now, stage = open_duties(case), Stage(case.stage)
    assert stage in row.results(was.stage), f"{act} led from {was.stage} to {stage}"
    ends = stage.is_ending and not was.stage.is_ending
    ending = opened_by_ending(stage, stream=Stream(case.stream)) if ends else frozenset()
    may_close = row.closes | (CLOSED_BY_ENDING if ends else frozenset())
    assert now - was.owed <= row.opens | row.may_open | ending, f"{act} opened {now - was.owed}"
    assert was.owed - now <= may_close, f"{act} closed {was.owed - now}"
    assert row.opens <= now, f"{act} did not open {row.opens - now}"
    assert case.event_seq > was.events
    last = Event.objects.get(subject=case.id, seq=case.event_seq)
    assert last.act == act


def unchanged(was: Before, case: Case) -> None:
    """What was refused did not happen."""
    assert before(case) == was


def case_holds(case: Case) -> None:
    """A case is where a case can be, on somebody's list, with its card and its place."""
    stage, stream = Stage(case.stage), Stream(case.stream)
    assert stage in stages_of(stream)
    duties = open_duties(case)
    if stage.is_ending:
        assert duties <= (frozenset(ObligationKind) - CLOSED_BY_ENDING) | {
            ObligationKind.DELIVER_ANSWER,
            ObligationKind.SETTLE_ANSWER,
            ObligationKind.INQUIRY_CARD,
        }, f"{stage} leaves {duties}"
        assert case.sealed_at or duties or stage in (Stage.VOIDED, Stage.ANSWERED, Stage.WITHDRAWN)
    else:
        is_moving = Outgoing.objects.filter(case=case, state="WAITING").exists()
        assert duties or is_moving, f"nobody is told of a case at {stage}"
    if stream is not Stream.INCOMING:
        has_place = PersonSlot.objects.filter(case=case).exists()
        assert has_place is not stage.is_ending, f"the person's place at {stage}"
        card_holds(case, stage)


def card_holds(case: Case, stage: Stage) -> None:
    """One card at most is on the road, and it is where the case says."""
    states = Card.objects.filter(case=case).exclude(state__in=OFF_THE_ROAD)
    live = list(states.values_list("state", flat=True))
    assert len(live) <= 1, f"{len(live)} cards at {stage}"
    expected = WHERE_THE_CARD_IS.get(stage)
    if expected is not None:
        assert set(live) <= expected, f"a card {live} at {stage}"
        assert live
    if stage in (Stage.COMPOSED, Stage.IN_REVIEW, Stage.RETURNED, Stage.ISSUED):
        assert not live, f"a card {live} at {stage}"


def money_holds(town: Town) -> None:
    """The rows say what the bystander wrote down, to the fen, and no other amount exists."""
    columns = ("amount_fen", "paid_at", "refunded_at", "cash_at", "cash_back_at")
    rows = list(Payment.objects.filter(case_id__in=town.cases).values_list(*columns))
    assert {fen for fen, *_ in rows} <= set(FEES)
    received, refunded, taken, given_back = (
        sum(row[0] for row in rows if row[place] is not None) for place in (1, 2, 3, 4)
    )
    assert received == town.book.received
    assert refunded == town.book.refunded
    assert taken == town.book.cash_taken
    assert given_back == town.book.cash_given_back


def fee_holds(case: Case) -> None:
    """A case is paid once or not at all, and a sealed file keeps nobody's money wrongly."""
    fees = case.payments.filter(is_extra=False).values_list("state", flat=True)
    states = [PaymentStage(s) for s in fees]
    assert sum(s.is_paid for s in states) == int(case.is_paid and not _going_back(states))
    if case.sealed_at is not None:
        has_card = case.cards.exclude(state=Card.State.REJECTED).exists()
        kept = any(s.is_paid for s in states)
        assert kept == has_card, f"{states} with a card {has_card}"


def _going_back(states: list[PaymentStage]) -> bool:
    return any(s in (PaymentStage.REFUND_ASKED, PaymentStage.REFUNDING) for s in states)
