"""Cards at the station: who is told, who collects (第十一条)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from django.core.signing import BadSignature, Signer
from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tongban.accounts.requests import ActorRequest
from tongban.audit.log import record
from tongban.audit.words import What
from tongban.cases.operations import logistics
from tongban.cases.operations.courier_way import change_delivery
from tongban.cases.operations.errors import (
    BadInput,
    LostRace,
    NotFound,
    OperationError,
    WrongStage,
)
from tongban.cases.operations.office import office
from tongban.cases.queries import station_cards as queries
from tongban.cases.queries.counter import CounterCase, counter_case
from tongban.desks.shared.calls import call_of
from tongban.desks.shared.chrome import Banner
from tongban.desks.shared.fields import Problem
from tongban.desks.shared.pieces import Tone
from tongban.desks.shared.temporary_back import taken_back
from tongban.desks.station import present_cards as show
from tongban.desks.station import present_counter as at_counter
from tongban.desks.station.present_mailed import old_card_form
from tongban.desks.station.uploads import scan_of, signature_of
from tongban.desks.station.views_work_common import (
    NOT_HERE,
    after,
    mark_of,
    page,
    see,
    window,
)
from tongban.desks.station.way_fields import way_form
from tongban.procedure.acts import Act
from tongban.procedure.obligations import ObligationKind as K
from tongban.procedure.table import judge

KEPT = Signer(salt="signature kept while a form comes back")
FEW = 8
"""Cards to tell of that are shown at once; the rest are on their own page."""


@require_http_methods(["GET", "HEAD", "POST"])
@window
def cards(request: ActorRequest) -> HttpResponse:
    """Batches on their way, cards to tell of and to collect; the search is posted."""
    asked = request.POST.get("q", "").strip()[:60] if request.method == "POST" else ""
    found = queries.find_for_collection(request.actor, asked) if asked else []
    if asked:
        record(What.FOUND, actor=request.actor, at=request.at, data={"hits": len(found)})
    if len(found) == 1:
        return see(reverse("station:card", args=[found[0].case_id]))
    return page(
        request,
        "station/cards.html",
        _cards_screen(request, asked=asked, found=found),
        active="cards",
    )


def _cards_screen(
    request: ActorRequest, *, asked: str, found: Sequence[queries.Found]
) -> show.CardsScreen:
    unit, rules, mark = request.actor.unit, office(), mark_of(request)
    batches = queries.batches_to_count(unit)
    telling = queries.cards_here(unit, K.TELL, limit=FEW)
    collecting = queries.cards_here(unit, K.COLLECT, after=mark)
    shown = collecting[: queries.PAGE]
    url = reverse("station:cards")
    is_empty = not (batches or telling or collecting or mark)
    return show.CardsScreen(
        find_url=url,
        asked=asked,
        found=show.found_items(found),
        advice=""
        if found or not asked
        else "本所没有这样的件。请核对姓名、号码或领取凭证上的编号。",
        batches=show.batch_items(batches, rules=rules, at=request.at),
        to_tell=show.card_items(telling[:FEW], actor=request.actor, rules=rules, at=request.at),
        to_tell_more=reverse("station:duty", args=["TELL"]) if len(telling) > FEW else "",
        to_collect=show.card_items(shown, actor=request.actor, rules=rules, at=request.at),
        newer_url=url if mark else "",
        next_url=after(url, shown[-1].due_at, shown[-1].duty)
        if len(collecting) > len(shown)
        else "",
        empty=show.EMPTY if is_empty else None,
        actions=show.actions(request.actor),
    )


@require_safe
@window
def card(request: ActorRequest, case_id: UUID) -> HttpResponse:
    """One case at the counter: hand over, or say where the card is."""
    case = case_here(request, case_id)
    record(What.CASE_VIEWED, actor=request.actor, at=request.at, subject=case_id)
    return counter_page(request, case)


def case_here(request: ActorRequest, case_id: UUID) -> CounterCase:
    """A case of the officer's station; raises ``NotFound`` for any other."""
    case = counter_case(request.actor, case_id)
    if case is None:
        raise NotFound(NOT_HERE)
    return case


