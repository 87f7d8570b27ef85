"""The workbench by its page."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse
from tests.cases.lists import failed, fetched
from tests.desks.county.desk import Desk

from tongban.cases.models import Chase, Draft, LookIn, Obligation, Outgoing
from tongban.cases.operations import intake_end
from tongban.cases.operations.lookin import open_day
from tongban.cases.operations.upstream_health import record_call, record_fetch
from tongban.procedure.obligations import ObligationKind as K
from tongban.standards.zones import local_date

BENCH = "/station/"


def form(**more: Any) -> dict[str, Any]:
    return {"request_id": str(uuid4()), **more}


def page(desk: Desk, url: str = BENCH) -> str:
    answer = desk.client(desk.world.acceptor).get(url)
    assert answer.status_code == 200
    return answer.content.decode()


def test_an_empty_bench_says_what_comes(desk: Desk) -> None:
    text = page(desk)
    assert "没有待办事项" in text
    assert 'data-key="N"' in text


def test_everything_owed_stands_there_with_its_page(desk: Desk) -> None:
    world = desk.world
    returned, arrived = world.returned(1), world.at_station(2)
    composed, ended = world.composed(3), world.handed_over(4)
    begun = world.open_intake(5)
    text = page(desk)
    assert reverse("station:return", args=[returned.id]) in text
    assert reverse("station:card", args=[arrived.id]) in text
    assert f"/station/case/{composed.id}/" in text
    assert reverse("shared:file", args=[ended.id]) in text
    assert f"/station/intake/{begun.id}/" in text
    for label in (
        "退回待处理",
        "待通知领取",
        "合成后待签名",
        "待归档",
        "受理中",
        "第十条",
        "运行参数",
    ):
        assert label in text


def test_a_told_intake_is_a_duty_and_stands_once(desk: Desk) -> None:
    intake = desk.world.open_intake()
    intake_end.print_one_time_notice(intake.id, desk.world.call(desk.world.acceptor))
    text = page(desk)
    assert text.count(f"/station/intake/{intake.id}/") == 1
    assert "告知后待办结的受理" in text


def test_unknown_due_times_come_first_then_what_is_late(desk: Desk) -> None:
    late, unknown = desk.world.returned(1), desk.world.at_station(2)
    Obligation.objects.filter(case=late, kind=K.FIX_RETURN).update(
        due_at=desk.world.at - timedelta(days=3)
    )
    Obligation.objects.filter(case=unknown, kind=K.TELL).update(
        due_at=None, due_note="2027 年工作日历尚未载入"
    )
    desk.world.handed_over(3)
    text = page(desk)
    order = [text.index(label) for label in ("待通知领取", "退回待处理", "待归档")]
    assert order == sorted(order)
    assert "2027 年工作日历尚未载入" in text
    assert "误期 1 件" in text


def test_reminders_come_when_they_are_due_and_go_when_made(desk: Desk) -> None:
    case = desk.world.signed()
    assert "待提醒缴费" not in page(desk)
    desk.later(days=4)
    text = page(desk)
    assert "待提醒缴费" in text
    assert case.phone in text
    client = desk.client(desk.world.acceptor)
    url = reverse("station:remind", args=[case.id, "PAY"])
    assert client.post(url, form()).status_code == 303
    assert "待提醒缴费" not in page(desk)
    desk.later(days=12)
    assert "待提醒缴费" in page(desk)


def test_production_is_shown_once_it_is_late(desk: Desk) -> None:
    desk.world.in_production()
    assert "制证超期" not in page(desk)
    desk.later(days=20)
    assert "制证超期" in page(desk)


def test_opening_the_bench_is_the_look_in(desk: Desk) -> None:
    open_day(local_date(desk.clock.at), at=desk.clock.at)
    assert "还没有取到过列表，不算本单位未登录" in page(desk)
    assert not LookIn.objects.filter(is_fresh=True).exists()
    fetched(desk.clock.at)
    assert "今天三个系统均已登录 · 列表 11:30 获取" in page(desk)
    desk.later(hours=3)
    assert "今天已登录" in page(desk)


def test_a_day_that_is_met_is_not_recorded_again(desk: Desk) -> None:
    open_day(local_date(desk.clock.at), at=desk.clock.at)
    fetched(desk.clock.at)
    page(desk)
    page(desk)
    assert LookIn.objects.count() == 3


def test_the_system_that_cannot_be_had_is_named(desk: Desk) -> None:
    open_day(local_date(desk.clock.at), at=desk.clock.at)
    fetched(desk.clock.at - timedelta(minutes=50))
    failed(desk.clock.at - timedelta(minutes=49), ports=("national_remote",))
    fetched(desk.clock.at, ports=("population", "province_remote"))
    shown = page(desk)
    assert "全国异地受理系统 10:41 起取不到列表，不算本单位未登录；其余 2 个系统已登录" in shown
    assert "市局正在处理" in shown


def test_a_chase_stands_until_it_is_read(desk: Desk) -> None:
    chase = Chase.objects.create(
        id=uuid4(),
        unit=desk.world.station,
        kind=K.FIX_RETURN,
        count=2,
        words="请今天处理完两件退回。",
        at=desk.clock.at,
        by=uuid4(),
        by_unit=desk.world.county,
    )
    assert "请今天处理完两件退回。" in page(desk)
    url = reverse("station:chase-seen", args=[chase.id])
    desk.client(desk.world.acceptor).post(url, form())
    chase.refresh_from_db()
    assert chase.seen_by == desk.world.acceptor.officer_id
    assert "请今天处理完两件退回。" not in page(desk)


def test_a_failed_message_of_its_case_is_shown(desk: Desk) -> None:
    desk.world.signed()
    Outgoing.objects.filter(system="population").update(state=Outgoing.State.FAILED)
    assert "省实有人口系统" in page(desk)


def test_the_bench_stands_while_upstream_is_down(desk: Desk) -> None:
    record_call("population", at=desk.clock.at, latency_ms=1, error_kind="Unreachable")
    assert "省实有人口系统暂时不通" in page(desk)


def test_a_bench_costs_eight_queries(desk: Desk, django_assert_max_num_queries: Any) -> None:
    world = desk.world
    world.returned(1), world.at_station(2), world.handed_over(3), world.composed(4)
    record_fetch("population", at=desk.clock.at)
    client = desk.client(world.acceptor)
    client.get(BENCH)
    with django_assert_max_num_queries(8):
        client.get(BENCH)


def test_a_kind_is_paged_by_key(desk: Desk) -> None:
    world = desk.world
    case = world.returned()
    duty = Obligation.objects.get(case=case, kind=K.FIX_RETURN)
    many = [
        Obligation(
            id=uuid4(),
            kind=K.GUIDE_RESIDENCE,
            owner_unit=duty.owner_unit,
            owner_county=duty.owner_county,
            opened_at=world.at,
            due_at=world.at + timedelta(minutes=n) if n else None,
        )
        for n in range(500)
    ]
    Obligation.objects.bulk_create(many)
    assert "全部 500 件" in page(desk) or "全部 501 件" in page(desk)
    url, seen = reverse("station:duty", args=["GUIDE_RESIDENCE"]), 0
    while url:
        text = page(desk, url)
        seen += text.count('class="work-row"')
        url = text.split('class="pager"')[-1].split('data-key="PageDown"')[0]
        url = url.rsplit('href="', 1)[-1].split('"')[0].replace("&amp;", "&")
        url = url if "after=" in url and 'data-key="PageDown"' in text else ""
    assert seen in (500, 501)


def test_another_station_owes_nothing_of_it(desk: Desk) -> None:
    desk.world.returned()
    stranger = desk.world.officer("外所", desk.world.home.code, *desk.world.acceptor.roles)
    text = desk.client(stranger).get(BENCH).content.decode()
    assert "没有待办事项" in text


@pytest.mark.parametrize("kind", ["NONSENSE", "LOOK_IN"])
def test_no_such_list(desk: Desk, kind: str) -> None:
    answer = desk.client(desk.world.acceptor).get(reverse("station:duty", args=[kind]))
    assert answer.status_code == 404


def test_a_case_leads_to_the_intake_it_came_from(desk: Desk) -> None:
    case = desk.world.composed()
    answer = desk.client(desk.world.acceptor).get(f"/station/case/{case.id}/")
    assert answer.headers["Location"].startswith("/station/intake/")
    assert not Draft.objects.exists()
