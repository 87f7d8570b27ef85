"""The county bureau's desk: review and issue, cards, its stations."""

from collections.abc import Callable
from uuid import UUID

from tests.cases.world import World as CaseWorld
from tests.desks.permissions.cases import far, near
from tests.desks.permissions.model import Arguments, Place, Row, World, at

from tongban.cases.models import Card, Outgoing
from tongban.cases.operations import withdraw
from tongban.policy.units import UnitKind
from tongban.procedure.roles import Role

REVIEW = at(UnitKind.COUNTY, Role.REVIEW)
DELIVERY = at(UnitKind.COUNTY, Role.DELIVERY)
SUPERVISION = at(UnitKind.COUNTY, Role.SUPERVISION)


def _near(world: World) -> Arguments:
    return {"case_id": near().signed().id}


def _far(world: World) -> Arguments:
    return {"case_id": far().signed().id}


def _batch(world: CaseWorld) -> Arguments:
    return {"batch_id": Card.objects.get(case=world.shipped()).batch_id or ""}


def _transfer(world: CaseWorld) -> Arguments:
    return {"batch_id": Card.objects.get(case=world.at_station()).transfer_id or ""}


def _refund(world: CaseWorld) -> Arguments:
    case = world.paid()
    withdraw.withdraw(
        case.id,
        world.call(world.acceptor, minutes=70),
        words="不办了",
        signature="pad",
        seen_version=case.version,
    )
    return {"case_id": case.id}


def _message(world: CaseWorld) -> Arguments:
    message = Outgoing.objects.get(case=world.signed(), kind="submit")
    Outgoing.objects.filter(id=message.id).update(state="FAILED")
    return {"message_id": message.id}


def _both(
    name: str,
    allowed: frozenset[Place],
    make: Callable[[CaseWorld], Arguments],
    *,
    method: str = "POST",
) -> Row:
    return Row(
        name,
        allowed,
        method=method,
        own=lambda _: make(near()),
        other=lambda _: make(far()),
        data={"request_id": str(UUID(int=5))},
    )


def _duty(station: str) -> Arguments:
    return {"station": station, "kind": "fix_return"}


_ACT = {"request_id": str(UUID(int=5)), "seen_version": "2"}

ROWS = [
    Row("county:review", REVIEW),
    Row("county:settling", at(UnitKind.COUNTY, Role.REVIEW, Role.SUPERVISION)),
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
    Row("county:cards", DELIVERY),
    _both("county:batch", DELIVERY, _batch, method="GET"),
    _both("county:batch-scan", DELIVERY, _batch),
    _both("county:batch-receive", DELIVERY, _batch),
    _both("county:batch-print", DELIVERY, _transfer),
    _both("county:batch-sheet", DELIVERY, _transfer, method="GET"),
    Row("county:forward", DELIVERY, own=lambda world: {"station": world.station}),
    Row(
        "county:forward",
        DELIVERY,
        method="POST",
        own=lambda world: {"station": world.station},
        data={"request_id": str(UUID(int=5)), "batch_id": str(UUID(int=6))},
    ),
    Row("county:stations", SUPERVISION),
    Row("county:chase", SUPERVISION, method="POST", data={"request_id": str(UUID(int=5))}),
    _both("county:refund", SUPERVISION, _refund),
    _both("county:resend", SUPERVISION, _message),
    Row(
        "county:duty",
        SUPERVISION,
        own=lambda world: _duty(world.station),
        other=lambda world: _duty(world.other_station),
    ),
]