def counter_page(
    request: ActorRequest,
    case: CounterCase,
    *,
    error: BadInput | None = None,
    contact: bool = False,
    old_card: bool = False,
    kept_signature: str = "",
    notice: Banner | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page of one case; ``error`` belongs to the contact, the old card, or the hand-over."""
    values = {name: str(value) for name, value in request.POST.items()}
    errors = {fault.field: fault.sentence for fault in error.faults} if error else {}
    problems = _problems(error)
    form = contact_form = None
    if judge(Act.HAND_OVER, case.standing, request.actor) is None:
        form = at_counter.hand_over_form(
            case, values=values, errors=errors, problems=problems, at=request.at
        )
        form = replace(form, kept_signature=kept_signature)
    if judge(Act.CHANGE_DELIVERY, case.standing, request.actor) is None:
        typed = values if contact else {}
        contact_form = at_counter.contact_form(case, values=typed, errors=errors)
    screen = at_counter.counter(
        case,
        actor=request.actor,
        rules=office(),
        at=request.at,
        form=form,
        contact=contact_form,
        old_card=old_card_form(
            case,
            actor=request.actor,
            values=values if old_card else {},
            errors=errors if old_card else {},
            problems=problems if old_card else [],
        ),
    )
    return _counter_answer(request, case, screen, notice=notice, status=status)


def _problems(error: BadInput | None) -> list[Problem]:
    faults = error.faults if error else ()
    return [Problem(f.sentence, f"f-{f.field}", f.clause) for f in faults]


def _counter_answer(
    request: ActorRequest,
    case: CounterCase,
    screen: at_counter.CounterScreen,
    *,
    notice: Banner | None,
    status: int,
) -> HttpResponse:
    answer = page(
        request, "station/hand_over.html", screen, active="cards", notice=notice, status=status
    )
    if request.method == "POST":
        answer.headers["HX-Push-Url"] = reverse("station:card", args=[case.id])
    return answer


@require_POST
@window
def hand_over(request: ActorRequest, case_id: UUID) -> HttpResponse:
    """签收并发放: what is missing comes back beside its field."""
    call = call_of(request)
    signature = ""
    try:
        signature = _signature(request, case_id)
        logistics.hand_over(case_id, call, given=_given(request, signature))
    except BadInput as bad:
        case = case_here(request, case_id)
        kept = KEPT.sign(f"{case_id} {signature}") if signature else ""
        return counter_page(request, case, error=bad, kept_signature=kept, status=422)
    except (LostRace, WrongStage) as lost:
        return _overtaken(request, case_id, lost)
    return see(reverse("station:card", args=[case_id]))


def _signature(request: ActorRequest, case_id: UUID) -> str:
    """What was signed now, on the pad or on paper; else what was signed before the form came back."""
    scan = scan_of(request.FILES.get("signed_page"), field="signature", at=request.at)
    drawn = scan or signature_of(request.POST.get("signature_png", ""), at=request.at)
    if drawn:
        return drawn
    try:
        subject, _, ref = KEPT.unsign(request.POST.get("kept_signature", "")).partition(" ")
    except BadSignature:
        return ""
    return ref if subject == str(case_id) else ""


def _given(request: ActorRequest, signature: str) -> logistics.HandOver:
    old = request.POST.get("old_card", "")
    return logistics.HandOver(
        signature=signature,
        identity_checked=request.POST.get("identity_checked") == "1",
        by_guardian=request.POST.get("collector") == "GUARDIAN",
        old_card=logistics.OldCard(old) if old in logistics.OldCard.__members__ else None,
        temporary=taken_back(request.POST),
    )


def _overtaken(request: ActorRequest, case_id: UUID, lost: OperationError) -> HttpResponse:
    notice = Banner("这一件已经有变化", lost.sentence, Tone.WARN)
    return counter_page(request, case_here(request, case_id), notice=notice, status=409)


@require_POST
@window
def told(request: ActorRequest, case_id: UUID) -> HttpResponse:
    """Record the call that told the applicant; a card told of twice is no trouble."""
    call = call_of(request)
    try:
        logistics.tell(case_id, call, by=logistics.ToldBy.PHONE)
    except LostRace as lost:
        return _overtaken(request, case_id, lost)
    return see(reverse("station:cards"))


@require_POST
@window
def contact(request: ActorRequest, case_id: UUID) -> HttpResponse:
    """Change way, recipient, phone or address while the card has not left."""
    call = call_of(request)
    try:
        change_delivery(
            case_id,
            call,
            wanted=way_form(request.POST),
        )
    except BadInput as bad:
        case = case_here(request, case_id)
        return counter_page(request, case, error=bad, contact=True, status=422)
    return see(reverse("station:card", args=[case_id]))
