"""Messages to the other systems: in order, again while it helps, to a person when it does not."""

from __future__ import annotations

from datetime import timedelta

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob
from tests.cases.world import World
from tests.jobs.conftest import RECORD, HandClock

from tongban.cases.models import Case, Outgoing, TemporaryDocument
from tongban.cases.operations import intake_open, production, review, temporary
from tongban.cases.operations.errors import LostRace
from tongban.jobs import tasks
from tongban.ports.errors import BadAnswer, Unreachable, UpstreamError
from tongban.ports.population import FiledState
from tongban.ports.registry import Ports
from tongban.procedure.stages import Stage
from tongban.simulators.population.ledger import PopulationLedger
from tongban.simulators.sms.ledger import SmsLedger

pytestmark = pytest.mark.django_db
WAITING, SENT, FAILED = Outgoing.State.WAITING, Outgoing.State.SENT, Outgoing.State.FAILED


def message(case: Case, kind: str) -> Outgoing:
    """Return the latest message of a kind that a case left."""
    return Outgoing.objects.filter(case=case, kind=kind).latest("created_at")


def deliver(row: Outgoing) -> Outgoing:
    """Try to send a message and return what became of it."""
    tasks.deliver(str(row.id))
    return Outgoing.objects.get(id=row.id)


def jobs_of(row: Outgoing) -> list[ProcrastinateJob]:
    """Return the jobs that will send a message."""
    return list(ProcrastinateJob.objects.filter(args__outgoing_id=str(row.id)).order_by("id"))


def returned(world: World) -> Case:
    """Return a case whose submission and decision both wait to be sent."""
    return world.returned(record_id=RECORD)


def test_an_act_leaves_a_message_with_its_job(world: World) -> None:
    case = world.signed(record_id=RECORD)
    assert len(jobs_of(message(case, "submit"))) == 1


def test_a_sent_message_is_on_file_there_and_not_sent_twice(world: World, ports: Ports) -> None:
    case = world.signed(record_id=RECORD)
    row = deliver(message(case, "submit"))
    assert row.state == SENT
    assert row.sent_at is not None
    assert deliver(row).sent_at == row.sent_at
    filed = ports.population.worklist(case.accepting_unit, at=world.at)
    assert [(one.case_number, one.version) for one in filed] == [(case.number, 1)]


def test_a_decision_waits_for_the_submission(world: World, ports: Ports, clock: HandClock) -> None:
    case = returned(world)
    decision = deliver(message(case, "decision"))
    assert (decision.state, decision.attempts) == (WAITING, 0)
    assert jobs_of(decision)[-1].scheduled_at == clock.now() + timedelta(seconds=tasks.PAUSES[0])
    assert deliver(message(case, "submit")).state == SENT
    assert deliver(decision).state == SENT
    (filed,) = ports.population.worklist(case.accepting_unit, at=world.at)
    assert filed.state is FiledState.RETURNED


def test_the_wait_grows_with_the_tries_of_the_message_before(
    world: World, ports: Ports, clock: HandClock
) -> None:
    case = returned(world)
    Outgoing.objects.filter(id=message(case, "submit").id).update(attempts=4)
    decision = deliver(message(case, "decision"))
    assert jobs_of(decision)[-1].scheduled_at == clock.now() + timedelta(seconds=tasks.PAUSES[4])


def test_messages_of_other_cases_and_systems_do_not_wait(world: World, ports: Ports) -> None:
    first = world.signed(7, record_id=RECORD)
    second = world.paid(8, record_id="P00000002")
    assert deliver(message(second, "submit")).state == SENT
    assert message(first, "submit").state == WAITING


@pytest.mark.parametrize("code", sorted(tasks.OUT_OF_ORDER - {"UNKNOWN_PARCEL"}))
def test_out_of_order_refusals_are_tried_again(world: World, ports: Ports, code: str) -> None:
    case = returned(world)
    # As after a message that was dropped, or a ledger over there that was put back.
    Outgoing.objects.filter(id=message(case, "submit").id).update(state=SENT)
    decision = message(case, "decision")
    if code == "OUT_OF_TURN":
        Outgoing.objects.filter(id=decision.id).update(kind="submit", payload={"version": 1})
        file_version_two(case, ports)
    after = deliver(decision)
    assert (after.state, after.attempts, after.last_error) == (WAITING, 1, code)


def file_version_two(case: Case, ports: Ports) -> None:
    """Put version 2 on file there although version 1 never came."""
    assert isinstance(ports.population, PopulationLedger)
    with ports.population.transaction() as db:
        db.execute(
            "INSERT INTO submissions (case_number, version, receipt_no, digest, record, state,"
            " accepting_unit, home_unit, received_at)"
            " VALUES (?, 2, 'SR1', x'00', '{}', 'IN_REVIEW', '', '', '')",
            (case.number,),
        )


def test_other_refusals_go_to_a_person(world: World, ports: Ports) -> None:
    case = world.signed(record_id="P99999999")
    row = deliver(message(case, "submit"))
    assert (row.state, row.last_error) == (FAILED, "UNKNOWN_PERSON")
    assert len(jobs_of(row)) == 1


