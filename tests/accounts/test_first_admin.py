"""The first administrator of an empty installation."""

import re
from datetime import timedelta

import pytest
from tests.accounts.people import AT, CITY, PASSWORD, make_officer, stamp

from tongban.accounts import first_admin, sign_in
from tongban.accounts.errors import AccountRefused
from tongban.accounts.models import FirstAdminCode
from tongban.accounts.terms import FIRST_ADMIN_CODE_LASTS
from tongban.cli import first_admin as command
from tongban.procedure.roles import Role
from tongban.standards.clock import SystemClock

pytestmark = pytest.mark.usefixtures("units")


def use(code: str, password: str = PASSWORD, at: timedelta = timedelta()) -> None:
    first_admin.use_code(code, login="admin1", name="孔令川", password=password, at=AT + at)


def test_the_code_makes_one_administrator_who_gives_roles() -> None:
    code = first_admin.make_code(AT)
    assert code.replace("-", "").encode() not in bytes(FirstAdminCode.objects.get().code_hash)
    use(f" {code.lower()} ")
    officer_id = sign_in.verify("admin1", password=PASSWORD, at=AT)
    assert officer_id is not None
    (choice,) = sign_in.choices(officer_id)
    assert (choice.code, choice.roles) == (CITY, (Role.ADMIN_SYSTEM, Role.ADMIN_SECURITY))
    assert not first_admin.is_wanted()
    with pytest.raises(AccountRefused):
        use(code)
    with pytest.raises(AccountRefused):
        first_admin.make_code(AT)


def test_a_weak_password_leaves_the_code_usable() -> None:
    code = first_admin.make_code(AT)
    with pytest.raises(AccountRefused) as refused:
        use(code, password="admin1")
    assert refused.value.field == "password"
    use(code)


def test_a_newer_code_voids_the_older() -> None:
    old = first_admin.make_code(AT)
    new = first_admin.make_code(AT)
    with pytest.raises(AccountRefused):
        use(old)
    use(new)


def test_codes_grow_old() -> None:
    code = first_admin.make_code(AT)
    with pytest.raises(AccountRefused):
        use(code, at=FIRST_ADMIN_CODE_LASTS)


def test_nothing_of_it_in_a_demonstration() -> None:
    stamp(is_demo=True)
    with pytest.raises(AccountRefused):
        first_admin.make_code(AT)


def test_none_while_somebody_gives_roles() -> None:
    make_officer("chief", unit=CITY, roles=(Role.ADMIN_SECURITY,))
    assert not first_admin.is_wanted()


def test_the_command_prints_a_code_that_works(capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main([]) == 0
    printed = capsys.readouterr()
    assert printed.out == ""
    found = re.search(r"(?:[0-9A-Z]{4}-){4}[0-9A-Z]{4}", printed.err)
    assert found
    now = SystemClock().now() - AT
    use(found[0], at=now)
    assert command.main([]) == 0
    assert capsys.readouterr().err == ""
