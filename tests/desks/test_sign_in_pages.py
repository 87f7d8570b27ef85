"""Signing in through the pages."""

from datetime import timedelta

import pytest
import time_machine
from django.http import HttpResponse
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from tests.accounts.people import (
    AT,
    CITY,
    COUNTY,
    PASSWORD,
    STATION,
    make_officer,
    sign_in,
    stamp,
)

from tongban.accounts import first_admin
from tongban.accounts.bootstrap import load_units
from tongban.accounts.demo import make_demo_officers
from tongban.accounts.models import Officer, Session
from tongban.accounts.requests import COOKIE
from tongban.accounts.terms import IDLE_LIMIT, MAX_FAILURES
from tongban.audit.models import AuditRow
from tongban.policy.units import shipped_city
from tongban.procedure.roles import Role

pytestmark = pytest.mark.usefixtures("db")


@pytest.fixture(autouse=True)
def _units(db: None) -> None:
    load_units()


def enter(
    client: Client, login: str = "guhuai1", password: str = PASSWORD, goal: str = ""
) -> HttpResponse:
    form = {"login": login, "password": password, "next": goal}
    answer = client.post("/sign-in/", form)
    assert isinstance(answer, HttpResponse)
    return answer


def test_signing_in_leads_to_where_one_wanted_to_be(client: Client) -> None:
    make_officer("guhuai1")
    goal = client.get("/unit/").headers["Location"]
    assert goal == "/sign-in/?next=%2Funit%2F"
    page = client.get(goal).content.decode()
    assert 'name="next" value="/unit/"' in page
    answer = enter(client, goal="/unit/")
    assert answer.headers["Location"] == "/unit/"
    assert "古槐派出所" in client.get("/unit/").content.decode()
    assert AuditRow.objects.filter(what="SIGNED_IN", unit=STATION).exists()


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(client: Client) -> None:
    make_officer("guhuai1")
    cookie = enter(client).cookies[COOKIE]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Strict"
    assert not cookie["max-age"]


def test_over_tls_the_cookie_is_secure(client: Client) -> None:
    make_officer("guhuai1")
    form = {"login": "guhuai1", "password": PASSWORD}
    assert client.post("/sign-in/", form, secure=True).cookies[COOKIE]["secure"]


@pytest.mark.parametrize(
    "goal", ["https://evil.example/", "//evil.example", "\\\\evil", "/sign-in/"]
)
def test_no_way_leads_out_of_the_product(client: Client, goal: str) -> None:
    make_officer("guhuai1")
    assert enter(client, goal=goal).headers["Location"] == "/"


def test_a_session_planted_before_is_not_taken_over(client: Client) -> None:
    officer = make_officer("guhuai1")
    planted = sign_in(client, officer, unit=STATION)
    token = enter(client).cookies[COOKIE].value
    assert token != planted
    assert Session.objects.count() == 1


def test_every_failure_gets_the_same_answer(client: Client) -> None:
    make_officer("guhuai1")
    make_officer("gone")
    Officer.objects.filter(login="gone").update(is_active=False)
    answers = [
        enter(client, login="nobody").content.decode().replace("nobody", ""),
        enter(client, password="wrong").content.decode().replace("guhuai1", ""),
        enter(client, login="gone").content.decode().replace("gone", ""),
    ]
    problems = {page.split("data-problems")[1].split("</div>")[0] for page in answers}
    assert len(problems) == 1
    assert "登录名或密码不正确" in problems.pop()
    assert all(PASSWORD not in page for page in answers)


def test_too_many_failures_lock(client: Client) -> None:
    make_officer("guhuai1")
    for _ in range(MAX_FAILURES):
        enter(client, password="wrong")
    assert enter(client).status_code == 403
    assert COOKIE not in client.cookies


def test_an_officer_without_a_role_is_told_so(client: Client) -> None:
    make_officer("guhuai1", unit=None)
    assert "还没有岗位" in enter(client).content.decode()


def test_several_units_ask_for_a_choice_and_switching_changes_the_token(client: Client) -> None:
    officer = make_officer("guhuai1")
    officer.grants.create(unit_id=COUNTY, role=Role.REVIEW)
    answer = enter(client, goal="/unit/")
    assert answer.headers["Location"] == "/unit/?next=%2Funit%2F"
    before = client.cookies[COOKIE].value
    page = client.get("/unit/").content.decode()
    assert "审核签发" in page
    assert "受理" in page
    assert client.post("/unit/", {"unit": STATION}).status_code == 302
    assert client.cookies[COOKIE].value != before
    assert Session.objects.get().unit_id == STATION
    assert client.post("/unit/", {"unit": CITY}).status_code == 409


