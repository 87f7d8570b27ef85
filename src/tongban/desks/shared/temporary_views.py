"""A temporary card or certificate of a case: given out, printed, taken back (第十二条).

The same pages for the accepting station and for the county bureau above it (第十三条).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from tongban.accounts.requests import ActorRequest
from tongban.audit.log import record
from tongban.audit.words import What
from tongban.cases.operations import temporary
from tongban.cases.operations.door import Call
from tongban.cases.operations.errors import (
    BadInput,
    Barred,
    LostRace,
    NotFound,
    OperationError,
    WrongStage,
)
from tongban.cases.operations.intake_open import new_id
from tongban.cases.operations.office import office
from tongban.cases.operations.papers import count_print
from tongban.cases.queries.temporary import TemporaryCase, document_paper, temporary_case
from tongban.desks.shared.calls import call_of
from tongban.desks.shared.chrome import Banner
from tongban.desks.shared.fields import Problem
from tongban.desks.shared.papers_temporary import KIND_OF
from tongban.desks.shared.permits import roles_required
from tongban.desks.shared.present_temporary import Looked, temporary_screen
from tongban.desks.shared.temporary_back import taken_back
from tongban.desks.shared.work_frame import work_chrome
from tongban.procedure.roles import Role
from tongban.standards.zones import local_date

NOT_HERE = "没有这一件，或者不是本单位受理的。"
NOT_GOOD = "已经收回、失效或过期，不能再打印。"
issuing = roles_required(Role.ACCEPTANCE)
keeping = roles_required(Role.ACCEPTANCE, Role.DELIVERY)


@require_safe
@keeping
def case(request: ActorRequest, case_id: UUID) -> HttpResponse:
    """What may be given out for a case and what has been; looking is logged."""
    found = _case(request, case_id)
    record(What.CASE_VIEWED, actor=request.actor, at=request.at, subject=case_id)
    return _page(request, found)


def _case(request: ActorRequest, case_id: UUID) -> TemporaryCase:
    found = temporary_case(request.actor, case_id, book=office().book)
    if found is None:
        raise NotFound(NOT_HERE)
    return found


def _page(
    request: ActorRequest,
    found: TemporaryCase,
    *,
    error: OperationError | None = None,
    status: int = 200,
) -> HttpResponse:
    faults = error.faults if isinstance(error, BadInput) else ()
    looked = Looked(
        actor=request.actor,
        city=office().city,
        at=request.at,
        values={name: str(value) for name, value in request.POST.items()},
        errors={fault.field: fault.sentence for fault in faults},
        problems=tuple(Problem(f.sentence, f"f-{f.field}", f.clause) for f in faults),
    )
    chrome = work_chrome(request, active="temporary")
    if error is not None and not faults:
        notice = Banner("没有办成", error.sentence)
        chrome = replace(chrome, banners=(notice, *chrome.banners))
    context = {"screen": temporary_screen(found, looked), "chrome": chrome}
    answer = render(request, "shared/temporary.html", context, status=status)
    if request.method == "POST":
        answer.headers["HX-Push-Url"] = reverse("shared:temporary", args=[found.id])
    return answer


def _do(request: ActorRequest, case_id: UUID, act: Callable[[Call], object]) -> HttpResponse:
    """Do an act and lead to the page; what did not happen brings the page back with its reason."""
    call = call_of(request)
    try:
        act(call)
    except BadInput as bad:
        return _page(request, _case(request, case_id), error=bad, status=422)
    except (Barred, LostRace, WrongStage) as error:
        return _page(request, _case(request, case_id), error=error, status=409)
    return HttpResponseRedirect(reverse("shared:temporary", args=[case_id]), status=303)


@require_POST
@issuing
def issue(request: ActorRequest, case_id: UUID) -> HttpResponse:
    """制发 or 出具: which of the two follows from the case."""
    purpose = request.POST.get("purpose", "")
    return _do(
        request,
        case_id,
        lambda call: temporary.issue_temporary(
            case_id, call, document_id=new_id(), purpose=purpose
        ),
    )


@require_POST
@keeping
def take_back(request: ActorRequest, case_id: UUID) -> HttpResponse:
    """登记收回 or 遗失."""
    given = taken_back(request.POST) or temporary.TakenBack(None)
    return _do(
        request,
        case_id,
        lambda call: temporary.take_back_temporary(case_id, call, given=given),
    )


@require_POST
@issuing
def write_off(request: ActorRequest, case_id: UUID) -> HttpResponse:
    """核销 after the end of the case, with the reason."""
    words = request.POST.get("words", "")
    return _do(
        request, case_id, lambda call: temporary.write_off_temporary(case_id, call, words=words)
    )


@require_POST
@issuing
def print_document(request: ActorRequest, document_id: UUID) -> HttpResponse:
    """Count one print and lead to the paper; what is not good any more is not printed again."""
    found = document_paper(request.actor, document_id)
    if found is None:
        raise NotFound(NOT_HERE)
    document = found.document
    if not document.is_good(local_date(request.at)):
        raise Barred(f"{document.kind.label} {document.number} {NOT_GOOD}", clause="第十二条")
    kind = KIND_OF[document.kind]
    paper = count_print(
        kind.value, subject=document_id, contents={}, actor=request.actor, at=request.at
    )
    record(
        What.PAPER_PRINTED,
        actor=request.actor,
        at=request.at,
        subject=document.case_id,
        data={"kind": kind.value, "paper": str(paper)},
    )
    return HttpResponseRedirect(reverse("papers:show", args=[paper]), status=303)
