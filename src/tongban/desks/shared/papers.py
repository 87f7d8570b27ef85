"""Papers: printing counts and is logged, then the paper stands under an address of its own.

Printing is a POST (it has an effect); the PDF it leads to can be reloaded without counting again.
"""

from __future__ import annotations

from enum import StrEnum
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from tongban.accounts.requests import ActorRequest
from tongban.audit.log import record
from tongban.audit.words import What
from tongban.cases.operations.errors import NotFound
from tongban.cases.operations.papers import count_print
from tongban.cases.queries import papers as queries
from tongban.cases.queries.commitment import has_commitment
from tongban.desks.shared.papers_kinds import PaperKind, print_action
from tongban.desks.shared.papers_made import Making, make
from tongban.desks.shared.permits import roles_required
from tongban.desks.shared.printing import origin_of, pdf
from tongban.procedure.roles import WORK_ROLES

__all__ = ["PaperKind", "of_case", "of_intake", "print_action", "show"]

NOT_THERE = "没有这份文书，或者不在本单位经办范围内。"
_UNKNOWN = "没有这种文书。"


@require_POST
@roles_required(*WORK_ROLES)
def of_case(request: ActorRequest, case_id: UUID, kind: str) -> HttpResponse:
    """Print a paper of a case: the registration form of the current version, a slip, a sheet."""
    found = _kind(kind)
    if found.is_of_intake or found.is_of_document or not queries.sees_case(request.actor, case_id):
        raise NotFound(NOT_THERE)
    _demand_made(found, case_id)
    version = {"version": queries.current_version(case_id)} if found.is_of_version else {}
    return _print(request, found, subject=case_id, contents=version)


@require_POST
@roles_required(*WORK_ROLES)
def of_intake(request: ActorRequest, intake_id: UUID, kind: str) -> HttpResponse:
    """Print a paper of an intake: the refusal or lapse notice, or the one-time notice once more."""
    found = _kind(kind)
    if not found.is_of_intake or not queries.sees_intake(request.actor, intake_id):
        raise NotFound(NOT_THERE)
    _demand_made(found, intake_id)
    return _print(request, found, subject=intake_id, contents=_which(found, intake_id))


def _demand_made(kind: PaperKind, subject: UUID) -> None:
    if kind.is_made_by_act and kind.value not in queries.printed(subject):
        raise NotFound(NOT_THERE)


def _which(kind: PaperKind, intake_id: UUID) -> dict[str, int]:
    """The commitment to be signed, or the one in force: they are two papers."""
    if kind is not PaperKind.COMMITMENT:
        return {}
    return {"signed": has_commitment(intake_id)}


def _kind(slug: str) -> PaperKind:
    try:
        return PaperKind.of_slug(slug)
    except KeyError:
        raise NotFound(_UNKNOWN) from None


def _print(
    request: ActorRequest, kind: StrEnum, *, subject: UUID, contents: dict[str, int]
) -> HttpResponse:
    paper = count_print(
        kind.value, subject=subject, contents=contents, actor=request.actor, at=request.at
    )
    record(
        What.PAPER_PRINTED,
        actor=request.actor,
        at=request.at,
        subject=subject,
        data={"kind": kind.value, "paper": str(paper)},
    )
    return HttpResponseRedirect(reverse("papers:show", args=[paper]), status=303)


@require_safe
@roles_required(*WORK_ROLES)
def show(request: ActorRequest, paper_id: UUID) -> HttpResponse:
    """The paper as PDF, made from what is stored; never kept by the browser."""
    row = queries.paper_row(paper_id)
    if row is None:
        raise NotFound(NOT_THERE)
    making = Making(row, request.actor, request.unit, request.at, origin_of(request))
    form = make(making)
    if form is None:
        raise NotFound(NOT_THERE)
    return pdf(form, paper=making.paper, name=str(paper_id))