def test_what_we_lack_ourselves_goes_to_a_person(
    world: World, ports: Ports, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.undo()
    case = world.signed(record_id=RECORD)
    row = deliver(message(case, "submit"))
    assert (row.state, row.last_error) == (FAILED, "BlobUnknown")


@pytest.mark.parametrize("error", [Unreachable, BadAnswer])
def test_a_system_that_is_away_is_asked_again_until_a_person_looks(
    world: World, ports: Ports, monkeypatch: pytest.MonkeyPatch, error: type[UpstreamError]
) -> None:
    def away(*_: object, **__: object) -> None:
        raise error("population", "away")

    case = world.signed(record_id=RECORD)
    monkeypatch.setattr(ports.population, "submit", away)
    row = deliver(message(case, "submit"))
    if error is BadAnswer:
        assert row.state == FAILED
        return
    for tries in range(1, len(tasks.PAUSES) + 1):
        assert (row.state, row.attempts) == (WAITING, tries)
        row = deliver(row)
    assert (row.state, row.last_error) == (FAILED, "Unreachable")


def test_an_issued_and_paid_case_is_ordered_once(world: World, ports: Ports) -> None:
    case = world.issued(record_id=RECORD)
    order = message(case, "order")
    assert deliver(order).state == SENT
    assert world.fresh(case).stage == Stage.IN_PRODUCTION
    Outgoing.objects.filter(id=order.id).update(state=WAITING)
    assert deliver(order).state == SENT
    cards = Outgoing.objects.filter(case=case, system="card_centre")
    assert cards.count() == 1
    assert deliver(cards.get()).state == SENT
    assert ports.card_centre.status(f"{case.number}-1", at=world.at).order_no == f"{case.number}-1"


def test_an_order_that_loses_a_race_is_tried_again(
    world: World, ports: Ports, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lost(*_: object, **__: object) -> None:
        raise LostRace("有变化")

    case = world.issued(record_id=RECORD)
    with monkeypatch.context() as patch:
        patch.setattr(production, "order", lost)
        row = deliver(message(case, "order"))
    assert (row.state, row.attempts, row.last_error) == (WAITING, 1, "LostRace")
    assert deliver(row).state == SENT
    assert world.fresh(case).stage == Stage.IN_PRODUCTION


def test_a_receipt_is_asked_for_until_it_is_there(world: World, ports: Ports) -> None:
    case = world.signed(record_id=RECORD)
    payment = case.payments.get()
    order = ports.treasury.order(
        str(payment.id),
        case_number=case.number,
        amount_fen=payment.amount_fen,
        payer_name="颜",
        item="工本费",
        at=world.at,
    )
    world.pay(case)
    type(payment).objects.filter(id=payment.id).update(order_no=order.order_no)
    row = deliver(message(case, "fetch_receipt"))
    assert (row.state, row.last_error) == (WAITING, "NotYet")
    ports.treasury.pay_on_behalf(order.order_no, unit="u", officer_name="n", at=world.at)
    assert deliver(row).state == SENT
    payment.refresh_from_db()
    assert payment.state == "RECEIPTED"


def test_a_text_is_not_sent_about_a_card_that_is_gone(world: World, ports: Ports) -> None:
    case = world.handed_over(record_id=RECORD)
    assert deliver(message(case, "collect")).state == SENT
    assert isinstance(ports.sms, SmsLedger)
    assert ports.sms.outbox() == []


def test_the_text_names_the_station(world: World, ports: Ports) -> None:
    case = world.at_station(record_id=RECORD)
    assert deliver(message(case, "collect")).state == SENT
    assert isinstance(ports.sms, SmsLedger)
    (text,) = ports.sms.outbox()
    assert world.city.require(case.accepting_unit).short_name in text.text
    assert text.phone == case.phone


def test_the_decision_says_what_was_decided(world: World, ports: Ports) -> None:
    case = world.signed(record_id=RECORD)
    deliver(message(case, "submit"))
    review.issue(case.id, world.call(world.reviewer, minutes=60), seen_version=case.version)
    assert deliver(message(case, "decision")).state == SENT
    person = ports.population.record(RECORD, at=world.at)
    assert person is not None
    assert person.card is not None
    assert person.card.issued_on == world.fresh(case).valid_from


def reported(world: World) -> tuple[Case, Outgoing]:
    """A case with a temporary card whose report waits to be sent."""
    case = world.signed(record_id=RECORD)
    call = world.call(world.acceptor, minutes=20)
    temporary.issue_temporary(case.id, call, document_id=intake_open.new_id())
    return case, message(case, "temporary_card")


def test_a_temporary_card_is_reported_after_the_submission(world: World, ports: Ports) -> None:
    case, row = reported(world)
    assert deliver(row).state == WAITING
    assert deliver(message(case, "submit")).state == SENT
    assert deliver(row).state == SENT
    assert isinstance(ports.population, PopulationLedger)
    (filed,) = ports.population.rows("SELECT * FROM temporary_cards")
    document = TemporaryDocument.objects.get(case=case)
    assert (filed["card_no"], filed["case_number"]) == (document.number, case.number)
    assert (filed["valid_from"], filed["valid_until"]) == ("2026-11-23", "2027-02-23")


def test_a_temporary_card_that_is_refused_goes_to_a_person(world: World, ports: Ports) -> None:
    other = world.signed(8, record_id="P00000002")
    case, row = reported(world)
    for one in (other, case):
        assert deliver(message(one, "submit")).state == SENT
    document = TemporaryDocument.objects.get(case=case)
    ports.population.report_temporary_card(
        other.number,
        card_no=document.number,
        valid_from=document.valid_from,
        valid_until=document.valid_until,
        at=world.at,
    )
    after = deliver(row)
    assert (after.state, after.last_error) == (FAILED, "CARD_NO_REUSED")
    # The card is in the applicant's hand all the same.
    assert TemporaryDocument.objects.get(case=case).ended_at is None
