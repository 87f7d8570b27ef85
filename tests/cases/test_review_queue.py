"""The review queue as it is read: order, pages, filters, figures."""

from __future__ import annotations

from copy import copy
from datetime import datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID, uuid4

from tests.cases.world import World

from tongban.cases.models import Case, Obligation
from tongban.cases.operations import fix, green, review
from tongban.cases.queries.review_queue import (
    PAGE,
    Mark,
    Part,
    next_waiting,
    queue_page,
    review_day,
)
from tongban.policy.vocabulary import Category
from tongban.procedure.reasons import GreenReason, ReturnCategory


def many(world: World, count: int) -> list[Case]:
    """Cases in the queue, each five minutes after the one before."""
    cases = []
    for n in range(count):
        world.at += timedelta(minutes=5)
        cases.append(world.signed(n))
    return cases


def test_overdue_comes_first_then_arrival(world: World) -> None:
    today = many(world, 2)
    world.at -= timedelta(days=4)
    old = world.signed(50)
    rows = queue_page(world.reviewer).rows
    assert [row.case_id for row in rows] == [old.id, *(case.id for case in today)]


def test_a_duty_without_a_due_time_stands_first(world: World) -> None:
    first, second = many(world, 2)
    Obligation.objects.filter(case=second, kind="REVIEW").update(
        due_at=None, due_note="2027 年工作日历尚未载入"
    )
    page = queue_page(world.reviewer)
    assert [row.case_id for row in page.rows] == [second.id, first.id]
    assert queue_page(world.reviewer, after=page.rows[0].mark).rows[0].case_id == first.id


def test_pages_follow_one_another_without_gap_or_repeat(world: World) -> None:
    cases = many(world, 7)
    assert waiting(world, limit=3) == [case.id for case in cases]


def hurried(world: World, serial: int) -> Case:
    """A case in the queue whose applicant goes first."""
    world.at += timedelta(minutes=5)
    return world.signed(serial, green=green.Mark(GreenReason.PREGNANT))


def test_the_green_channel_goes_first_among_those_due_at_the_same_time(world: World) -> None:
    first, second = many(world, 2)
    quick = hurried(world, 30)
    assert waiting(world) == [quick.id, first.id, second.id]
    rows = queue_page(world.reviewer).rows
    assert [row.is_green for row in rows] == [True, False, False]
    assert review_day(world.home_county, at=world.at).green == 1


def test_it_never_makes_another_case_late(world: World) -> None:
    """What is due earlier, and all the more what is overdue, stays before it (第九条)."""
    (today,) = many(world, 1)
    world.at += timedelta(hours=8)
    tomorrow = hurried(world, 30)
    world.at -= timedelta(days=4)
    overdue = world.signed(50)
    assert waiting(world) == [overdue.id, today.id, tomorrow.id]


def test_its_rank_stays_with_the_case_when_it_is_sent_again(world: World) -> None:
    (plain,) = many(world, 1)
    quick = hurried(world, 30)
    review.return_for_correction(
        quick.id,
        world.call(world.reviewer),
        category=ReturnCategory.PHOTO,
        fields=[],
        words="背景有阴影，请补光重拍。",
        seen_version=quick.version,
    )
    version = Case.objects.get(id=quick.id).version
    fix.resubmit(
        quick.id, world.call(world.acceptor), words="背景无阴影，请再审。", seen_version=version
    )
    assert waiting(world) == [quick.id, plain.id]


def test_pages_follow_the_order_whatever_the_ranks(world: World) -> None:
    """For queues of any make: every page begins behind the last, nothing twice, nothing left out."""
    (first,) = many(world, 1)
    duty = Obligation.objects.get(case=first, kind="REVIEW")
    chance = Random(14)
    for _ in range(12):
        rows = made_up(first, duty, chance=chance)
        wanted = [one.case_id for one in sorted(rows, key=_place)]
        assert waiting(world, limit=chance.randint(1, 7)) == wanted
        Obligation.objects.filter(kind="REVIEW").delete()


