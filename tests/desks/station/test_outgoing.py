"""An application of somebody of another city or province, by the pages of the station."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.cases.elsewhere import IN_PROVINCE, OUT_OF_PROVINCE, answer, issued, outgoing, returned
from tests.cases.world import World
from tests.desks.county.desk import Desk
from tests.desks.station.test_cards import complete, form

from tongban.cases.models import Card, Case, ComposedVersion, Intake, Obligation, Outgoing
from tongban.cases.operations import answers, fix, intake_open, logistics, production, withdraw
from tongban.cases.operations.upstream_health import record_fetch
from tongban.procedure.actors import CARD_CENTRE, SYSTEM
from tongban.procedure.obligations import ObligationKind as K
from tongban.procedure.reasons import AnswerSettled, Fault
from tongban.procedure.stages import Stage

BENCH = "/station/"
HOMES = pytest.mark.parametrize("home", [IN_PROVINCE, OUT_OF_PROVINCE], ids=["city", "province"])
Home = dict[str, Any]


def url(name: str, about: Any, *more: str) -> str:
    return reverse(f"station:{name}", args=[about.id, *more])


def case_url(case: Case) -> str:
    return f"/cases/{case.id}/"


def step(case: Case, name: str) -> str:
    """A step of the intake that the case came from."""
    return f"/station/intake/{Intake.objects.get(case=case).id}/{name}/"


def window(desk: Desk) -> Client:
    return desk.client(desk.world.acceptor)


def page(desk: Desk, path: str) -> str:
    got = window(desk).get(path, follow=True)
    assert got.status_code == 200, got.content.decode()
    return got.content.decode()


def seen(case: Case, **more: Any) -> dict[str, Any]:
    case.refresh_from_db()
    return form(seen_version=str(case.version), **more)


def message(case: Case, kind: str = "submit") -> Outgoing:
    return Outgoing.objects.filter(case=case, kind=kind).latest("created_at", "id")


def tell(case: Case, state: str, *, kind: str = "submit", error: str = "", tries: int = 0) -> None:
    """Let a message have come as far as that."""
    found = message(case, kind)
    found.state, found.last_error, found.attempts = state, error, tries
    found.sent_at = found.created_at + timedelta(minutes=1) if state == "SENT" else None
    found.save()


def overdue(desk: Desk, case: Case) -> None:
    """Let the answer be late by a day."""
    duty = Obligation.objects.get(case=case, kind=K.WATCH_ANSWER, closed_at=None)
    assert duty.due_at
    desk.clock.at = duty.due_at + timedelta(days=1)


# ---------- on its way, awaited ----------


@HOMES
def test_the_case_says_who_decides_and_that_nothing_is_confirmed_yet(
    desk: Desk, home: Home
) -> None:
    case = outgoing(desk.world, **home)
    text = page(desk, case_url(case))
    assert text.count(home["home_office"]) >= 2
    assert "正在发送，还没有收到确认" in text
    assert "等待答复" in text
    assert "12月2日" in text
    assert "催办户籍地" not in text
    other = "山东省实有人口信息管理系统" if home is IN_PROVINCE else "全国居民身份证异地受理系统"
    assert f"第 1 版送{other}" in text


def test_a_version_that_arrived_says_when(desk: Desk) -> None:
    case = outgoing(desk.world)
    tell(case, "SENT")
    assert "今天 09:37 已送达" in page(desk, case_url(case))
    assert "送往省实有人口系统，今天 09:37 已送达" in page(desk, step(case, "compose"))


def test_tries_are_counted_while_it_is_sent_again_by_itself(desk: Desk) -> None:
    case = outgoing(desk.world)
    tell(case, "WAITING", error="Unreachable", tries=3)
    text = page(desk, case_url(case))
    assert "已试 3 次，连接不上，会自动再发" in text


def test_awaited_answers_stand_on_the_bench_without_being_work(desk: Desk) -> None:
    case = outgoing(desk.world)
    text = page(desk, BENCH)
    assert "没有待办" in text
    assert "等户籍地答复" in text
    assert "济南市公安局历下区分局" in text
    assert case_url(case) in text
    assert url("answer-chase", case) not in text
    listed = page(desk, reverse("station:duty", args=["WATCH_ANSWER"]))
    assert case_url(case) in listed


@HOMES
def test_an_overdue_answer_is_chased_once_from_the_bench(desk: Desk, home: Home) -> None:
    case = outgoing(desk.world, **home)
    overdue(desk, case)
    text = page(desk, BENCH)
    assert "待办 <b" in text
    assert url("answer-chase", case) in text
    sent = window(desk).post(url("answer-chase", case), seen(case, back="work"))
    assert (sent.status_code, sent.headers["Location"]) == (303, BENCH)
    assert message(case, "chase").system == (
        "province_remote" if home is IN_PROVINCE else "national_remote"
    )
    text = page(desk, BENCH)
    assert "已催办" in text
    assert url("answer-chase", case) not in text


def test_after_the_chase_the_case_says_when_and_that_the_city_is_next(desk: Desk) -> None:
    case = outgoing(desk.world)
    overdue(desk, case)
    assert "催办户籍地" in page(desk, case_url(case))
    sent = window(desk).post(url("answer-chase", case), seen(case))
    assert sent.headers["Location"] == case_url(case)
    text = page(desk, case_url(case))
    assert "受理所已催办" in text
    assert "第二次起由市局催办" in text
    assert url("answer-chase", case) not in text
    overdue(desk, case)
    again = window(desk).post(url("answer-chase", case), seen(case))
    assert again.status_code == 409
    assert "第二次起由市局催办" in again.content.decode()
    assert Case.objects.get().chases == 1


def test_a_chase_before_its_time_or_from_an_old_page_does_nothing(desk: Desk) -> None:
    case = outgoing(desk.world)
    early = window(desk).post(url("answer-chase", case), seen(case))
    assert early.status_code == 409
    assert "到期仍未答复再催办" in early.content.decode()
    overdue(desk, case)
    old = window(desk).post(url("answer-chase", case), form(seen_version="1"))
    assert old.status_code == 409
    assert window(desk).post(url("answer-chase", case), form()).status_code == 422
    assert not Outgoing.objects.filter(kind="chase").exists()


def test_the_button_is_pressed_twice(desk: Desk) -> None:
    case = outgoing(desk.world)
    overdue(desk, case)
    twice = seen(case)
    for _ in range(2):
        assert window(desk).post(url("answer-chase", case), twice).status_code == 303
    assert Outgoing.objects.filter(kind="chase").count() == 1


def test_who_only_hands_out_cards_is_not_asked_to_chase(desk: Desk) -> None:
    case = outgoing(desk.world)
    overdue(desk, case)
    keeper = desk.client(desk.world.keeper)
    assert url("answer-chase", case) not in keeper.get(BENCH).content.decode()
    assert "催办户籍地" not in keeper.get(case_url(case)).content.decode()


# ---------- what does not arrive ----------


@HOMES
def test_a_submission_that_was_refused_says_why_and_what_to_do(desk: Desk, home: Home) -> None:
    case = outgoing(desk.world, **home)
    tell(case, "FAILED", error="UNKNOWN_PERSON")
    for path in (BENCH, case_url(case)):
        text = page(desk, path)
        assert "上级系统里查不到这个人" in text
        assert "请与户籍地核实人口信息" in text
    assert "送审信息没有送达" in page(desk, step(case, "finish"))
    sent = window(desk).post(url("message-again", message(case)), form())
    assert sent.status_code == 303
    assert message(case).state == "WAITING"
    assert "查不到这个人" not in page(desk, BENCH)
    assert window(desk).post(url("message-again", message(case)), form()).status_code == 404


def test_after_the_withdrawal_what_was_refused_is_nobodys_work(desk: Desk) -> None:
    case = outgoing(desk.world)
    tell(case, "FAILED", error="UNKNOWN_PERSON")
    withdrawn(desk.world, case)
    assert "上级系统里查不到这个人" not in page(desk, BENCH)


@pytest.mark.parametrize(
    ("error", "says"),
    [
        ("Unreachable", "系统恢复后再送一次"),
        ("VERSION_REUSED", "已有内容不同的同一版"),
        ("BlobErased", "本系统里缺少要发送的内容"),
        ("status 418", "应答不合约定"),
        ("BRAND_NEW", "对方代码 BRAND_NEW"),
    ],
)
def test_any_failure_is_told_in_words(desk: Desk, error: str, says: str) -> None:
    case = outgoing(desk.world)
    tell(case, "FAILED", error=error)
    assert says in page(desk, BENCH)


def test_another_station_cannot_send_it(desk: Desk) -> None:
    case = outgoing(desk.world)
    tell(case, "FAILED", error="UNKNOWN_PERSON")
    stranger = desk.client(desk.world.elsewhere())
    assert stranger.post(url("message-again", message(case)), form()).status_code == 404
    assert stranger.post(url("answer-chase", case), seen(case)).status_code == 404


# ---------- returned ----------


@HOMES
def test_a_return_from_elsewhere_names_its_bureau(desk: Desk, home: Home) -> None:
    case = outgoing(desk.world, **home)
    said = replace(returned(), deciding_office=home["home_office"])
    case = answer(desk.world, case, said)
    for path in ("/station/returns/", url("return", case)):
        text = page(desk, path)
        assert home["home_office"] in text
        assert "照片背景不均匀" in text
        assert "省厅制证中心" not in text
    assert "户籍地已退回" in page(desk, step(case, "compose"))


@pytest.mark.parametrize(
    ("said", "shows"),
    [
        ({"category": "TEXT", "fields": ("address", "name")}, "住址、姓名"),
        ({"category": "TEXT", "fields": ("kin", "pet", "name")}, "其他项、姓名"),
        ({"category": "SMELL"}, "文字信息"),
        ({"words": "  "}, "户籍地没有说明原因，请电话核实"),
        ({"deciding_office": ""}, "济南市公安局历下区分局"),
        ({"deciding_office": "山东省济南市公安局历下区分局户政管理大队居民身份证异地受理审核签发中心"}, "审核签发中心"),
    ],
)  # fmt: skip
def test_whatever_an_answer_says_can_be_read(desk: Desk, said: dict[str, Any], shows: str) -> None:
    case = answer(desk.world, outgoing(desk.world), replace(returned(), **said))
    assert shows in page(desk, "/station/returns/")
    text = page(desk, url("return", case))
    assert shows in text
    assert "kin" not in text


def correctable(version: ComposedVersion) -> dict[str, str]:
    """What the form of a return sends, unchanged."""
    return {name: version.text[name] for name in fix.CORRECTABLE}


@HOMES
def test_it_is_put_right_signed_and_awaited_anew(desk: Desk, home: Home) -> None:
    case = answer(desk.world, outgoing(desk.world, **home), replace(returned(), category="TEXT"))
    assert Obligation.objects.get(case=case, kind=K.FIX_RETURN).due_at
    given = correctable(ComposedVersion.objects.get(case=case))
    given["address"] += "2单元"
    sent = window(desk).post(url("return-compose", case), seen(case, **given))
    assert sent.status_code == 303, sent.content.decode()
    assert "已改好，待签名" in page(desk, "/station/returns/")
    desk.world.sign(Case.objects.get())
    case.refresh_from_db()
    assert (case.stage, case.current) == (Stage.IN_REVIEW, 2)
    assert message(case).payload == {"version": 2}
    assert "第 2 版送" in page(desk, case_url(case))
    assert "没有退回的件" in page(desk, "/station/returns/")


def test_sent_as_it_was_the_home_bureau_reads_why(desk: Desk) -> None:
    case = answer(desk.world, outgoing(desk.world), returned())
    assert "户籍地审核民警会看到" in page(desk, url("return", case))
    empty = window(desk).post(url("return-resubmit", case), seen(case, words=" "))
    assert empty.status_code == 422
    words = "照片为本人近照，背景符合标准"
    sent = window(desk).post(url("return-resubmit", case), seen(case, words=words))
    assert sent.status_code == 303
    version = ComposedVersion.objects.get(case=case, n=2)
    assert version.text["answer"] == words
    case = answer(desk.world, Case.objects.get(), returned(2), minutes=90)
    given = {**correctable(version), "phone": "13900000001"}
    sent = window(desk).post(url("return-compose", case), seen(case, **given))
    assert sent.status_code == 303, sent.content.decode()
    assert "answer" not in ComposedVersion.objects.get(case=case, n=3).text


def test_the_card_centre_is_told_from_the_home_bureau(desk: Desk) -> None:
    case = ordered(desk.world, outgoing(desk.world))
    card = Card.objects.get(case=case)
    production.reject_production(
        case.id,
        desk.world.call(CARD_CENTRE, minutes=80),
        order_no=card.order_no,
        fault=Fault.RECORD,
        words="照片不能印制。",
    )
    assert "省厅制证中心" in page(desk, "/station/returns/")


# ---------- issued, made, handed over ----------


def ordered(world: World, case: Case) -> Case:
    """Paid, issued there, and the card ordered."""
    world.pay(case)
    answer(world, case, issued())
    production.order(case.id, world.call(SYSTEM, minutes=40))
    return world.fresh(case)


def arrived(world: World, case: Case) -> Case:
    """The card of an ordered case at the station."""
    card = Card.objects.get(case=case)
    shipped = production.Shipped(
        number="B-9",
        county=case.accepting_county,
        carrier_no="1000000000001",
        shipped_at=world.at + timedelta(minutes=90),
        cards=[(card.order_no, "S00000009")],
    )
    production.ship(world.call(CARD_CENTRE, minutes=90), shipped=shipped)
    card.refresh_from_db()
    assert card.batch_id
    given = [card.id]
    logistics.receive_at_county(
        card.batch_id, world.call(world.forwarder, minutes=95), card_ids=given
    )
    batch = intake_open.new_id()
    logistics.forward(
        world.station, world.call(world.forwarder, minutes=99), card_ids=given, batch_id=batch
    )
    logistics.receive_at_station(batch, world.call(world.keeper, minutes=110), card_ids=given)
    return world.fresh(case)


def test_the_fee_gates_production_and_not_the_answer(desk: Desk) -> None:
    case = answer(desk.world, outgoing(desk.world), issued())
    assert (case.stage, case.is_paid) == (Stage.ISSUED, False)
    assert "工本费到账后下达制证" in page(desk, url("card", case))
    assert not Outgoing.objects.filter(kind="order").exists()
    desk.world.pay(case)
    assert Outgoing.objects.filter(system="self", kind="order").exists()


@HOMES
def test_the_card_is_handed_over_with_the_issuer_on_the_receipt(desk: Desk, home: Home) -> None:
    case = arrived(desk.world, ordered(desk.world, outgoing(desk.world, **home)))
    keeper = desk.client(desk.world.keeper)
    assert case.number in keeper.get(url("card", case)).content.decode()
    sent = keeper.post(url("card-hand-over", case), complete())
    assert sent.status_code in (200, 303), sent.content.decode()
    assert Case.objects.get().stage == Stage.HANDED_OVER
    text = page(desk, case_url(case))
    assert "签发机关" in text
    assert "等待答复" not in text
    file = page(desk, reverse("shared:file", args=[case.id]))
    assert "签名的登记表" in file


# ---------- two answers, and an answer that crosses a withdrawal ----------


def withdrawn(world: World, case: Case) -> Case:
    case.refresh_from_db()
    withdraw.withdraw(
        case.id,
        world.call(world.acceptor, minutes=20),
        words="回户籍地办理",
        signature="page",
        seen_version=case.version,
    )
    return world.fresh(case)


def test_a_contradiction_holds_the_order_and_says_whose_turn_it_is(desk: Desk) -> None:
    case = answer(desk.world, outgoing(desk.world), issued())
    answer(desk.world, case, returned(), minutes=50)
    held = "已暂缓下达制证：两次答复不一致，由县局核定"
    for path in (case_url(case), url("card", case)):
        assert held in page(desk, path)
    assert "又答复已退回：照片背景不均匀" in page(desk, case_url(case))
    case.refresh_from_db()
    answers.settle_answer(
        case.id,
        desk.world.call(desk.world.supervisor, minutes=70),
        settled=AnswerSettled.EARLIER,
        words="已与历下区分局户政科电话核实，以签发为准。",
        seen_version=case.version,
    )
    text = page(desk, case_url(case))
    assert held not in text
    assert "以先到的答复为准" in text
    assert "已与历下区分局户政科电话核实" in text


@HOMES
def test_an_answer_that_crossed_the_withdrawal_is_shown(desk: Desk, home: Home) -> None:
    case = withdrawn(desk.world, outgoing(desk.world, **home))
    cancel = message(case, "cancel")
    assert cancel.system == ("population" if home is IN_PROVINCE else "national_remote")
    text = page(desk, case_url(case))
    assert "撤回通知" in text
    assert "等待答复" not in text
    assert "不再制证" in page(desk, step(case, "finish"))
    answer(desk.world, case, issued(), minutes=40)
    text = page(desk, case_url(case))
    assert "申请人已撤回，户籍地却已签发，由县局核定" in text
    assert Case.objects.get().stage == Stage.WITHDRAWN


def test_before_withdrawing_the_window_says_what_it_means_there(desk: Desk) -> None:
    case = outgoing(desk.world)
    text = page(desk, f"{step(case, 'finish')}?open=withdraw-case")
    assert "撤回会通知上级系统" in text


# ---------- found, and what it costs ----------


@HOMES
def test_it_is_found_with_both_ends(desk: Desk, home: Home) -> None:
    case = outgoing(desk.world, **home)
    text = window(desk).post("/find/", form(q=case.number)).content.decode()
    assert f"→ {home['home_office']}" in text
    assert case_url(case) in text


@pytest.fixture
def every_page(desk: Desk) -> Callable[[], list[str]]:
    """Pages of outgoing cases at every point of their way."""
    world = desk.world
    waiting = outgoing(world, 1)
    back = answer(world, outgoing(world, 2), returned())
    twice = answer(world, outgoing(world, 3), issued())
    answer(world, twice, returned(), minutes=50)
    failed = outgoing(world, 4)
    tell(failed, "FAILED", error="UNKNOWN_PERSON")
    ready = arrived(world, ordered(world, outgoing(world, 5)))
    gone = withdrawn(world, outgoing(world, 6))
    record_fetch("population", at=desk.clock.at)
    cases = (waiting, back, twice, failed, ready, gone)
    return lambda: [
        BENCH,
        "/station/returns/",
        reverse("station:duty", args=["WATCH_ANSWER"]),
        url("return", back),
        url("card", ready),
        url("card", twice),
        reverse("shared:file", args=[gone.id]),
        *(case_url(one) for one in cases),
        *(step(one, name) for one in cases for name in ("compose", "fee", "finish")),
    ]


def asked(client: Client, path: str, data: dict[str, Any] | None = None) -> int:
    """How many statements a page or an act takes, without the marks of transactions."""
    with CaptureQueriesContext(connection) as done:
        got = client.get(path) if data is None else client.post(path, data)
    assert got.status_code < 400, (path, got.content.decode())
    marks = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE")
    return len([one for one in done if not one["sql"].startswith(marks)])


def test_no_page_costs_more_than_eight_queries(
    desk: Desk, every_page: Callable[[], list[str]]
) -> None:
    client = window(desk)
    client.get(BENCH)
    costs = {path: asked(client, path) for path in every_page()}
    assert {path: n for path, n in costs.items() if n > 8} == {}


def test_no_act_costs_more_than_six(desk: Desk) -> None:
    case = outgoing(desk.world)
    failed = outgoing(desk.world, 8)
    tell(failed, "FAILED", error="UNKNOWN_PERSON")
    client = window(desk)
    client.get(BENCH)
    assert asked(client, url("message-again", message(failed)), form()) <= 6
    overdue(desk, case)
    client = window(desk)
    assert asked(client, url("answer-chase", case), seen(case)) <= 6
