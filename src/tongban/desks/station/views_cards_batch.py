"""Counting a forwarded batch in at the station: by scanner, or ticked by hand (第十一条)."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from tongban.accounts.requests import ActorRequest
from tongban.audit.log import record
from tongban.audit.words import What
from tongban.cases.operations import logistics
from tongban.cases.operations.errors import NotFound
from tongban.cases.operations.office import office
from tongban.cases.queries.scanned_card import scanned_card
from tongban.cases.queries.station_cards import BatchFile, batch_due, batch_file
from tongban.desks.shared.calls import call_of
from tongban.desks.shared.counting import BatchScreen
from tongban.desks.shared.hearing import UNWANTED, hear, said_of
from tongban.desks.shared.permits import roles_required
from tongban.desks.shared.pieces import Action, Tag, Tone
from tongban.desks.shared.posted import posted_ids
from tongban.desks.station.present_batch import batch_screen
from tongban.desks.station.views_work_common import page, see
from tongban.policy.units import UnitKind
from tongban.procedure.roles import Role

NO_BATCH = "没有这个批次，或者不是转交本所的。"
keeper = roles_required(Role.DELIVERY, kind=UnitKind.STATION)


def _file(request: ActorRequest, batch_id: UUID) -> BatchFile:
    found = batch_file(request.actor.unit, batch_id)
    if found is None:
        raise NotFound(NO_BATCH)
    return found


def _page(
    request: ActorRequest,
    file: BatchFile,
    *,
    heard: Tag | None = None,
    latest: str = "",
    ways: tuple[Action, ...] = (),
) -> HttpResponse:
    screen: BatchScreen = batch_screen(
        file,
        due_at=batch_due(file.id) if file.is_expected else None,
        rules=office(),
        at=request.at,
        heard=heard,
        latest=latest,
        ways=ways,
    )
    if request.headers.get("HX-Target") == "counted":
        return render(request, "shared/counting/counted.html", {"screen": screen})
    answer = page(request, "shared/counting/batch.html", screen, active="cards")
    if request.method == "POST":
        answer.headers["HX-Push-Url"] = reverse("station:batch", args=[file.id])
    return answer


@require_safe
@keeper
def batch(request: ActorRequest, batch_id: UUID) -> HttpResponse:
    """One batch: what is in, what is missing; ``done`` says what was just recorded beside it."""
    file = _file(request, batch_id)
    record(
        What.LIST_VIEWED,
        actor=request.actor,
        at=request.at,
        subject=batch_id,
        data={"list": "batch"},
    )
    return _page(request, file, heard=said_of(request.GET.get("done", "")))


@require_POST
@keeper
def scan(request: ActorRequest, batch_id: UUID) -> HttpResponse:
    """Count one card in by its serial or its order number."""
    code = request.POST.get("code", "").strip().upper()[:60]
    file = _file(request, batch_id)
    card = next((one for one in file.cards if code in (one.serial, one.order_no)), None)
    if card is None or not card.is_expected:
        told = hear(
            scanned_card(code),
            code=code,
            batch_id=batch_id,
            actor=request.actor,
            city=office().city,
        )
        return _page(request, file, heard=told.tag, ways=told.ways)
    logistics.receive_at_station(batch_id, call_of(request), card_ids=[card.id])
    file = _file(request, batch_id)
    if card.is_unwanted:
        heard = Tag(f"已收下 {card.serial}。{UNWANTED}", Tone.BAD)
        return _page(request, file, heard=heard, latest=card.serial)
    count = sum(not one.is_expected for one in file.cards)
    heard = Tag(f"已清点第 {count} 张：{card.name} · {card.serial}", Tone.OK)
    return _page(request, file, heard=heard, latest=card.serial)


@require_POST
@keeper
def receive(request: ActorRequest, batch_id: UUID) -> HttpResponse:
    """Count in the cards ticked by hand, where there is no scanner."""
    call = call_of(request)
    ids = posted_ids(request, "card")
    if not ids:
        heard = Tag("请先勾选手上清点到的证件。", Tone.WARN)
        return _page(request, _file(request, batch_id), heard=heard)
    logistics.receive_at_station(batch_id, call, card_ids=ids)
    return see(reverse("station:batch", args=[batch_id]))
