"""核对身份: find the person, and begin, go on with, or take over an intake."""

from __future__ import annotations

from uuid import UUID, uuid5

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from tongban.accounts.requests import ActorRequest
from tongban.audit.log import keyed, record
from tongban.audit.words import What
from tongban.blobs.kinds import BlobKind
from tongban.cases.operations.door import Call
from tongban.cases.operations.drafts import drop_draft, save_draft
from tongban.cases.operations.errors import BadInput, Barred, Occupied
from tongban.cases.operations.intake_checks import Shown, show_evidence
from tongban.cases.operations.intake_open import new_id, open_intake, take_over, under_way
from tongban.cases.operations.office import office
from tongban.cases.queries.drafts import draft
from tongban.cases.queries.intakes import open_intakes
from tongban.cases.queries.papers import sees_case, sees_intake
from tongban.desks.shared.calls import call_of
from tongban.desks.shared.drafts import draft_key
from tongban.desks.shared.pieces import Action, Tone
from tongban.desks.shared.work_frame import work_chrome
from tongban.desks.station import look_up, registers
from tongban.desks.station.intake_acts import down, window
from tongban.desks.station.intake_forms import LookUpForm, chosen, look_up_form
from tongban.desks.station.intake_state import Typed
from tongban.desks.station.present_look_up import (
    DRAFT,
    NOBODY,
    SHOWN,
    Answer,
    look_up_screen,
    nobody_words,
    several_words,
)
from tongban.desks.station.registers import Registered
from tongban.desks.station.uploads import jpeg_of, opened, store_all
from tongban.policy.vocabulary import EvidenceKind, Reason
from tongban.ports.devices import CardRead
from tongban.ports.errors import UpstreamError
from tongban.ports.registry import get_ports
from tongban.standards import ethnic_groups

NO_CARD = "读卡器上没有读到居民身份证，请放好再读；读不出的，手工输入号码。"
LOCAL = (
    "这位群众的户籍就在本所，不属于异地申办（第一条）。没有在其他派出所办理中的受理，"
    "请在省人口信息管理系统按本地业务直接受理，不用在这里登记。"
)


@require_http_methods(["GET", "HEAD"])
@window
def start(request: ActorRequest) -> HttpResponse:
    """The window before anybody is found; what was typed before is still there."""
    kept = draft(_officer(request), key=_key(request))
    return _screen(request, typed=Typed(kept), answer=Answer())


@window
def find(request: ActorRequest) -> HttpResponse:
    """Look somebody up and begin; a page asked for again leads to an empty window."""
    if request.method != "POST":
        return HttpResponseRedirect(reverse("station:intake"))
    typed = {name: str(value) for name, value in request.POST.items()}
    call = call_of(request)
    card = None
    try:
        if typed.get("by") == "card":
            card = get_ports().devices.read_card(
                desk=request.actor.unit, person=typed.get("id_number") or None, at=request.at
            )
            if card is None:
                return _screen(request, typed=Typed(typed), answer=Answer(NO_CARD, Tone.WARN))
            typed |= {"id_number": card.id_number, "name": card.name}
        form = look_up_form(typed)
        return _go_on(request, call, form=form, typed=typed, card=card)
    except BadInput as error:
        errors = {fault.field: fault.sentence for fault in error.faults}
        return _screen(request, typed=Typed(typed, errors), answer=Answer(), status=422)
    except UpstreamError as error:
        _keep(request, typed)
        return _screen(request, typed=Typed(typed), answer=Answer(down(error), Tone.WARN))


def _keep(request: ActorRequest, typed: dict[str, str]) -> None:
    """Nothing typed is lost: it waits on the server until the system answers again."""
    kept = {name: typed.get(name, "") for name in ("id_number", "name", "birth_date", "reason")}
    save_draft(_officer(request), key=_key(request), body=kept, at=request.at)


def _go_on(
    request: ActorRequest,
    call: Call,
    *,
    form: LookUpForm,
    typed: dict[str, str],
    card: CardRead | None,
) -> HttpResponse:
    asked = form.asked
    answered = registers.people(asked, ports=get_ports(), at=request.at)
    people = answered.people
    record(
        What.PERSON_LOOKED_UP,
        actor=request.actor,
        at=request.at,
        data={
            "key": keyed(asked.id_number or asked.record_id or f"{asked.name}{asked.birth_date}"),
            "found": len(people),
        },
    )
    if not people:
        if answered.silent:
            _keep(request, typed)
        answer = Answer(nobody_words(answered), Tone.WARN)
        return _screen(request, typed=Typed(typed), answer=answer)
    if len(people) > 1 or (asked.name and answered.silent):
        # A namesake alone is nobody in particular while a register is silent.
        answer = Answer(several_words(answered), Tone.WARN, candidates=people)
        return _screen(request, typed=Typed(typed), answer=answer)
    return _begin(request, call, person=people[0], form=form, typed=typed, card=card)


