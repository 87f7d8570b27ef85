"""Every page that shows a due time shows why; what is overdue explains itself."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

from django.urls import reverse
from tests.cases.elsewhere import arrived
from tests.desks.county.desk import Desk

from tongban.cases.models import Case
from tongban.policy.late_fetch import Outage
from tongban.procedure.actors import Actor
from tongban.procedure.reasons import LateCause
from tongban.standards.zones import CN

TODAY = "11月23日（周一）09:36 送到，未过 17:00，当日 17:00 前办结"
RETURNED = "11月23日（周一）10:30 退回，当日不计，普通件 3 个工作日"


def page(desk: Desk, actor: Actor, url: str) -> str:
    answer = desk.client(actor).get(url)
    assert answer.status_code == 200
    return answer.content.decode()


def review_url(case: Case) -> str:
    return reverse("county:review-case", args=[case.id])


def test_the_review_page_tells_why_by_then(desk: Desk) -> None:
    case = desk.world.signed()
    text = page(desk, desk.world.reviewer, review_url(case))
    assert f"{TODAY}。" in text
    assert 'data-key="T"' in text
    # The queue's line tells it on hover as well.
    assert text.count(TODAY) >= 3


def test_an_overdue_case_tells_it_in_sight(desk: Desk) -> None:
    case = desk.world.signed()
    desk.later(days=1)
    text = page(desk, desk.world.reviewer, review_url(case))
    assert "昨天 17:00 到期 · 已误期 3 小时（工作时间）" in text
    assert f'<p class="due-why">{TODAY}。' in text
    assert 'data-key="T"' not in text


def test_a_case_fetched_after_its_time_is_nobodys_lateness_and_says_so(desk: Desk) -> None:
    friday = desk.world.at - timedelta(days=3)
    case = arrived(
        desk.world,
        arrived=friday,
        fetched_at=desk.world.at,
        late_cause=LateCause.UPSTREAM_DOWN,
    )
    for url in (review_url(case), f"/cases/{case.id}/"):
        text = page(desk, desk.world.reviewer, url)
        assert (
            "上级系统 11月20日（周五）09:30 收到，11月23日（周一）09:30 才取到，晚取 3 天" in text
        )
        assert "当时无法连接上级系统" in text
        assert "取到已过期限，不计误期" in text
        assert "误期 1 件" not in text


def test_a_known_outage_is_told_with_its_time(desk: Desk) -> None:
    at = desk.world.at
    case = arrived(
        desk.world,
        arrived=at - timedelta(minutes=50),
        fetched_at=at,
        late_cause=LateCause.UPSTREAM_DOWN,
        outage=Outage(at - timedelta(hours=1), at),
    )
    text = page(desk, desk.world.reviewer, review_url(case))
    assert "上级系统 11月23日（周一）08:30 至 11月23日（周一）09:30 无法连接" in text
    assert "取到时期限未过，仍须按期办结" in text


def test_the_page_of_a_case_explains_open_duties_and_those_met_too_late(desk: Desk) -> None:
    case = desk.world.returned()
    text = page(desk, desk.world.acceptor, f"/cases/{case.id}/")
    assert RETURNED in text
    assert "计入 11月24日、25日、26日，末日 17:00 到期。" in text
    # Reviewed in time: met, and no reasons any more.
    assert TODAY not in text
    desk.world.at += timedelta(days=5)
    again = desk.world.recomposed(case)
    text = page(desk, desk.world.acceptor, f"/cases/{again.id}/")
    assert "11月26日（周四）17:00 到期，误期" in text
    assert RETURNED in text


def test_station_and_county_lists_carry_the_reasons(desk: Desk) -> None:
    case = desk.world.returned()
    assert RETURNED in page(desk, desk.world.acceptor, "/station/")
    assert RETURNED in page(desk, desk.world.acceptor, "/station/returns/")
    one = page(desk, desk.world.acceptor, reverse("station:return", args=[case.id]))
    assert f'<p class="due-why">{RETURNED}；' in one
    desk.later(days=5)
    url = f"/county/stations/{desk.world.station}/fix_return/"
    assert f'<p class="due-why">{RETURNED}；' in page(desk, desk.world.supervisor, url)
    late = page(desk, desk.world.chief, "/city/duty/FIX_RETURN/?late=1")
    assert f'<p class="due-why">{RETURNED}；' in late


def test_cards_to_forward_carry_the_reasons(desk: Desk) -> None:
    case = desk.world.at_county()
    why = "11月23日（周一）11:30 县局收到证件，当日不计，2 个工作日"
    assert why in page(desk, desk.world.forwarder, "/county/cards/")
    forward = reverse("county:forward", args=[case.accepting_unit])
    assert why in page(desk, desk.world.forwarder, forward)


def test_a_due_time_without_calendar_says_what_is_missing(desk: Desk) -> None:
    desk.world.at = datetime(2026, 12, 30, 9, 30, tzinfo=CN)
    desk.clock.at = desk.world.at + timedelta(hours=2)
    desk.world.returned()
    for url in ("/station/", "/station/returns/"):
        text = page(desk, desk.world.acceptor, url)
        assert "2027 年工作日历尚未载入" in text
        assert "载入后自动算定；在此之前不算误期" in text


def test_a_slip_in_the_calendar_is_an_alarm_of_the_city(desk: Desk, tmp_path: Path) -> None:
    assert "文件有误" not in page(desk, desk.world.chief, "/city/upstream/")
    (tmp_path / "overlay").mkdir()
    (tmp_path / "overlay" / "calendar.yaml").write_text("2027: [", "utf-8")
    text = page(desk, desk.world.chief, "/city/upstream/")
    assert "运行参数或工作日历文件有误" in text
    assert "改好之前仍按原来的运行参数和工作日历办理" in text
    assert "文件有误" not in page(desk, desk.world.acceptor, "/station/")
