"""Screens of the administrators' desk."""

from dataclasses import dataclass

from tongban.desks.shared.account_screens import FormScreen
from tongban.desks.shared.fields import Field, Problem
from tongban.desks.shared.pieces import Action, EmptyState, Fact, Tag


@dataclass(frozen=True, slots=True)
class OfficerLine:
    """One officer in a list."""

    name: str
    login: str
    police_number: str
    roles: str
    status: Tag
    url: str


@dataclass(frozen=True, slots=True)
class OfficersScreen:
    """Officers found, at a unit, or wanting attention."""

    title: str
    lead: str
    lines: tuple[OfficerLine, ...]
    empty: EmptyState
    post_url: str
    query: str = ""
    more: bool = False
    actions: tuple[Action, ...] = ()


@dataclass(frozen=True, slots=True)
class UnitLine:
    """One unit with the number of its active officers."""

    code: str
    name: str
    officers: int
    url: str


@dataclass(frozen=True, slots=True)
class UnitGroup:
    """A county bureau with its stations, or the city bureau alone."""

    name: str
    lines: tuple[UnitLine, ...]
    without_officers: int


@dataclass(frozen=True, slots=True)
class UnitsScreen:
    """All units of the city."""

    title: str
    groups: tuple[UnitGroup, ...]
    actions: tuple[Action, ...] = ()


@dataclass(frozen=True, slots=True)
class RoleLine:
    """A role held at a unit, and taking it away."""

    unit: str
    role: str
    revoke: Action | None


@dataclass(frozen=True, slots=True)
class OfficerScreen:
    """One account: what it is, what it may do, and what an administrator can do to it."""

    title: str
    status: Tag
    facts: tuple[Fact, ...]
    roles: tuple[RoleLine, ...]
    grant: FormScreen | None
    deactivate: FormScreen | None
    one_time_password: str = ""
    one_time_note: str = ""
    problems: tuple[Problem, ...] = ()
    actions: tuple[Action, ...] = ()


@dataclass(frozen=True, slots=True)
class AuditLine:
    """One row of the audit log in words; ids are short, ``subject_id`` is whole."""

    at: str
    who: str
    unit: str
    what: str
    subject: str
    subject_id: str
    subject_url: str
    data: str


@dataclass(frozen=True, slots=True)
class AuditScreen:
    """A page of the audit log, newest first."""

    title: str
    lines: tuple[AuditLine, ...]
    empty: EmptyState
    what: Field
    officer: str = ""
    next_url: str = ""
    verdict: Tag | None = None
    verdict_text: str = ""
    actions: tuple[Action, ...] = ()
