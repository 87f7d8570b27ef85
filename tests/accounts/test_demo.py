"""The invented staff of a demonstration."""

import pytest
from tests.accounts.people import AT, stamp

from tongban.accounts import sign_in
from tongban.accounts.bootstrap import load_units
from tongban.accounts.demo import (
    DEMO_PASSWORD,
    DemoOfficer,
    demo_accounts,
    demo_staff,
    make_demo_officers,
)
from tongban.accounts.errors import AccountRefused
from tongban.accounts.models import Grant, Officer, Unit
from tongban.accounts.passwords import problem_with
from tongban.accounts.role_rules import problem_with as role_problem
from tongban.policy.units import UnitKind, shipped_city
from tongban.procedure.roles import Role

CITY = shipped_city()
STAFF = tuple(demo_staff(CITY))


def at_unit(code: str) -> list[DemoOfficer]:
    return [one for one in STAFF if one.unit == code]


def test_logins_are_unique_and_can_be_typed() -> None:
    logins = [one.login for one in STAFF]
    assert len(set(logins)) == len(logins)
    assert all(login.isascii() and len(login) <= 32 for login in logins)
    assert [one.login for one in at_unit("370811550000")] == [
        "guhuai-sl1",
        "guhuai-sl2",
        "guhuai-zj1",
    ]


def test_every_unit_is_staffed_for_its_work() -> None:
    for unit in CITY.units:
        held = [role for one in at_unit(unit.code) for role in one.roles]
        assert not any(role_problem(role, kind=unit.kind, held=()) for role in held)
        if unit.kind is UnitKind.STATION:
            assert held.count(Role.ACCEPTANCE) == 2
            assert held.count(Role.DELIVERY) == 2
        if unit.kind is UnitKind.COUNTY:
            assert held.count(Role.REVIEW) == 2
            assert {Role.DELIVERY, Role.SUPERVISION} <= set(held)
    city = [role for one in at_unit("370800000000") for role in one.roles]
    assert city.count(Role.SUPERVISION) == 2
    assert {Role.ADMIN_SYSTEM, Role.ADMIN_SECURITY, Role.ADMIN_AUDIT} <= set(city)


def test_names_are_plausible_and_different() -> None:
    names = [one.name for one in STAFF]
    assert all(2 <= len(name) <= 4 for name in names)
    assert len(set(names)) == len(names)


def test_the_staff_is_always_the_same() -> None:
    assert tuple(demo_staff(CITY)) == STAFF
    assert STAFF[0].id == next(demo_staff(CITY)).id


def test_the_shown_password_satisfies_the_rules() -> None:
    assert problem_with(DEMO_PASSWORD, login="guhuai-sl1", name="孔令川") == ""


@pytest.mark.django_db
def test_the_staff_signs_in_and_is_listed() -> None:
    load_units()
    stamp(is_demo=True)
    assert make_demo_officers(CITY, at=AT) == len(STAFF)
    assert make_demo_officers(CITY, at=AT) == len(STAFF)
    assert Officer.objects.count() == len(STAFF)
    assert Grant.objects.count() == sum(len(one.roles) for one in STAFF)
    assert sign_in.verify("guhuai-sl1", password=DEMO_PASSWORD, at=AT)
    assert {one.login for one in demo_accounts()} == {one.login for one in STAFF}
    Officer.objects.filter(login="guhuai-sl1").update(is_active=False)
    assert "guhuai-sl1" not in {one.login for one in demo_accounts()}


@pytest.mark.django_db
def test_no_invented_people_in_a_real_installation() -> None:
    load_units()
    stamp(is_demo=False)
    with pytest.raises(AccountRefused):
        make_demo_officers(CITY, at=AT)


@pytest.mark.django_db
def test_units_are_loaded_again_without_a_second_row() -> None:
    load_units()
    Unit.objects.filter(code="370811550000").update(short_name="旧名")
    load_units()
    assert Unit.objects.count() == len(CITY.units)
    assert Unit.objects.get(code="370811550000").short_name == "古槐派出所"
