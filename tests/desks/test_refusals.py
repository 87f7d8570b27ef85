"""不予受理 at three desks: listed at once, opened, checked, told; the rates and what lies behind."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from tests.cases.test_intake_credit import push
from tests.cases.test_refusal import on_bad_credit, on_first_issue, refuse
from tests.cases.world import World
from tests.desks.county.conftest import desk
from tests.desks.county.desk import Desk
from uuid_utils.compat import uuid7

from tongban.cases.models import Outgoing, Paper, Refusal
from tongban.cases.operations import intake_end, refusals
from tongban.inbound.handlers import handle_notice
from tongban.policy.outlier import LEVEL, is_outlying, tail
from tongban.procedure.actors import Actor
from tongban.procedure.obligations import ObligationKind
from tongban.procedure.reasons import RefusalFinding

__all__ = ["desk"]
WORDS = "核对了照片和记录，依据齐全。"
PHONE = "13800000000"


def page(desk: Desk, actor: Actor, path: str) -> str:
    answer = desk.client(actor).get(path)
    assert answer.status_code == 200, path
    return str(answer.content.decode())


def send(desk: Desk, actor: Actor, path: str, **form: Any) -> Any:
    return desk.client(actor).post(path, {"request_id": str(uuid7()), **form})


def test_county_and_city_see_it_at_once_and_what_is_new(desk: Desk) -> None:
    world = desk.world
    refusal = refuse(world, on_first_issue(world))
    for actor in (world.supervisor, world.chief):
        listed = page(desk, actor, "/refusals/")
        assert refusal.number in listed
        assert "上次查看以来 1 件新的" in listed
        desk.later(minutes=5)
        assert "上次查看以来" not in page(desk, actor, "/refusals/")
    assert refusal.number in page(desk, world.acceptor, "/refusals/")
    assert "没有不予受理的件" in page(desk, world.elsewhere(), "/refusals/")
    assert "新的不予受理" not in page(desk, world.chief, "/city/")


def test_the_citys_day_counts_what_is_new(desk: Desk) -> None:
    refuse(desk.world, on_first_issue(desk.world))
    assert "新的不予受理" in page(desk, desk.world.chief, "/city/")


@pytest.mark.parametrize(
    ("query", "is_there"),
    [
        ("only=unchecked", True),
        ("only=lifted", False),
        ("ground=FIRST_ISSUE", True),
        ("ground=BAD_CREDIT", False),
        ("month=2026-11", True),
        ("month=2026-10", False),
        ("only=none&ground=x&unit=0&officer=1&month=1&after=1", True),
    ],
)
def test_the_list_is_narrowed(desk: Desk, query: str, is_there: bool) -> None:
    refusal = refuse(desk.world, on_first_issue(desk.world))
    assert (refusal.number in page(desk, desk.world.chief, f"/refusals/?{query}")) is is_there


def test_the_list_goes_on_by_key(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("cases.queries.refusals", "desks.shared.present_refusals"):
        monkeypatch.setattr(f"tongban.{name}.PAGE", 1)
    world = desk.world
    numbers = []
    for serial in (11, 12):
        world.discredit(serial)
        numbers.append(refuse(world, world.open_intake(serial)).number)
    first = page(desk, world.chief, "/refusals/")
    assert (numbers[1] in first, numbers[0] in first) == (True, False)
    onwards = first.partition('class="pager"')[2].partition('href="')[2].partition('"')[0]
    second = page(desk, world.chief, onwards.replace("&amp;", "&"))
    assert (numbers[1] in second, numbers[0] in second) == (False, True)


def test_one_refusal_shows_what_it_rests_on(desk: Desk) -> None:
    refusal = refuse(desk.world, on_bad_credit(desk.world))
    shown = page(desk, desk.world.supervisor, f"/refusals/{refusal.id}/")
    for words in ("第五条(五)", "C7，第 1 号推送", "第 1 号推送（", "没有留下", refusal.words):
        assert words in shown
    assert "记下核查结果" in shown
    assert "记下核查结果" not in page(desk, desk.world.acceptor, f"/refusals/{refusal.id}/")


def test_the_check_comes_back_with_its_faults_and_all_typed(desk: Desk) -> None:
    refusal = refuse(desk.world, on_first_issue(desk.world))
    path = f"/refusals/{refusal.id}/check"
    answer = send(desk, desk.world.supervisor, path, finding="MAYBE", words="不对头")
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "请选择正确或者不当" in text
    assert "请写明核查了什么" in text
    assert ">不对头</textarea>" in text


def test_found_wrong_is_sent_and_told(desk: Desk) -> None:
    world = desk.world
    refusal = refuse(world, on_first_issue(world), phone=PHONE)
    path = f"/refusals/{refusal.id}/"
    done = send(desk, world.supervisor, f"{path}check", finding="WRONG", words=WORDS)
    assert done.status_code == 303
    again = send(desk, world.supervisor, f"{path}check", finding="RIGHT", words=WORDS)
    assert again.status_code == 409
    assert "不再核查" in again.content.decode()
    assert "告知可重新申办" in page(desk, world.acceptor, "/station/")
    listed = page(desk, world.acceptor, "/refusals/?only=untold")
    assert "认定不当，待告知" in listed
    told = send(desk, world.acceptor, f"{path}told", way="PHONE", words="电话告知本人。")
    assert told.status_code == 303
    assert "电话告知" in page(desk, world.chief, path)


def lifted(world: World) -> Refusal:
    refusal = refuse(world, on_bad_credit(world), phone=PHONE)
    push(world, 2, withdrawn=[7])
    refusals.lift_withdrawn(world.at)
    return refusal


def report(world: World, state: str) -> None:
    """What the gateway says of the SMS."""
    body = {
        "kind": "DeliveryReport",
        "body": {
            "message_id": str(Outgoing.objects.get(kind="refusal_lifted").id),
            "state": state,
            "at": world.at.isoformat(),
            "reason": None,
        },
    }
    handle_notice("sms", body, message_id=UUID(int=9), at=world.at)


def owes() -> bool:
    return Refusal.objects.get().told_at is None


def test_the_report_of_the_gateway_tells_or_leaves_it_to_a_call(desk: Desk) -> None:
    world = desk.world
    refusal = lifted(world)
    report(world, "FAILED")
    assert owes()
    path = f"/refusals/{refusal.id}/"
    assert "没有送达，请派出所电话告知后登记" in page(desk, world.acceptor, path)
    assert "名单已撤销，待告知" in page(desk, world.supervisor, "/refusals/?only=lifted")
    report(world, "DELIVERED")
    assert not owes()
    assert "名单已撤销，已告知" in page(desk, world.chief, "/refusals/?only=lifted")


def test_the_notice_says_where_to_go_and_where_to_complain(desk: Desk) -> None:
    world = desk.world
    refusal = refuse(world, on_bad_credit(world))
    answer = send(desk, world.supervisor, f"/papers/intake/{refusal.intake_id}/refusal/")
    assert answer.status_code == 303
    sheet = desk.client(world.supervisor).get(answer.headers["Location"])
    assert sheet.content.startswith(b"%PDF")
    send(desk, world.acceptor, f"/papers/intake/{refusal.intake_id}/refusal/")
    assert Paper.objects.get(kind="REFUSAL").prints == 2


def month_of(desk: Desk) -> None:
    """Four refused of the station's five; thirty elsewhere went well or were withdrawn."""
    world = desk.world
    for serial in range(1, 5):
        world.discredit(serial)
        refuse(world, world.open_intake(serial))
    for serial in range(11, 41):
        intake = world.open_intake(serial)
        call = world.call(world.acceptor2, minutes=5)
        intake_end.withdraw_intake(intake.id, call, words="改天再办")


