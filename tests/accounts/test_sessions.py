"""Sessions: one query a request, ends by time, by sign-out, by loss of a role."""

from datetime import timedelta

import pytest
from pytest_django import DjangoAssertNumQueries
from tests.accounts.people import AT, COUNTY, OTHER_STATION, STATION, make_officer, stamp

from tongban.accounts import sessions
from tongban.accounts.models import Officer, Session
from tongban.accounts.terms import IDLE_LIMIT, PASSWORD_LASTS, SESSION_LIMIT
from tongban.policy.units import UnitKind
from tongban.procedure.roles import Role

pytestmark = pytest.mark.usefixtures("units")
SECOND = timedelta(seconds=1)


def test_one_query_gives_everything(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    officer = make_officer("guhuai1", roles=(Role.ACCEPTANCE, Role.DELIVERY))
    token = sessions.start(officer.id, unit=STATION, at=AT)
    with django_assert_num_queries(1):
        found = sessions.read(token, at=AT + 30 * SECOND)
    assert found is not None
    actor = found.actor
    assert (actor.officer_id, actor.name) == (officer.id, "孔令川")
    assert (actor.unit, actor.unit_kind, actor.county) == (STATION, UnitKind.STATION, COUNTY)
    assert actor.roles == {Role.ACCEPTANCE, Role.DELIVERY}
    assert str(found.unit) == "任城区分局 古槐派出所"


def test_use_is_noted_once_a_minute(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    token = sessions.start(make_officer("a").id, unit=STATION, at=AT)
    with django_assert_num_queries(2):
        assert sessions.read(token, at=AT + timedelta(seconds=60))
    with django_assert_num_queries(1):
        assert sessions.read(token, at=AT + timedelta(seconds=119))


def test_the_table_keeps_no_token() -> None:
    token = sessions.start(make_officer("a").id, unit=STATION, at=AT)
    assert token.encode() not in bytes(Session.objects.get().token_hash)


@pytest.mark.parametrize("token", ["", "guess", "x" * 5000])
def test_other_tokens_are_nobody(token: str) -> None:
    sessions.start(make_officer("a").id, unit=STATION, at=AT)
    assert sessions.read(token, at=AT) is None


def test_idle_sessions_end() -> None:
    token = sessions.start(make_officer("a").id, unit=STATION, at=AT)
    assert sessions.read(token, at=AT + IDLE_LIMIT)
    assert sessions.read(token, at=AT + 2 * IDLE_LIMIT)
    assert sessions.read(token, at=AT + 3 * IDLE_LIMIT + SECOND) is None


def test_busy_sessions_last_a_long_day_and_no_longer() -> None:
    token = sessions.start(make_officer("a").id, unit=STATION, at=AT)
    at = AT
    while (at := at + timedelta(minutes=20)) < AT + SESSION_LIMIT:
        assert sessions.read(token, at=at)
    assert sessions.read(token, at=at) is None


def test_switching_changes_the_token_and_keeps_the_day() -> None:
    officer = make_officer("a")
    officer.grants.create(unit_id=COUNTY, role=Role.REVIEW)
    token = sessions.start(officer.id, unit=STATION, at=AT)
    present = sessions.read(token, at=AT)
    assert present is not None
    new = sessions.switch(present, unit=COUNTY, at=AT + SECOND)
    assert sessions.read(token, at=AT + SECOND) is None
    found = sessions.read(new, at=AT + SECOND)
    assert found is not None
    assert found.started_at == AT
    assert found.actor.roles == {Role.REVIEW}
    assert found.actor.county == COUNTY


def test_no_session_without_a_role_there() -> None:
    officer = make_officer("a")
    with pytest.raises(LookupError):
        sessions.start(officer.id, unit=OTHER_STATION, at=AT)


def test_worn_out_passwords_must_be_changed_but_not_in_a_demonstration() -> None:
    officer = make_officer("a")
    late = AT + PASSWORD_LASTS + SECOND
    token = sessions.start(officer.id, unit=STATION, at=late)
    found = sessions.read(token, at=late)
    assert found is not None
    assert found.must_change_password
    stamp(is_demo=True)
    found = sessions.read(token, at=late)
    assert found is not None
    assert not found.must_change_password


def test_inactive_officers_are_out_at_once() -> None:
    token = sessions.start(make_officer("a").id, unit=STATION, at=AT)
    Officer.objects.update(is_active=False)
    assert sessions.read(token, at=AT) is None


def test_sweep_deletes_what_is_over() -> None:
    officer = make_officer("a")
    sessions.start(officer.id, unit=STATION, at=AT - IDLE_LIMIT - SECOND)
    alive = sessions.start(officer.id, unit=STATION, at=AT)
    sessions.sweep(AT)
    assert Session.objects.count() == 1
    assert sessions.read(alive, at=AT)
