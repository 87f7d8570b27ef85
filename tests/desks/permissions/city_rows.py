"""The city bureau's desk: supervision at the city, nobody else."""

from tests.desks.permissions.model import Arguments, Row, World, at
from uuid_utils.compat import uuid7

from tongban.policy.units import UnitKind
from tongban.procedure.roles import Role

CITY = at(UnitKind.CITY, Role.SUPERVISION)


def _kind(world: World) -> Arguments:
    return {"kind": "REVIEW"}


def _figure(world: World) -> Arguments:
    return {"figure": "accepted"}


def _county(world: World) -> Arguments:
    return {"code": "370811000000"}


def _message(world: World) -> Arguments:
    return {"message_id": uuid7()}


ROWS = [
    Row("city:overview", CITY),
    Row("city:risk", CITY),
    Row("city:duty", CITY, own=_kind),
    Row("city:month", CITY, own=_figure),
    Row("city:county", CITY, own=_county),
    Row("city:chase", CITY, method="POST"),
    Row("city:chased", CITY),
    Row("city:upstream", CITY),
    Row("city:resend", CITY, method="POST", own=_message),
]
