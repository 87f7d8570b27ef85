"""The administrators' work, page by page."""

import re
from uuid import UUID

import pytest
from django.test import Client
from tests.accounts.people import CITY, STATION, make_officer, sign_in

from tongban.accounts.bootstrap import load_units
from tongban.accounts.models import Officer
from tongban.audit.models import AuditRow
from tongban.procedure.roles import Role


@pytest.fixture(autouse=True)
def _units(db: None) -> None:
    load_units()


def as_admin(role: Role) -> Client:
    client = Client()
    officer = make_officer(f"admin-{role.value[6:].lower()}", unit=CITY, roles=(role,))
    sign_in(client, officer, unit=CITY)
    return client


@pytest.fixture
def system() -> Client:
    return as_admin(Role.ADMIN_SYSTEM)


@pytest.fixture
def security() -> Client:
    return as_admin(Role.ADMIN_SECURITY)


@pytest.fixture
def audit() -> Client:
    return as_admin(Role.ADMIN_AUDIT)


def url(officer_id: UUID, what: str = "") -> str:
    return f"/admin/officers/{officer_id}/{what}"


def new_officer(system: Client) -> tuple[UUID, str]:
    form = {"login": "guhuai9", "name": "颜𬭎", "police_number": "080099"}
    page = system.post("/admin/officers/new/", form).content.decode()
    found = re.search(r'<b class="num">(\w{16})</b>', page)
    assert found
    return Officer.objects.get(login="guhuai9").id, found[1]


def test_from_a_new_officer_to_his_first_sign_in(system: Client, security: Client) -> None:
    officer_id, one_time = new_officer(system)
    assert "没有岗位" in system.get("/admin/officers/").content.decode()
    form = {"unit": STATION, "role": "ACCEPTANCE"}
    assert security.post(url(officer_id, "grant/"), form).status_code == 302
    assert "古槐派出所" in security.get(url(officer_id)).content.decode()
    officer = Client()
    officer.post("/sign-in/", {"login": "guhuai9", "password": one_time})
    assert officer.get("/unit/").headers["Location"] == "/account/password/"
    assert one_time not in system.get(url(officer_id)).content.decode()


def test_bad_input_stays_in_the_form_beside_its_field(system: Client) -> None:
    form = {"login": "有字", "name": "颜秀英", "police_number": "080099"}
    answer = system.post("/admin/officers/new/", form)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert 'value="颜秀英"' in page
    assert 'id="f-login-error"' in page


def test_roles_that_must_be_apart_are_refused_beside_the_field(
    system: Client, security: Client
) -> None:
    officer_id, _ = new_officer(system)
    security.post(url(officer_id, "grant/"), {"unit": STATION, "role": "ACCEPTANCE"})
    answer = security.post(url(officer_id, "grant/"), {"unit": CITY, "role": "ADMIN_AUDIT"})
    assert answer.status_code == 422
    assert "不能兼任" in answer.content.decode()
    answer = security.post(url(officer_id, "grant/"), {"unit": STATION, "role": "KING"})
    assert answer.status_code == 422


def test_taking_roles_resetting_and_unlocking(system: Client, security: Client) -> None:
    officer_id, _ = new_officer(system)
    form = {"unit": STATION, "role": "ACCEPTANCE"}
    security.post(url(officer_id, "grant/"), form)
    assert security.post(url(officer_id, "revoke/"), form).status_code == 302
    assert not Officer.objects.get(id=officer_id).grants.exists()
    page = security.post(url(officer_id, "reset-password/")).content.decode()
    assert "一次性密码" in page
    assert security.post(url(officer_id, "unlock/")).status_code == 302
    assert security.post(url(officer_id, "revoke/"), {"role": "KING"}).status_code == 409


def test_shutting_an_account_wants_its_login_typed(system: Client) -> None:
    officer_id, _ = new_officer(system)
    answer = system.post(url(officer_id, "deactivate/"), {"confirm": "other"})
    assert answer.status_code == 422
    assert Officer.objects.get(id=officer_id).is_active
    system.post(url(officer_id, "deactivate/"), {"confirm": "guhuai9"})
    assert not Officer.objects.get(id=officer_id).is_active
    assert "恢复人员" in system.get(url(officer_id)).content.decode()
    system.post(url(officer_id, "reactivate/"))
    assert Officer.objects.get(id=officer_id).is_active


def test_each_administrator_is_offered_his_own_acts_only(system: Client, security: Client) -> None:
    officer_id, _ = new_officer(system)
    keeps, gives = (one.get(url(officer_id)).content.decode() for one in (system, security))
    assert "停用人员" in keeps
    assert "授予岗位</button>" not in keeps
    assert "停用人员" not in gives
    assert "授予岗位</button>" in gives


def test_nobody_is_offered_his_own_account(security: Client) -> None:
    himself = Officer.objects.get(login="admin-security")
    page = security.get(url(himself.id)).content.decode()
    assert "重置密码" not in page
    assert security.post(url(himself.id, "reset-password/")).status_code == 409


def test_officers_are_found_by_name_login_or_number_and_never_by_address(system: Client) -> None:
    new_officer(system)
    for words in ("颜𬭎", "HUAI9", "080099"):
        assert "guhuai9" in system.post("/admin/officers/", {"q": words}).content.decode()
    assert "guhuai9" not in system.post("/admin/officers/", {"q": "nobody"}).content.decode()
    missing = UUID(int=1)
    assert system.get(url(missing)).status_code == 404


def test_units_show_their_staff(system: Client) -> None:
    make_officer("guhuai1")
    page = system.get("/admin/units/").content.decode()
    assert "任城区分局" in page
    assert "guhuai1" in system.get(f"/admin/units/{STATION}/").content.decode()
    assert system.get("/admin/units/x/").status_code == 404


def test_the_log_tells_who_did_what_and_that_it_was_read(system: Client, audit: Client) -> None:
    officer_id, _ = new_officer(system)
    page = audit.get("/admin/audit/").content.decode()
    assert "新增人员" in page
    assert "查看审计日志" in page
    only = audit.get("/admin/audit/", {"what": "OFFICER_CREATED"}).content.decode()
    assert only.count("<tr>") == 2
    about = audit.get("/admin/audit/", {"officer": str(officer_id)}).content.decode()
    assert "新增人员" in about
    nonsense = {"what": "x", "officer": "x", "after": "x"}
    assert audit.get("/admin/audit/", nonsense).status_code == 200
    assert AuditRow.objects.filter(what="AUDIT_VIEWED").count() == 4


def test_the_log_is_checked_on_demand(audit: Client) -> None:
    page = audit.post("/admin/audit/check/").content.decode()
    assert "完整" in page
    assert AuditRow.objects.filter(what="AUDIT_VERIFIED").exists()


def test_long_logs_go_on_page_by_page(audit: Client) -> None:
    for _ in range(101):
        audit.get("/admin/audit/")
    page = audit.get("/admin/audit/").content.decode()
    found = re.search(r'href="(/admin/audit/\?[^"]*after=[^"]*)"', page)
    assert found
    rest = audit.get(found[1].replace("&amp;", "&")).content.decode()
    assert rest.count("<tr>") == 1 + AuditRow.objects.count() - 100
