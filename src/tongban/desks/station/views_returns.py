"""Returned cases at the station: looked at every day, put right, sent again (第十条)."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from tongban.accounts.requests import ActorRequest
from tongban.audit.log import record
from tongban.audit.words import What
from tongban.cases.operations import fix
from tongban.cases.operations.drafts import save_draft
from tongban.cases.operations.errors import BadInput, FieldFault, LostRace, WrongStage
from tongban.cases.operations.intake_capture import Finger
from tongban.cases.operations.office import office
from tongban.cases.queries.returns import PAGE, ReturnFile, returned_cases
from tongban.cases.queries.upstream_health import states
from tongban.desks.shared.calls import call_of
from tongban.desks.shared.chrome import Banner
from tongban.desks.shared.drafts import draft_key
from tongban.desks.shared.fields import Problem
from tongban.desks.shared.look_in import look_in
from tongban.desks.shared.pieces import Tone
from tongban.desks.shared.posted import posted_version
from tongban.desks.station import present_returns as show
from tongban.desks.station.panels_capture import Begun
from tongban.desks.station.present_returns import FINGERS, PHOTO, TEXT
from tongban.desks.station.returns_page import KINDS, file_of, return_url, show_return
from tongban.desks.station.returns_screens import ReturnsScreen, Typed
from tongban.desks.station.views_work_common import (
    acceptance,
    after,
    mark_of,
    page,
    see,
)
from tongban.policy.vocabulary import Sex
from tongban.standards import ethnic_groups


@require_safe
@acceptance
def returns(request: ActorRequest) -> HttpResponse:
    """The open returns, by due; opening the list is the day's look-in."""
    health = states()
    looked = look_in(request, health=health)
    mark = mark_of(request)
    lines = returned_cases(request.actor.unit, after=mark)
    shown = lines[:PAGE]
    url = reverse("station:returns")
    screen = ReturnsScreen(
        rows=show.rows(shown, rules=office(), at=request.at),
        look_in=looked.tag,
        look_in_note=looked.words,
        empty=None if lines else show.EMPTY,
        newer_url=url if mark else "",
        next_url=after(url, shown[-1].due_at, shown[-1].duty) if len(lines) > len(shown) else "",
    )
    return page(request, "station/returns.html", screen, active="returns", health=health)


@require_safe
@acceptance
def one(request: ActorRequest, case_id: UUID) -> HttpResponse:
    """One return; ``?part=`` opens text, photo or fingers, ``?v=1`` shows an older version beside."""
    file = file_of(request, case_id)
    record(What.CASE_VIEWED, actor=request.actor, at=request.at, subject=case_id)
    return show_return(request, file)


@require_POST
@acceptance
def keep(request: ActorRequest, case_id: UUID) -> HttpResponse:
    """Keep the text typed so far and go on with another part; also without scripts."""
    call = call_of(request)
    file = file_of(request, case_id)
    save_draft(
        call.officer,
        key=draft_key(KINDS[TEXT], case_id),
        body=_posted_text(request),
        at=request.at,
    )
    named = show.PART_OF[file.given.category] if file.given else PHOTO
    return see(return_url(case_id), part=PHOTO if named == TEXT else named)


def _posted_text(request: ActorRequest) -> dict[str, str]:
    return {name: request.POST[name] for name in fix.CORRECTABLE if name in request.POST}


@require_POST
@acceptance
def compose(request: ActorRequest, case_id: UUID) -> HttpResponse:
    """Compose the next version of everything put right; then it is signed anew."""
    keys = [draft_key(kind, case_id) for kind in KINDS.values()]
    call, seen = call_of(request, *keys), posted_version(request)
    file = file_of(request, case_id)
    given = {**file.drafts[TEXT], **_posted_text(request)}
    try:
        fix.recompose(case_id, call, correction=_correction(file, given), seen_version=seen)
    except BadInput as bad:
        return _again(request, file, bad, given=given)
    except (LostRace, WrongStage) as lost:
        notice = Banner("没有合成", lost.sentence, Tone.WARN)
        return show_return(request, file_of(request, case_id), notice=notice, status=409)
    return see(f"/station/case/{case_id}/")


def _correction(file: ReturnFile, given: dict[str, str]) -> fix.Correction:
    text = show.changed_text(file, given)
    faults = _text_faults(text)
    if Begun.of(file.drafts[PHOTO]):
        faults.append(FieldFault("image", "照片还没有裁好，请先按“用这张照片”或放弃。", "第十条"))
    captured = show.fingers_in(file.drafts[FINGERS])
    if len(captured) == 1:
        faults.append(
            FieldFault("fingers", "指纹要左右手都重新采集，或写明采不到的原因。", "第六条")
        )
    if faults:
        raise BadInput(*faults)
    draft = file.drafts[PHOTO]
    return fix.Correction(
        text=text,
        photo=draft.get("photo") or None,
        photo_report=show.kept_report(draft) or None,
        fingers=[Finger(**captured[hand]) for hand in ("right", "left")] if captured else None,
    )


def _text_faults(text: dict[str, str]) -> list[FieldFault]:
    faults = [
        FieldFault(name, f"最多 200 个字，现在是 {len(value)} 个，请改短。")
        for name, value in text.items()
        if len(value) > 200
    ]
    if text.get("sex", "1") not in {one.value for one in Sex}:
        faults.append(FieldFault("sex", "请选择性别。"))
    if "ethnicity" in text and ethnic_groups.canonical(text["ethnicity"]) is None:
        faults.append(FieldFault("ethnicity", "请选择民族。"))
    if "birth_date" in text and not show.is_day(text["birth_date"]):
        faults.append(FieldFault("birth_date", "日期不对，请按 1990-03-07 这样填写。"))
    return faults


def _again(
    request: ActorRequest, file: ReturnFile, bad: BadInput, *, given: dict[str, str]
) -> HttpResponse:
    errors = {fault.field: fault.sentence for fault in bad.faults}
    part = FINGERS if "fingers" in errors else PHOTO if "image" in errors else ""
    problems = [Problem(f.sentence, f"f-{f.field}", f.clause) for f in bad.faults]
    if not part and errors.keys() & set(fix.CORRECTABLE):
        part = TEXT
    typed = Typed(given, errors)
    return show_return(request, file, part=part, typed=typed, problems=problems, status=422)


@require_POST
@acceptance
def resubmit(request: ActorRequest, case_id: UUID) -> HttpResponse:
    """Send the same version again with the reason why it is right as it stands."""
    words = request.POST.get("words", "")[:300]
    try:
        fix.resubmit(case_id, call_of(request), words=words, seen_version=posted_version(request))
    except BadInput as bad:
        typed = Typed({"words": words}, {fault.field: fault.sentence for fault in bad.faults})
        problems = [Problem(f.sentence, "f-resubmit-words", f.clause) for f in bad.faults]
        file = file_of(request, case_id)
        return show_return(
            request, file, typed=typed, problems=problems, opened="resubmit", status=422
        )
    return see(reverse("station:returns"))