def _begin(
    request: ActorRequest,
    call: Call,
    *,
    person: Registered,
    form: LookUpForm,
    typed: dict[str, str],
    card: CardRead | None,
) -> HttpResponse:
    if person.record.home_unit == request.actor.unit:
        return _at_home(request, person=person, typed=typed)
    found = look_up.found(
        person,
        ports=get_ports(),
        city=office().city,
        station=request.actor.unit,
        at=request.at,
        card=card,
    )
    reason = form.reason or look_up.likely_reason(person.record, at=request.at)
    try:
        done = open_intake(call, found=found, reason=reason, intake_id=new_id())
    except Occupied as occupied:
        return _occupied(request, occupied, person=person, typed=typed)
    if typed.get("draft"):
        drop_draft(_officer(request), key=_key(request))
    said = ""
    if card is not None and reason is not Reason.LOST and not done.repeated:
        _show_card(done.subject, call, card=card)
        said = "?said=card"
    url = reverse("station:intake-open", args=[done.subject])
    return HttpResponseRedirect(url + said, status=303)


def _show_card(intake_id: UUID, call: Call, *, card: CardRead) -> None:
    """The card that was read is shown as a document at the same time (第三条(一)2)."""
    show_evidence(
        intake_id, call.part(uuid5(intake_id, "card")), shown=card_as_evidence(card, call=call)
    )


def card_as_evidence(card: CardRead, *, call: Call) -> Shown:
    """An identity card as a document: the text and photo of its chip."""
    photo = jpeg_of(opened(card.photo, field="image"))
    return Shown(
        kind=EvidenceKind.ID_CARD,
        valid_until=card.valid_until,
        read_fields={
            "name": card.name,
            "sex": card.sex.label,
            "ethnicity": ethnic_groups.name_of(card.ethnicity),
            "birth_date": card.birth_date.isoformat(),
            "id_number": card.id_number,
            "address": card.address,
        },
        pages=store_all([photo], kind=BlobKind.EVIDENCE, at=call.at),
    )


def _occupied(
    request: ActorRequest, occupied: Occupied, *, person: Registered, typed: dict[str, str]
) -> HttpResponse:
    """One person has one open intake or case: lead there, or offer to take it over."""
    action = None
    if occupied.intake is not None:
        if sees_intake(request.actor, occupied.intake):
            url = reverse("station:intake-open", args=[occupied.intake])
            return HttpResponseRedirect(f"{url}?said=found", status=303)
        action = _take_over("申请人在场，由本所接办", occupied.intake, person=person)
    elif occupied.case is not None and sees_case(request.actor, occupied.case):
        action = Action("打开原件", url=reverse("shared:case", args=[occupied.case]))
    answer = Answer(occupied.sentence, Tone.WARN, other_intake=action)
    return _screen(request, typed=Typed(typed), answer=answer)


def _take_over(label: str, intake: UUID, *, person: Registered) -> Action:
    return Action(
        label,
        url=reverse("station:intake-take-over", args=[intake]),
        post=True,
        fields=(("record_id", person.record.record_id), ("register", person.register.value)),
    )


def _at_home(request: ActorRequest, *, person: Registered, typed: dict[str, str]) -> HttpResponse:
    """The household is here: no remote application; one begun elsewhere is ended first."""
    begun = under_way(person.record.record_id, register=person.register)
    if begun is None:
        return _screen(request, typed=Typed(typed), answer=Answer(LOCAL))
    action = None
    if begun.intake is not None and not sees_intake(request.actor, begun.intake):
        action = _take_over("申请人在场，转本所办理", begun.intake, person=person)
    elif begun.intake is not None:
        url = reverse("station:intake-open", args=[begun.intake])
        action = Action("打开那一次受理", url=url)
    answer = Answer(begun.sentence, Tone.WARN, other_intake=action)
    return _screen(request, typed=Typed(typed), answer=answer)


@window
def take_over_here(request: ActorRequest, intake_id: UUID) -> HttpResponse:
    """Go on here with an intake begun at another station; the person is present."""
    if request.method != "POST":
        return HttpResponseRedirect(reverse("station:intake"))
    call = call_of(request)
    ports, at = get_ports(), request.at
    try:
        people = registers.people(chosen(request.POST.dict()), ports=ports, at=at).people
        if not people:
            raise Barred(NOBODY)
        found = look_up.found(
            people[0], ports=ports, city=office().city, station=request.actor.unit, at=at
        )
        take_over(intake_id, call, found=found)
    except UpstreamError as error:
        return _screen(request, typed=Typed(), answer=Answer(down(error), Tone.WARN))
    except Barred as error:
        return _screen(request, typed=Typed(), answer=Answer(error.sentence, Tone.WARN))
    url = reverse("station:intake-open", args=[intake_id])
    said = "local" if found.record["home_unit"] == request.actor.unit else "taken"
    return HttpResponseRedirect(f"{url}?said={said}", status=303)


def _screen(
    request: ActorRequest, *, typed: Typed, answer: Answer, status: int = 200
) -> HttpResponse:
    screen = look_up_screen(
        typed=typed,
        answer=answer,
        waiting=open_intakes(request.actor, at=request.at, limit=SHOWN + 1),
        rules=office(),
        terms=office().terms(request.at),
        now=request.at,
    )
    context = {"screen": screen, "chrome": work_chrome(request, active="intake")}
    response = render(request, "station/intake.html", context, status=status)
    response.headers["HX-Push-Url"] = reverse("station:intake")
    return response


def _officer(request: ActorRequest) -> UUID:
    officer = request.actor.officer_id
    if officer is None:
        raise LookupError("a window has an officer")
    return officer


def _key(request: ActorRequest) -> str:
    return draft_key(DRAFT, _officer(request))