def test_the_rates_lead_to_their_cases_and_mark_who_stands_out(desk: Desk) -> None:
    month_of(desk)
    world = desk.world
    shown = page(desk, world.chief, "/refusals/rates/")
    assert "全市 4 件，占办结的受理 34 件的 11.8%" in shown
    assert shown.count("偏高，请逐件核查") == 1
    assert "受理甲" in shown
    assert "其余 1 个民警" in shown
    behind = f"/refusals/?officer={world.acceptor.officer_id}&month=2026-11"
    assert page(desk, world.chief, behind).count("data-row-link") == 4
    ended = page(desk, world.supervisor, f"/refusals/ended/?unit={world.station}&month=2026-11")
    assert ended.count("data-row") >= 34
    elsewhere = world.home_county
    assert "没有办结" not in page(desk, world.chief, f"/refusals/ended/?unit={elsewhere}")


def test_the_citys_table_of_unusual_endings(desk: Desk) -> None:
    world = desk.world
    refuse(world, on_first_issue(world))
    shown = page(desk, world.chief, "/city/endings/")
    assert f"/city/endings/REFUSED/?month=2026-11&amp;unit={world.county}" in shown
    to_list = desk.client(world.chief).get("/city/endings/REFUSED/?month=2026-11")
    assert to_list.headers["Location"] == "/refusals/?month=2026-11"
    for kind in ("LAPSED", "VOIDED", "CLOSED", "REVOKED"):
        page(desk, world.chief, f"/city/endings/{kind}/?unit={world.county}")
    assert desk.client(world.chief).get("/city/endings/NONE/").status_code == 404
    page(desk, world.chief, f"/city/endings/?unit={world.county}&month=2026-10")


def test_silence_and_a_gap_of_the_list_alarm_the_city(desk: Desk) -> None:
    world = desk.world
    assert "没有不良信用名单" in page(desk, world.chief, "/city/")
    push(world, 1, added=[1])
    assert "不良信用名单没有更新" not in page(desk, world.chief, "/city/")
    push(world, 3, added=[3])
    assert "信用名单缺第 2 号推送" in page(desk, world.chief, "/city/upstream/")
    desk.later(days=3)
    assert "不良信用名单没有更新" in page(desk, world.chief, "/city/")
    push(world, 2, added=[2])
    assert "信用名单缺" not in page(desk, world.chief, "/city/upstream/")


def test_chance_alone_marks_nobody() -> None:
    assert tail(0, of=10, share=0.1) == 1.0
    assert tail(3, of=3, share=0.5) == pytest.approx(0.125)
    assert tail(11, of=10, share=0.5) == 0.0
    assert not is_outlying(2, of=2, share=0.001), "two are no habit"
    assert is_outlying(6, of=20, share=0.02)
    assert not is_outlying(3, of=100, share=0.02)
    assert tail(6, of=20, share=0.02) < LEVEL
    assert ObligationKind.CHECK_REFUSAL.label
    assert RefusalFinding.RIGHT.label == "正确"
