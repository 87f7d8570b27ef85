"""Cards that are missing, damaged or wrong are made anew without a second fee (第十一条)."""

from __future__ import annotations

from uuid import uuid4

import pytest
from tests.cases import elsewhere
from tests.cases.odd_cards import WORDS, latest, lose, owed, ship_again
from tests.cases.test_grounds import held, release, revoke
from tests.cases.world import World

from tongban.cases.models import Card, CardFinding, Case, Obligation, Outgoing, Payment, PersonSlot
from tongban.cases.operations import fix, logistics, production, remake, review, sign
from tongban.cases.operations.errors import BadInput, Barred, Forbidden, NotFound, WrongStage
from tongban.cases.operations.logistics import HandOver, OldCard
from tongban.cases.queries.remade_messages import remade_notice
from tongban.procedure.actors import CARD_CENTRE, POST, SYSTEM
from tongban.procedure.reasons import CardTrouble, Fault, ReturnCategory
from tongban.procedure.roles import Role
from tongban.procedure.stages import Stage

MISSING, DAMAGED = CardTrouble.MISSING, CardTrouble.DAMAGED
STAGES = {
    "shipped": "forwarder",
    "at_county": "forwarder",
    "at_station": "keeper",
}


def declare(world: World, case: Case, who: str, kind: CardTrouble = MISSING) -> Case:
    call = world.call(getattr(world, who), minutes=300)
    remake.remake(case.id, call, kind=kind, words=WORDS)
    return world.fresh(case)


@pytest.mark.parametrize(("stage", "who"), STAGES.items())
def test_a_missing_card_is_ordered_anew_without_a_fee(world: World, stage: str, who: str) -> None:
    case = getattr(world, stage)()
    lost = latest(case)
    case = declare(world, case, who)
    assert case.stage == Stage.ISSUED
    assert owed(case) & {"FORWARD", "WATCH_BATCH", "TELL", "COLLECT"} == set()
    inquiry = Obligation.objects.get(case=case, kind="INQUIRY_CARD")
    assert (inquiry.owner_unit, inquiry.closed_at) == (world.county, None)
    assert Outgoing.objects.filter(case=case, system="self", kind="order").exists()
    production.order(case.id, world.call(SYSTEM, minutes=301))
    lost.refresh_from_db()
    new = latest(case)
    assert (lost.state, new.state, new.n) == ("MISSING", "ORDERED", 2)
    assert new.order_no == f"{case.number}-2"
    assert Payment.objects.filter(case=case).count() == 1
    found = CardFinding.objects.get()
    actor = getattr(world, who)
    assert (found.card_id, found.unit, found.by) == (lost.id, actor.unit, actor.officer_id)
    assert (found.words, found.kind) == (WORDS, "MISSING")


def test_the_applicant_is_told_when_it_is_ordered_and_not_of_a_first_card(world: World) -> None:
    case = world.at_station()
    told = Outgoing.objects.filter(case=case, system="sms", kind="remade")
    assert not told.exists()
    case = lose(world, case, world.keeper)
    assert told.get().payload == {"card_id": str(latest(case).id)}
    notice = remade_notice(latest(case).id)
    watch = Obligation.objects.get(case=case, kind="WATCH_PRODUCTION", closed_at=None)
    assert (notice.phone, notice.why) == (case.phone, MISSING)
    assert (notice.due_at, notice.is_news) == (watch.due_at, True)
    ship_again(world, case, serial="S2")
    assert not remade_notice(latest(case).id).is_news


def test_an_order_that_the_centre_refused_is_no_card_made_anew(world: World) -> None:
    case = world.in_production()
    production.reject_production(
        case.id,
        world.call(CARD_CENTRE, minutes=100),
        order_no=latest(case).order_no,
        fault=Fault.PRODUCTION,
        words="打印故障",
    )
    assert latest(case).n == 2
    assert not Outgoing.objects.filter(case=case, system="sms", kind="remade").exists()


def test_a_held_card_that_is_lost_is_recorded_at_once_and_made_anew_once_released(
    world: World,
) -> None:
    case = held(world, world.at_station())
    case = declare(world, case, "keeper")
    assert (case.stage, case.held, latest(case).state) == (Stage.ISSUED, True, "MISSING")
    assert {"INQUIRY_CARD", "DECIDE_GROUND"} <= owed(case)
    with pytest.raises(WrongStage, match="暂扣"):
        production.order(case.id, world.call(SYSTEM, minutes=310))
    assert not Outgoing.objects.filter(case=case, system="sms", kind="remade").exists()
    orders = Outgoing.objects.filter(case=case, system="self", kind="order")
    before = orders.count()
    case = release(world, case)
    assert orders.count() == before + 1
    production.order(case.id, world.call(SYSTEM, minutes=320))
    assert world.fresh(case).stage == Stage.IN_PRODUCTION
    assert Outgoing.objects.filter(case=case, system="sms", kind="remade").exists()


