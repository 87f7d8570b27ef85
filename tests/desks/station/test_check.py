"""The public page that checks a paper: real, replaced, void, over, tampered, and asked too often."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from tests.desks.county.desk import Desk
from tests.desks.station.test_temporary import asked, issued, printed, read

from tongban.cases.models import Case, Paper
from tongban.cases.operations import taking_back, temporary
from tongban.desks.shared.check_views import RATE
from tongban.procedure.reasons import TemporaryEnding
from tongban.standards.check_code import shown


@pytest.fixture(autouse=True)
def _fresh() -> Iterator[None]:
    RATE.forget()
    yield
    RATE.forget()


def paper(desk: Desk, case: Case, slug: str) -> tuple[Paper, str]:
    """Print a paper of a case at the window; the row, and the text of the sheet."""
    client = desk.client(desk.world.acceptor)
    answer = client.post(f"/papers/case/{case.id}/{slug}/", {"request_id": str(uuid4())})
    assert answer.status_code == 303, answer.content.decode()
    text = read(client.get(answer.headers["Location"]))
    kind = slug.upper().replace("-", "_")
    return Paper.objects.filter(kind=kind, subject=case.id).latest("made_at"), text


def check(code: str, *, status: int = 200) -> str:
    """Ask as anybody would, without signing in."""
    answer: Any = Client().get(f"/v/{code}")
    assert answer.status_code == status
    return str(answer.content.decode())


def test_a_printed_paper_bears_its_code_and_is_found(desk: Desk) -> None:
    case = desk.world.signed()
    row, sheet = paper(desk, case, "registration")
    assert shown(row.code) in sheet
    page = check(row.code)
    assert "有效" in page
    assert "居民身份证异地受理登记表" in page
    assert case.number in page
    assert row.unit_name in page
    assert f"{row.made_at:%Y-%m-%d}" in page


def test_nothing_of_the_person_is_shown(desk: Desk) -> None:
    case = desk.world.signed()
    row, _ = paper(desk, case, "registration")
    page = check(row.code)
    for personal in (case.name, case.id_number, case.id_number[-4:] + "<", case.phone):
        assert personal not in page
    assert "https://" not in page


def test_a_tampered_code_is_found_nowhere(desk: Desk) -> None:
    row, _ = paper(desk, desk.world.signed(), "registration")
    other = "0" if row.code[0] != "0" else "1"
    page = check(other + row.code[1:], status=404)
    assert "查无此件" in page
    assert "登记表" not in page
    assert "核验码是 12 位" in check("K7QM", status=422)
    markup = "%3Cscript%3Ealert(1)%3C%2Fscript%3E"
    assert "<script>alert" not in Client().get(f"/v/?c={markup}").content.decode()


def test_a_code_is_typed_as_one_likes(desk: Desk) -> None:
    row, _ = paper(desk, desk.world.signed(), "registration")
    answer = Client().get("/v/", {"c": f" {shown(row.code).lower()} "})
    assert "有效" in answer.content.decode()
    first = Client().get("/v/").content.decode()
    assert "输入核验码" in first
    assert "查无此件" not in first


def test_reprints_are_marked_and_counted_and_are_one_paper(desk: Desk) -> None:
    case = desk.world.signed()
    first, sheet = paper(desk, case, "registration")
    assert "补打" not in sheet
    again, sheet = paper(desk, case, "registration")
    assert "补打第1次" in sheet
    assert (again.id, again.code, again.prints) == (first.id, first.code, 2)


def test_a_newer_version_replaces_the_form(desk: Desk) -> None:
    case = desk.world.returned()
    row, _ = paper(desk, case, "registration")
    assert "有效" in check(row.code)
    desk.world.recomposed(case)
    assert "已有新的一份" in check(row.code)


def test_a_void_case_voids_its_form(desk: Desk) -> None:
    case = desk.world.composed()
    row, _ = paper(desk, case, "registration")
    call = desk.world.call(desk.world.acceptor, minutes=9)
    taking_back.void(case.id, call, words="填错了", seen_version=case.version)
    assert "已作废" in check(row.code)


def test_a_slip_is_over_with_the_hand_over_and_the_form_stays(desk: Desk) -> None:
    case = desk.world.handed_over()
    slip, _ = paper(desk, case, "collection-slip")
    form, _ = paper(desk, case, "registration")
    assert "已办结" in check(slip.code)
    assert "已办结" not in check(form.code)


def test_a_temporary_card_is_good_until_it_is_taken_back(desk: Desk) -> None:
    case = desk.world.signed()
    document = issued(desk, case)
    assert "核验" not in printed(desk.client(desk.world.acceptor), document)
    row = Paper.objects.get(subject=document.id)
    page = check(row.code)
    assert "有效" in page
    assert document.number in page
    call = desk.world.call(desk.world.acceptor, minutes=60)
    temporary.take_back_temporary(
        case.id, call, given=temporary.TakenBack(TemporaryEnding.RETURNED)
    )
    assert "已办结" in check(row.code)


def test_a_paper_that_was_never_printed_is_not_found(desk: Desk) -> None:
    case = desk.world.signed()
    made = Paper.objects.create(
        id=uuid4(),
        kind="WITHDRAWAL",
        subject=case.id,
        made_at=case.composed_at,
        contents={},
        prints=0,
    )
    check(made.code, status=404)


def test_who_asks_too_often_waits(desk: Desk) -> None:
    row, _ = paper(desk, desk.world.signed(), "registration")
    for _ in range(RATE.most):
        check(row.code)
    assert "查得太快" in check(row.code, status=429)
    RATE.forget()
    check(row.code)


def test_a_check_takes_few_statements(desk: Desk) -> None:
    row, _ = paper(desk, desk.world.signed(), "registration")
    assert asked(Client(), f"/v/{row.code}") <= 3


def test_every_sheet_of_the_books_bears_a_code(desk: Desk) -> None:
    world = desk.world
    client = desk.client(world.acceptor)
    form = {"request_id": str(uuid4())}
    day = client.post("/station/money/sheet/", {**form, "day": "2026-11-23"})
    month = client.post("/temporary/register/print", {**form, "month": "2026-11"})
    case = world.at_station()
    transfer = case.cards.get().transfer_id
    keeper = desk.client(world.forwarder)
    answer = keeper.post(f"/county/cards/batch/{transfer}/print", form)
    batch = keeper.get(answer.headers["Location"])
    for sheet in (day, month, batch):
        assert re.search(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}", read(sheet))
    assert Paper.objects.exclude(title="").count() == 3
