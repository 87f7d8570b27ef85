"""What all desks share: a case, finding, help, pictures, drafts."""

from uuid import UUID

from tests.cases.world import World as CaseWorld
from tests.desks.permissions.cases import far, near
from tests.desks.permissions.model import EVERYONE, WORKERS, Arguments, Row, World, at

from tongban.policy.units import UnitKind
from tongban.procedure.roles import Role

CITY = at(UnitKind.CITY, Role.SUPERVISION)


def _case(made: CaseWorld) -> Arguments:
    return {"case_id": made.signed(photo_ref="P1").id}


def _case_near(world: World) -> Arguments:
    return _case(near())


def _case_far(world: World) -> Arguments:
    return _case(far())


def _picture_near(world: World) -> Arguments:
    return {**_case(near()), "version": 1, "which": "register"}


def _picture_far(world: World) -> Arguments:
    return {**_case(far()), "version": 1, "which": "register"}


def _intake_near(world: World) -> Arguments:
    return {"intake_id": near().open_intake(photo_ref="P1").id, "which": "register"}


def _intake_far(world: World) -> Arguments:
    return {"intake_id": far().open_intake(photo_ref="P1").id, "which": "register"}


def _draft(world: World) -> Arguments:
    return {"kind": "return", "subject": UUID(int=7)}


ROWS = [
    Row("shared:case", WORKERS, own=_case_near, other=_case_far, beyond=CITY),
    Row("shared:find", EVERYONE),
    Row("shared:find", EVERYONE, method="POST", data={"q": "颜"}),
    Row("shared:help", EVERYONE),
    Row("shared:flow", EVERYONE),
    Row("shared:case-picture", WORKERS, own=_picture_near, other=_picture_far, beyond=CITY),
    Row("shared:intake-picture", WORKERS, own=_intake_near, other=_intake_far, beyond=CITY),
    Row("shared:draft", WORKERS, method="POST", own=_draft),
]
