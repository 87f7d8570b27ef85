"""上游监测: how the systems answer, and what between them needs a person of the city bureau."""

from __future__ import annotations

from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from tongban.accounts.requests import ActorRequest
from tongban.cases.operations import city_items as seeing_to
from tongban.cases.operations.errors import BadInput, NotFound
from tongban.cases.operations.outgoing import send_again
from tongban.cases.queries import city_items, upstream_health
from tongban.cases.queries.failed_messages import failed_messages
from tongban.cases.queries.overview import credit_freshness
from tongban.desks.city import present_upstream
from tongban.desks.city.common import log_list, supervision
from tongban.desks.city.list_screens import ListScreen
from tongban.desks.city.present_item import ItemScreen, outage_item, stray_item
from tongban.desks.shared.alarms import credit_alarms, reviewer_alarm
from tongban.desks.shared.calls import call_of
from tongban.desks.shared.page_keys import read_moment_key
from tongban.desks.shared.work_frame import work_chrome

SAID = {
    "sent": "已重新发送，对方确认后从清单中消失。",
    "kept": "这条消息已经送达，或正在自动发送，不用再送。",
    "again": "已重新办理，办成后从清单中消失。",
    "settled": "处理情况已记下。",
}


@require_GET
@supervision
def upstream(request: ActorRequest) -> HttpResponse:
    """Each upstream system: how it answers, what waits, what needs a person."""
    shown = present_upstream.SHOWN + 1
    health = upstream_health.systems()
    facts = present_upstream.UpstreamFacts(
        health=health,
        failed=failed_messages(limit=shown),
        strays=city_items.strays(limit=shown),
        outages=city_items.outages(limit=shown),
        credit=credit_freshness(),
        now=request.at,
    )
    screen = present_upstream.upstream(facts, said=SAID.get(request.GET.get("said", ""), ""))
    alarms = (*credit_alarms(facts.credit, at=request.at), *reviewer_alarm())
    chrome = work_chrome(request, active="upstream", health=health, alarms=alarms)
    return render(request, "city/upstream.html", {"screen": screen, "chrome": chrome})


@require_GET
@supervision
def failed(request: ActorRequest) -> HttpResponse:
    """Messages of ours that do not arrive, page by page."""
    after = read_moment_key(request.GET.get("after", ""))
    lines = failed_messages(after=after, limit=city_items.PAGE)
    return _list(request, present_upstream.failed(lines, now=request.at), name="failed")


@require_GET
@supervision
def strays(request: ActorRequest) -> HttpResponse:
    """Messages that could not be acted upon, page by page."""
    lines = city_items.strays(after=read_moment_key(request.GET.get("after", "")))
    return _list(request, present_upstream.strays(lines, now=request.at), name="strays")


@require_GET
@supervision
def outages(request: ActorRequest) -> HttpResponse:
    """All times in which a list could not be had, the latest first, page by page."""
    before = read_moment_key(request.GET.get("after", ""))
    lines = city_items.outages(is_item=False, before=before)
    screen = present_upstream.outages(lines, now=request.at, is_all=True)
    return _list(request, screen, name="outages")


def _list(request: ActorRequest, screen: ListScreen, *, name: str) -> HttpResponse:
    log_list(request, list=f"upstream.{name}")
    context = {"screen": screen, "chrome": work_chrome(request, active="upstream")}
    return render(request, "city/list.html", context)


@require_GET
@supervision
def stray(request: ActorRequest, message_id: UUID) -> HttpResponse:
    """One message that could not be acted upon: why, and what was done."""
    return _stray(request, message_id)


def _stray(
    request: ActorRequest, message_id: UUID, *, words: str = "", error: str = ""
) -> HttpResponse:
    found = city_items.stray(message_id)
    if found is None:
        raise NotFound("没有这条来文，请刷新后再看。")
    return _item(request, stray_item(found, now=request.at, words=words, error=error))


@require_POST
@supervision
def settle_stray(request: ActorRequest, message_id: UUID) -> HttpResponse:
    """已处理: say what was done about a message."""
    words = request.POST.get("words", "")
    try:
        seeing_to.settle(message_id, call_of(request), words=words)
    except BadInput as bad:
        return _stray(request, message_id, words=words, error=bad.faults[0].sentence)
    return _back("settled")


@require_POST
@supervision
def stray_again(request: ActorRequest, message_id: UUID) -> HttpResponse:
    """再办一次: have a message acted upon once more, what stood in its way being put right."""
    seeing_to.try_again(message_id, call_of(request))
    return _back("again")


@require_GET
@supervision
def outage(request: ActorRequest, outage_id: UUID) -> HttpResponse:
    """One time in which a list could not be had: what it has done, and what was done about it."""
    return _outage(request, outage_id)


def _outage(
    request: ActorRequest, outage_id: UUID, *, words: str = "", error: str = ""
) -> HttpResponse:
    found = city_items.outage(outage_id)
    if found is None:
        raise NotFound("没有这一段记录，请刷新后再看。")
    return _item(request, outage_item(found, now=request.at, words=words, error=error))


@require_POST
@supervision
def settle_outage(request: ActorRequest, outage_id: UUID) -> HttpResponse:
    """Say what was done about an outage."""
    words = request.POST.get("words", "")
    try:
        seeing_to.settle_outage(outage_id, call_of(request), words=words)
    except BadInput as bad:
        return _outage(request, outage_id, words=words, error=bad.faults[0].sentence)
    return _back("settled")


def _item(request: ActorRequest, screen: ItemScreen) -> HttpResponse:
    context = {"screen": screen, "chrome": work_chrome(request, active="upstream")}
    return render(request, "city/item.html", context, status=422 if screen.problems else 200)


@require_POST
@supervision
def resend(request: ActorRequest, message_id: UUID) -> HttpResponse:
    """Have a message sent again that does not arrive; back to the list where it was asked for."""
    call_of(request)
    said = "sent" if send_again(message_id) else "kept"
    if request.POST.get("from") == "answers":
        return HttpResponseRedirect(f"{reverse('city:answers')}?{urlencode({'said': said})}")
    return _back(said)


def _back(said: str) -> HttpResponse:
    query = urlencode({"said": said})
    return HttpResponseRedirect(f"{reverse('city:upstream')}?{query}", status=303)
