"""Every address × every role × own or other unit, from the table of URLs itself."""

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, cast
from uuid import UUID

import pytest
from django.db import transaction
from django.http import HttpResponseBase
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.urls.resolvers import RoutePattern
from pytest_django import Settings
from tests.accounts.people import sign_in
from tests.desks.permissions.model import PLACES, UNIT_OF, Arguments, Place, Row, World
from tests.desks.permissions.table import opened, rows

from tongban.accounts.bootstrap import load_units
from tongban.accounts.requests import is_open
from tongban.ports.errors import Unreachable
from tongban.ports.registry import Ports, set_ports

SOME = {"uuid": str(UUID(int=1)), "int": "1", "slug": "x", "str": "x", "path": "x"}
ROWS = rows()


@dataclass(frozen=True)
class Address:
    """One address of the product as the resolver knows it."""

    name: str
    path: str
    is_open: bool


def addresses() -> list[Address]:
    """Every address, with invented arguments in its path."""
    return list(_walk(get_resolver().url_patterns, prefix="/", namespace=""))


def _walk(
    patterns: list[URLPattern | URLResolver], *, prefix: str, namespace: str
) -> Iterator[Address]:
    for one in patterns:
        assert isinstance(one.pattern, RoutePattern), one
        route = re.sub(
            r"<(?:(\w+):)?\w+>", lambda m: SOME.get(m[1] or "str", SOME["str"]), str(one.pattern)
        )
        if isinstance(one, URLResolver):
            inner = f"{namespace}{one.namespace}:" if one.namespace else namespace
            yield from _walk(one.url_patterns, prefix=prefix + route, namespace=inner)
        else:
            yield Address(f"{namespace}{one.name}", prefix + route, is_open(one.callback))


class _NoPopulation:
    """A population system that is away: pages say so and go on."""

    def __getattr__(self, name: str) -> Callable[..., object]:
        def away(*args: object, **kwargs: object) -> object:
            raise Unreachable("population", "away")

        return away


@pytest.fixture
def _units(db: None, settings: Settings, tmp_path: Path) -> Iterator[None]:
    settings.DATA = tmp_path
    load_units()
    away = cast("Any", _NoPopulation())
    set_ports(Ports(*[away for _ in fields(Ports)]))
    yield
    set_ports(None)


@contextmanager
def undone() -> Iterator[None]:
    """What is changed here is undone: each try begins anew."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def answers(
    row: Row, places: Iterable[Place], make: Callable[[World], Arguments]
) -> Iterator[tuple[Place, HttpResponseBase]]:
    """What officers of these places get, each from the same world as if nobody had asked before."""
    client = Client(raise_request_exception=False)
    with undone():
        world = World()
        arguments = make(world)
        for place in places:
            world.officer(place)
            with undone():
                answer = ask(client, world, row, place, arguments)
            yield place, answer


def ask(
    client: Client, world: World, row: Row, place: Place, arguments: Arguments
) -> HttpResponseBase:
    """The answer to the officer who holds one role alone."""
    client.cookies.clear()
    sign_in(client, world.officer(place), unit=UNIT_OF[place[0]])
    url = reverse(row.name, kwargs=dict(arguments))
    return client.get(url) if row.method == "GET" else client.post(url, dict(row.data))


def kept_out(answer: HttpResponseBase) -> bool:
    to_sign_in = answer.headers.get("Location", "").startswith("/sign-in/?")
    return to_sign_in or answer.status_code in {401, 403, 404, 405}


def test_every_address_has_its_rows() -> None:
    declared = {row.name for row in ROWS} | {one.name for one in opened()}
    assert {one.name for one in addresses()} - declared == set()


def test_no_row_for_an_address_that_is_not_there() -> None:
    declared = {row.name for row in ROWS} | {one.name for one in opened()}
    assert declared - {one.name for one in addresses()} == set()


def test_only_what_is_declared_needs_no_signing_in() -> None:
    assert {one.name for one in addresses() if one.is_open} == {one.name for one in opened()}
    assert all(one.why for one in opened())


@pytest.mark.django_db
def test_strangers_are_sent_to_sign_in() -> None:
    client = Client()
    for one in addresses():
        if one.is_open:
            continue
        for answer in (client.get(one.path), client.post(one.path)):
            assert answer.status_code == 302, one
            assert answer.headers["Location"].startswith("/sign-in/?next="), one
        fragment = client.get(one.path, headers={"HX-Request": "true"})
        assert fragment.status_code == 401, one
        assert fragment.headers["HX-Redirect"].startswith("/sign-in/"), one


@pytest.mark.usefixtures("_units")
@pytest.mark.parametrize("row", ROWS, ids=str)
def test_each_role_gets_in_where_the_table_says(row: Row) -> None:
    surprises = []
    for place, answer in answers(row, PLACES, row.own):
        assert answer.status_code < 500, (row, place)
        if kept_out(answer) is (place in row.allowed):
            surprises.append((place, answer.status_code))
    assert surprises == []


@pytest.mark.usefixtures("_units")
def test_another_unit_has_nothing_to_see() -> None:
    surprises = []
    for row in ROWS:
        if row.other is None:
            continue
        for place, answer in answers(row, sorted(row.allowed), row.other):
            if (answer.status_code != 404) is not (place in row.beyond):
                surprises.append((str(row), place, answer.status_code))
    assert surprises == []
