"""Cards at the county bureau: counted in, forwarded within two working days (第十一条)."""

from datetime import timedelta
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from uuid_utils.compat import uuid7

from tongban.accounts.requests import ActorRequest
from tongban.audit.log import record
from tongban.audit.words import What
from tongban.cases.operations import logistics
from tongban.cases.operations.errors import NotFound
from tongban.cases.operations.office import office
from tongban.cases.queries import county_cards as cards
from tongban.cases.queries.scanned_card import scanned_card
from tongban.desks.county.present_cards import batch_screen, cards_screen, forward_screen
from tongban.desks.shared.calls import call_of
from tongban.desks.shared.counting import BatchScreen
from tongban.desks.shared.hearing import hear, said_of
from tongban.desks.shared.permits import roles_required
from tongban.desks.shared.pieces import Tag, Tone
from tongban.desks.shared.posted import posted_id, posted_ids
from tongban.desks.shared.work_frame import work_chrome
from tongban.policy.units import UnitKind
from tongban.procedure.roles import Role

SHOWN_FOR = timedelta(days=7)
NO_BATCH = "没有这个批次，或者不是寄给本单位的。"
keeper = roles_required(Role.DELIVERY, kind=UnitKind.COUNTY)


@require_safe
@keeper
def overview(request: ActorRequest) -> HttpResponse:
    """Batches expected, cards to forward, batches under way to stations."""
    unit, since = request.actor.unit, request.at - SHOWN_FOR
    screen = cards_screen(
        incoming=cards.incoming(unit),
        piles=cards.piles(unit),
        forwarded=cards.forwarded(unit, since=since),
        counted=cards.counted_lately(unit, since=since),
        at=request.at,
    )
    context = {"screen": screen, "chrome": work_chrome(request, active="cards")}
    return render(request, "county/cards.html", context)


def batch_of(request: ActorRequest, batch_id: UUID) -> cards.BatchFile:
    """The bureau's batch; raises ``NotFound`` for another's."""
    batch = cards.batch_file(request.actor.unit, batch_id)
    if batch is None:
        raise NotFound(NO_BATCH)
    return batch


@require_safe
@keeper
def batch(request: ActorRequest, batch_id: UUID) -> HttpResponse:
    """One batch: what is in, what is missing; ``done`` says what was just recorded beside it."""
    found = batch_of(request, batch_id)
    record(
        What.LIST_VIEWED,
        actor=request.actor,
        at=request.at,
        subject=batch_id,
        data={"list": "batch"},
    )
    heard = said_of(request.GET.get("done", ""))
    return _batch_page(request, batch_screen(found, at=request.at, heard=heard))


def _batch_page(request: ActorRequest, screen: BatchScreen) -> HttpResponse:
    is_part = request.headers.get("HX-Target") == "counted"
    if is_part:
        return render(request, "shared/counting/counted.html", {"screen": screen})
    context = {"screen": screen, "chrome": work_chrome(request, active="cards")}
    return render(request, "shared/counting/batch.html", context)


@require_POST
@keeper
def scan(request: ActorRequest, batch_id: UUID) -> HttpResponse:
    """Count one card in by what the scanner typed: its serial or its order number."""
    code = request.POST.get("code", "").strip().upper()[:60]
    card = scanned_card(code)
    told = hear(card, code=code, batch_id=batch_id, actor=request.actor, city=office().city)
    heard, latest = told.tag, ""
    is_counted = card is not None and told.counts
    if card is not None and told.counts:
        logistics.receive_at_county(batch_id, call_of(request), card_ids=[card.id])
    found = batch_of(request, batch_id)
    row = next((one for one in found.cards if is_counted and card and one.id == card.id), None)
    if row is not None:
        latest = row.serial
    if row is not None and not row.is_unwanted:
        count = sum(one.is_in for one in found.cards)
        heard = Tag(f"已清点第 {count} 张：{row.name} · {row.serial}", Tone.OK)
    screen = batch_screen(found, at=request.at, heard=heard, latest=latest, ways=told.ways)
    return _batch_page(request, screen)


@require_POST
@keeper
def receive(request: ActorRequest, batch_id: UUID) -> HttpResponse:
    """Count in the cards ticked by hand, where there is no scanner."""
    call, ids = call_of(request), posted_ids(request, "card")
    if not ids:
        heard = Tag("请先勾选手上清点到的证件。", Tone.WARN)
        return _batch_page(
            request, batch_screen(batch_of(request, batch_id), at=request.at, heard=heard)
        )
    logistics.receive_at_county(batch_id, call, card_ids=ids)
    return HttpResponseRedirect(reverse("county:batch", args=[batch_id]), status=303)


@require_http_methods(["GET", "HEAD", "POST"])
@keeper
def forward(request: ActorRequest, station: str) -> HttpResponse:
    """Send cards to one station as a batch; the sheet to print stands on its page."""
    if request.method != "POST":
        return _forward_page(request, station)
    ids, batch_id = posted_ids(request, "card"), posted_id(request, "batch_id")
    if not ids:
        return _forward_page(request, station, problem="请至少勾选一张要转交的证件。")
    logistics.forward(station, call_of(request), card_ids=ids, batch_id=batch_id)
    return HttpResponseRedirect(reverse("county:batch", args=[batch_id]), status=303)


def _forward_page(request: ActorRequest, station: str, *, problem: str = "") -> HttpResponse:
    waiting = cards.pile(request.actor.unit, station)
    screen = forward_screen(station, waiting, batch_id=str(uuid7()), at=request.at, problem=problem)
    context = {"screen": screen, "chrome": work_chrome(request, active="cards")}
    return render(request, "county/forward.html", context, status=422 if problem else 200)
