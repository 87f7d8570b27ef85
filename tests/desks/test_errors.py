"""What an officer sees when something could not be done."""

import json
from uuid import uuid4

import pytest
from django.db import DataError
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import path
from django.utils.datastructures import MultiValueDictKeyError
from tests.accounts.people import STATION, make_officer, sign_in

from tongban.accounts.bootstrap import load_units
from tongban.accounts.errors import AccountRefused, NoSuchOfficer
from tongban.accounts.requests import sign_in_not_required
from tongban.cases.operations import errors as operations
from tongban.config import urls
from tongban.desks.shared.errors import UserMistakes, trouble_of
from tongban.ports.errors import TimedOut

FAULT = operations.FieldFault("name", "姓名太长。", "第六条")
ERRORS: dict[str, tuple[Exception, int, str]] = {
    "not-found": (operations.NotFound("没有这一件。"), 404, "没有这一件。"),
    "forbidden": (operations.Forbidden("不能签发自己受理的件。"), 403, "不能签发自己受理的件。"),
    "stage": (operations.WrongStage("已经签发。"), 409, "已经签发。"),
    "race": (operations.LostRace("09:12 周敏 已办“签发”。"), 409, "周敏"),
    "barred": (
        operations.Barred("首次申领。", clause="第五条(一)"),
        409,
        "首次申领。（第五条(一)）",
    ),
    "input": (operations.BadInput(FAULT), 422, "姓名太长（第六条）"),
    "occupied": (operations.Occupied("已有受理。", intake=uuid4(), case=None), 409, "已有受理。"),
    "account": (AccountRefused("岗位不能兼任。"), 409, "岗位不能兼任。"),
    "officer": (NoSuchOfficer(), 404, "没有这个人员"),
    "upstream": (TimedOut("population", "no answer"), 503, "稍后重试"),
    "form": (MultiValueDictKeyError("request_id"), 422, "刷新后再提交"),
    "data": (DataError("value too long: 孔令川"), 422, "改短"),
}


@sign_in_not_required
def fails(request: HttpRequest, kind: str) -> HttpResponse:
    """A view that ends as asked."""
    raise ERRORS[kind][0]


urlpatterns = [*urls.urlpatterns, path("fails/<slug:kind>/", fails)]
handler404, handler500 = urls.handler404, urls.handler500


@pytest.mark.urls(__name__)
@pytest.mark.parametrize("kind", ERRORS)
def test_each_error_is_a_page_with_its_sentence(client: Client, kind: str) -> None:
    _, status, words = ERRORS[kind]
    headers = {"Host": "testserver", "Referer": "http://testserver/somewhere/?q=1"}
    answer = client.post(f"/fails/{kind}/", headers=headers)
    page = answer.content.decode()
    assert answer.status_code == status
    assert words in page
    assert answer.headers["X-Request-Id"] in page
    assert 'href="/somewhere/"' in page
    assert "孔令川" not in page


@pytest.mark.urls(__name__)
@pytest.mark.parametrize("kind", ERRORS)
def test_a_part_of_a_page_gets_a_message_and_keeps_what_was_typed(
    client: Client, kind: str
) -> None:
    _, status, words = ERRORS[kind]
    answer = client.post(f"/fails/{kind}/", headers={"HX-Request": "true"})
    assert answer.status_code == status
    assert answer.headers["HX-Reswap"] == "none"
    toast = json.loads(answer.headers["HX-Trigger"])["tongban:toast"]
    assert words in toast["text"]
    assert toast["tone"] == "bad"


@pytest.mark.urls(__name__)
def test_a_followed_link_gets_the_whole_page(client: Client) -> None:
    headers = {"HX-Request": "true", "HX-Boosted": "true"}
    assert b"data-page" in client.get("/fails/race/", headers=headers).content


@pytest.mark.urls(__name__)
def test_marks_differ_from_request_to_request(client: Client) -> None:
    marks = {client.get("/fails/race/").headers["X-Request-Id"] for _ in range(20)}
    assert len(marks) == 20


def test_our_own_faults_are_left_to_the_log() -> None:
    assert trouble_of(KeyError("x")) is None
    middleware = UserMistakes(lambda request: HttpResponse())
    assert middleware.process_exception(RequestFactory().get("/"), KeyError("孔令川")) is None


@pytest.mark.django_db
def test_what_the_database_cannot_hold_is_refused_with_a_sentence(client: Client) -> None:
    load_units()
    sign_in(client, make_officer("guhuai1"), unit=STATION)
    for answer in (
        client.post("/unit/", {"unit": "a\x00b"}),
        client.get("/unit/", {"next": "a\x00b"}),
        client.post("/sign-in/", {"login": "a\x00b", "password": "x"}),
    ):
        assert answer.status_code == 422
        assert "控制字符" in answer.content.decode()
