"""The fee's acts against the hand transcription (第七条)."""

import pytest
from tests.procedure.transcript import (
    MONEY_LINES,
    OFFICERS,
    PARTIES,
    MoneyLine,
    case,
    codes_of,
    officer,
    sees,
)

from tongban.policy.vocabulary import Stream
from tongban.procedure.acts import Act
from tongban.procedure.barred import BarredCode
from tongban.procedure.roles import Role
from tongban.procedure.stages import PaymentStage, Stage
from tongban.procedure.table import permit, row_for


@pytest.mark.parametrize("line", MONEY_LINES, ids=lambda line: line.act)
def test_who_may_when(line: MoneyLine) -> None:
    """Every stage of the case × every stage of the payment × every officer and party."""
    for stage in Stage:
        for payment in PaymentStage:
            standing = case(stage, payment=payment, is_paid=payment.is_paid)
            right = stage in line.stages and payment in line.payments
            for place, role, actor in OFFICERS:
                named = bool(codes_of(place, role) & line.actors) and sees(place, role)
                barred = permit(Act(line.act), standing, actor)
                assert (barred is None) is (named and right), (stage, payment, place, role)
                if named and barred is not None:
                    assert barred.code is BarredCode.WRONG_STAGE
                    assert barred.sentence.endswith("。")
            for code, actor in PARTIES.items():
                barred = permit(Act(line.act), standing, actor)
                assert (barred is None) is (code in line.actors and right)


@pytest.mark.parametrize("line", MONEY_LINES, ids=lambda line: line.act)
def test_what_follows(line: MoneyLine) -> None:
    """What the payment becomes, and whose duty begins or ends."""
    for stage in line.stages:
        row = row_for(Act(line.act), stage=Stage(stage), stream=Stream.INTERNAL)
        assert row is not None
        assert set(row.pays) == (line.pays or set())
        assert row.then == ()
        assert line.opens <= row.opens | row.may_open
        assert line.closes <= row.closes


def test_incoming_cases_know_no_fee() -> None:
    """The money of an incoming case is taken elsewhere."""
    for line in MONEY_LINES:
        for stage in Stage:
            assert row_for(Act(line.act), stage=stage, stream=Stream.INCOMING) is None


def test_a_refund_needs_a_second_officer() -> None:
    """Whoever asked for the refund does not approve it."""
    supervisor = officer("accepting county", Role.SUPERVISION)
    asked = case(
        Stage.WITHDRAWN,
        payment=PaymentStage.REFUND_ASKED,
        refund_asked_by=supervisor.officer_id,
    )
    barred = permit(Act.APPROVE_REFUND, asked, supervisor)
    assert barred is not None
    assert barred.code is BarredCode.OWN_WORK


@pytest.mark.parametrize(
    ("act", "is_paid", "permitted"),
    [
        (Act.SHOW_CODE, False, True),
        (Act.SHOW_CODE, True, False),
        (Act.TAKE_CASH, True, False),
        (Act.RECEIPT, False, False),
        (Act.RECEIPT, True, True),
    ],
)
def test_without_the_payment_the_flag_decides(act: Act, *, is_paid: bool, permitted: bool) -> None:
    """A page that did not read the payment still offers no button that could not work."""
    window = officer("accepting station", Role.ACCEPTANCE)
    barred = permit(act, case(Stage.IN_REVIEW, is_paid=is_paid), window)
    assert (barred is None) is permitted


def test_a_late_payment_is_taken_in_after_the_end() -> None:
    """Money that arrives after the case ended is recorded, to be given back."""
    row = row_for(Act.CONFIRM_PAID, stage=Stage.WITHDRAWN, stream=Stream.INTERNAL)
    assert row is not None
    late = case(Stage.WITHDRAWN, payment=PaymentStage.CANCELLED, is_paid=False)
    assert permit(Act.CONFIRM_PAID, late, PARTIES["SYS"]) is None