def test_a_held_card_that_is_lost_and_then_revoked_is_never_made_anew(world: World) -> None:
    case = declare(world, held(world, world.at_station()), "keeper")
    case = revoke(world, case)
    with pytest.raises(WrongStage):
        production.order(case.id, world.call(SYSTEM, minutes=320))
    assert Card.objects.filter(case=case).count() == 1


def test_a_damaged_card_lies_at_its_finders_unit(world: World) -> None:
    case = world.at_station()
    card = latest(case)
    declare(world, case, "acceptor", DAMAGED)
    card.refresh_from_db()
    assert (card.state, card.held_unit) == ("SPOILED", world.station)


def test_a_second_loss_renews_the_inquiry(world: World) -> None:
    case = lose(world, world.shipped(), world.forwarder)
    case = ship_again(world, case, serial="S2")
    case = declare(world, case, "forwarder")
    rows = Obligation.objects.filter(case=case, kind="INQUIRY_CARD")
    assert [row.closed_at is None for row in rows.order_by("opened_at")] == [False, True]


def test_only_who_has_or_expects_the_card_declares_it(world: World) -> None:
    case = world.shipped(1)
    with pytest.raises(Barred, match="由县局查找"):
        declare(world, case, "keeper")
    with pytest.raises(Barred, match="由该所查找"):
        declare(world, world.at_station(2), "forwarder")
    with pytest.raises(Forbidden):
        declare(world, case, "supervisor")
    stranger = world.officer("外县", world.home_county, Role.DELIVERY)
    with pytest.raises((NotFound, Forbidden)):
        remake.remake(case.id, world.call(stranger), kind=MISSING, words=WORDS)
    assert not CardFinding.objects.exists()


def test_the_post_declares_a_parcel_lost(world: World) -> None:
    case = world.shipped()
    Case.objects.filter(id=case.id).update(stage=Stage.TO_APPLICANT)
    remake.remake(case.id, world.call(POST), kind=DAMAGED, words="邮件途中毁损，无法投递。")
    card = Card.objects.get()
    assert (card.state, card.held_unit) == ("MISSING", "")
    assert world.fresh(case).stage == Stage.ISSUED


@pytest.mark.parametrize(
    ("kind", "words", "field"),
    [(MISSING, "没", "words"), (MISSING, "字" * 301, "words"), (CardTrouble.FOUND, WORDS, "kind")],
)
def test_what_is_not_said_comes_back(
    world: World, kind: CardTrouble, words: str, field: str
) -> None:
    case = world.at_station()
    with pytest.raises(BadInput) as caught:
        remake.remake(case.id, world.call(world.keeper), kind=kind, words=words)
    assert [fault.field for fault in caught.value.faults] == [field]
    assert world.fresh(case).stage == Stage.AT_STATION


def test_a_request_twice_is_one_remake(world: World) -> None:
    case = world.at_station()
    call = world.call(world.keeper, request_id=uuid4())
    first = remake.remake(case.id, call, kind=MISSING, words=WORDS)
    again = remake.remake(case.id, call, kind=MISSING, words=WORDS)
    assert (first.repeated, again.repeated) == (False, True)
    assert CardFinding.objects.count() == 1


def test_there_is_nothing_to_remake_before_the_card_is_out(world: World) -> None:
    with pytest.raises(WrongStage):
        declare(world, world.in_production(), "keeper")


def wrong(world: World, case: Case, fault: Fault | None, **more: object) -> None:
    given: dict[str, object] = {"taken_in": True, "words": "住址少一个字。", **more}
    remake.wrong_data(
        case.id,
        world.call(world.keeper, minutes=400),
        fault=fault,
        **given,  # type: ignore[arg-type]
    )


def test_productions_fault_is_remade_and_the_card_put_away(world: World) -> None:
    case = world.at_station()
    wrong(world, case, Fault.PRODUCTION)
    card = Card.objects.get()
    assert (card.state, card.held_unit) == ("SPOILED", world.station)
    case = world.fresh(case)
    assert case.stage == Stage.ISSUED
    production.order(case.id, world.call(SYSTEM, minutes=401))
    assert latest(case).n == 2


def test_the_records_fault_is_returned_and_comes_back_as_a_new_card(world: World) -> None:
    case = world.handed_over()
    assert not PersonSlot.objects.exists()
    wrong(world, case, Fault.RECORD, category=ReturnCategory.TEXT)
    case = world.fresh(case)
    assert (case.stage, case.ended_at) == (Stage.RETURNED, None)
    assert owed(case) == {"FIX_RETURN"}
    assert PersonSlot.objects.get().case_id == case.id
    fix.recompose(
        case.id,
        world.call(world.acceptor2, minutes=410),
        correction=fix.Correction(text={"address": "山东省曲阜市新的住址1号"}),
        seen_version=case.version,
    )
    case = world.fresh(case)
    pad = sign.Signature(pad="pad")
    sign.sign(case.id, world.call(world.acceptor2), signature=pad, seen_version=case.version)
    case = world.fresh(case)
    review.issue(case.id, world.call(world.reviewer), seen_version=case.version)
    production.order(case.id, world.call(SYSTEM))
    assert Payment.objects.filter(case=case).count() == 1
    case = ship_again(world, case, serial="S2", minutes=600)
    assert case.stage == Stage.TO_COUNTY


