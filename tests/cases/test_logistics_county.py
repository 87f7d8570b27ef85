"""Cards at the county bureau by operations (第十一条): counted in, forwarded, nothing lost."""

from __future__ import annotations

from datetime import datetime
from uuid import uuid4

import pytest
from tests.cases.world import World

from tongban.cases.models import Batch, Card, Case, Obligation
from tongban.cases.operations import logistics, production
from tongban.cases.operations.errors import Barred, Forbidden, NotFound
from tongban.cases.queries import county_cards
from tongban.cases.queries.scanned_card import scanned_card
from tongban.procedure.actors import CARD_CENTRE
from tongban.procedure.roles import Role
from tongban.procedure.stages import Stage
from tongban.standards.zones import CN


def shipped(world: World, *serials: int) -> tuple[Batch, list[Card]]:
    """One batch of several cards."""
    cases = [world.in_production(n) for n in serials]
    cards = [Card.objects.get(case=case) for case in cases]
    production.ship(
        world.call(CARD_CENTRE, minutes=90),
        shipped=production.Shipped(
            number="ZX1",
            county=world.county,
            carrier_no="",
            shipped_at=world.at,
            cards=[(c.order_no, f"S{n:08d}") for c, n in zip(cards, serials, strict=True)],
        ),
    )
    return Batch.objects.get(number="ZX1"), list(Card.objects.order_by("serial"))


def count(world: World, batch: Batch, *cards: Card, minutes: int = 120) -> None:
    call = world.call(world.forwarder, minutes=minutes)
    logistics.receive_at_county(batch.id, call, card_ids=[card.id for card in cards])


def test_a_card_found_moves_on_and_a_missing_one_stays_expected(world: World) -> None:
    batch, (first, second) = shipped(world, 1, 2)
    count(world, batch, first)
    batch.refresh_from_db()
    assert (batch.count, batch.found) == (2, 1)
    assert Case.objects.get(id=first.case_id).stage == Stage.AT_COUNTY
    assert Case.objects.get(id=second.case_id).stage == Stage.TO_COUNTY
    assert Obligation.objects.filter(case=second.case_id, kind="WATCH_BATCH", closed_at=None)
    line = county_cards.incoming(world.county)[0]
    assert (line.missing, line.count) == (1, 2)
    count(world, batch, second, minutes=180)
    assert county_cards.incoming(world.county) == []


def test_a_card_counted_twice_is_in_once(world: World) -> None:
    batch, (first, _) = shipped(world, 1, 2)
    count(world, batch, first)
    count(world, batch, first)
    batch.refresh_from_db()
    assert batch.found == 1
    assert Obligation.objects.filter(case=first.case_id, kind="FORWARD").count() == 1


def test_forwarding_is_due_in_two_working_days(world: World) -> None:
    case = world.at_county()
    due = Obligation.objects.get(case=case, kind="FORWARD").due_at
    assert due is not None
    assert due.astimezone(CN) == datetime(2026, 11, 25, 17, tzinfo=CN)
    pile = county_cards.piles(world.county)[0]
    assert (pile.station, pile.count, pile.due_at) == (world.station, 1, due)


def test_a_batch_is_counted_by_its_own_bureau_and_role_only(world: World) -> None:
    batch, (card,) = shipped(world, 1)
    other = world.officer("外县", world.home_county, Role.DELIVERY)
    with pytest.raises(NotFound):
        logistics.receive_at_county(batch.id, world.call(other), card_ids=[card.id])
    with pytest.raises(Forbidden):
        logistics.receive_at_county(batch.id, world.call(world.supervisor), card_ids=[card.id])
    assert county_cards.batch_file(world.home_county, batch.id) is None


def test_cards_are_forwarded_once_as_one_batch(world: World) -> None:
    batch, cards = shipped(world, 1, 2)
    count(world, batch, *cards)
    call, new = world.call(world.forwarder, minutes=150), uuid4()
    ids = [card.id for card in cards]
    assert len(logistics.forward(world.station, call, card_ids=ids, batch_id=new)) == 2
    assert logistics.forward(world.station, call, card_ids=ids, batch_id=new) == []
    sent = Batch.objects.get(id=new)
    assert (sent.count, sent.station, sent.found) == (2, world.station, None)
    assert not Obligation.objects.filter(kind="FORWARD", closed_at=None).exists()
    late = world.call(world.forwarder, minutes=151)
    with pytest.raises(Barred, match="已经转交"):
        logistics.forward(world.station, late, card_ids=ids, batch_id=uuid4())
    line = county_cards.forwarded(world.county, since=world.at)[0]
    assert (line.missing, line.station) == (2, world.station)
    assert county_cards.forward_due(new) is not None


def test_cards_do_not_go_to_another_station(world: World) -> None:
    case = world.at_county()
    card = Card.objects.get(case=case)
    other = next(s for s in world.city.stations_of(world.county) if s.code != world.station)
    with pytest.raises(Barred):
        logistics.forward(
            other.code, world.call(world.forwarder), card_ids=[card.id], batch_id=uuid4()
        )
    assert world.fresh(case).stage == Stage.AT_COUNTY


def test_what_the_station_counts_shows_at_the_bureau(world: World) -> None:
    case = world.at_station()
    line = county_cards.forwarded(world.county, since=world.at)[0]
    assert line.missing == 0
    assert line.received_at is not None
    card = Card.objects.get(case=case)
    assert card.transfer_id is not None
    file = county_cards.batch_file(world.county, card.transfer_id)
    assert file is not None
    assert file.missing == 0
    assert not file.is_ours


def test_a_card_is_found_by_serial_and_by_order_number(world: World) -> None:
    batch, (card, _) = shipped(world, 1, 2)
    for code in ("S00000001", card.order_no):
        found = scanned_card(code)
        assert found is not None
        assert (found.id, found.batch_id, found.is_expected) == (card.id, batch.id, True)
        assert found.is_of(world.county)
        assert not found.is_of(world.home_county)
    assert scanned_card("S9") is None
