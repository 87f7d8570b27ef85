"""Which roles may open a page. Acts on cases are judged again by the procedure's table."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import HttpResponseBase

from tongban.accounts.requests import ActorRequest
from tongban.cases.operations.errors import Forbidden
from tongban.policy.units import UnitKind
from tongban.procedure.roles import Role

_Rest = ParamSpec("_Rest")
_View = Callable[Concatenate[ActorRequest, _Rest], HttpResponseBase]


def roles_required(
    *roles: Role, kind: UnitKind | None = None
) -> Callable[[_View[_Rest]], _View[_Rest]]:
    """Open a page to officers with one of ``roles``, at a unit of ``kind`` if one is named.

    Others get the 403 page with a sentence.
    """

    def decorate(view: _View[_Rest]) -> _View[_Rest]:
        @wraps(view)
        def permitted(
            request: ActorRequest, /, *args: _Rest.args, **kwargs: _Rest.kwargs
        ) -> HttpResponseBase:
            elsewhere = kind is not None and request.actor.unit_kind is not kind
            if elsewhere or not request.actor.roles.intersection(roles):
                needed = "、".join(role.label for role in roles)
                raise Forbidden(f"这一页由{kind.label if kind else ''}“{needed}”岗位使用。")
            return view(request, *args, **kwargs)

        return permitted

    return decorate
