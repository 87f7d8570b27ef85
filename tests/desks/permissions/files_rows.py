"""Files of ended cases: the accepting station, and supervision above it; nobody beside."""

from uuid import UUID

from tests.cases.world import World as CaseWorld
from tests.desks.permissions.cases import far, near
from tests.desks.permissions.model import Arguments, Row, World, at

from tongban.cases.operations import closing
from tongban.policy.units import UnitKind
from tongban.procedure.roles import Role

CITY = at(UnitKind.CITY, Role.SUPERVISION)
KEEPERS = at(UnitKind.STATION, Role.ACCEPTANCE) | at(UnitKind.COUNTY, Role.SUPERVISION) | CITY
FORM = {"request_id": str(UUID(int=9)), "purpose": "COMPLAINT", "words": "信访核查调取"}


def _sealed(made: CaseWorld) -> Arguments:
    case = made.handed_over()
    closing.seal_file(case.id, made.call(made.acceptor, minutes=400))
    return {"case_id": case.id}


def _near(world: World) -> Arguments:
    return _sealed(near())


def _far(world: World) -> Arguments:
    return _sealed(far())


def _row(name: str, method: str) -> Row:
    return Row(name, KEEPERS, method, _near, _far, beyond=CITY, data=FORM)


ROWS = [
    Row("shared:files", KEEPERS),
    Row("shared:files", KEEPERS, "POST", data={"q": "颜"}),
    _row("shared:file", "GET"),
    _row("shared:file-check", "POST"),
    _row("shared:file-print", "POST"),
    _row("shared:file-export", "POST"),
]
