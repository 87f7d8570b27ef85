"""The invented city: the same for the same seed and day, in every stage, and its books agree."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.db import transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from tongban.accounts import installation
from tongban.accounts.models import Installation
from tongban.blobs import store
from tongban.cases.models import (
    Card,
    Case,
    ComposedVersion,
    CreditPush,
    CreditRecord,
    Event,
    Intake,
    Obligation,
    Outgoing,
    Parcel,
    Payment,
    Refusal,
    TemporaryDocument,
)
from tongban.cases.queries import chains, next_steps
from tongban.cli.demo_city import outbox
from tongban.cli.demo_city.build import Order, build_city
from tongban.cli.demo_city.drawing_up import Shape
from tongban.cli.demo_city.ledgers import Ledgers, open_ledgers
from tongban.inbound.models import Feed, InboundMessage
from tongban.policy.review_order import Rank
from tongban.policy.vocabulary import Stream, System
from tongban.ports.registry import PORT_OF
from tongban.procedure.obligations import ObligationKind
from tongban.procedure.reasons import LateCause
from tongban.procedure.stages import PaymentStage, Stage
from tongban.simulators.population.ledger import PopulationLedger
from tongban.simulators.remote.ledger import RemoteLedger

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 2, 30, tzinfo=UTC)
"""Tuesday 10:30 in China."""
NO_CALENDAR = datetime(2027, 1, 5, 15, 40, tzinfo=UTC)
"""Late in the evening, in a year whose holidays are not published yet."""
SMALL = Shape(
    ordinary=24,
    queue=(1, 1),
    reviewed=(0, 1),
    unsigned=1,
    open_now=2,
    returned=2,
    unpaid=1,
    refused=3,
    waiting=2,
    withdrawn=2,
    voided=1,
    outgoing=8,
    unanswered=2,
    incoming=8,
    incoming_queue=(0, 1),
    mailed=1,
)


def build(data: Path, *, now: datetime, settings: LazySettings) -> None:
    """Build a small city in the test's database."""
    settings.DATA = data
    installation.forget()
    Installation.objects.create(is_demo=True, made_at=now)
    build_city(Order(data=data, now=now, people=900, shape=SMALL))


def portrait() -> list[object]:
    """Return what must be the same whenever the same city is built."""
    return [
        list(Case.objects.order_by("number").values_list("number", "stage", "queued_at")),
        list(Payment.objects.order_by("case__number").values_list("order_no", "state", "way")),
        list(Refusal.objects.order_by("number").values_list("number", "words")),
        list(Card.objects.order_by("order_no").values_list("order_no", "state", "serial")),
        Event.objects.count(),
        Obligation.objects.filter(closed_at=None).count(),
    ]


def test_the_same_seed_and_day_give_the_same_city(tmp_path: Path, settings: LazySettings) -> None:
    with transaction.atomic():
        build(tmp_path / "one", now=NOW, settings=settings)
        first = portrait()
        transaction.set_rollback(True)
    build(tmp_path / "two", now=NOW, settings=settings)
    assert portrait() == first
    check_records(now=NOW)
    with open_ledgers(tmp_path / "two", seed=1) as ledgers:
        check_money(ledgers)
        check_cards(ledgers)
        check_filed(ledgers)
        check_temporary_cards(ledgers)
        check_registers(ledgers)
        check_credit(ledgers)
        check_parcels(ledgers)
        check_notices(ledgers)
    check_stages()
    check_green()
    check_pictures()


def check_records(*, now: datetime) -> None:
    """Nothing lies in the future, chains hold, nothing is left to be sent, every duty is owned."""
    assert list(chains.broken_chains()) == []
    assert not ProcrastinateJob.objects.exists()
    assert not Outgoing.objects.exclude(state=Outgoing.State.SENT).exists()
    assert next_steps.open_without_owner() == 0
    soon = now + 3 * outbox.PAUSE
    assert not Event.objects.filter(at__gt=soon).exists()
    assert not Obligation.objects.filter(opened_at__gt=soon).exists()
    assert not Obligation.objects.filter(due_at=None, due_note="").exists()
    for before, event in pairwise(Event.objects.order_by("subject", "seq")):
        assert before.subject != event.subject or before.at <= event.at