def test_an_ordinary_page_costs_one_query_to_know_who_asks(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    stamp(is_demo=False)
    sign_in(client, make_officer("guhuai1"), unit=STATION)
    client.get("/account/password/")
    with django_assert_num_queries(1):
        assert client.get("/account/password/").status_code == 200


def test_an_idle_session_asks_to_sign_in_again(client: Client) -> None:
    officer = make_officer("guhuai1")
    with time_machine.travel(AT, tick=False) as clock:
        sign_in(client, officer, unit=STATION, at=AT)
        assert client.get("/account/password/").status_code == 200
        clock.shift(IDLE_LIMIT + timedelta(seconds=1))
        assert client.get("/account/password/").headers["Location"].startswith("/sign-in/")


def test_signing_out_ends_the_session(client: Client) -> None:
    token = sign_in(client, make_officer("guhuai1"), unit=STATION)
    assert client.get("/sign-out/").status_code == 405
    assert client.post("/sign-out/").headers["Location"] == "/sign-in/"
    client.cookies[COOKIE] = token
    assert client.get("/unit/").status_code == 302


def test_a_one_time_password_must_be_changed_first(client: Client) -> None:
    officer = make_officer("guhuai1")
    Officer.objects.update(must_change_password=True, password_set_at=None)
    enter(client)
    elsewhere = sign_in(Client(), officer, unit=STATION)
    assert client.get("/unit/").headers["Location"] == "/account/password/"
    wrong = {"present": "no", "new": "Tai-Bai-2026", "again": "Tai-Bai-2026"}
    assert client.post("/account/password/", wrong).status_code == 422
    weak = {"present": PASSWORD, "new": "weak", "again": "weak"}
    assert "10 至" in client.post("/account/password/", weak).content.decode()
    unlike = {"present": PASSWORD, "new": "Tai-Bai-2026", "again": "Tai-Bai-2027"}
    assert "不一致" in client.post("/account/password/", unlike).content.decode()
    before = client.cookies[COOKIE].value
    good = {"present": PASSWORD, "new": "Tai-Bai-2026", "again": "Tai-Bai-2026"}
    assert client.post("/account/password/", good).headers["Location"] == "/"
    assert client.cookies[COOKIE].value not in {before, elsewhere}
    assert client.get("/unit/").status_code == 200
    assert Session.objects.count() == 1


def test_a_form_of_another_site_is_refused() -> None:
    make_officer("guhuai1")
    strict = Client(enforce_csrf_checks=True)
    assert strict.post("/sign-in/", {"login": "guhuai1", "password": PASSWORD}).status_code == 403


def test_a_script_is_told_instead_of_being_led_to_a_page(client: Client) -> None:
    answer = client.post("/unit/", headers={"Sec-Fetch-Dest": "empty"})
    assert answer.status_code == 401


def test_a_fragment_comes_back_to_its_page(client: Client) -> None:
    headers = {"HX-Request": "true", "HX-Current-URL": "http://testserver/unit/?a=1"}
    answer = client.post("/unit/", headers=headers)
    assert answer.headers["HX-Redirect"] == "/sign-in/?next=%2Funit%2F%3Fa%3D1"


def test_the_demonstration_lists_its_accounts(client: Client) -> None:
    stamp(is_demo=True)
    make_demo_officers(shipped_city(), at=AT)
    page = client.get("/sign-in/").content.decode()
    assert "演示账号" in page
    assert 'data-login="guhuai-sl1"' in page
    assert client.get("/first/").status_code == 404


def test_a_real_installation_lists_nobody_and_names_the_first_step(client: Client) -> None:
    stamp(is_demo=False)
    page = client.get("/sign-in/").content.decode()
    assert "演示账号" not in page
    assert "/first/" in page


def test_the_first_administrator_sets_himself_up_once(client: Client) -> None:
    stamp(is_demo=False)
    code = first_admin.make_code(AT)
    form = {"code": code, "login": "admin1", "name": "孔令川", "password": PASSWORD, "again": "x"}
    with time_machine.travel(AT, tick=False):
        answer = client.post("/first/", form)
        assert answer.status_code == 422
        assert PASSWORD not in answer.content.decode()
        wrong = client.post("/first/", {**form, "again": PASSWORD, "code": "AAAA"})
        assert "一次性代码不正确" in wrong.content.decode()
        answer = client.post("/first/", {**form, "again": PASSWORD})
        assert answer.headers["Location"] == "/sign-in/"
        assert client.get("/first/").status_code == 404
        enter(client, login="admin1")
        assert client.get("/").headers["Location"] == "/admin/"
        assert client.get("/admin/").headers["Location"] == "/admin/officers/"