def counted_in(world: World, case: Case) -> Case:
    """The card of a shipped case, counted in at the bureau and at the station."""
    card = latest(case)
    assert card.batch_id
    county = world.call(world.forwarder, minutes=330)
    logistics.receive_at_county(card.batch_id, county, card_ids=[card.id])
    batch = uuid4()
    sent = world.call(world.forwarder, minutes=335)
    logistics.forward(world.station, sent, card_ids=[card.id], batch_id=batch)
    here = world.call(world.keeper, minutes=340)
    logistics.receive_at_station(batch, here, card_ids=[card.id])
    return world.fresh(case)


def test_the_records_fault_goes_once_more_to_the_bureau_elsewhere(world: World) -> None:
    """An outgoing case that was issued there: corrected, handed in again, issued again, made anew."""
    case = elsewhere.answer(world, elsewhere.outgoing(world), elsewhere.issued())
    world.pay(case)
    production.order(case.id, world.call(SYSTEM, minutes=300))
    case = counted_in(world, ship_again(world, case, serial="S1"))
    wrong(world, case, Fault.RECORD, category=ReturnCategory.TEXT)
    case = world.fresh(case)
    assert (case.stage, owed(case)) == (Stage.RETURNED, {"FIX_RETURN"})
    fix.recompose(
        case.id,
        world.call(world.acceptor2, minutes=410),
        correction=fix.Correction(text={"address": "山东省济南市历下区新的住址1号"}),
        seen_version=case.version,
    )
    case = world.fresh(case)
    pad, call = sign.Signature(pad="pad"), world.call(world.acceptor2, minutes=420)
    sign.sign(case.id, call, signature=pad, seen_version=case.version)
    case = world.fresh(case)
    handed_in = Outgoing.objects.filter(case=case, kind="submit").order_by("created_at", "id")
    assert [row.payload["version"] for row in handed_in] == [1, 2]
    assert (case.stage, owed(case)) == (Stage.IN_REVIEW, {"WATCH_ANSWER"})
    case = elsewhere.answer(world, case, elsewhere.issued(2), minutes=500)
    assert case.stage == Stage.ISSUED
    production.order(case.id, world.call(SYSTEM, minutes=510))
    assert Payment.objects.filter(case=case).count() == 1
    assert remade_notice(latest(case).id).why == CardTrouble.WRONG_DATA


def test_an_ended_case_does_not_go_on_beside_another_one(world: World) -> None:
    case = world.handed_over(7)
    world.open_intake(7)
    with pytest.raises(Barred, match="另有一件"):
        wrong(world, case, Fault.PRODUCTION)
    assert world.fresh(case).stage == Stage.HANDED_OVER


@pytest.mark.parametrize(
    ("fault", "more", "field"),
    [
        (None, {}, "fault"),
        (Fault.RECORD, {}, "category"),
        (Fault.PRODUCTION, {"taken_in": False}, "taken_in"),
        (Fault.PRODUCTION, {"words": ""}, "words"),
    ],
)
def test_wrong_data_says_what_is_missing(
    world: World, fault: Fault | None, more: dict[str, object], field: str
) -> None:
    case = world.at_station()
    with pytest.raises(BadInput) as caught:
        wrong(world, case, fault, **more)
    assert [one.field for one in caught.value.faults] == [field]


def test_a_card_on_its_way_is_looked_at_first(world: World) -> None:
    with pytest.raises(Barred, match="不在手上"):
        wrong(world, world.shipped(), Fault.PRODUCTION)


def test_the_new_card_is_handed_over_like_any_other(world: World) -> None:
    case = lose(world, world.at_station(), world.keeper)
    case = ship_again(world, case, serial="S2")
    card = latest(case)
    assert card.batch_id
    logistics.receive_at_county(
        card.batch_id, world.call(world.forwarder, minutes=330), card_ids=[card.id]
    )
    new = uuid4()
    logistics.forward(
        world.station, world.call(world.forwarder, minutes=340), card_ids=[card.id], batch_id=new
    )
    logistics.receive_at_station(new, world.call(world.keeper, minutes=350), card_ids=[card.id])
    given = HandOver("signature", True, False, OldCard.TAKEN_IN)
    logistics.hand_over(case.id, world.call(world.keeper, minutes=360), given=given)
    assert list(Card.objects.order_by("n").values_list("state", flat=True)) == [
        "MISSING",
        "HANDED_OVER",
    ]
    assert owed(case) == {"ARCHIVE"}
