"""A ground from the reviewer's screen to the notice of revocation, on the pages of those who act."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from tests.cases.test_grounds import SEEN, held, report
from tests.desks.county.desk import Desk
from tests.desks.station.test_returns import picture

from tongban.cases.models import Case, Paper
from tongban.cases.operations import review
from tongban.procedure.actors import Actor
from tongban.procedure.stages import Stage


def form(case: Case, **more: Any) -> dict[str, Any]:
    return {
        "request_id": str(uuid4()),
        "seen_version": str(case.version),
        "ground": "DOCUMENT_OFFENCE",
        "words": "所持证件系伪造，已向签发地核实。",
        **more,
    }


def url(case: Case, page: str = "ground") -> str:
    return f"/cases/{case.id}/{page}/"


def page(desk: Desk, officer: Actor, at: str) -> str:
    shown = desk.client(officer).get(at)
    assert shown.status_code == 200, shown.content.decode()
    return shown.content.decode()


def test_reported_held_by_one_and_revoked_by_another(desk: Desk) -> None:
    world, case = desk.world, desk.world.paid(1)
    shown = page(desk, world.reviewer, f"/county/review/{case.id}/")
    assert 'data-key="G"' in shown
    assert url(case) in shown
    client = desk.client(world.reviewer)
    sent = form(case, act="REPORT_GROUND", evidence=picture())
    assert client.post(url(case), sent).headers["Location"] == "/county/review/"
    shown = page(desk, world.reviewer, f"/county/review/{case.id}/")
    assert "已报告不予受理情形，等督导核定" in shown
    assert "退回并说明" in shown
    assert "通过并签发" not in shown
    case = world.fresh(case)
    listed = page(desk, world.supervisor, "/endings/")
    assert case.number in listed
    assert "审核戊" in listed
    shown = page(desk, world.supervisor, url(case))
    assert "看材料" in shown
    client = desk.client(world.supervisor)
    assert client.post(url(case), form(case, act="HOLD")).status_code == 303
    case = world.fresh(case)
    assert "须由另一名督导民警" in page(desk, world.supervisor, url(case))
    chief = desk.client(world.chief)
    assert case.number in page(desk, world.chief, "/endings/")
    assert chief.post(url(case), form(case, act="REVOKE")).status_code == 303
    case = world.fresh(case)
    assert case.stage == Stage.REVOKED
    shown = page(desk, world.chief, f"/cases/{case.id}/")
    assert "撤销：有伪造、冒用等证件违法行为（第五条(四)）" in shown
    assert "撤销异地受理通知书" in shown
    assert case.number in page(desk, world.chief, "/endings/ended/")
    assert "已撤销 1 件" in page(desk, world.supervisor, "/endings/ended/?stage=REVOKED")


def notice(desk: Desk, officer: Actor, case: Case, kind: str) -> bytes:
    client = desk.client(officer)
    sent = client.post(f"/papers/case/{case.id}/{kind}/", {"request_id": str(uuid4())})
    assert sent.status_code == 303, sent.content.decode()
    paper = client.get(sent.headers["Location"])
    assert paper.headers["Content-Type"] == "application/pdf"
    return paper.content


def test_what_comes_back_keeps_what_was_given(desk: Desk) -> None:
    case = desk.world.signed()
    client = desk.client(desk.world.supervisor)
    sent = form(case, act="HOLD", ground="", evidence=picture())
    answer = client.post(url(case), sent)
    assert answer.status_code == 422
    shown = answer.content.decode()
    assert "请选择属于五种情形中的哪一种" in shown
    assert "所持证件系伪造" in shown
    assert "已经收到上传的材料" in shown
    kept = shown.split('name="kept" value="')[1][:64]
    assert client.post(url(case), form(case, act="HOLD", kept=kept)).status_code == 303
    paper = Paper.objects.get(kind="GROUND_HOLD")
    assert paper.blob == kept
    scan = client.get(f"/cases/{case.id}/scan/{paper.id}/")
    assert scan.headers["Content-Type"] == "image/jpeg"
    assert client.get(f"/cases/{case.id}/scan/{uuid4()}/").status_code == 404


def test_release_and_dismissal_on_the_page(desk: Desk) -> None:
    world = desk.world
    case = report(world, world.signed(1))
    client = desk.client(world.supervisor)
    sent = form(case, act="DISMISS_GROUND", words="核实为重名，不属于。")
    assert client.post(url(case), sent).status_code == 303
    assert "没有待核定的" in page(desk, world.supervisor, "/endings/")
    case = held(world, world.signed(2))
    assert desk.client(world.chief).post(url(case), form(case, act="RELEASE")).status_code == 303
    assert not world.fresh(case).held


@pytest.mark.parametrize("act", ["", "NONSENSE", "REVOKE", "RELEASE"])
def test_no_act_that_is_not_possible(desk: Desk, act: str) -> None:
    case = desk.world.signed()
    answer = desk.client(desk.world.supervisor).post(url(case), form(case, act=act))
    assert answer.status_code in (409, 422)
    assert not desk.world.fresh(case).held


def test_two_officers_on_the_review_screen(desk: Desk, settings: Any) -> None:
    folder = settings.DATA / "overlay"
    folder.mkdir()
    terms = '- version: "2020-09-01"\n  terms: {reviewers_per_case: {value: 2}}'
    (folder / "terms.yaml").write_text(terms, encoding="utf-8")
    world, case = desk.world, desk.world.signed(1)
    at = f"/county/review/{case.id}/"
    shown = page(desk, world.reviewer, at)
    assert "审核通过" in shown
    assert "通过并签发" not in shown
    sent = {"request_id": str(uuid4()), "seen_version": str(case.version)}
    answer = desk.client(world.reviewer).post(f"{at}approve", sent)
    assert answer.status_code == 303
    assert "此件由您审核通过" in page(desk, world.reviewer, at)
    shown = page(desk, world.reviewer2, at)
    assert "审核戊已审核通过" in shown
    assert "通过并签发" in shown
    case = world.fresh(case)
    review.issue(case.id, world.call(world.reviewer2, minutes=130), seen_version=case.version)


def test_the_pages_cost_eight_queries(desk: Desk, django_assert_max_num_queries: Any) -> None:
    case = held(desk.world, desk.world.issued(), seen=SEEN)
    client = desk.client(desk.world.chief)
    client.get("/help/")
    for at in (url(case), url(case, "close"), "/endings/", "/endings/closable/", "/endings/ended/"):
        with django_assert_max_num_queries(9):
            assert client.get(at).status_code == 200
