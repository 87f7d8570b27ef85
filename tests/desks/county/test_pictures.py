"""Pictures: for who may see the case, logged, never cached, and never a broken frame."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, cast

import pytest
from django.urls import reverse
from tests.desks.county.desk import Desk

from tongban.audit.models import AuditRow
from tongban.blobs import store
from tongban.blobs.kinds import BlobKind
from tongban.cases.models import Case, ComposedVersion, Evidence, Intake
from tongban.cases.operations import intake_checks
from tongban.policy.vocabulary import EvidenceKind
from tongban.ports.errors import Unreachable
from tongban.ports.population import Photo
from tongban.ports.registry import Ports, set_ports

JPEG = b"\xff\xd8\xff\xe0 a portrait"


@dataclass
class Register:
    """A population system that has one photo, none, or is away."""

    answer: Photo | Exception | None

    def photo(self, photo_ref: str, *, at: datetime) -> Photo | None:
        """The answer."""
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


def wire(answer: Photo | Exception | None) -> None:
    """Let the register answer so."""
    nobody: Any = None
    ports = Ports(**dict.fromkeys(Ports.__dataclass_fields__, nobody))
    set_ports(replace(ports, population=cast("Any", Register(answer))))


@pytest.fixture(autouse=True)
def _unwired() -> Iterator[None]:
    """Take the ports away afterwards."""
    yield
    set_ports(None)


@pytest.fixture
def case(desk: Desk) -> Case:
    """A case in the queue whose photo is stored and whose person has one in the register."""
    case = desk.world.signed(photo_ref="P1")
    photo = store.put(JPEG, kind=BlobKind.STANDARD_PHOTO, media_type="image/jpeg", at=desk.clock.at)
    Intake.objects.filter(case=case).update(photo=photo)
    row = ComposedVersion.objects.get(case=case)
    row.id, row.n, row.photo = case.id, 2, photo
    row.signed_at = None
    row.save(force_insert=True)
    return case


def url(case: Case, which: str, version: int = 2) -> str:
    return reverse("shared:case-picture", args=[case.id, version, which])


def test_the_photo_is_shown_logged_and_not_kept(desk: Desk, case: Case) -> None:
    answer = desk.reviewer.get(url(case, "photo"))
    assert answer.content == JPEG
    assert answer.headers["Content-Type"] == "image/jpeg"
    assert answer.headers["Cache-Control"] == "no-store"
    seen = AuditRow.objects.get(what="PICTURE_VIEWED")
    assert (seen.subject, seen.data) == (case.id, {"which": "2/photo"})


def test_a_picture_costs_four_queries(
    desk: Desk, case: Case, django_assert_max_num_queries: Any
) -> None:
    client = desk.reviewer
    with django_assert_max_num_queries(4):
        client.get(url(case, "photo"))


def test_who_may_not_see_the_case_gets_nothing(desk: Desk, case: Case) -> None:
    other = next(
        u.code
        for u in desk.world.city.units
        if u.kind == "COUNTY" and u.code not in (desk.world.county, desk.world.home_county)
    )
    stranger = desk.client(desk.world.officer("外县", other, *desk.world.reviewer.roles))
    assert stranger.get(url(case, "photo")).status_code == 404
    assert not AuditRow.objects.filter(what="PICTURE_VIEWED").exists()


@pytest.mark.parametrize("which", ["live", "evidence-1-1", "evidence-0-1", "evidence-9-9", "x"])
def test_what_there_is_not_is_not_found(desk: Desk, case: Case, which: str) -> None:
    assert desk.reviewer.get(url(case, which)).status_code == 404
    assert desk.reviewer.get(url(case, "photo", version=3)).status_code == 404


def test_the_registers_photo_comes_through_the_port(desk: Desk, case: Case) -> None:
    wire(Photo(JPEG, date(2016, 5, 19)))
    assert desk.reviewer.get(url(case, "register")).content == JPEG


@pytest.mark.parametrize(
    ("answer", "words"), [(Unreachable("population", "away"), "暂时不通"), (None, "人口库没有照片")]
)
def test_without_the_register_a_picture_says_why(
    desk: Desk, case: Case, answer: Any, words: str
) -> None:
    wire(answer)
    shown = desk.reviewer.get(url(case, "register"))
    assert shown.status_code == 200
    assert shown.headers["Content-Type"] == "image/svg+xml"
    assert words in shown.content.decode()


def test_an_erased_picture_says_so(desk: Desk, case: Case) -> None:
    store.erase(ComposedVersion.objects.get(case=case, n=2).photo, at=desk.clock.at)
    assert "已经删除" in desk.reviewer.get(url(case, "photo")).content.decode()


def test_pictures_of_an_intake_are_its_stations(desk: Desk) -> None:
    intake = desk.world.open_intake(4)
    page = store.put(JPEG, kind=BlobKind.EVIDENCE, media_type="image/jpeg", at=desk.clock.at)
    intake_checks.show_evidence(
        intake.id,
        desk.world.call(desk.world.acceptor),
        shown=intake_checks.Shown(EvidenceKind.PASSPORT, None, pages=[page]),
    )
    assert Evidence.objects.count() == 1
    first = reverse("shared:intake-picture", args=[intake.id, "evidence-1-1"])
    window = desk.client(desk.world.acceptor)
    assert window.get(first).content == JPEG
    assert window.get(first.replace("1-1", "1-2")).status_code == 404
    assert desk.reviewer.get(first).status_code == 404
