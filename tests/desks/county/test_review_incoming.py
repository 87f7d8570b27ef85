"""Cases accepted elsewhere on the review screen (第九条): told apart, judged, answered once."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.cases.elsewhere import NUMBER, arrived, version_of
from tests.cases.world import id_number
from tests.desks.county.desk import Desk, decide_as_other, issue_form, return_form

from tongban.cases.models import Case, Event, Outgoing
from tongban.cases.operations import arrival
from tongban.procedure.actors import UPSTREAM
from tongban.procedure.reasons import LateCause
from tongban.procedure.stages import Stage

STATION = "济南市公安局历下区分局千佛山派出所"
SECOND = NUMBER[:-1] + "2"


def case_url(case: Case, name: str = "case") -> str:
    return reverse(f"county:review-{name}", args=[case.id])


def shown(desk: Desk, case: Case, query: str = "") -> str:
    return desk.reviewer.get(case_url(case) + query).content.decode()


def answered(case: Case) -> list[str]:
    rows = Outgoing.objects.filter(case=case, kind="decision").order_by("created_at", "id")
    return [row.system for row in rows]


def other_person(desk: Desk) -> Case:
    """A second incoming case, of somebody else."""
    number = id_number(8)
    text = {**version_of(desk.world).text, "record_id": "R000008", "id_number": number}
    record = {**version_of(desk.world).record, "record_id": "R000008", "id_number": number}
    return arrived(desk.world, number=SECOND, text=text, record=record)


def test_it_is_told_apart_at_a_glance(desk: Desk) -> None:
    case = arrived(desk.world)
    page = shown(desk, case)
    for words in (
        "stream--in",
        "转入",
        "省内跨地市",
        STATION,
        "09:30 到达",
        "山东省人口信息管理系统（异地受理签发）",
        "外地民警",
        "受理地现场比对",
        "是否符合受理条件由受理地判定",
    ):
        assert words in page
    for ours in ("第五条(五)", "不在不良信用名单", "工本费", "缴费", "版规范判定"):
        assert ours not in page


def test_late_fetch_says_why_and_whose(desk: Desk) -> None:
    friday = desk.world.at - timedelta(days=3)
    case = arrived(
        desk.world,
        arrived=friday,
        fetched_at=desk.world.at,
        late_cause=LateCause.UPSTREAM_DOWN,
    )
    page = shown(desk, case)
    assert "晚取 3 天" in page
    assert "上级系统当时无法连接" in page
    assert "不计审核单位误期" in page
    assert "取到已过期限" in page


def test_a_queue_shows_which_ones_came_from_elsewhere(desk: Desk) -> None:
    case = arrived(desk.world)
    ours = desk.world.signed(1)
    page = shown(desk, ours)
    item = page.split(f'href="{case_url(case)}"')[1].split("</a>")[0]
    assert "转入" in item
    own = page.split(f'href="{case_url(ours)}" class="queue-item')[1].split("</a>")[0]
    assert "转入" not in own


def test_the_queue_is_by_arrival_upstream_not_by_fetching(desk: Desk) -> None:
    ours = desk.world.signed(1)
    early = desk.world.at - timedelta(minutes=30)
    case = arrived(desk.world, arrived=early, fetched_at=desk.world.at + timedelta(hours=1))
    answer = desk.reviewer.get(reverse("county:review"))
    assert answer.headers["Location"] == case_url(case)
    assert f'href="{case_url(ours)}" data-key="J"' in shown(desk, case)


def test_nobody_in_the_register_is_said_with_the_way_on(desk: Desk) -> None:
    case = arrived(desk.world, record={})
    page = shown(desk, case)
    assert "人口库查无此人" in page
    assert "户籍已迁出的，退回并写明" in page
    assert "未核对" in page
    assert "今天签发，36 周岁" in page
    assert "人口库无照片" in page


def test_fingers_without_pictures_and_without_prints(desk: Desk) -> None:
    fingers = [
        {"code": 11, "template": "right", "quality": 71, "missing_reason": ""},
        {"code": 0, "template": "", "quality": None, "missing_reason": "左手缺失"},
    ]
    page = shown(desk, arrived(desk.world, fingers=fingers))
    assert "右手拇指" in page
    assert "未登记：左手缺失" in page


@pytest.mark.parametrize("pages", [0, 2])
def test_evidence_of_the_other_side(desk: Desk, pages: int) -> None:
    evidence = [
        {
            "kind": "DRIVING_LICENCE",
            "description": "",
            "valid_until": "2030-01-01",
            "read_fields": {},
            "pages": [f"page{n}" for n in range(pages)],
        }
    ]
    page = shown(desk, arrived(desk.world, evidence=evidence if pages else []))
    assert page.count("/evidence-1-") == 2 * pages
    assert ("机动车驾驶证（有效期至 2030-01-01）" in page) is bool(pages)
    assert ("受理地没有随件送来凭证" in page) is not bool(pages)


def test_issuing_answers_upstream_once_and_goes_on(desk: Desk) -> None:
    case, other = arrived(desk.world), other_person(desk)
    client, form = desk.reviewer, issue_form(case)
    assert client.post(case_url(case, "issue"), form).headers["Location"] == case_url(other)
    assert client.post(case_url(case, "issue"), form).status_code == 303
    assert desk.world.fresh(case).stage == Stage.ANSWERED
    assert answered(case) == ["province_remote"]


def test_a_decision_costs_six_queries(desk: Desk) -> None:
    case, other = arrived(desk.world), other_person(desk)
    client = desk.reviewer
    for which, form in ((case, issue_form(case)), (other, return_form(other))):
        name = "return" if which is other else "issue"
        with CaptureQueriesContext(connection) as captured:
            answer = client.post(case_url(which, name), form)
        asked = [q["sql"] for q in captured.captured_queries if "SAVEPOINT" not in q["sql"]]
        assert answer.status_code == 303
        assert len(asked) <= 6, asked


def test_a_page_costs_eight_queries(desk: Desk, django_assert_max_num_queries: Any) -> None:
    case = arrived(desk.world)
    desk.world.signed(7)  # the same person, so that 疑似重复 is looked up and found
    client = desk.reviewer
    client.get(case_url(case))
    with django_assert_max_num_queries(8):
        page = client.get(case_url(case)).content.decode()
    assert "疑似重复" in page


def test_answered_by_two_at_once_says_who(desk: Desk) -> None:
    case, other = arrived(desk.world), other_person(desk)
    decide_as_other(desk.world, case)
    answer = desk.reviewer.post(case_url(case, "issue"), issue_form(case))
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "审核己" in page
    assert "下面是下一件" in page
    assert answer.headers["HX-Push-Url"] == case_url(other)
    assert answered(case) == ["province_remote"]


def withdraw(desk: Desk, case: Case) -> None:
    arrival.withdrawn_there(case.id, desk.world.call(UPSTREAM, minutes=100), version=1)


def test_withdrawn_there_while_it_was_open(desk: Desk) -> None:
    case, other = arrived(desk.world), other_person(desk)
    withdraw(desk, case)
    answer = desk.reviewer.post(case_url(case, "issue"), issue_form(case))
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "上级系统 已办“受理地已撤回”" in page
    assert case_url(other, "issue") in page
    assert not answered(case)


def test_withdrawn_there_leads_on(desk: Desk) -> None:
    case, other = arrived(desk.world), other_person(desk)
    withdraw(desk, case)
    page = shown(desk, case)
    assert "不需要再审" in page
    assert case_url(case, "issue") not in page
    acts = page.split('class="acts"')[1]
    assert f'href="{case_url(other)}"' in acts
    assert "下一件" in acts


def test_the_last_one_withdrawn_leads_to_the_queue(desk: Desk) -> None:
    case = arrived(desk.world)
    withdraw(desk, case)
    acts = shown(desk, case).split('class="acts"')[1]
    assert f'href="{reverse("county:review")}"' in acts


def resubmitted(desk: Desk, **more: Any) -> Case:
    """A case returned for its photo, and a second version with what the station says."""
    case = arrived(desk.world)
    desk.reviewer.post(case_url(case, "return"), return_form(case))
    assert desk.world.fresh(case).stage == Stage.RETURNED
    when = desk.clock.at - timedelta(minutes=1)
    version = version_of(desk.world, 2, arrived=when, answer="已重新拍摄，请再审", **more)
    arrival.resubmitted_there(case.id, desk.world.call(UPSTREAM, minutes=119), arrival=version)
    return desk.world.fresh(case)


def test_a_resubmission_shows_the_return_the_change_and_the_answer(desk: Desk) -> None:
    text = {**version_of(desk.world).text, "address": "山东省曲阜市鲁城街道明故城路13号"}
    page = shown(desk, resubmitted(desk, text=text))
    rounds = page.split("退回与补正")[1].split("</div>")[0]
    assert "背景有阴影，请补光重拍。" in rounds
    assert "已重新拍摄，请再审" in rounds
    assert "改正住址；重新采集照片" in rounds
    assert "上一版" in page
    assert "明故城路13号" in page
    assert "看第 1 版" in page
    assert "受理地重新送审，第 2 版" in page


def test_a_resubmission_that_changed_nothing_says_so(desk: Desk) -> None:
    rounds = shown(desk, resubmitted(desk, photo="photo1")).split("退回与补正")[1]
    assert "与退回的版本相同" in rounds.split("</div>")[0]


def test_a_new_version_is_not_decided_by_an_old_page(desk: Desk) -> None:
    old = arrived(desk.world)
    form = issue_form(old)
    desk.reviewer.post(case_url(old, "return"), return_form(old))
    when = desk.clock.at - timedelta(minutes=1)
    version = version_of(desk.world, 2, arrived=when)
    arrival.resubmitted_there(old.id, desk.world.call(UPSTREAM, minutes=119), arrival=version)
    answer = desk.reviewer.post(case_url(old, "issue"), form)
    assert answer.status_code == 409
    assert "受理地重新送审" in answer.content.decode()
    assert desk.world.fresh(old).stage == Stage.IN_REVIEW


def test_the_return_promises_what_will_happen_there(desk: Desk) -> None:
    assert "答复经上级系统送到受理地" in shown(desk, arrived(desk.world))
    assert "受理地派出所会立即看到" in shown(desk, desk.world.signed(1))


def test_the_history_tells_what_was_done_there(desk: Desk) -> None:
    case = arrived(desk.world)
    desk.reviewer.post(case_url(case, "issue"), issue_form(case))
    page = shown(desk, case)
    told = page.split(">经过<")[1]
    assert told.index("受理地合成") < told.index("到达上级系统") < told.index("接收转入件")
    assert "已经答复" in page
    assert Event.objects.filter(subject=case.id).count() == 2
