"""每天登录 at the review desk: the queue in sight is the list (第九条)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from tests.cases.lists import failed, fetched
from tests.desks.county.desk import Desk

from tongban.cases.models import Case, LookIn
from tongban.cases.operations.lookin import open_day
from tongban.cases.queries.look_ins import own_looks
from tongban.standards.zones import local_date

LIST = "/county/review/"


@pytest.fixture
def case(desk: Desk) -> Case:
    """A case in the queue, on a day whose duties are made."""
    open_day(local_date(desk.clock.at), at=desk.world.at)
    return desk.world.signed()


def met(desk: Desk) -> int:
    looks = own_looks(desk.world.home_county, day=local_date(desk.clock.at)).looks
    return sum(one.at is not None for one in looks)


def test_a_case_beside_its_queue_is_the_look_in_too(desk: Desk, case: Case) -> None:
    fetched(desk.clock.at)
    shown = desk.reviewer.get(f"{LIST}{case.id}/").content.decode()
    assert "今天三个系统均已登录 · 列表 11:30 获取" in shown
    assert met(desk) == 3
    desk.reviewer.get(LIST)
    assert LookIn.objects.count() == 3


def test_the_queue_names_what_could_not_be_had(desk: Desk, case: Case) -> None:
    fetched(desk.clock.at)
    fetched(desk.clock.at - timedelta(minutes=50), ports=("province_remote",))
    failed(desk.clock.at - timedelta(minutes=49), ports=("province_remote",))
    for url in (f"{LIST}{case.id}/", f"{LIST}queue"):
        shown = desk.reviewer.get(url).content.decode()
        words = "省异地受理签发模块 10:41 起取不到列表，不算本单位未登录；其余 2 个系统已登录"
        assert words in shown, url
    assert met(desk) == 2


def test_a_page_fetched_ahead_is_seen_by_nobody(desk: Desk, case: Case) -> None:
    fetched(desk.clock.at)
    desk.reviewer.get(f"{LIST}{case.id}/", headers={"Purpose": "prefetch"})
    assert met(desk) == 0


def test_the_pages_cost_eight_queries_once_the_day_is_met(
    desk: Desk, case: Case, django_assert_max_num_queries: Any
) -> None:
    fetched(desk.clock.at)
    client = desk.reviewer
    client.get(f"{LIST}{case.id}/")
    for url in (f"{LIST}{case.id}/", f"{LIST}queue"):
        with django_assert_max_num_queries(8):
            assert client.get(url).status_code == 200
