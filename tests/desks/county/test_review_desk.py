"""The review desk by its pages."""

from __future__ import annotations

import json
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.desks.county.desk import Desk, decide_as_other, issue_form, return_form

from tongban.audit.models import AuditRow
from tongban.cases.models import Case, Draft, LookIn
from tongban.cases.operations.upstream_health import record_fetch
from tongban.policy.vocabulary import System
from tongban.procedure.stages import Stage

LIST = "/county/review/"


def case_url(case: Case, name: str = "case") -> str:
    return reverse(f"county:review-{name}", args=[case.id])


def stage(case: Case) -> str:
    return Case.objects.get(id=case.id).stage


def test_opening_the_list_is_the_look_in_and_leads_to_the_first_case(desk: Desk) -> None:
    first, second = desk.world.signed(1), desk.world.signed(2)
    record_fetch("population", at=desk.clock.at)
    answer = desk.reviewer.get(LIST)
    assert answer.headers["Location"] == case_url(first)
    look = LookIn.objects.get(is_fresh=True)
    assert look.system == System.SHANDONG_POPULATION
    assert look.unit == desk.world.home_county
    page = desk.reviewer.get(case_url(first)).content.decode()
    assert case_url(second) in page


def test_a_stale_list_is_recorded_and_meets_nothing(desk: Desk) -> None:
    desk.reviewer.get(LIST)
    assert LookIn.objects.count() == len(System)
    assert not LookIn.objects.filter(is_fresh=True).exists()


def test_an_empty_queue_says_why(desk: Desk) -> None:
    assert "没有等待审核签发的件" in desk.reviewer.get(LIST).content.decode()


def test_the_case_stands_on_one_page(desk: Desk) -> None:
    case = desk.world.signed()
    page = desk.reviewer.get(case_url(case)).content.decode()
    for words in ("颜", "第五条(五)", "居民户口簿", "第三条(一)", "今天 17:00", "签名并送审"):
        assert words in page
    viewed = AuditRow.objects.get(what="CASE_VIEWED")
    assert viewed.subject == case.id


def test_a_page_costs_eight_queries(desk: Desk, django_assert_max_num_queries: Any) -> None:
    case, _ = desk.world.signed(1), desk.world.signed(2)
    client = desk.reviewer
    client.get(case_url(case))
    with django_assert_max_num_queries(8):
        client.get(case_url(case))


def test_a_decision_costs_six_queries(desk: Desk) -> None:
    case, other = desk.world.signed(1), desk.world.signed(2)
    client = desk.reviewer
    with CaptureQueriesContext(connection) as captured:
        answer = client.post(case_url(case, "issue"), issue_form(case))
    asked = [q["sql"] for q in captured.captured_queries if "SAVEPOINT" not in q["sql"]]
    assert len(asked) <= 6
    assert answer.status_code == 303
    assert answer.headers["Location"] == case_url(other)
    assert stage(case) == Stage.ISSUED


def test_the_script_is_told_where_the_next_case_is(desk: Desk) -> None:
    case, other = desk.world.signed(1), desk.world.signed(2)
    answer = desk.reviewer.post(
        case_url(case, "issue"), issue_form(case), headers={"HX-Request": "true"}
    )
    assert json.loads(answer.headers["HX-Location"]) == {"path": case_url(other)}


def test_after_the_last_one_the_list_comes(desk: Desk) -> None:
    case = desk.world.signed()
    answer = desk.reviewer.post(case_url(case, "issue"), issue_form(case))
    assert answer.headers["Location"] == LIST


def test_the_next_case_lies_behind_the_one_decided(desk: Desk) -> None:
    first, second, third = (desk.world.signed(n) for n in (1, 2, 3))
    duty = second.obligations.get(kind="REVIEW")
    page = desk.reviewer.get(case_url(second)).content.decode()
    assert str(duty.id) in page
    mark = page.split('name="mark" value="')[1].split('"')[0]
    answer = desk.reviewer.post(case_url(second, "issue"), issue_form(second, mark=mark))
    assert answer.headers["Location"] == case_url(third)
    assert stage(first) == Stage.IN_REVIEW


def test_a_lost_race_says_who_did_what_and_shows_the_next(desk: Desk) -> None:
    case, other = desk.world.signed(1), desk.world.signed(2)
    decide_as_other(desk.world, case)
    answer = desk.reviewer.post(case_url(case, "issue"), issue_form(case))
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "审核己 已办“通过并签发”" in page
    assert answer.headers["HX-Push-Url"] == case_url(other)
    assert f'action="{case_url(other, "issue")}' in page


def test_the_same_request_twice_is_one_decision(desk: Desk) -> None:
    case = desk.world.signed()
    form = issue_form(case)
    client = desk.reviewer
    assert client.post(case_url(case, "issue"), form).status_code == 303
    assert client.post(case_url(case, "issue"), form).status_code == 303


