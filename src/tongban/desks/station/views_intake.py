"""The pages of one intake: where to go on, one page a step, pictures still in work."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_safe

from tongban.accounts.requests import ActorRequest
from tongban.audit.log import record
from tongban.audit.words import What
from tongban.blobs import store
from tongban.blobs.errors import BlobError
from tongban.cases.operations.errors import NotFound
from tongban.cases.queries.composed import fee_of
from tongban.desks.station.intake_acts import window
from tongban.desks.station.intake_page import NOT_THERE, TYPED_DRAFTS, page, work_of
from tongban.desks.station.intake_state import (
    COMMITMENT,
    HISTORY,
    HISTORY_CLOSED,
    Work,
    next_url,
    step_url,
)
from tongban.desks.station.panels_capture import Begun, taken
from tongban.desks.station.panels_past import past_of
from tongban.desks.station.screens import StepKey

SAID = {
    "found": "这位群众的受理已经打开，接着办即可。",
    "card": "已按读到的居民身份证登记为受理凭证。",
    "taken": "已接办。身份须由您重新比对确认。",
    "local": "户籍就在本所，那一次异地受理已经结束。请接着按本地业务办理。",
    "code-later": "已签名并送审。省财政缴费系统暂时没有回答：可以先收现金，支付码稍后再取。",
    "undone": "这次合成已经作废，受理重新打开，照片和指纹都还在。",
    "committed": "书面承诺已签署存档，可以采集了。",
    "guardian": "监护人已登记。",
    "not-paid": "财政系统查询：还没有到账。",
}
"""What the act before did, by the word in the address."""
_HISTORY = {"1": HISTORY, "closed": HISTORY_CLOSED}
"""What was just done with the history, by the word in the address."""


@require_safe
@window
def opened(request: ActorRequest, intake_id: UUID) -> HttpResponse:
    """Lead to the step in which the next thing is missing."""
    work = work_of(request, intake_id)
    said = request.GET.get("said", "")
    query = f"?said={said}" if said in SAID else ""
    return HttpResponseRedirect(next_url(work) + query)


@require_safe
@window
def step(request: ActorRequest, intake_id: UUID, step: str) -> HttpResponse:
    """One step of an intake; looking is logged."""
    if step not in set(StepKey):
        raise NotFound("没有这一步。")
    key = StepKey(step)
    work = work_of(request, intake_id, key=key)
    record(What.INTAKE_VIEWED, actor=request.actor, at=request.at, subject=intake_id)
    work = replace(work, part=_HISTORY.get(request.GET.get("history", ""), ""))
    is_asked = work.part == HISTORY or (work.is_tolerant_begun and work.part != HISTORY_CLOSED)
    past, problems = past_of(work) if key is StepKey.COMPARE and is_asked else ((), ())
    return page(
        request,
        work,
        key,
        problems=problems,
        notice=SAID.get(request.GET.get("said", ""), _kept(work, key)),
        opened=request.GET.get("open", ""),
        past=past,
    )


def _kept(work: Work, key: StepKey) -> str:
    """Say that the page shows what was typed before and not yet sent."""
    is_typed = key in TYPED_DRAFTS and work.view.is_open and bool(work.view.draft)
    return "这里是您上次填写、还没有保存的内容。" if is_typed else ""


@require_safe
@window
def commitment(request: ActorRequest, intake_id: UUID) -> HttpResponse:
    """The commitment of tolerant acceptance: read, printed, signed (第三条(二)); looking is logged."""
    work = replace(work_of(request, intake_id, key=StepKey.EVIDENCE), part=COMMITMENT)
    record(What.INTAKE_VIEWED, actor=request.actor, at=request.at, subject=intake_id)
    if not work.view.is_open:
        return HttpResponseRedirect(next_url(work))
    return page(request, work, StepKey.EVIDENCE, notice=SAID.get(request.GET.get("said", ""), ""))


@require_safe
@window
def original(request: ActorRequest, intake_id: UUID) -> HttpResponse:
    """The picture that the standard photo is being cut from, for the officer who took it."""
    begun = Begun.of(work_of(request, intake_id, key=StepKey.PHOTO).view.draft)
    if begun is None:
        raise NotFound(NOT_THERE)
    return _picture(request, intake_id, begun.original, which="original")


@require_safe
@window
def fingerprint(request: ActorRequest, intake_id: UUID, code: int) -> HttpResponse:
    """The picture of a captured print."""
    work = work_of(request, intake_id, key=StepKey.FINGERPRINTS)
    found = [one.get("image", "") for one in taken(work).values() if one["code"] == code]
    if not found or not found[0]:
        raise NotFound(NOT_THERE)
    return _picture(request, intake_id, found[0], which=f"finger-{code}")


def _picture(request: ActorRequest, intake_id: UUID, ref: str, *, which: str) -> HttpResponse:
    try:
        kept = store.get(ref)
    except BlobError:
        raise NotFound("这张图像已经不在了，请重新采集。") from None
    record(
        What.PICTURE_VIEWED,
        actor=request.actor,
        at=request.at,
        subject=intake_id,
        data={"which": which},
    )
    return HttpResponse(kept.content, content_type=kept.media_type)


@require_safe
@window
def fee_poll(request: ActorRequest, intake_id: UUID) -> HttpResponse:
    """Ask whether the fee stands otherwise than the page shows: nothing, or load it anew."""
    work = work_of(request, intake_id)
    fee = fee_of(work.view.case.id) if work.view.case else None
    shown = (request.GET.get("state", ""), request.GET.get("receipt", ""))
    if fee is None or (fee.state.value, fee.receipt_no) == shown:
        return HttpResponse(status=204)
    return HttpResponse(
        status=200, headers={"HX-Redirect": step_url(intake_id, StepKey.FEE), "HX-Reswap": "none"}
    )
