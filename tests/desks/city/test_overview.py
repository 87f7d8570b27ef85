"""The overview: every figure has its list, few queries, and what will be late is plain arithmetic."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from tests.accounts.people import make_officer, sign_in
from tests.cases.world import World

from tongban.accounts import installation
from tongban.accounts.models import Installation
from tongban.cases.models import Chase, Obligation
from tongban.cases.queries.overview import DutyCount
from tongban.desks.city.risk import risks
from tongban.desks.shared.alarms import calendar_alarm
from tongban.procedure.obligations import ObligationKind as K
from tongban.procedure.roles import Role
from tongban.standards.clock import SystemClock

CITY = "370800000000"


@pytest.fixture
def chief(client: Client, world: World) -> Client:
    officer = make_officer("chief", unit=CITY, roles=(Role.SUPERVISION,))
    sign_in(client, officer, unit=CITY)
    return client


@pytest.mark.parametrize(
    ("due", "closed", "worked", "left", "late"),
    [
        (10, 0, 4.0, 4.0, 10),
        (10, 8, 4.0, 4.0, 2),
        (10, 10, 4.0, 4.0, 0),
        (10, 40, 4.0, 0.0, 10),
        (0, 0, 4.0, 4.0, 0),
        (10, 0, 0.2, 8.0, 0),
    ],
)
def test_what_will_be_late_follows_from_the_speed_of_the_day(
    due: int, closed: int, worked: float, left: float, late: int
) -> None:
    duties = {("370881000000", K.REVIEW): DutyCount(due, 0, due, closed)}
    found = risks(duties, hours_worked=worked, hours_left=left)
    assert sum(one.count for one in found) == late


def test_the_overview_asks_few_queries(
    chief: Client, world: World, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    world.at = SystemClock().now() - timedelta(hours=5)
    world.handed_over(1)
    world.signed(2)
    world.returned(3)
    now = SystemClock().now()
    Installation.objects.create(is_demo=False, made_at=now, ready_at=now)
    chief.get("/help/")
    with django_assert_max_num_queries(8):
        page = chief.get("/city/").content.decode()
    installation.forget()
    assert "各单位" in page


@pytest.mark.parametrize(
    "url",
    [
        "/city/duty/REVIEW/",
        "/city/duty/REVIEW/?late=1",
        "/city/duty/REVIEW/?today=1",
        "/city/duty/REVIEW/?stream=INCOMING",
        "/city/duty/REVIEW/?excused=1&system=NONSENSE",
        "/city/look-ins/",
        "/city/look-ins/?day=2026-11-20&only=streak&after=x",
        "/city/look-ins/?day=never",
        "/city/duty/FIX_RETURN/?after=x~y",
        "/city/month/accepted/",
        "/city/month/handed/",
        "/city/month/returned/",
        "/city/month/late/",
        "/city/month/refused/",
        "/city/month/incoming/",
        "/city/month/outgoing/",
        "/city/green/",
        "/city/green/?unit=370811000000&month=2026-10",
        "/city/green/GREEN/?after=x~y",
        "/city/green/VISITED/?unit=370811000000",
        "/city/risk/",
        "/city/chased/",
        "/city/answers/",
        "/city/answers/undelivered/",
        "/city/answers/unanswered/?after=x~y",
        "/city/answers/unsettled/",
        "/city/upstream/",
        "/city/upstream/failed/",
        "/city/upstream/strays/",
        "/city/upstream/outages/",
        "/find/",
        "/help/",
        "/help/flow.svg",
    ],
)
def test_every_list_opens_empty_and_full(chief: Client, world: World, url: str) -> None:
    assert chief.get(url).status_code == 200
    world.at = SystemClock().now() - timedelta(hours=5)
    world.handed_over(1)
    world.signed(2)
    world.returned(3)
    assert chief.get(url).status_code == 200


def test_the_case_behind_a_figure_opens_and_other_units_see_nothing(
    chief: Client, world: World
) -> None:
    case = world.handed_over()
    page = chief.get(f"/cases/{case.id}/").content.decode()
    assert case.number in page
    assert case.id_number not in page
    stranger = make_officer("stranger", unit="370832510000", roles=(Role.ACCEPTANCE,))
    elsewhere = Client()
    sign_in(elsewhere, stranger, unit="370832510000")
    assert elsewhere.get(f"/cases/{case.id}/").status_code == 404


@pytest.mark.parametrize(
    "text", ["颜", "370811", "370811 19900307", "B-7", "不在", "%", "37080251"]
)
def test_finding_answers_for_anything_typed(chief: Client, world: World, text: str) -> None:
    world.shipped()
    assert chief.post("/find/", {"q": text}).status_code == 200


def test_a_person_is_found_by_the_whole_number(chief: Client, world: World) -> None:
    case = world.signed()
    spaced = f"{case.id_number[:6]} {case.id_number[6:14]} {case.id_number[14:]}"
    page = chief.post("/find/", {"q": spaced}).content.decode()
    assert case.number in page


def test_a_chase_reaches_each_unit_once(chief: Client, world: World) -> None:
    world.at = SystemClock().now()
    case = world.signed()
    Obligation.objects.filter(case=case, kind="REVIEW").update(
        due_at=SystemClock().now() + timedelta(minutes=1)
    )
    form = {"request_id": "018f3c1e-0000-7000-8000-000000000001", "words": "请今天办结。"}
    for _ in range(2):
        assert chief.post("/city/chase/", form).status_code == 302
    assert Chase.objects.count() <= 1


def test_a_bureau_without_a_reviewer_and_a_missing_calendar_are_alarms(
    chief: Client, world: World
) -> None:
    page = chief.get("/city/upstream/").content.decode()
    assert "没有审核签发民警" in page
    assert world.city.require(world.home_county).short_name not in page.split("没有审核签发民警")[0]


@pytest.mark.parametrize(("day", "is_alarm"), [(30, False), (1, True)])
def test_the_calendar_of_next_year_is_asked_for_from_december(
    world: World, day: int, is_alarm: bool
) -> None:
    month = 12 if is_alarm else 11
    at = datetime(2026, month, day, 4, 0, tzinfo=UTC)
    assert bool(calendar_alarm(at)) is is_alarm


def test_a_calm_day_does_not_hide_what_is_late_already(chief: Client, world: World) -> None:
    assert "已误期" not in chief.get("/city/").content.decode()
    case = world.signed()
    Obligation.objects.filter(case=case, kind="REVIEW").update(
        due_at=SystemClock().now() - timedelta(days=1)
    )
    assert "另有 1 件已误期" in chief.get("/city/").content.decode()
