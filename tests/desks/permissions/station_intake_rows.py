"""The intake window and papers: ACCEPTANCE at a station; another station's intake is not there."""

from uuid import UUID

from tests.cases.world import World as CaseWorld
from tests.desks.permissions.cases import far, near
from tests.desks.permissions.model import WORKERS, Arguments, Row, World, at
from uuid_utils.compat import uuid7

from tongban.blobs import store
from tongban.blobs.kinds import BlobKind
from tongban.cases.models import Paper
from tongban.cases.operations.drafts import save_draft
from tongban.cases.operations.intake_capture import Finger, store_fingerprints
from tongban.desks.shared.drafts import draft_key
from tongban.desks.station.panels_capture import PHOTO, Begun
from tongban.desks.station.urls_intake import ACTS
from tongban.policy.units import UnitKind
from tongban.procedure.roles import Role

WINDOW = at(UnitKind.STATION, Role.ACCEPTANCE)
CITY = at(UnitKind.CITY, Role.SUPERVISION)
REQUEST = {"request_id": str(UUID(int=9))}


def _intake(made: CaseWorld) -> Arguments:
    return {"intake_id": made.open_intake().id}


def _row(name: str, *, method: str = "POST", **more: str | int | UUID) -> Row:
    return Row(
        name,
        WINDOW,
        method=method,
        own=lambda _: {**_intake(near()), **more},
        other=lambda _: {**_intake(far()), **more},
        data=REQUEST,
    )


def _paper(made: CaseWorld) -> Arguments:
    paper = Paper.objects.create(
        id=uuid7(),
        kind="ONE_TIME_NOTICE",
        subject=made.open_intake().id,
        made_at=made.at,
        contents={"asks": ["SHOW_EVIDENCE"]},
    )
    return {"paper_id": paper.id}


def _print(made: CaseWorld) -> Arguments:
    """An intake with two prints of which one picture is kept."""
    intake = made.identified()
    image = store.put(
        b"picture", kind=BlobKind.FINGERPRINT_IMAGE, media_type="image/png", at=made.at
    )
    fingers = [
        Finger(11, template="right", quality=70, image=image),
        Finger(16, missing_reason="手指残缺"),
    ]
    store_fingerprints(intake.id, made.call(made.acceptor), fingers=fingers)
    return {"intake_id": intake.id, "code": 11}


def _original(world: World, made: CaseWorld) -> Arguments:
    """An intake for which the officer of the window is cutting a photo."""
    intake = made.open_intake()
    kept = store.put(b"picture", kind=BlobKind.ORIGINAL_PHOTO, media_type="image/jpeg", at=made.at)
    begun = Begun(original=kept, width=358, height=441, frame=(0, 0, 358, 441), report={})
    save_draft(
        world.officer((UnitKind.STATION, Role.ACCEPTANCE)).id,
        key=draft_key(PHOTO, intake.id),
        body=begun.as_draft(),
        at=made.at,
    )
    return {"intake_id": intake.id}


ROWS = [
    Row(
        "station:intake-original",
        WINDOW,
        own=lambda world: _original(world, near()),
        other=lambda world: _original(world, far()),
    ),
    Row(
        "station:intake-print",
        WINDOW,
        own=lambda _: _print(near()),
        other=lambda _: _print(far()),
    ),
    Row("station:intake", WINDOW),
    Row("station:intake-find", WINDOW, method="POST", data=REQUEST),
    _row("station:intake-open", method="GET"),
    _row("station:intake-step", method="GET", step="evidence"),
    _row("station:intake-commitment", method="GET"),
    _row("station:intake-fee-poll", method="GET"),
    _row("station:intake-camera", method="GET"),
    *(_row(f"station:intake-{name}") for name in ACTS),
    _row("station:intake-evidence-remove", evidence_id=UUID(int=1)),
    _row("station:intake-offence-remove", offence_id=UUID(int=1)),
    _row("station:intake-finger", hand="right"),
    Row(
        "papers:show",
        WORKERS,
        own=lambda _: _paper(near()),
        other=lambda _: _paper(far()),
        beyond=CITY,
    ),
    Row(
        "papers:of-intake",
        WORKERS,
        method="POST",
        own=lambda _: {**_intake(near()), "kind": "refusal"},
        other=lambda _: {**_intake(far()), "kind": "refusal"},
        beyond=CITY,
        data=REQUEST,
    ),
    Row(
        "papers:of-case",
        WORKERS,
        method="POST",
        own=lambda _: {"case_id": near().signed().id, "kind": "registration"},
        other=lambda _: {"case_id": far().signed().id, "kind": "registration"},
        beyond=CITY,
        data=REQUEST,
    ),
    Row(
        "station:intake-take-over",
        WINDOW,
        method="POST",
        own=lambda _: _intake(near()),
        data=REQUEST,
    ),
]
