"""答复往来: answers that do not come through, and the keys that help them along."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

from tests.cases.elsewhere import answer, arrived, issued, outgoing, returned
from tests.desks.county.desk import Desk

from tongban.cases.models import Case, Event, Obligation, Outgoing
from tongban.cases.operations import review
from tongban.cases.operations.answers import chase_answer
from tongban.procedure.obligations import ObligationKind as K

PAGE = "/city/answers/"


def form(**more: Any) -> dict[str, Any]:
    return {"request_id": str(uuid4()), **more}


def page(desk: Desk, url: str = PAGE) -> str:
    answer = desk.client(desk.world.chief).get(url)
    assert answer.status_code == 200
    return answer.content.decode()


def late(desk: Desk, serial: int, *, by_station: bool = True) -> Case:
    """A case that the home bureau elsewhere has not answered; reminded once by the station."""
    case = outgoing(desk.world, serial)
    due = {"due_at": desk.world.at + timedelta(minutes=20)}
    open_now = Obligation.objects.filter(case=case, kind=K.WATCH_ANSWER, closed_at=None)
    open_now.update(**due)
    if by_station:
        call = desk.world.call(desk.world.acceptor, minutes=30)
        chase_answer(case.id, call, seen_version=case.version)
        due = {"due_at": desk.world.at + timedelta(minutes=40)}
        open_now = Obligation.objects.filter(case=case, kind=K.WATCH_ANSWER, closed_at=None)
        open_now.update(**due)
    return desk.world.fresh(case)


def value(case: Case) -> str:
    return f"{case.id}~{case.version}"


def test_the_second_reminder_is_the_citys_and_the_first_is_not(desk: Desk) -> None:
    ours, theirs = late(desk, 1), late(desk, 2, by_station=False)
    shown = page(desk)
    assert ours.number in shown
    assert theirs.number not in shown
    assert "另有 1 件等受理所第一次催办" in shown
    assert theirs.number in page(desk, "/city/duty/WATCH_ANSWER/?late=1&chased=0")
    assert "待市局催办" in page(desk, "/city/")


def test_one_key_reminds_of_all_that_is_shown(desk: Desk) -> None:
    cases = [late(desk, 1), late(desk, 2)]
    client = desk.client(desk.world.chief)
    sent = form(shown=[value(case) for case in cases])
    for _ in range(2):
        assert client.post(f"{PAGE}chase/", sent).status_code == 303
    assert [desk.world.fresh(case).chases for case in cases] == [2, 2]
    assert Event.objects.filter(name="ChasedByCity").count() == 2
    assert Outgoing.objects.filter(kind="chase", case__in=cases).count() == 4
    assert cases[0].number not in page(desk)


def test_one_case_can_be_reminded_of_alone(desk: Desk) -> None:
    first, second = late(desk, 1), late(desk, 2)
    client = desk.client(desk.world.chief)
    both = [value(first), value(second)]
    answer = client.post(f"{PAGE}chase/", form(shown=both, case=value(second)))
    assert answer.headers["Location"] == f"{PAGE}?chased=1&missed=0"
    assert [desk.world.fresh(case).chases for case in (first, second)] == [1, 2]
    assert "已催办 1 件" in page(desk, answer.headers["Location"])


def test_what_has_moved_on_is_not_reminded_of_and_said(desk: Desk) -> None:
    case = late(desk, 1)
    seen = value(case)
    answer(desk.world, case, issued(), minutes=50)
    client = desk.client(desk.world.chief)
    done = client.post(f"{PAGE}chase/", form(shown=[seen, "nonsense", "x~1"]))
    assert done.headers["Location"] == f"{PAGE}?chased=0&missed=1"
    assert "1 件刚有变化，没有催办" in page(desk, done.headers["Location"])


def undelivered(desk: Desk) -> Case:
    """An incoming case decided here whose answer does not arrive."""
    case = arrived(desk.world)
    call = desk.world.call(desk.world.reviewer, minutes=20)
    review.issue(case.id, call, seen_version=case.version)
    Outgoing.objects.filter(case=case, kind="decision").update(
        state="FAILED", attempts=7, last_error="TimedOut"
    )
    return desk.world.fresh(case)


def test_an_answer_that_does_not_arrive_is_sent_again(desk: Desk) -> None:
    case = undelivered(desk)
    message = Outgoing.objects.get(case=case, kind="decision")
    shown = page(desk)
    assert case.number in shown
    assert "已试 7 次，没有按时应答" in shown
    assert "答复没有送达" in page(desk, "/city/")
    client = desk.client(desk.world.chief)
    done = client.post(f"/city/upstream/{message.id}/again/", form(**{"from": "answers"}))
    assert done.headers["Location"] == f"{PAGE}?said=sent"
    message.refresh_from_db()
    assert (message.state, message.attempts) == ("WAITING", 0)
    assert case.number in page(desk, f"{PAGE}undelivered/")


def test_an_answer_within_the_hour_is_nobodys_business(desk: Desk) -> None:
    case = undelivered(desk)
    Obligation.objects.filter(case=case, kind=K.DELIVER_ANSWER).update(
        due_at=desk.clock.at + timedelta(minutes=1)
    )
    assert case.number not in page(desk)


def test_contradicting_answers_not_settled_in_time_are_shown(desk: Desk) -> None:
    case = outgoing(desk.world, 1)
    answer(desk.world, case, issued())
    answer(desk.world, case, returned(), minutes=40)
    assert case.number not in page(desk)
    desk.later(days=3)
    shown = page(desk)
    assert case.number in shown
    assert case.number in page(desk, f"{PAGE}unsettled/")
    assert "矛盾答复未核定" in page(desk, "/city/")


def test_other_lists_are_nowhere(desk: Desk) -> None:
    assert desk.client(desk.world.chief).get(f"{PAGE}nonsense/").status_code == 404