def check_money(ledgers: Ledgers) -> None:
    """What the treasury has is what our payments say, order by order."""
    theirs = {
        row["order_no"]: (row["state"], row["amount_fen"])
        for row in ledgers.treasury.rows("SELECT * FROM orders")
    }
    states = {
        PaymentStage.DUE: "UNPAID",
        PaymentStage.CASH_HELD: "UNPAID",
        PaymentStage.RECEIPTED: "PAID",
        PaymentStage.REFUND_ASKED: "PAID",
        PaymentStage.REFUNDING: "REFUNDING",
        PaymentStage.REFUNDED: "REFUNDED",
        PaymentStage.CANCELLED: "VOIDED",
    }
    rows = Payment.objects.exclude(order_no="").values_list("order_no", "state", "amount_fen")
    assert {no: (states[PaymentStage(state)], fen) for no, state, fen in rows} == theirs
    assert Payment.objects.filter(state=PaymentStage.RECEIPTED).exists()


def check_cards(ledgers: Ledgers) -> None:
    """As many cards ordered and made there as stand in our rows, with the same numbers."""
    theirs = ledgers.card_centre.rows(
        "SELECT order_no, card_serial, batch_no IS NOT NULL OR order_no IN"
        " (SELECT order_no FROM parcels) AS has_left FROM orders"
    )
    shipped = {row["order_no"]: row["card_serial"] for row in theirs if row["has_left"]}
    assert {row["order_no"] for row in theirs} == set(
        Card.objects.values_list("order_no", flat=True)
    )
    assert shipped == dict(
        Card.objects.filter(serial__isnull=False).values_list("order_no", "serial")
    )


def check_filed(ledgers: Ledgers) -> None:
    """Every version sent in either way is on file there, decided as it was here."""
    ledgers.pass_on()
    books = {port: filed(getattr(ledgers, port)) for port in PORT_OF.values()}
    rows = Case.objects.filter(reached_review=True)
    for case in rows:
        expected = {Stage.IN_REVIEW: "IN_REVIEW", Stage.RETURNED: "RETURNED"}.get(Stage(case.stage))
        if case.stage == Stage.WITHDRAWN:
            expected = "CANCELLED"
        if case.issued_at is not None:
            expected = "ISSUED"
        theirs = books[PORT_OF[System(case.system)]].pop(case.number)
        assert expected is None or theirs == expected
    # What other cities decide is handed in to the population system and passed on from there.
    assert set(books["population"]) == set(
        rows.filter(system=System.PROVINCE_REMOTE, stream=Stream.OUTGOING).values_list(
            "number", flat=True
        )
    )
    assert not books["province_remote"]
    assert not books["national_remote"]


def filed(ledger: PopulationLedger | RemoteLedger) -> dict[str, str]:
    """Return the state of the last version of every case in a system's book."""
    rows = ledger.rows(
        "SELECT case_number, max(version) AS version, state FROM submissions GROUP BY case_number"
    )
    return {row["case_number"]: row["state"] for row in rows}


def check_temporary_cards(ledgers: Ledgers) -> None:
    """Each temporary card is known there; none is out once the new one is in the hand."""
    theirs = ledgers.population.rows("SELECT card_no, case_number FROM temporary_cards")
    ours = TemporaryDocument.objects.filter(kind="CARD")
    assert {(row["card_no"], row["case_number"]) for row in theirs} == set(
        ours.values_list("number", "case__number")
    )
    assert ours.exists()
    assert not ours.filter(case__stage=Stage.HANDED_OVER, ended_at=None).exists()


def check_registers(ledgers: Ledgers) -> None:
    """The nation knows everybody, the province its own households."""
    count = "SELECT count(*) FROM people"
    own = f"{count} WHERE json_extract(person, '$.record.address_division') LIKE '37%'"
    everybody = ledgers.national_register.number(count)
    assert everybody == 900
    assert ledgers.national_register.number(own) == ledgers.population.number(count) < everybody
    assert ledgers.population.number(own) == ledgers.population.number(count)


def check_credit(ledgers: Ledgers) -> None:
    """The list here is the list there, push by push."""
    assert CreditPush.objects.count() == ledgers.credit.last_no
    theirs = ledgers.credit.number("SELECT count(*) FROM records WHERE withdrawn_at IS NULL")
    assert CreditRecord.objects.filter(withdrawn_at=None).count() == theirs > 0