def test_a_return_comes_back_with_everything_typed_when_it_is_incomplete(desk: Desk) -> None:
    case = desk.world.signed()
    form = issue_form(case, category="TEXT", words="住址与户口簿不符")
    answer = desk.reviewer.post(case_url(case, "return"), form)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "请选择哪一项文字信息不对" in page
    assert "住址与户口簿不符</textarea>" in page
    assert "data-open-now" in page
    assert stage(case) == Stage.IN_REVIEW


@pytest.mark.parametrize("missing", ["category", "words"])
def test_a_return_names_what_is_missing(desk: Desk, missing: str) -> None:
    case = desk.world.signed()
    form = return_form(case) | {missing: ""}
    assert desk.reviewer.post(case_url(case, "return"), form).status_code == 422


def test_a_return_goes_to_the_station_with_fields_and_words(desk: Desk) -> None:
    case = desk.world.signed()
    form = issue_form(
        case, category="TEXT", words="住址与户口簿不符，请更正。", **{"field-address": "1"}
    )
    assert desk.reviewer.post(case_url(case, "return"), form).status_code == 303
    case = desk.world.fresh(case)
    assert case.stage == Stage.RETURNED
    assert case.returned is not None
    assert case.returned["fields"] == ["address"]


def test_what_is_typed_is_kept_until_it_is_sent(desk: Desk) -> None:
    case = desk.world.signed()
    client = desk.reviewer
    url = reverse("shared:draft", args=["return", case.id])
    kept = client.post(url, {"category": "PHOTO", "words": "背景有阴影", "request_id": "x"})
    assert kept.status_code == 204
    client.post(url, {"category": "PHOTO", "words": "背景有阴影，偏暗"})
    assert "背景有阴影，偏暗</textarea>" in client.get(case_url(case)).content.decode()
    client.post(case_url(case, "return"), return_form(case))
    assert not Draft.objects.exists()


def test_too_long_a_draft_is_refused(desk: Desk) -> None:
    url = reverse("shared:draft", args=["return", uuid4()])
    assert desk.reviewer.post(url, {"words": "长" * 20_001}).status_code == 422


def test_own_work_is_barred_in_words(desk: Desk) -> None:
    case = desk.world.signed()
    case.acceptors = [desk.world.call(desk.world.reviewer).officer]
    case.save()
    page = desk.reviewer.get(case_url(case)).content.decode()
    assert "本人受理" in page
    assert "审核签发须由未参与受理的民警办理" in page
    assert case_url(case, "issue") not in page
    assert desk.reviewer.post(case_url(case, "issue"), issue_form(case)).status_code == 403
    assert stage(case) == Stage.IN_REVIEW


def test_an_older_version_can_be_read_and_not_decided(desk: Desk) -> None:
    case = desk.world.returned()
    desk.world.recomposed(case)
    client = desk.reviewer
    page = client.get(case_url(case)).content.decode()
    assert "照片背景不均匀" in page
    assert "重新采集照片" in page
    assert "看第 1 版" in page
    old = client.get(case_url(case) + "?v=1").content.decode()
    assert "只能看，不能办" in old
    assert case_url(case, "issue") not in old


def test_another_bureau_sees_nothing(desk: Desk) -> None:
    case = desk.world.signed()
    other = next(
        u.code
        for u in desk.world.city.units
        if u.kind == "COUNTY" and u.code not in (desk.world.county, desk.world.home_county)
    )
    stranger = desk.client(desk.world.officer("外县", other, *desk.world.reviewer.roles))
    assert stranger.get(case_url(case)).status_code == 404
    assert stranger.post(case_url(case, "issue"), issue_form(case)).status_code == 404


def test_the_accepting_bureau_may_look_and_not_decide(desk: Desk) -> None:
    case = desk.world.signed()
    near = desk.client(desk.world.officer("近处", desk.world.county, *desk.world.reviewer.roles))
    page = near.get(case_url(case)).content.decode()
    assert case_url(case, "issue") not in page
    assert near.post(case_url(case, "issue"), issue_form(case)).status_code == 403


def test_a_page_fetched_ahead_brings_its_queue_up_to_date(desk: Desk) -> None:
    case = desk.world.signed()
    ahead = desk.reviewer.get(case_url(case), headers={"Purpose": "prefetch"}).content.decode()
    assert 'hx-trigger="load"' in ahead
    assert 'hx-trigger="load"' not in desk.reviewer.get(case_url(case)).content.decode()
    part = desk.reviewer.get(f"{LIST}queue?current={case.id}").content.decode()
    assert 'aria-current="true"' in part


def test_nonsense_in_the_address_is_no_trouble(desk: Desk) -> None:
    case = desk.world.signed()
    for query in ("?c=X&after=1.2.3", "?after=.9999999999999999999999." + str(uuid4()), "?v=x"):
        assert desk.reviewer.get(case_url(case) + query).status_code == 200
    form = {"request_id": "1", "seen_version": "²"}
    assert desk.reviewer.post(case_url(case, "issue"), form).status_code == 422
