"""Screens of one's own account: choosing the unit, changing the password, the first start."""

from dataclasses import dataclass

from tongban.desks.shared.fields import Field, Problem
from tongban.desks.shared.pieces import Action


@dataclass(frozen=True, slots=True)
class UnitLine:
    """A unit one may act for; ``roles`` in words, ``chosen`` for the present one."""

    code: str
    name: str
    roles: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class UnitScreen:
    """Which unit to act for now."""

    title: str
    units: tuple[UnitLine, ...]
    next_url: str
    actions: tuple[Action, ...] = ()


@dataclass(frozen=True, slots=True)
class FormScreen:
    """A page with one form: ``lead`` says why, ``hints`` what is asked of the input."""

    title: str
    post_url: str
    fields: tuple[Field, ...]
    submit: str
    lead: str = ""
    hints: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    back: Action | None = None
    actions: tuple[Action, ...] = ()
    form_id: str = "page-form"
