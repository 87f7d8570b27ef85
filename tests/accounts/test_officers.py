"""What administrators do to accounts."""

import pytest
from django.db import IntegrityError, transaction
from tests.accounts.people import (
    AT,
    CITY,
    COUNTY,
    STATION,
    admin,
    make_officer,
    stamp,
)

from tongban.accounts import officers, sessions, sign_in
from tongban.accounts.errors import AccountRefused, NoSuchOfficer
from tongban.accounts.models import Grant, Installation, Officer
from tongban.audit.models import AuditRow
from tongban.procedure.roles import Role

pytestmark = pytest.mark.usefixtures("units")
ADMIN = admin(Role.ADMIN_SYSTEM, Role.ADMIN_SECURITY)


def create(login: str = "guhuai1", name: str = "颜秀英", number: str = "080001") -> Officer:
    officer_id, _ = officers.create(login, name=name, police_number=number, actor=ADMIN, at=AT)
    return Officer.objects.get(id=officer_id)


def give(officer: Officer, role: Role, unit: str = STATION) -> None:
    officers.grant(officer.id, unit=unit, role=role, actor=ADMIN, at=AT)


def take(officer: Officer, role: Role, unit: str = STATION) -> None:
    officers.revoke(officer.id, unit=unit, role=role, actor=ADMIN, at=AT)


def test_a_new_officer_signs_in_once_with_the_one_time_password() -> None:
    officer_id, one_time = officers.create(
        "GuHuai1", name="颜秀英", police_number="080001", actor=ADMIN, at=AT
    )
    assert sign_in.verify("guhuai1", password=one_time, at=AT) == officer_id
    assert Officer.objects.get().must_change_password
    row = AuditRow.objects.get(what="OFFICER_CREATED")
    assert row.subject == officer_id
    assert "颜" not in str(row.data)


@pytest.mark.parametrize(
    ("login", "name", "number", "field"),
    [
        ("ab", "颜秀英", "", "login"),
        ("1abc", "颜秀英", "", "login"),
        ("有字的", "颜秀英", "", "login"),
        ("guhuai1", "颜", "", "name"),
        ("guhuai1", "颜秀英", "08 1", "police_number"),
    ],
)
def test_bad_input_names_its_field(login: str, name: str, number: str, field: str) -> None:
    with pytest.raises(AccountRefused) as refused:
        create(login, name, number)
    assert refused.value.field == field


def test_logins_are_unique() -> None:
    create()
    with pytest.raises(AccountRefused) as refused:
        create()
    assert refused.value.field == "login"


@pytest.mark.parametrize(
    ("role", "unit"),
    [(Role.REVIEW, STATION), (Role.ADMIN_AUDIT, COUNTY), (Role.ACCEPTANCE, CITY)],
)
def test_roles_exist_only_where_their_work_is(role: Role, unit: str) -> None:
    with pytest.raises(AccountRefused):
        give(create(), role, unit)


def test_administrators_handle_no_cases_and_auditors_do_not_administer() -> None:
    worker, keeper, auditor = create("one"), create("two"), create("three")
    give(worker, Role.ACCEPTANCE)
    give(keeper, Role.ADMIN_SYSTEM, CITY)
    give(keeper, Role.ADMIN_SECURITY, CITY)
    give(auditor, Role.ADMIN_AUDIT, CITY)
    for officer, role in [
        (worker, Role.ADMIN_SYSTEM),
        (keeper, Role.SUPERVISION),
        (keeper, Role.ADMIN_AUDIT),
        (auditor, Role.ADMIN_SECURITY),
    ]:
        with pytest.raises(AccountRefused):
            give(officer, role, CITY)


def test_giving_twice_is_recorded_once() -> None:
    officer = create()
    give(officer, Role.ACCEPTANCE)
    give(officer, Role.ACCEPTANCE)
    assert AuditRow.objects.filter(what="ROLE_GRANTED").count() == 1


def test_taking_a_role_ends_the_sessions_that_carry_it() -> None:
    officer = create()
    give(officer, Role.ACCEPTANCE)
    give(officer, Role.DELIVERY)
    give(officer, Role.REVIEW, COUNTY)
    here = sessions.start(officer.id, unit=STATION, at=AT)
    there = sessions.start(officer.id, unit=COUNTY, at=AT)
    take(officer, Role.DELIVERY)
    assert sessions.read(here, at=AT) is None
    assert sessions.read(there, at=AT)


def test_shutting_and_resetting_end_all_sessions() -> None:
    officer = create()
    give(officer, Role.ACCEPTANCE)
    token = sessions.start(officer.id, unit=STATION, at=AT)
    one_time = officers.reset_password(officer.id, actor=ADMIN, at=AT)
    assert sessions.read(token, at=AT) is None
    assert sign_in.verify("guhuai1", password=one_time, at=AT) == officer.id
    token = sessions.start(officer.id, unit=STATION, at=AT)
    officers.deactivate(officer.id, actor=ADMIN, at=AT)
    assert sessions.read(token, at=AT) is None
    officers.reactivate(officer.id, actor=ADMIN, at=AT)
    assert sign_in.verify("guhuai1", password=one_time, at=AT) == officer.id


def test_somebody_can_always_give_roles() -> None:
    only = create()
    give(only, Role.ADMIN_SECURITY, CITY)
    with pytest.raises(AccountRefused):
        take(only, Role.ADMIN_SECURITY, CITY)
    with pytest.raises(AccountRefused):
        officers.deactivate(only.id, actor=ADMIN, at=AT)
    second = create("second")
    give(second, Role.ADMIN_SECURITY, CITY)
    take(only, Role.ADMIN_SECURITY, CITY)
    assert Grant.objects.filter(role=Role.ADMIN_SECURITY).count() == 1


def test_nobody_changes_his_own_account() -> None:
    officer = make_officer("admin1", unit=CITY, roles=(Role.ADMIN_SECURITY,))
    himself = admin(Role.ADMIN_SECURITY, officer_id=officer.id)
    with pytest.raises(AccountRefused):
        officers.grant(officer.id, unit=CITY, role=Role.ADMIN_SYSTEM, actor=himself, at=AT)
    with pytest.raises(AccountRefused):
        officers.reset_password(officer.id, actor=himself, at=AT)


def test_unknown_officers_are_said_to_be_unknown() -> None:
    nobody = admin().officer_id or Officer(id=make_officer("x").id).id
    Grant.objects.all().delete()
    Officer.objects.all().delete()
    with pytest.raises(NoSuchOfficer):
        officers.unlock(nobody, actor=ADMIN, at=AT)


def test_a_demonstration_never_becomes_the_real_thing() -> None:
    stamp(is_demo=True)
    for change in ({"is_demo": False}, {"made_at": AT.replace(year=2020)}, {"ready_at": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Installation.objects.update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        Installation.objects.all().delete()
