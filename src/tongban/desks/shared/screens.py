"""Screens every desk shares: sign-in, find, help. Error pages take plain values."""

from dataclasses import dataclass

from tongban.desks.shared.fields import Field, Problem
from tongban.desks.shared.pieces import Fact, KeyHint, Link


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """One account of the demonstration; ``roles`` in words, ``login`` is filled by one click."""

    login: str
    name: str
    roles: str


@dataclass(frozen=True, slots=True)
class DemoUnit:
    """A unit and its accounts; shown closed, ``open`` shows it at once."""

    name: str
    accounts: tuple[DemoAccount, ...]


@dataclass(frozen=True, slots=True)
class DemoGroup:
    """A county with its stations (or the city bureau)."""

    name: str
    units: tuple[DemoUnit, ...]
    open: bool = False


@dataclass(frozen=True, slots=True)
class SignInScreen:
    """``post_url`` takes login and password; ``demo_password`` is the one of all demo accounts."""

    post_url: str
    login: Field
    password: Field
    city_name: str
    problems: tuple[Problem, ...] = ()
    next_url: str = ""
    demo: bool = False
    demo_groups: tuple[DemoGroup, ...] = ()
    demo_password: str = ""
    notice: str = ""


@dataclass(frozen=True, slots=True)
class FindHit:
    """One result; ``kind`` 异地申办件, 受理中, 批次. Numbers come masked."""

    kind: str
    title: str
    note: str
    url: str


@dataclass(frozen=True, slots=True)
class FindScreen:
    """Answer of a search (POST only). ``searched`` False before the first search."""

    post_url: str
    query: str = ""
    searched: bool = False
    hits: tuple[FindHit, ...] = ()
    more: bool = False
    advice: str = ""


@dataclass(frozen=True, slots=True)
class HelpScreen:
    """Keys by desk, terms, the flow chart (an SVG by URL, drawn from the procedure's table)."""

    flow_url: str
    keys_by_desk: tuple[tuple[str, tuple[KeyHint, ...]], ...]
    terms: tuple[Fact, ...]
    documents: tuple[Link, ...] = ()
