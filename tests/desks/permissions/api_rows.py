"""The rules over HTTP: for everybody who is signed in; no case is touched."""

from tests.desks.permissions.model import EVERYONE, Arguments, Row, World


def _kind(world: World) -> Arguments:
    return {"kind": "REVIEW"}


ROWS = [
    Row("api:units", EVERYONE),
    Row("api:assess", EVERYONE, method="POST"),
    Row("api:deadline", EVERYONE, own=_kind),
    Row("api:openapi-json", EVERYONE),
    Row("api:api-root", frozenset()),
]