def made_up(first: Case, duty: Obligation, *, chance: Random) -> list[Obligation]:
    """A queue in which many stand at the same due time, rank or moment, or without a due time."""
    Obligation.objects.filter(kind="REVIEW").delete()
    assert duty.due_at is not None
    dues = (None, duty.due_at, duty.due_at + timedelta(days=1))
    cases = [copy(first) for _ in range(chance.randint(8, 25))]
    for case in cases:
        case.id = uuid4()
        case.number = case.id.hex
    Case.objects.bulk_create(cases)
    return Obligation.objects.bulk_create(
        Obligation(
            id=uuid4(),
            kind="REVIEW",
            owner_unit=duty.owner_unit,
            owner_county=duty.owner_county,
            case=case,
            opened_at=duty.opened_at + timedelta(minutes=chance.randint(0, 3)),
            due_at=chance.choice(dues),
            rank=chance.randint(0, 1),
        )
        for case in cases
    )


def _place(duty: Obligation) -> tuple[bool, datetime, int, datetime, UUID]:
    return (
        duty.due_at is not None,
        duty.due_at or duty.opened_at.min,
        duty.rank,
        duty.opened_at,
        duty.id,
    )


def waiting(world: World, *, limit: int = PAGE) -> list[UUID]:
    """The whole queue, page by page; the mark in the address leads on."""
    seen: list[UUID] = []
    after: Mark | None = None
    while True:
        page = queue_page(world.reviewer, after=after, limit=limit)
        seen += [row.case_id for row in page.rows]
        if page.next_after is None:
            return seen
        after = Mark.read(str(page.next_after))
        assert after == page.next_after


def test_two_hundred_waiting_cost_one_query_a_page(
    world: World, django_assert_max_num_queries: Any
) -> None:
    first = many(world, 1)[0]
    duty = Obligation.objects.get(case=first, kind="REVIEW")
    copies = [copy(first) for _ in range(199)]
    for n, case in enumerate(copies):
        case.id, case.number = uuid4(), f"{first.number}-{n}"
    Case.objects.bulk_create(copies)
    Obligation.objects.bulk_create(
        Obligation(
            id=uuid4(),
            kind="REVIEW",
            owner_unit=duty.owner_unit,
            owner_county=duty.owner_county,
            case=case,
            opened_at=duty.opened_at + timedelta(minutes=n + 1),
            due_at=duty.due_at,
        )
        for n, case in enumerate(copies)
    )
    with django_assert_max_num_queries(2):
        page = queue_page(world.reviewer)
        day = review_day(world.home_county, at=world.at)
    assert len(page.rows) == PAGE
    assert day.waiting == 200


def test_the_filter_keeps_one_category(world: World) -> None:
    case = many(world, 1)[0]
    category = Category(case.category)
    other = next(c for c in Category if c is not category)
    assert queue_page(world.reviewer, part=Part(category=category)).rows
    assert not queue_page(world.reviewer, part=Part(category=other)).rows


def test_another_bureaus_queue_is_its_own(world: World) -> None:
    many(world, 1)
    near = world.officer("近处", world.county, *world.reviewer.roles)
    assert not queue_page(near).rows


def test_the_next_one_lies_behind_and_the_last_leads_to_none(world: World) -> None:
    first, second = many(world, 2)
    mark = queue_page(world.reviewer).rows[0].mark
    assert next_waiting(world.reviewer, after=mark, skip=first.id) == second.id
    assert next_waiting(world.reviewer, after=None, skip=first.id) == second.id
    behind = queue_page(world.reviewer).rows[1].mark
    assert next_waiting(world.reviewer, after=behind, skip=second.id) == first.id
    review.issue(first.id, world.call(world.reviewer), seen_version=first.version)
    assert next_waiting(world.reviewer, after=mark, skip=second.id) is None


def test_the_day_in_figures(world: World) -> None:
    cases = many(world, 4)
    review.issue(cases[0].id, world.call(world.reviewer), seen_version=cases[0].version)
    review.return_for_correction(
        cases[1].id,
        world.call(world.reviewer),
        category=ReturnCategory.PHOTO,
        fields=[],
        words="背景有阴影，请补光重拍。",
        seen_version=cases[1].version,
    )
    day = review_day(world.home_county, at=world.at)
    assert (day.waiting, day.overdue, day.today, day.done, day.returned) == (2, 0, 2, 2, 1)
    late = review_day(world.home_county, at=world.at + timedelta(days=1))
    assert (late.waiting, late.overdue, late.done) == (2, 2, 0)
    assert late.next_due is None


def test_a_place_that_is_none_is_read_as_none() -> None:
    for text in (
        "",
        "x",
        "1.2.3",
        "..",
        f"1.7.3.{uuid4()}",
        f"99999999999999999999999.1.1.{uuid4()}",
    ):
        assert Mark.read(text) is None
