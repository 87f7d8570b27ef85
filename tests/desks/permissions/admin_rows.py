"""The administrators' desk: three kinds of administrator, kept apart."""

from tests.desks.permissions.model import ADMINISTRATORS, Arguments, Row, World, at

from tongban.policy.units import UnitKind
from tongban.procedure.roles import Role

SYSTEM = at(UnitKind.CITY, Role.ADMIN_SYSTEM)
SECURITY = at(UnitKind.CITY, Role.ADMIN_SECURITY)
AUDIT = at(UnitKind.CITY, Role.ADMIN_AUDIT)


def _officer(world: World) -> Arguments:
    return {"officer_id": world.bystander().id}


def _unit(world: World) -> Arguments:
    return {"code": world.station}


_A_ROLE = {"unit": "370811550000", "role": "ACCEPTANCE"}

ROWS = [
    Row("admin:home", ADMINISTRATORS),
    Row("admin:units", SYSTEM | SECURITY),
    Row("admin:officers-of-unit", SYSTEM | SECURITY, own=_unit),
    Row("admin:officers", SYSTEM | SECURITY),
    Row("admin:officers", SYSTEM | SECURITY, method="POST", data={"q": "闵"}),
    Row("admin:officer-new", SYSTEM),
    Row("admin:officer-new", SYSTEM, method="POST", data={"login": "new1", "name": "闵念慈"}),
    Row("admin:officer", SYSTEM | SECURITY, own=_officer),
    Row("admin:officer-grant", SECURITY, method="POST", own=_officer, data=_A_ROLE),
    Row("admin:officer-revoke", SECURITY, method="POST", own=_officer, data=_A_ROLE),
    Row("admin:officer-unlock", SECURITY, method="POST", own=_officer),
    Row("admin:officer-reset-password", SECURITY, method="POST", own=_officer),
    Row("admin:officer-deactivate", SYSTEM, method="POST", own=_officer),
    Row("admin:officer-reactivate", SYSTEM, method="POST", own=_officer),
    Row("admin:audit", AUDIT),
    Row("admin:audit-check", AUDIT, method="POST"),
]
