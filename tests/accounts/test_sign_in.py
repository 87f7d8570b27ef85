"""Who may sign in, and what failing looks like (GB/T 22239-2019, 8.1.4.1)."""

from datetime import timedelta
from unittest.mock import patch

import pytest
from tests.accounts.people import AT, PASSWORD, STATION, make_officer

from tongban.accounts import passwords, sign_in
from tongban.accounts.models import Officer
from tongban.accounts.terms import LOCKED_FOR, MAX_FAILURES, ONE_TIME_PASSWORD_LASTS
from tongban.audit.models import AuditRow
from tongban.procedure.roles import Role

pytestmark = pytest.mark.usefixtures("units")


def fail(times: int) -> None:
    for _ in range(times):
        assert sign_in.verify("guhuai1", password="wrong", at=AT) is None


def test_login_and_password_sign_in() -> None:
    officer = make_officer("guhuai1")
    assert sign_in.verify(" GuHuai1 ", password=PASSWORD, at=AT) == officer.id
    officer.refresh_from_db()
    assert officer.last_signed_in_at == AT


def test_failures_in_a_row_lock_for_a_while() -> None:
    officer = make_officer("guhuai1")
    fail(MAX_FAILURES)
    assert sign_in.verify("guhuai1", password=PASSWORD, at=AT + LOCKED_FOR / 2) is None
    assert sign_in.verify("guhuai1", password=PASSWORD, at=AT + LOCKED_FOR) == officer.id
    assert list(AuditRow.objects.filter(what="ACCOUNT_LOCKED").values_list("subject", flat=True))


def test_success_forgets_earlier_failures() -> None:
    officer = make_officer("guhuai1")
    fail(MAX_FAILURES - 1)
    assert sign_in.verify("guhuai1", password=PASSWORD, at=AT) == officer.id
    fail(MAX_FAILURES - 1)
    assert sign_in.verify("guhuai1", password=PASSWORD, at=AT) == officer.id


def test_trying_while_locked_does_not_prolong_the_lock() -> None:
    make_officer("guhuai1")
    fail(MAX_FAILURES)
    until = Officer.objects.get().locked_until
    assert sign_in.verify("guhuai1", password="wrong", at=AT + timedelta(minutes=1)) is None
    assert Officer.objects.get().locked_until == until


def test_an_unknown_login_costs_the_same_and_is_recorded_without_its_text() -> None:
    assert sign_in.verify("370811199003070079", password="x", at=AT) is None
    row = AuditRow.objects.get()
    assert row.what == "SIGN_IN_FAILED"
    assert row.subject is None
    assert "3708" not in str(row.data)


def test_unknown_and_known_logins_hash_once_each() -> None:
    make_officer("guhuai1")
    hasher = passwords.OfficerPasswordHasher
    for login, expected in (("nobody", (1, 0)), ("guhuai1", (0, 1))):
        with (
            patch.object(hasher, "encode", autospec=True, side_effect=hasher.encode) as encode,
            patch.object(hasher, "verify", autospec=True, side_effect=hasher.verify) as verify,
        ):
            sign_in.verify(login, password="x", at=AT)
        assert (encode.call_count, verify.call_count) == expected


def test_inactive_officers_cannot_sign_in() -> None:
    make_officer("guhuai1")
    Officer.objects.update(is_active=False)
    assert sign_in.verify("guhuai1", password=PASSWORD, at=AT) is None


def test_one_time_passwords_grow_old() -> None:
    officer = make_officer("guhuai1")
    Officer.objects.update(must_change_password=True)
    last = AT + ONE_TIME_PASSWORD_LASTS
    assert sign_in.verify("guhuai1", password=PASSWORD, at=last) == officer.id
    assert sign_in.verify("guhuai1", password=PASSWORD, at=last + timedelta(seconds=1)) is None


def test_choices_list_units_with_their_roles() -> None:
    officer = make_officer("guhuai1", roles=(Role.DELIVERY, Role.ACCEPTANCE))
    officer.grants.create(unit_id="370811000000", role=Role.REVIEW)
    found = sign_in.choices(officer.id)
    assert [(one.code, one.roles) for one in found] == [
        ("370811000000", (Role.REVIEW,)),
        (STATION, (Role.ACCEPTANCE, Role.DELIVERY)),
    ]
