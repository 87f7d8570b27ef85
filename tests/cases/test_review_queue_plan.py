"""How PostgreSQL answers in a full year's books: the queue by its index, in its order."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.db.models import Model, QuerySet
from tests.cases.world import World

from tongban.cases.models import Case, Event, Obligation
from tongban.cases.queries.happenings import _query, happenings
from tongban.cases.queries.review_queue import EVERYTHING, Mark, Part, _open, review_day
from tongban.policy.vocabulary import Category, Stream

INDEX = "obligation_review_queue"
WAITING, DONE = 4_000, 8_000
"""Cases in the queue of one bureau (far more than a day brings), and decided or elsewhere."""

_CASES = {
    "id": "gen_random_uuid()",
    "number": "c.number || '-' || n",
    "stage": "CASE WHEN n <= %(waiting)s THEN 'IN_REVIEW' ELSE 'COMPOSED' END",
    "stream": "CASE WHEN n %% 4 = 0 THEN 'INCOMING' ELSE 'INTERNAL' END",
    "category": "(ARRAY['CROSS_CITY','CROSS_COUNTY','CROSS_STATION','CROSS_COUNTY'])[1 + n %% 4]",
    "accepting_unit": "CASE WHEN n %% 4 = 0 THEN '' ELSE c.accepting_unit END",
    "elsewhere_name": "CASE WHEN n %% 4 = 0 THEN '外地' ELSE '' END",
    "arrived_at": "c.composed_at",
    "fetched_at": "c.composed_at",
}
_DUTIES = {
    "id": "gen_random_uuid()",
    "case_id": "d.id",
    "opened_at": "c.opened_at + d.n * interval '1 second'",
    "due_at": "c.due_at + (d.n / 1500) * interval '1 day'",
    "rank": "CASE WHEN d.n %% 7 = 0 THEN 0 ELSE 1 END",
    "closed_at": "CASE WHEN d.stage = 'IN_REVIEW' THEN NULL ELSE c.opened_at END",
    "outcome": "CASE WHEN d.stage = 'IN_REVIEW' THEN '' ELSE 'ISSUE' END",
}
_EVENTS = {"id": "gen_random_uuid()", "subject": "d.id", "request_id": "gen_random_uuid()"}
_NUMBERED = (
    "SELECT id, stage, row_number() OVER (ORDER BY number) n FROM cases_case WHERE id <> %(case)s"
)


def copies(model: type[Model], other: dict[str, str], *, of: str) -> str:
    """The statement that inserts copies of a row with other values in some columns."""
    columns = [field.column for field in model._meta.concrete_fields if field.column]
    values = ", ".join(other.get(column, f"c.{column}") for column in columns)
    table = model._meta.db_table
    names = ", ".join(columns)
    return f"INSERT INTO {table} ({names}) SELECT {values} FROM {table} c, {of}"  # noqa: S608


@pytest.fixture
def full(world: World) -> World:
    """The world with a year's cases."""
    case = world.signed()
    values: dict[str, UUID | int] = {"case": case.id, "waiting": WAITING, "all": WAITING + DONE}
    many = "generate_series(1, %(all)s) n WHERE c.id = %(case)s"
    theirs = f"({_NUMBERED}) d WHERE c.case_id = %(case)s AND c.kind = 'REVIEW'"
    with connection.cursor() as cursor:
        cursor.execute(copies(Case, _CASES, of=many), values)
        cursor.execute(copies(Obligation, _DUTIES, of=theirs), values)
        cursor.execute(
            copies(Event, _EVENTS, of=f"({_NUMBERED}) d WHERE c.subject = %(case)s"), values
        )
        for model in (Case, Obligation, Event):
            cursor.execute(f"ANALYZE {model._meta.db_table}")
    assert Case.objects.count() == WAITING + DONE + 1
    return world


def steps(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Every step of a plan, from the top."""
    yield plan
    for below in plan.get("Plans", ()):
        yield from steps(below)


def plan_of(rows: QuerySet[Any, Any]) -> list[dict[str, Any]]:
    """The steps by which a query is answered, with what each really read."""
    sql, values = rows.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {sql}", values)
        found = cursor.fetchall()
    return list(steps(found[0][0][0]["Plan"]))


PARTS = (
    EVERYTHING,
    Part(stream=Stream.INCOMING),
    Part(stream=Stream.INTERNAL),
    Part(category=Category.CROSS_CITY),
    Part(category=Category.CROSS_STATION),
)


def test_a_page_is_read_off_the_index(full: World) -> None:
    for part in PARTS:
        first = _open(full.home_county, part=part)
        at = first[WAITING // 5]
        deep = _open(
            full.home_county, part=part, after=Mark(at.due_at, at.rank, at.opened_at, at.id)
        )
        for rows in (first, deep):
            taken = plan_of(rows[:61])
            assert not {"Sort", "Incremental Sort", "Seq Scan"} & {s["Node Type"] for s in taken}
            walked = next(s for s in taken if s.get("Index Name") == INDEX)
            # What is filtered out is all that is read beside the page: no page before it.
            assert walked["Actual Rows"] * walked["Actual Loops"] <= 61 * 5


def test_the_days_figures_count_each_part(full: World) -> None:
    day = review_day(full.home_county, at=full.at)
    assert day.waiting == WAITING + 1
    assert day.incoming == WAITING // 4
    assert day.of(Part(category=Category.CROSS_CITY)) == WAITING // 4
    assert day.of(Part(stream=Stream.INTERNAL)) == WAITING - WAITING // 4 + 1


def test_a_history_is_read_off_the_index(full: World) -> None:
    case = Case.objects.filter(stream=Stream.INTERNAL).latest("number")
    found = happenings(case.id)
    assert [one.seq for one in Event.objects.filter(subject=case.id).order_by("seq")] == [1, 2]
    assert len(found) == 2
    reading = [
        step for step in plan_of(_query(case.id)) if step.get("Relation Name") == "cases_event"
    ]
    assert [step["Node Type"] for step in reading] in (["Index Scan"], ["Bitmap Heap Scan"])
