"""所辖派出所: figures, the lists behind them, refunds, refusals, messages, chasing."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from tests.cases.lists import when
from tests.desks.county.desk import Desk

from tongban.audit.models import AuditRow
from tongban.cases.models import Case, Chase, Outgoing, Payment
from tongban.cases.operations import intake_end, lookin, withdraw
from tongban.cases.operations.office import office
from tongban.procedure.roles import Role
from tongban.standards.zones import local_date

STATIONS = "/county/stations/"


def form(**more: Any) -> dict[str, Any]:
    return {"request_id": str(uuid4()), **more}


def page(desk: Desk) -> str:
    return desk.client(desk.world.supervisor).get(STATIONS).content.decode()


def withdrawn(desk: Desk) -> Case:
    """A paid case that its applicant withdrew: the refund waits for approval."""
    case = desk.world.paid()
    withdraw.withdraw(
        case.id,
        desk.world.call(desk.world.acceptor, minutes=70),
        words="不办了",
        signature="pad",
        seen_version=case.version,
    )
    return desk.world.fresh(case)


def test_overdue_duties_stand_first_and_lead_to_their_cases(desk: Desk) -> None:
    case = desk.world.returned()
    assert "没有误期事项" in page(desk)
    desk.later(days=5)
    late = page(desk)
    assert "误期 1 件" in late or "误期" in late
    url = f"{STATIONS}{desk.world.station}/fix_return/"
    assert url in late
    rows = desk.client(desk.world.supervisor).get(url).content.decode()
    assert case.number in rows
    assert "第十条" in rows
    assert AuditRow.objects.filter(what="LIST_VIEWED").exists()


def test_who_has_not_looked_in_is_named(desk: Desk) -> None:
    lookin.open_day(local_date(desk.clock.at), at=desk.world.at)
    assert "个派出所今天还没有登录" in page(desk)
    assert "本局审核签发：今天未登录" in page(desk)
    before = page(desk).count(">今天未登录<")
    at = desk.clock.at
    lookin.record_look_ins(desk.world.acceptor, at=at, fetched=when(at))
    assert page(desk).count(">今天未登录<") == before - 1


def test_a_station_that_could_not_have_the_list_is_not_blamed(desk: Desk) -> None:
    lookin.open_day(local_date(desk.clock.at), at=desk.world.at)
    at = desk.clock.at
    county = [desk.world.county, *(s.code for s in office().city.stations_of(desk.world.county))]
    for unit in county:
        officer = desk.world.officer("值班", unit, Role.ACCEPTANCE)
        lookin.record_look_ins(officer, at=at, fetched=when(at, national_remote=None))
    shown = page(desk)
    assert "今天未登录" not in shown
    assert "全国异地受理系统 取不到" in shown
    assert f"{len(county) - 1} 个派出所有系统取不到，市局在处理" in shown
    desk.later(hours=6)
    lookin.close_days(desk.clock.at)
    assert "今天未登录" not in page(desk)


def test_a_refund_is_approved_by_a_second_officer(desk: Desk) -> None:
    case = withdrawn(desk)
    client = desk.client(desk.world.supervisor)
    shown = client.get(STATIONS).content.decode()
    url = f"{STATIONS}refund/{case.id}"
    assert "批准退费 20.00 元" in shown
    assert client.post(url, form()).status_code == 303
    assert Payment.objects.get(case=case).state == "REFUNDING"
    assert "没有待批准的退费" in page(desk)


def test_nobody_approves_what_he_asked_for(desk: Desk) -> None:
    case = withdrawn(desk)
    Payment.objects.filter(case=case).update(refund_asked_by=desk.world.supervisor.officer_id)
    assert "不能由提出的人自己批准" in page(desk)
    url = f"{STATIONS}refund/{case.id}"
    assert desk.client(desk.world.supervisor).post(url, form()).status_code == 403


def test_refusals_of_today_are_seen(desk: Desk) -> None:
    card = {**desk.world.found().record["card"], "issued": False}
    intake = desk.world.open_intake(3, card=card)
    intake_end.refuse(
        intake.id, desk.world.call(desk.world.acceptor, minutes=5), words="系统内没有发证记录。"
    )
    shown = page(desk)
    assert "第五条(一)" in shown
    assert "系统内没有发证记录" in shown


def test_a_failed_message_is_sent_again(desk: Desk) -> None:
    case = desk.world.signed()
    message = Outgoing.objects.get(case=case, kind="submit")
    Outgoing.objects.filter(id=message.id).update(state="FAILED", last_error="BAD_RECORD")
    assert "送审信息" in page(desk)
    client = desk.client(desk.world.supervisor)
    url = f"{STATIONS}message/{message.id}/again"
    assert client.post(url, form()).status_code == 303
    message.refresh_from_db()
    assert message.state == "WAITING"
    assert client.post(url, form()).status_code == 404


def test_stations_with_overdue_duties_are_chased_with_one_key(desk: Desk) -> None:
    desk.world.returned()
    client = desk.client(desk.world.supervisor)
    assert client.post(f"{STATIONS}chase", form(words="请今天办结。")).status_code == 303
    assert not Chase.objects.exists()
    desk.later(days=5)
    client = desk.client(desk.world.supervisor)
    empty = client.post(f"{STATIONS}chase", form(words=" "))
    assert empty.status_code == 422
    assert "data-open-now" in empty.content.decode()
    sent = form(words="请今天办结。")
    client.post(f"{STATIONS}chase", sent)
    client.post(f"{STATIONS}chase", sent)
    assert Chase.objects.filter(unit=desk.world.station).count() == len(
        Chase.objects.values("kind").distinct()
    )


def test_only_own_stations_and_known_duties_have_lists(desk: Desk) -> None:
    client = desk.client(desk.world.supervisor)
    assert client.get(f"{STATIONS}{desk.world.home.code}/fix_return/").status_code == 404
    assert client.get(f"{STATIONS}{desk.world.station}/nothing/").status_code == 404
    assert client.get(f"{STATIONS}{desk.world.station}/tell/?after=x").status_code == 200


def test_the_pages_cost_eight_queries(desk: Desk, django_assert_max_num_queries: Any) -> None:
    desk.world.returned(1)
    client = desk.client(desk.world.supervisor)
    for url in (STATIONS, f"{STATIONS}{desk.world.station}/fix_return/"):
        with django_assert_max_num_queries(8):
            assert client.get(url).status_code == 200
