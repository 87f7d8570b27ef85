"""核定矛盾答复: by whoever the table names, with what follows said before."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from tests.cases.elsewhere import answer, arrived, issued, outgoing, returned
from tests.desks.county.desk import Desk

from tongban.cases.models import Case, Obligation
from tongban.cases.operations import arrival, production, review, withdraw
from tongban.procedure.actors import SYSTEM, UPSTREAM, Actor
from tongban.procedure.obligations import ObligationKind as K
from tongban.procedure.stages import Stage

LIST = "/county/settling/"


def contradicted(desk: Desk) -> Case:
    """Issued, then returned: the card is not ordered until somebody has asked."""
    case = outgoing(desk.world, 1)
    answer(desk.world, case, issued())
    return answer(desk.world, case, returned(), minutes=40)


def url(case: Case) -> str:
    return f"/cases/{case.id}/settle/"


def form(case: Case, **more: Any) -> dict[str, Any]:
    return {
        "request_id": str(uuid4()),
        "seen_version": str(case.version),
        "settled": "LATER",
        "words": "历下分局王警官电话确认以退回为准。",
        **more,
    }


def page(desk: Desk, officer: Actor, at: str) -> str:
    shown = desk.client(officer).get(at)
    assert shown.status_code == 200
    return shown.content.decode()


def is_open(case: Case) -> bool:
    return Obligation.objects.filter(case=case, kind=K.SETTLE_ANSWER, closed_at=None).exists()


def test_the_bureau_reads_both_answers_and_settles(desk: Desk) -> None:
    case, officer = contradicted(desk), desk.world.supervisor
    assert "1 件答复待核定" in page(desk, officer, "/county/stations/")
    assert case.number in page(desk, officer, LIST)
    assert url(case) in page(desk, officer, f"/cases/{case.id}/")
    shown = page(desk, officer, url(case))
    assert "已签发" in shown
    assert "照片背景不均匀" in shown
    assert "转为退回，由受理所按退回处理" in shown
    done = desk.client(officer).post(url(case), form(case))
    assert done.headers["Location"] == f"/cases/{case.id}/"
    after = desk.world.fresh(case)
    assert (after.stage, after.held) == (Stage.RETURNED, False)
    assert not is_open(case)
    assert "已经由他人核定" in page(desk, officer, url(case))
    assert "没有要核定的" in page(desk, officer, LIST)


def test_the_answers_stand_side_by_side_and_the_hold_is_explained(desk: Desk) -> None:
    case = contradicted(desk)
    shown = page(desk, desk.world.supervisor, url(case))
    first, second = shown.split('class="side-by"')[1:]
    for words in ("先到的", "已签发", "今天 10:00", "历下区分局", "2026.11.23-2046.11.23"):
        assert words in first
    for words in ("后到的", "已退回", "今天 10:10", "照片", "照片背景不均匀，请重新采集。"):
        assert words in second.split("</section>")[0]
    assert "已经暂缓；核定之前缴了费也不会下达" in shown


def test_an_order_that_has_gone_is_not_stopped_by_settling(desk: Desk) -> None:
    case = outgoing(desk.world, 1)
    desk.world.pay(case)
    answer(desk.world, case, issued())
    production.order(case.id, desk.world.call(SYSTEM, minutes=35))
    answer(desk.world, case, returned(), minutes=40)
    shown = page(desk, desk.world.supervisor, url(case))
    assert "制证单已经下达" in shown
    assert "写明证件怎样处理" in shown


def test_after_our_own_withdrawal_there_is_nothing_to_choose(desk: Desk) -> None:
    case = outgoing(desk.world, 1)
    call = desk.world.call(desk.world.acceptor, minutes=20)
    withdraw.withdraw(case.id, call, words="不办了", signature="pad", seen_version=case.version)
    case = answer(desk.world, case, issued())
    shown = page(desk, desk.world.supervisor, url(case))
    first, second = shown.split('class="side-by"')[1:]
    assert "申请人撤回" in first
    assert "已签发" in second.split("</section>")[0]
    assert "告知户籍地不再制证" in shown
    client = desk.client(desk.world.supervisor)
    assert client.post(url(case), form(case, settled="LATER")).status_code == 422
    assert client.post(url(case), form(case, settled="NOTED")).status_code == 303
    assert not is_open(case)


def test_noted_is_no_answer_while_a_card_waits(desk: Desk) -> None:
    case = contradicted(desk)
    client = desk.client(desk.world.supervisor)
    assert client.post(url(case), form(case, settled="NOTED")).status_code == 422
    assert desk.world.fresh(case).held


def test_without_a_choice_or_words_nothing_is_settled(desk: Desk) -> None:
    case = contradicted(desk)
    client = desk.client(desk.world.supervisor)
    for missing in ({"settled": ""}, {"settled": "NONSENSE"}, {"words": "好"}):
        answer = client.post(url(case), form(case, **missing))
        assert answer.status_code == 422
        assert "data-problems" in answer.content.decode()
    assert is_open(case)


def test_the_city_may_settle_what_the_bureau_leaves(desk: Desk) -> None:
    case = contradicted(desk)
    desk.later(days=3)
    chief = desk.client(desk.world.chief)
    assert url(case) in chief.get("/city/answers/").content.decode()
    assert chief.post(url(case), form(case, settled="EARLIER")).status_code == 303
    assert (desk.world.fresh(case).stage, is_open(case)) == (Stage.ISSUED, False)


def crossed(desk: Desk) -> Case:
    """Answered here, then withdrawn there."""
    case = arrived(desk.world)
    call = desk.world.call(desk.world.reviewer, minutes=20)
    review.issue(case.id, call, seen_version=case.version)
    call = desk.world.call(UPSTREAM, minutes=30)
    arrival.record_message(case.id, call, kind="WITHDRAWN", version=1)
    return desk.world.fresh(case)


def test_a_withdrawal_that_crossed_our_answer_is_the_reviewers(desk: Desk) -> None:
    case, officer = crossed(desk), desk.world.reviewer
    assert case.number in page(desk, officer, LIST)
    shown = page(desk, officer, url(case))
    assert "申请人撤回" in shown
    assert "已了解情况并登记" in shown
    assert desk.client(desk.world.supervisor).get(url(case)).status_code == 404
    assert desk.client(desk.world.chief).get(url(case)).status_code == 403
    sent = form(case, settled="NOTED", words="千佛山所确认申请人不再需要。")
    assert desk.client(officer).post(url(case), sent).status_code == 303
    assert not is_open(case)


def test_the_pages_cost_eight_queries(desk: Desk, django_assert_max_num_queries: Any) -> None:
    case = contradicted(desk)
    client = desk.client(desk.world.supervisor)
    client.get("/help/")
    for at in (LIST, url(case)):
        with django_assert_max_num_queries(8):
            assert client.get(at).status_code == 200
