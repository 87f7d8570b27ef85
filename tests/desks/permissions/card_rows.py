"""Pages about odd cards, shared by the desks that keep cards and those that supervise."""

from collections.abc import Callable, Mapping
from uuid import UUID

from tests.cases.odd_cards import destroy, latest, lose, spoiled
from tests.cases.world import World as CaseWorld
from tests.desks.permissions.cases import far, near
from tests.desks.permissions.model import WORKERS, Arguments, Place, Row, World, at

from tongban.cases.operations import remake
from tongban.policy.units import UnitKind
from tongban.procedure.reasons import CardTrouble
from tongban.procedure.roles import Role

STATION = at(UnitKind.STATION, Role.DELIVERY)
WINDOW = at(UnitKind.STATION, Role.ACCEPTANCE, Role.DELIVERY)
COUNTY = at(UnitKind.COUNTY, Role.DELIVERY)
CITY = at(UnitKind.CITY, Role.SUPERVISION)
SUPERVISION = at(UnitKind.COUNTY, Role.SUPERVISION) | CITY
FORM = {"request_id": str(UUID(int=5))}
WORDS = {"words": "清单上有，包裹和柜子里都没有找到。"}
MISPRINT = {"fault": "PRODUCTION", "taken_in": "1", **WORDS}
NOT_FOUND = {"outcome": "NOT_FOUND", **WORDS}


def _here(world: CaseWorld) -> Arguments:
    return {"case_id": world.at_station().id}


def _lost(world: CaseWorld) -> Arguments:
    return {"case_id": lose(world, world.shipped(), world.forwarder).id}


def _list(world: CaseWorld) -> Arguments:
    case = world.at_station()
    card = latest(case)
    call = world.call(world.keeper, minutes=300)
    remake.remake(case.id, call, kind=CardTrouble.DAMAGED, words="折断了。")
    return {"list_id": destroy(world, world.keeper, spoiled(card))}


def _both(
    name: str,
    allowed: frozenset[Place],
    make: Callable[[CaseWorld], Arguments],
    *,
    data: Mapping[str, str] | None = None,
    beyond: frozenset[Place] = frozenset(),
) -> list[Row]:
    def row(method: str) -> Row:
        return Row(
            name,
            allowed,
            method=method,
            own=lambda _: make(near()),
            other=lambda _: make(far()),
            beyond=beyond,
            data={**FORM, **(data or {})} if method == "POST" else {},
        )

    return [row("GET"), row("POST")]


def _stray(world: World) -> Arguments:
    return {}


_TRACE, _ = _both("shared:card-trace", WORKERS, _here, beyond=CITY)
_LIST, _PRINT = _both("shared:destroyed", STATION, _list)
ROWS = [
    _TRACE,
    *_both("shared:card-trouble", WINDOW | COUNTY, _here, data={"kind": "MISSING", **WORDS}),
    *_both("shared:card-wrong", WINDOW, _here, data=MISPRINT),
    *_both("shared:card-inquiry", SUPERVISION, _lost, beyond=CITY, data=NOT_FOUND),
    Row(
        "shared:card-stray",
        STATION | COUNTY,
        method="POST",
        own=_stray,
        data={**FORM, "as": "surplus", "code": "360000000001"},
    ),
    Row("shared:card-inquiries", SUPERVISION),
    Row("shared:card-stock", COUNTY | SUPERVISION),
    Row("shared:destruction", STATION | COUNTY),
    Row(
        "shared:destruction",
        STATION | COUNTY,
        method="POST",
        data={**FORM, "list_id": str(UUID(int=6))},
    ),
    _LIST,
    Row(
        "shared:destroyed-print",
        STATION,
        method="POST",
        own=_PRINT.own,
        other=_PRINT.other,
        data=FORM,
    ),
    Row("shared:destroyed-sheet", STATION, own=_LIST.own, other=_LIST.other),
]
