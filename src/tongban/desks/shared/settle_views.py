"""核定矛盾答复 (运行参数): whoever the table names asks the other bureau, and says what holds."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from tongban.accounts.requests import ActorRequest
from tongban.audit.log import record
from tongban.audit.words import What
from tongban.cases.operations.answers import settle_answer
from tongban.cases.operations.errors import BadInput, FieldFault, Forbidden, NotFound
from tongban.cases.operations.office import office
from tongban.cases.queries.settling import Settling, settling
from tongban.desks.shared.calls import call_of
from tongban.desks.shared.permits import roles_required
from tongban.desks.shared.posted import posted_version
from tongban.desks.shared.present_settle import choices, settle_screen
from tongban.desks.shared.work_frame import work_chrome
from tongban.procedure.acts import Act
from tongban.procedure.reasons import AnswerSettled
from tongban.procedure.roles import Role
from tongban.procedure.table import judge


@require_http_methods(["GET", "POST"])
@roles_required(Role.SUPERVISION, Role.REVIEW)
def settle(request: ActorRequest, case_id: UUID) -> HttpResponse:
    """The two answers and the form; looking is logged."""
    case = settling(case_id, request.actor)
    if case is None:
        raise NotFound("没有这一件，或者不在本单位经办范围内。")
    barred = judge(Act.SETTLE_ANSWER, case.standing, request.actor)
    if barred is not None:
        raise Forbidden(barred.sentence)
    if request.method == "POST":
        return _settled(request, case)
    record(What.CASE_VIEWED, actor=request.actor, at=request.at, subject=case_id)
    return _page(request, case)


def _settled(request: ActorRequest, case: Settling) -> HttpResponse:
    words = request.POST.get("words", "")
    try:
        settle_answer(
            case.id,
            call_of(request),
            settled=_chosen(request, case),
            words=words,
            seen_version=posted_version(request),
        )
    except BadInput as bad:
        errors = {fault.field: fault.sentence for fault in bad.faults}
        return _page(request, case, words=words, errors=errors)
    return HttpResponseRedirect(reverse("shared:case", args=[case.id]), status=303)


def _chosen(request: ActorRequest, case: Settling) -> AnswerSettled:
    chosen = request.POST.get("settled", "")
    if chosen not in choices(case):
        raise BadInput(FieldFault("settled", "请选择以哪一次答复为准。"))
    return AnswerSettled(chosen)


def _page(
    request: ActorRequest,
    case: Settling,
    *,
    words: str = "",
    errors: dict[str, str] | None = None,
) -> HttpResponse:
    screen = settle_screen(
        case,
        rules=office(),
        now=request.at,
        chosen=request.POST.get("settled", ""),
        words=words,
        errors=errors,
    )
    context = {"screen": screen, "chrome": work_chrome(request, active="")}
    return render(request, "shared/settle.html", context, status=422 if errors else 200)