def check_parcels(ledgers: Ledgers) -> None:
    """What is known of each parcel here is what the post knows; every state is there."""
    for parcel in Parcel.objects.all():
        theirs = ledgers.post.track(parcel.tracking_no, at=NOW)
        assert (parcel.step, parcel.seq) == (theirs.step, len(theirs.events))
        assert parcel.card.batch_id is None or parcel.step == "SENT_BACK"
    assert Parcel.objects.count() == ledgers.post.number("SELECT count(*) FROM parcels")
    assert set(Parcel.objects.values_list("step", flat=True)) >= {"DELIVERED", "SENT_BACK"}
    assert Case.objects.filter(stage=Stage.TO_APPLICANT).exists()
    for kind in ("WATCH_PARCEL", "ASK_ADDRESS", "RETURN_OLD_CARD"):
        assert Obligation.objects.filter(kind=kind, closed_at=None).exists(), kind


def check_notices(ledgers: Ledgers) -> None:
    """No simulator has a notice left that would be sent when it starts."""
    senders = (ledgers.treasury, ledgers.card_centre, ledgers.sms, ledgers.credit, ledgers.post)
    for ledger in senders:
        assert ledger.take_notices() == []
    assert ledgers.card_centre.take_handed_in() == []
    assert ledgers.post.take_back() == []


def check_stages() -> None:
    """Work for every desk: at the windows, in the queues, on the road, at the end."""
    counts = next_steps.stage_counts()
    wanted = {
        Stage.COMPOSED,
        Stage.IN_REVIEW,
        Stage.RETURNED,
        Stage.ISSUED,
        Stage.IN_PRODUCTION,
        Stage.HANDED_OVER,
        Stage.WITHDRAWN,
        Stage.VOIDED,
        Stage.REVOKED,
        Stage.CLOSED,
    }
    assert wanted <= set(counts)
    homes = Case.objects.filter(stage=Stage.IN_REVIEW).values_list("home_county", flat=True)
    assert len(set(homes) - {""}) == 15
    assert Intake.objects.filter(stage="OPEN").count() >= 2
    assert Refusal.objects.count() == 4
    assert Refusal.objects.get(lifted_at__isnull=False).told_at is not None
    late = Obligation.objects.filter(kind=ObligationKind.REVIEW, closed_at=None, due_at__lt=NOW)
    assert late.count() == 3
    check_streams()


def check_streams() -> None:
    """All three streams at work: answered, waiting, late, chased."""
    streams = Case.objects.values_list("stream", flat=True)
    assert set(streams) == set(Stream)
    assert Case.objects.filter(stage=Stage.ANSWERED).exists()
    assert Case.objects.filter(stream=Stream.OUTGOING, issuer_name__gt="").exists()
    late = Case.objects.get(late_cause=LateCause.UPSTREAM_DOWN)
    assert late.stage == Stage.IN_REVIEW
    silent = Obligation.objects.filter(kind=ObligationKind.WATCH_ANSWER, closed_at=None)
    assert silent.filter(due_at__lt=NOW).exists() or Case.objects.filter(chases=1).exists()
    changes = InboundMessage.objects.filter(seq__isnull=False)
    assert not changes.exclude(outcome="").exists()
    for feed in Feed.objects.all():
        assert changes.filter(system=feed.system).count() == feed.cursor > 0


def check_green() -> None:
    """Some go through the green channel, to some an officer went; each duty to review has its rank."""
    marked = Case.objects.filter(green__gt="")
    assert 0 < marked.count() < Case.objects.count() / 3
    assert marked.filter(is_visited=True).exists()
    reviews = Obligation.objects.filter(kind=ObligationKind.REVIEW)
    assert not reviews.filter(case__green__gt="").exclude(rank=Rank.GREEN).exists()
    assert not reviews.filter(case__green="").exclude(rank=Rank.ORDINARY).exists()


def check_pictures() -> None:
    """Every picture a case names can be shown."""
    for version in ComposedVersion.objects.filter(case__stream=Stream.INTERNAL)[:3]:
        assert store.get(version.photo).content.startswith(b"\xff\xd8\xff")
        assert store.get(version.live_photo).content.startswith(b"\xff\xd8\xff")
        assert store.get(version.signature).content.startswith(b"\x89PNG")
        assert store.get(version.evidence[0]["pages"][0]).content.startswith(b"\xff\xd8\xff")


def test_a_year_without_a_calendar_has_duties_that_say_so(
    tmp_path: Path, settings: LazySettings
) -> None:
    build(tmp_path, now=NO_CALENDAR, settings=settings)
    check_records(now=NO_CALENDAR)
    open_ended = Obligation.objects.filter(due_at=None)
    assert open_ended.exists()
    assert {note[:4] for note in open_ended.values_list("due_note", flat=True)} == {"2027"}
    assert Case.objects.filter(stage=Stage.IN_REVIEW).count() >= 15
