"""Changes to one account, each a POST of its own."""

from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from tongban.accounts import listing, officers
from tongban.accounts.errors import AccountRefused, NoSuchOfficer
from tongban.accounts.requests import ActorRequest
from tongban.desks.admin.officer_views import account
from tongban.desks.shared.permits import roles_required
from tongban.procedure.roles import Role

_NO_ROLE = "没有这个岗位，请从列表选择。"


def _done(officer_id: UUID) -> HttpResponse:
    return HttpResponseRedirect(reverse("admin:officer", args=[officer_id]))


def _role(request: ActorRequest) -> Role:
    try:
        return Role(request.POST.get("role", ""))
    except ValueError as error:
        raise AccountRefused(_NO_ROLE, field="role") from error


@roles_required(Role.ADMIN_SECURITY)
@require_POST
def grant(request: ActorRequest, officer_id: UUID) -> HttpResponse:
    """Give a role at a unit."""
    unit = request.POST.get("unit", "")
    try:
        officers.grant(
            officer_id, unit=unit, role=_role(request), actor=request.actor, at=request.at
        )
    except NoSuchOfficer:
        raise
    except AccountRefused as refused:
        if not refused.field:
            raise
        return account(request, officer_id, errors={refused.field: refused.sentence})
    return _done(officer_id)


@roles_required(Role.ADMIN_SECURITY)
@require_POST
def revoke(request: ActorRequest, officer_id: UUID) -> HttpResponse:
    """Take a role away."""
    unit = request.POST.get("unit", "")
    officers.revoke(officer_id, unit=unit, role=_role(request), actor=request.actor, at=request.at)
    return _done(officer_id)


@roles_required(Role.ADMIN_SECURITY)
@require_POST
def unlock(request: ActorRequest, officer_id: UUID) -> HttpResponse:
    """Open the lock that wrong passwords closed."""
    officers.unlock(officer_id, actor=request.actor, at=request.at)
    return _done(officer_id)


@roles_required(Role.ADMIN_SECURITY)
@require_POST
def reset_password(request: ActorRequest, officer_id: UUID) -> HttpResponse:
    """Set a one-time password and show it once."""
    one_time = officers.reset_password(officer_id, actor=request.actor, at=request.at)
    return account(request, officer_id, one_time=one_time)


@roles_required(Role.ADMIN_SYSTEM)
@require_POST
def deactivate(request: ActorRequest, officer_id: UUID) -> HttpResponse:
    """Shut an account, confirmed by typing its login."""
    login = listing.officer(officer_id).login
    if request.POST.get("confirm", "").strip().lower() != login:
        return account(
            request, officer_id, errors={"confirm": "与登录名不一致，没有停用。请核对后重新输入。"}
        )
    officers.deactivate(officer_id, actor=request.actor, at=request.at)
    return _done(officer_id)


@roles_required(Role.ADMIN_SYSTEM)
@require_POST
def reactivate(request: ActorRequest, officer_id: UUID) -> HttpResponse:
    """Open a shut account again."""
    officers.reactivate(officer_id, actor=request.actor, at=request.at)
    return _done(officer_id)
