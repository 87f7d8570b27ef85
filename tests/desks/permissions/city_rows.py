"""The city bureau's desk: supervision at the city, nobody else."""

from tests.accounts.people import AT
from tests.desks.permissions.model import Arguments, Row, World, at
from uuid_utils.compat import uuid7

from tongban.cases.operations.city_items import Stray, keep
from tongban.cases.operations.upstream_health import record_failed_fetch
from tongban.cases.queries.city_items import outages
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


def _list(world: World) -> Arguments:
    return {"name": "unanswered"}


def _stray(world: World) -> Arguments:
    message = Stray(uuid7(), "province_remote", "ARRIVED", "370102540000202611230001", AT)
    keep(message, reason="没有对应的件。", at=AT)
    return {"message_id": message.id}


def _outage(world: World) -> Arguments:
    record_failed_fetch("province_remote", at=AT, error_kind="Unreachable")
    return {"outage_id": outages()[0].id}


ROWS = [
    Row("city:overview", CITY),
    Row("city:risk", CITY),
    Row("city:duty", CITY, own=_kind),
    Row("city:month", CITY, own=_figure),
    Row("city:county", CITY, own=_county),
    Row("city:look-ins", CITY),
    Row("city:endings", CITY),
    Row("city:endings-behind", CITY, own=lambda _: {"kind": "VOIDED"}),
    Row("city:green", CITY),
    Row("city:green-behind", CITY, own=lambda _: {"kind": "VISITED"}),
    Row("city:chase", CITY, method="POST"),
    Row("city:chased", CITY),
    Row("city:answers", CITY),
    Row("city:answers-part", CITY, own=_list),
    Row("city:answers-chase", CITY, method="POST"),
    Row("city:upstream", CITY),
    Row("city:failed", CITY),
    Row("city:strays", CITY),
    Row("city:outages", CITY),
    Row("city:resend", CITY, method="POST", own=_message),
    Row("city:stray", CITY, own=_stray),
    Row("city:stray-settle", CITY, method="POST", own=_stray),
    Row("city:stray-again", CITY, method="POST", own=_stray),
    Row("city:outage", CITY, own=_outage),
    Row("city:outage-settle", CITY, method="POST", own=_outage),
]
