"""协查 at the desks: asked at the window, answered at home without a view of the intake."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from tests.desks.station.window import Window, picture

from tongban.cases.models import Inquiry, Intake
from tongban.simulators.people.person import Person, Story


def asked(window: Window, person: Person, **more: Any) -> Inquiry:
    """An inquiry with the live picture, asked from the window."""
    intake = window.begin(person)
    window.do(intake, "live", image=picture())
    window.do(intake, "identity", confirmed="not-yet")
    form = {"name": "1", "address": "1", "picture": "1", "question": "面貌变化较大，请核对。"}
    answer = window.post(f"{intake}/inquiry/", **(form | more))
    assert answer.status_code == 303, answer.content.decode()
    found = Inquiry.objects.get(intake_id=intake)
    assert answer.headers["Location"] == f"/station/inquiries/{found.id}/"
    return found


def home_of(window: Window, person: Person) -> Window:
    assert person.record.home_unit is not None
    return window.of_unit(person.record.home_unit)


def read(window: Window, path: str, *, status: int = 200) -> str:
    answer = window.client.get(path)
    assert answer.status_code == status
    return str(answer.content.decode())


def say(window: Window, row: Inquiry, **form: Any) -> Any:
    given = {"request_id": str(uuid4())} | form
    return window.client.post(f"/station/inquiries/{row.id}/answer/", given)


def test_offered_once_the_officer_cannot_tell(window: Window) -> None:
    intake = window.begin(window.person())
    assert "发起协查" not in window.text(f"{intake}/compare/")
    window.do(intake, "identity", confirmed="not-yet")
    text = window.text(f"{intake}/compare/")
    assert f'href="/station/intake/{intake}/inquiry/"' in text
    assert 'data-key="Q"' in text
    assert "发起协查" in window.text(f"{intake}/inquiry/")


def test_what_differs_is_ticked_beforehand(window: Window) -> None:
    person = window.person()
    intake = window.begin(person)
    stored = window.row(intake)
    Intake.objects.filter(id=intake).update(declared={**stored.declared, "name": "别名"})
    text = window.text(f"{intake}/inquiry/")
    assert 'name="name" value="1" checked' in text
    assert 'name="sex" value="1" checked' not in text


def test_a_question_that_asks_nothing_comes_back_as_typed(window: Window) -> None:
    intake = window.begin(window.person())
    answer = window.post(f"{intake}/inquiry/", question="<b>问</b>", sex="")
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "请至少选一项" in text
    assert "&lt;b&gt;问&lt;/b&gt;" in text
    assert not Inquiry.objects.exists()


def test_the_home_station_sees_the_inquiry_and_never_the_intake(window: Window) -> None:
    person = window.person()
    row = asked(window, person)
    home = home_of(window, person)
    assert person.record.name in read(home, "/station/")
    assert "待本所答复" in read(home, "/station/inquiries/")
    text = read(home, f"/station/inquiries/{row.id}/")
    assert "面貌变化较大" in text
    assert "是同一人" in text
    for which in ("live", "register"):
        path = f"/station/inquiries/{row.id}/picture/{which}/"
        assert path in text
        assert home.client.get(path).status_code == 200
    for path in (
        f"/station/intake/{row.intake_id}/compare/",
        f"/station/intake/{row.intake_id}/inquiry/",
        f"/pictures/intake/{row.intake_id}/live",
    ):
        read(home, path, status=404)


def test_answered_and_back_in_the_worklist(window: Window) -> None:
    person = window.person()
    row = asked(window, person)
    earlier = window.row(row.intake_id).opened_at - timedelta(minutes=1)
    Intake.objects.update(identity_at=earlier)
    home = home_of(window, person)
    answer = say(home, row, answer="SAME", words="与底册照片一致。")
    assert answer.headers["Location"] == "/station/inquiries/"
    assert "没有协查" in read(home, "/station/inquiries/")
    after = read(home, f"/station/inquiries/{row.id}/")
    assert "/picture/" not in after
    assert person.record.id_number[:6] not in after
    assert home.client.get(f"/station/inquiries/{row.id}/picture/live/").status_code == 404
    bench = read(window, "/station/")
    assert "协查已答复" in bench
    assert "与底册照片一致" in window.text(f"{row.intake_id}/compare/")
    window.do(UUID(str(row.intake_id)), "identity", confirmed="yes")
    assert "协查已答复" not in read(window, "/station/")


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({}, "请选择是同一人"),
        ({"answer": "MAYBE"}, "请选择是同一人"),
        ({"answer": "NOT_SAME", "words": " "}, "请写明依据"),
        ({"answer": "SAME", "words": "长" * 501}, "最多 500 个字"),
    ],
)
def test_a_bad_answer_says_what_is_wrong(window: Window, form: dict[str, str], words: str) -> None:
    person = window.person()
    row = asked(window, person)
    answer = say(home_of(window, person), row, **form)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert Inquiry.objects.get().answer == ""


def test_outside_the_city_a_letter_is_printed_and_the_answer_written_down(window: Window) -> None:
    person = outside(window)
    row = asked(window, person)
    text = read(window, f"/station/inquiries/{row.id}/")
    assert "打印协查函" in text
    printed = window.client.post(
        f"/papers/intake/{row.intake_id}/inquiry-letter/", {"request_id": str(uuid4())}
    )
    paper = window.client.get(printed.headers["Location"])
    assert paper.content.startswith(b"%PDF")
    assert say(window, row, answer="SAME", answered_on="23/11").status_code == 422
    given = {"answer": "SAME", "way": "PHONE", "answerer": "某所 0516-1234567"}
    answer = say(window, row, **given, answered_on="2026-11-23")
    assert answer.headers["Location"] == f"/station/intake/{row.intake_id}/compare/"
    assert "0516-1234567" in window.text(f"{row.intake_id}/compare/")


def outside(window: Window) -> Person:
    """Somebody of another city of the province."""
    for story in Story:
        for one in window.ledgers.population.people(story):
            if one.record.home_unit is None and one.record.card is not None:
                return one
    raise LookupError("nobody from outside")


def test_the_former_station_reads_a_conflict(window: Window) -> None:
    person = window.person()
    row = asked(window, person)
    other = window.of_unit(window.elsewhere(person))
    other.do(row.intake_id, "take-over", record_id=person.record.record_id, register="PROVINCE")
    earlier = window.row(row.intake_id).opened_at - timedelta(minutes=1)
    Intake.objects.update(identity_at=earlier)
    read(window, f"/station/intake/{row.intake_id}/inquiry/", status=409)
    assert "接办" in read(other, f"/station/inquiries/{row.id}/")
    say(home_of(window, person), row, answer="CANNOT_SAY", words="底册没有照片")
    assert "协查已答复" in read(other, "/station/")
