"""The county bureau's desk: review and issue."""

from uuid import UUID

from tests.desks.permissions.cases import far, near
from tests.desks.permissions.model import Arguments, Row, World, at

from tongban.policy.units import UnitKind
from tongban.procedure.roles import Role

REVIEW = at(UnitKind.COUNTY, Role.REVIEW)


def _near(world: World) -> Arguments:
    return {"case_id": near().signed().id}


def _far(world: World) -> Arguments:
    return {"case_id": far().signed().id}


_ACT = {"request_id": str(UUID(int=5)), "seen_version": "2"}

ROWS = [
    Row("county:review", REVIEW),
    Row("county:review-queue", REVIEW),
    Row("county:review-case", REVIEW, own=_near, other=_far),
    Row("county:review-issue", REVIEW, method="POST", own=_near, other=_far, data=_ACT),
    Row(
        "county:review-return",
        REVIEW,
        method="POST",
        own=_near,
        other=_far,
        data={
            **_ACT,
            "category": "PHOTO",
            "fields": "photo",
            "words": "照片背景不均匀，请重新采集。",
        },
    ),
]
