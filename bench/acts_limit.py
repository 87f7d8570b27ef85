"""The limit: the statements of one act as the product sends them, as a script for pgbench.

One act is done through the whole web stack in this process while its statements are written down;
every id in them then becomes a function of the case's number, so that pgbench can do any number.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from uuid import UUID, uuid4

from bench.acts_city import Waiting
from bench.acts_ids import case_path, id_of
from django.db import connection
from django.test import Client
from psycopg import ClientCursor

from tongban.accounts.requests import COOKIE

_STRING = re.compile(r"'(?:[^']|'')*'")
_UUID = re.compile(r"[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}")
NUMBER = "lpad(to_hex(:n::bigint), 12, '0')"


def form(waiting: Waiting) -> dict[str, str]:
    """What the button 通过并签发 posts, but for the CSRF token."""
    return {"request_id": str(uuid4()), "seen_version": str(waiting.version)}


def statements(n: int, *, waiting: Waiting) -> list[str]:
    """Issue the ``n``-th case and return every statement that took, with its values in it."""
    client = Client(SERVER_NAME="127.0.0.1", headers={"HX-Request": "true"})
    client.cookies[COOKIE] = waiting.token
    for warm in (n + 1, n + 2):
        _post(client, warm, waiting=waiting)
    with written_down() as found:
        _post(client, n, waiting=waiting)
    return found


def _post(client: Client, n: int, *, waiting: Waiting) -> None:
    answer = client.post(f"{case_path(n)}issue", form(waiting))
    if answer.status_code != 204:
        raise RuntimeError(f"the act answered {answer.status_code}")


@contextmanager
def written_down() -> Iterator[list[str]]:
    """Every statement sent to the database meanwhile, with its values in it."""
    found: list[str] = []
    values = ClientCursor(connection.connection)

    def note(
        execute: Callable[..., object],
        sql: str,
        params: Sequence[object],
        many: bool,
        context: object,
    ) -> object:
        found.append(values.mogrify(sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield found


def script(found: list[str], *, n: int, kept: frozenset[UUID]) -> str:
    """The statements of the ``n``-th case as a pgbench script for the case of any number."""
    lines = ["\\set i :i + 1", "\\set n :first + :client_id * :each + :i"]
    lines += [f"{statement};" for statement in of_any(found, n=n, kept=kept)]
    return "\n".join(lines) + "\n"


def of_any(found: list[str], *, n: int, kept: frozenset[UUID]) -> list[str]:
    """The statements of the ``n``-th case, each on a line, for the case of any number ``:n``.

    Ids in ``kept`` (the officer's) stay; all others belong to the case and follow its number.
    """
    kinds = {id_of(n): 0}

    def follow(literal: re.Match[str]) -> str:
        return _follow(literal[0], kinds, kept=kept)

    return [" ".join(_STRING.sub(follow, statement).split()) for statement in found]


def _follow(literal: str, kinds: dict[UUID, int], *, kept: frozenset[UUID]) -> str:
    """A literal whose ids depend on the number: text put together around them."""
    if literal.startswith("'\\x"):
        return literal  # bytes: a hash, a key

    def expression(match: re.Match[str]) -> str:
        one = UUID(match[0])
        if one in kept:
            return match[0]
        kind = kinds.setdefault(one, len(kinds) + 3)
        return f"{str(id_of(0, kind=kind))[:-12]}' || {NUMBER} || '"

    followed = _UUID.sub(expression, literal)
    return literal if followed == literal else f"({followed})"
