"""Holding, revoking, closing, withdrawing: the supervisors' pages and the window's."""

from collections.abc import Callable
from dataclasses import replace
from uuid import UUID

from tests.cases.world import World as CaseWorld
from tests.desks.permissions.cases import far, near
from tests.desks.permissions.model import WORKERS, Arguments, Place, Row, at

from tongban.blobs import store
from tongban.blobs.kinds import BlobKind
from tongban.cases.models import Case, Paper
from tongban.cases.operations import grounds
from tongban.cases.operations.grounds import Suspicion
from tongban.policy.units import UnitKind
from tongban.policy.vocabulary import Ground
from tongban.procedure.roles import Role

CITY = at(UnitKind.CITY, Role.SUPERVISION)
SUPERVISION = at(UnitKind.COUNTY, Role.SUPERVISION) | CITY
ACCEPTANCE = at(UnitKind.STATION, Role.ACCEPTANCE)
ABOVE = at(UnitKind.COUNTY, Role.ACCEPTANCE)
SEEN = Suspicion(Ground.BAD_CREDIT, "名单核对属实。", "0" * 64)


def _signed(made: CaseWorld) -> Arguments:
    return {"case_id": made.signed().id}


def _issued(made: CaseWorld) -> Arguments:
    return {"case_id": made.issued().id}


def _held(made: CaseWorld, *, evidence: str = "0" * 64) -> Case:
    case = made.signed()
    call = made.call(made.supervisor, minutes=20)
    grounds.hold(case.id, call, seen=replace(SEEN, evidence=evidence), seen_version=case.version)
    return case


def _scan(made: CaseWorld) -> Arguments:
    ref = store.put(b"%PDF-1.7", kind=BlobKind.PAPER, media_type="application/pdf", at=made.at)
    case = _held(made, evidence=ref)
    return {"case_id": case.id, "paper_id": Paper.objects.get(subject=case.id).id}


def _both(
    name: str,
    allowed: frozenset[Place],
    make: Callable[[CaseWorld], Arguments],
    *,
    beyond: frozenset[Place] = frozenset(),
    methods: tuple[str, ...] = ("GET", "POST"),
    **data: str,
) -> list[Row]:
    sent = {"request_id": str(UUID(int=5)), "seen_version": "2", **data}
    return [
        Row(
            name,
            allowed,
            method=method,
            own=lambda _: make(near()),
            other=lambda _: make(far()),
            beyond=beyond,
            data=sent,
        )
        for method in methods
    ]


ROWS = [
    Row("shared:grounds", SUPERVISION),
    Row("shared:closable", SUPERVISION),
    Row("shared:ended", SUPERVISION),
    *_both(
        "shared:ground",
        SUPERVISION | at(UnitKind.COUNTY, Role.REVIEW),
        _signed,
        beyond=CITY,
        methods=("GET",),
    ),
    *_both(
        "shared:ground",
        SUPERVISION,
        _signed,
        beyond=CITY,
        methods=("POST",),
        act="HOLD",
        ground="BAD_CREDIT",
        words="名单核对属实。",
    ),
    *_both("shared:close", SUPERVISION, _issued, beyond=CITY, reason="DECEASED", words="无"),
    *_both(
        "shared:withdraw",
        ACCEPTANCE | ABOVE,
        _signed,
        beyond=ACCEPTANCE,
        methods=("GET",),
    ),
    *_both(
        "shared:withdraw",
        ACCEPTANCE,
        _signed,
        beyond=ACCEPTANCE,
        methods=("POST",),
        words="不办了",
        kept="0" * 64,
    ),
    *_both("shared:ending-scan", WORKERS, _scan, beyond=CITY, methods=("GET",)),
    *_both("shared:after-ending", WORKERS, _signed, beyond=WORKERS, methods=("GET",)),
    *_both("county:review-approve", at(UnitKind.COUNTY, Role.REVIEW), _signed, methods=("POST",)),
]
