"""What comes in and cannot be acted upon stands among the city's work until it can, or is settled."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from tests.cases.world import World
from tests.inbound.test_fetch import Elsewhere, act, read, there
from tests.inbound.test_handle import arrive, treasury_order, with_code
from tests.jobs.conftest import HandClock

from tongban.cases.models import Case, Outage
from tongban.cases.queries import city_items
from tongban.inbound import tasks
from tongban.inbound.models import InboundMessage
from tongban.ports import treasury
from tongban.ports.errors import UpstreamError

__all__ = ["there"]
pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


def test_a_notice_nothing_fits_is_the_citys_to_see_to(world: World) -> None:
    case = with_code(world)
    notice = treasury.PaymentPaid(treasury_order(case, order_no="FS-unknown", at=world.at))
    outcome = arrive("treasury", notice, at=world.at)
    (item,) = city_items.strays()
    assert (item.system, item.kind, item.reason) == ("treasury", "PaymentPaid", outcome)
    assert not item.is_waiting


def test_a_case_for_nowhere_is_acted_upon_once_what_was_wrong_is_right(
    there: Elsewhere, world: World
) -> None:
    there.home = "370199000000"
    there.arrived(1)
    (name,) = read()
    act([name])
    (item,) = city_items.strays()
    assert "不是本市登记的单位" in item.reason
    assert item.about == there.changes_there[0].case_number
    tasks.handle_again(str(name))
    assert len(city_items.strays()) == 1
    there.home = world.home.code
    tasks.handle_again(str(name))
    assert city_items.strays() == []
    assert Case.objects.get().number == item.about
    tasks.handle_again(str(name))
    assert Case.objects.count() == 1


def test_contents_that_cannot_be_had_wait_with_their_reason(there: Elsewhere) -> None:
    there.contents_down = True
    there.arrived(1)
    (name,) = read()
    for _ in range(2):
        tasks.handle(str(name))
    (item,) = city_items.strays()
    assert item.is_waiting
    assert item.reason.startswith("对方系统连接不上")
    there.contents_down = False
    tasks.handle(str(name))
    assert city_items.strays() == []
    assert InboundMessage.objects.get(message_id=UUID(str(name))).outcome == ""


def test_a_fetch_that_fails_is_an_outage_until_one_succeeds(
    there: Elsewhere, clock: HandClock
) -> None:
    read(clock.time)
    there.is_down = True
    with pytest.raises(UpstreamError):
        read(clock.time + MINUTE)
    row = Outage.objects.get()
    assert (row.system, row.since, row.error_kind) == (
        "province_remote",
        clock.time + MINUTE,
        "Unreachable",
    )
    there.is_down = False
    read(clock.time + 50 * MINUTE)
    row.refresh_from_db()
    assert row.until == clock.time + 50 * MINUTE
