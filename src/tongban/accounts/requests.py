"""The request as views of signed-in officers see it."""

from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from django.http import HttpRequest

from tongban.accounts.sessions import SignedIn, UnitNames
from tongban.procedure.actors import Actor

COOKIE = "tongban_session"


class ActorRequest(HttpRequest):
    """A request that has passed ``SignInRequired``: somebody is signed in.

    ``at`` is the one moment of the request. In a view that opted out, ``actor``, ``unit`` and
    ``signed_in`` are None: annotate such a view with ``OpenRequest``.
    """

    actor: Actor
    unit: UnitNames
    signed_in: SignedIn
    at: datetime


class OpenRequest(HttpRequest):
    """A request to a view that is open to everybody; ``at`` is the one moment of the request."""

    at: datetime


_View = TypeVar("_View", bound=Callable[..., object])
_NOT_REQUIRED = "sign_in_not_required"
_BEFORE_CHANGE = "works_before_password_change"


def sign_in_not_required(view: _View) -> _View:
    """Open a view to everybody; it must say so in writing with this decorator."""
    setattr(view, _NOT_REQUIRED, True)
    return view


def works_before_password_change(view: _View) -> _View:
    """Let an officer use a view who must first change his password."""
    setattr(view, _BEFORE_CHANGE, True)
    return view


def is_open(view: object) -> bool:
    """Whether a view may be used without signing in."""
    return bool(getattr(view, _NOT_REQUIRED, False))


def may_precede_change(view: object) -> bool:
    """Whether a view may be used while the password must be changed."""
    return bool(getattr(view, _BEFORE_CHANGE, False))
