"""Times in which a list could not be had: told from the last fetch, kept where they did harm."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

import pytest
from tests.cases.elsewhere import arrived
from tests.cases.lists import failed, fetched, when
from tests.cases.world import World

from tongban.cases.models import Outage, StrayMessage, UpstreamHealth
from tongban.cases.operations import city_items as seeing_to
from tongban.cases.operations.city_items import Stray
from tongban.cases.operations.errors import BadInput, Forbidden, NotFound
from tongban.cases.operations.lookin import record_look_ins
from tongban.cases.queries import city_items
from tongban.cases.queries.upstream_health import SystemHealth, states, systems
from tongban.procedure.reasons import LateCause

pytestmark = pytest.mark.django_db
REMOTE = "province_remote"
MINUTE = timedelta(minutes=1)


def health(port: str = REMOTE) -> SystemHealth:
    return next(one for one in systems() if one.system == port)


def test_an_outage_lasts_from_the_first_failed_fetch_to_the_next_good_one(world: World) -> None:
    fetched(world.at, ports=(REMOTE,))
    failed(world.at + MINUTE, ports=(REMOTE,))
    failed(world.at + 2 * MINUTE, ports=(REMOTE,))
    assert health().failing_since == world.at + MINUTE
    assert not health().is_well
    fetched(world.at + 90 * MINUTE, ports=(REMOTE,))
    row = Outage.objects.get()
    assert (row.last_fetch_at, row.since, row.until) == (
        world.at,
        world.at + MINUTE,
        world.at + 90 * MINUTE,
    )
    assert (row.cause, row.error_kind) == (LateCause.UPSTREAM_DOWN, "Unreachable")
    assert health().is_well


@pytest.mark.parametrize(("minutes", "kept"), [(30, 0), (31, 1)])
def test_an_outage_shorter_than_a_list_is_fresh_is_forgotten(
    world: World, minutes: int, kept: int
) -> None:
    fetched(world.at, ports=(REMOTE,))
    failed(world.at + MINUTE, ports=(REMOTE,))
    fetched(world.at + minutes * MINUTE, ports=(REMOTE,))
    assert Outage.objects.count() == kept


def test_a_silence_of_our_own_is_an_outage_too(world: World) -> None:
    fetched(world.at, ports=(REMOTE,))
    fetched(world.at + 31 * MINUTE, ports=(REMOTE,))
    row = Outage.objects.get()
    assert (row.since, row.until) == (world.at, world.at + 31 * MINUTE)
    assert row.cause == LateCause.NOT_FETCHED


def test_a_system_that_was_never_fetched_is_out_from_the_first_try(world: World) -> None:
    failed(world.at, ports=(REMOTE,))
    assert Outage.objects.get().last_fetch_at is None
    assert UpstreamHealth.objects.get().system == REMOTE
    fetched(world.at + MINUTE, ports=(REMOTE,))
    assert Outage.objects.get().until == world.at + MINUTE


def test_what_an_outage_did_is_counted(world: World) -> None:
    fetched(world.at, ports=(REMOTE,))
    failed(world.at + MINUTE, ports=(REMOTE,))
    noon = world.at + 40 * MINUTE
    for officer in (world.acceptor, world.acceptor2, world.reviewer):
        record_look_ins(officer, at=noon, fetched=when(noon, province_remote=world.at))
    (item,) = city_items.outages()
    assert (item.units, item.late_cases, item.until) == (2, 0, None)
    over = world.at + 60 * MINUTE
    fetched(over, ports=(REMOTE,))
    arrived(world, arrived=noon, fetched_at=over, late_cause=LateCause.UPSTREAM_DOWN)
    (item,) = city_items.outages()
    assert (item.units, item.late_cases) == (2, 1)
    assert health().outages == 1


def test_an_outage_without_harm_is_no_work_once_it_is_over(world: World) -> None:
    fetched(world.at, ports=(REMOTE,))
    failed(world.at + MINUTE, ports=(REMOTE,))
    assert len(city_items.outages()) == 1
    fetched(world.at + 60 * MINUTE, ports=(REMOTE,))
    assert city_items.outages() == []
    assert len(city_items.outages(is_item=False)) == 1
    assert health().outages == 0


def stray(at: datetime, *, number: str = "370102540000202611230001", serial: int = 1) -> Stray:
    name = UUID(f"018f3c1e-0000-7000-8000-00000000000{serial}")
    return Stray(name, REMOTE, "ARRIVED", number, at)


def test_a_message_nothing_fits_waits_for_a_person_of_the_city(world: World) -> None:
    seeing_to.keep(stray(world.at), reason="单位代码不对。", at=world.at)
    (found,) = city_items.strays()
    assert (found.reason, found.is_waiting, found.case_id) == ("单位代码不对。", False, None)
    assert health_counts() == (1, 0)
    call = world.call(world.chief, minutes=5)
    with pytest.raises(BadInput):
        seeing_to.settle(found.id, call, words=" 好 ")
    seeing_to.settle(found.id, call, words="已请受理地改送任城分局。")
    seeing_to.settle(found.id, world.call(world.chief, minutes=6), words="第二次写的话不算数。")
    assert city_items.strays() == []
    kept = city_items.stray(found.id)
    assert kept is not None
    assert kept.settled is not None
    assert (kept.settled.by, kept.settled.words) == ("督导辛", "已请受理地改送任城分局。")


def health_counts() -> tuple[int, int]:
    UpstreamHealth.objects.get_or_create(system=REMOTE)
    return health().strays, health().unread


def test_a_message_whose_contents_came_at_last_is_settled_by_itself(world: World) -> None:
    one = stray(world.at)
    seeing_to.wait(one, reason="对方系统连接不上。", at=world.at)
    assert health_counts() == (0, 1)
    seeing_to.acted(one.id, at=world.at + MINUTE)
    kept = city_items.stray(one.id)
    assert kept is not None
    assert kept.settled is not None
    assert kept.settled.by == ""


def test_a_message_that_fails_again_is_open_again(world: World) -> None:
    one = stray(world.at)
    seeing_to.keep(one, reason="单位代码不对。", at=world.at)
    seeing_to.settle(one.id, world.call(world.chief, minutes=1), words="单位名册已改正。")
    seeing_to.keep(one, reason="仍然不对。", at=world.at + 2 * MINUTE)
    (found,) = city_items.strays()
    assert found.reason == "仍然不对。"


def test_only_the_city_sees_to_messages(world: World) -> None:
    seeing_to.keep(stray(world.at), reason="单位代码不对。", at=world.at)
    call = world.call(world.supervisor, minutes=5)
    name = StrayMessage.objects.get().id
    with pytest.raises(Forbidden):
        seeing_to.settle(name, call, words="不归县局处理的。")
    with pytest.raises(Forbidden):
        seeing_to.try_again(name, call)
    with pytest.raises(NotFound):
        seeing_to.settle(call.request_id, world.call(world.chief, minutes=5), words="没有这一条。")


def test_messages_are_paged_by_key(world: World) -> None:
    for serial in range(1, 6):
        at = world.at + (serial // 2) * MINUTE
        seeing_to.keep(stray(at, serial=serial), reason="没有对应的件。", at=at)
    seen, after = [], None
    while page := city_items.strays(after=after, limit=2):
        seen += [one.id for one in page]
        after = (page[-1].received_at, page[-1].id)
    assert seen == sorted(seen)
    assert len(set(seen)) == 5


def test_every_page_reads_the_state_of_the_systems_in_one_query(
    world: World, django_assert_num_queries: object
) -> None:
    failed(world.at, ports=(REMOTE,))
    with django_assert_num_queries(1):  # type: ignore[operator]
        assert states()[0].failing_since == world.at
    with django_assert_num_queries(1):  # type: ignore[operator]
        assert systems()[0].outages == 0
