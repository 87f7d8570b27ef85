"""Helping with residence registration after acceptance, never as a condition of it (第四条)."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse

from tongban.accounts.requests import ActorRequest
from tongban.cases.operations.errors import Barred, WrongStage
from tongban.cases.operations.office import office
from tongban.cases.operations.papers import keep_link
from tongban.cases.queries.intake_screen import duties_of
from tongban.desks.station.intake_acts import act, to_step
from tongban.desks.station.intake_page import work_of
from tongban.desks.station.screens import StepKey
from tongban.ports.errors import Rejected
from tongban.ports.registry import get_ports
from tongban.procedure.obligations import ObligationKind

CLAUSE = "第四条"


@act(StepKey.FINISH)
def start(request: ActorRequest, intake_id: UUID) -> HttpResponse:
    """Begin the registration on the platform; the applicant finishes it by the link."""
    view = work_of(request, intake_id).view
    case = view.case
    if case is None:
        raise WrongStage("还没有受理，居住登记在受理之后办理。")
    due = duties_of(case.id, ObligationKind.GUIDE_RESIDENCE).get(ObligationKind.GUIDE_RESIDENCE)
    if due is None or due.closed_at is not None:
        raise WrongStage("这一件没有待指导的居住登记。")
    unit = office().city.require(case.standing.accepting_unit)
    try:
        begun = get_ports().residence.start_registration(
            view.record["id_number"], division=unit.division, station=unit.code, at=request.at
        )
    except Rejected as error:
        raise Barred(_refused(error), clause=CLAUSE) from None
    keep_link(
        case.id, link=begun.link, reference=begun.reference, actor=request.actor, at=request.at
    )
    return to_step(intake_id, StepKey.FINISH)


def _refused(error: Rejected) -> str:
    if error.code == "ALREADY_REGISTERED":
        return "平台上已有此人的居住登记，请选“已登记或已帮助登记”。"
    return "平台没有接受这次登记，请打印告知单，指导申请人自行办理。"
