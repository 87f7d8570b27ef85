"""The page of one return put together; what comes back from its forms lands here too."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse

from tongban.accounts.requests import ActorRequest
from tongban.cases.operations.errors import NotFound
from tongban.cases.operations.logistics import ToldBy
from tongban.cases.operations.office import office
from tongban.cases.queries.returns import OldVersion, ReturnFile, return_file
from tongban.desks.shared.chrome import Banner
from tongban.desks.shared.drafts import draft_key
from tongban.desks.shared.dues import due_of
from tongban.desks.shared.fields import Problem
from tongban.desks.shared.phrases import DueText
from tongban.desks.shared.pieces import Action, ActionStyle, KeyHint
from tongban.desks.station import fix_panels
from tongban.desks.station import present_returns as show
from tongban.desks.station.capture_at import CaptureAt, CaptureUrls
from tongban.desks.station.panels_capture import Begun
from tongban.desks.station.present_returns import FINGERS, PHOTO, TEXT
from tongban.desks.station.returns_screens import NOTHING, ReturnScreen, TextPanel, Typed
from tongban.desks.station.views_work_common import NOT_HERE, page
from tongban.procedure.acts import Act
from tongban.procedure.obligations import ObligationKind
from tongban.procedure.stages import Stage
from tongban.procedure.table import judge

GO = "Ctrl+Enter"
KINDS = {TEXT: show.FIX_TEXT, PHOTO: "fix-photo", FINGERS: "fix-fingers"}
"""Under which kind of draft each part is kept until it is composed."""


def file_of(request: ActorRequest, case_id: UUID) -> ReturnFile:
    """The returned case with what this officer has begun; raises ``NotFound``."""
    keys = {part: draft_key(kind, case_id) for part, kind in KINDS.items()}
    file = return_file(request.actor, case_id, draft_keys=keys)
    if file is None or file.standing.accepting_unit != request.actor.unit:
        raise NotFound(NOT_HERE)
    return replace(file, drafts=show.with_captured(file))


def _again(
    request: ActorRequest,
    case_id: UUID,
    *,
    part: str,
    errors: Mapping[str, str],
    problems: Sequence[Problem],
    status: int,
) -> HttpResponse:
    """The page once more after a capture that went wrong."""
    typed = Typed({}, errors)
    file = file_of(request, case_id)
    return show_return(request, file, part=part, typed=typed, problems=problems, status=status)


HERE = CaptureAt("return", Act.RECOMPOSE, file_of, _again)


def show_return(
    request: ActorRequest,
    file: ReturnFile,
    *,
    part: str = "",
    typed: Typed = NOTHING,
    problems: Sequence[Problem] = (),
    notice: Banner | None = None,
    opened: str = "",
    status: int = 200,
) -> HttpResponse:
    """The page of a return; ``typed`` and ``problems`` come back from a form."""
    part = part or request.GET.get("part", "")
    if part not in KINDS:
        part = show.PART_OF[file.given.category] if file.given else TEXT
    screen = _screen(request, file, part=part, typed=typed, problems=problems)
    if screen.panel is not None:
        is_open = "resubmit" in (opened, request.GET.get("open"))
        dialog = show.resubmit_dialog(
            file,
            words=typed.values.get("words", ""),
            error=typed.errors.get("words", ""),
            is_open=is_open,
        )
        screen = replace(screen, dialogs=(dialog,))
    answer = page(
        request, "station/return.html", screen, active="returns", notice=notice, status=status
    )
    if request.method == "POST":
        answer.headers["HX-Push-Url"] = f"{return_url(file.id)}?part={part}"
    return answer


def _due(request: ActorRequest, file: ReturnFile) -> DueText | None:
    if file.opened_at is None:
        return None
    return due_of(
        ObligationKind.FIX_RETURN,
        since=file.opened_at,
        due_at=file.due_at,
        note=file.due_note,
        rules=office(),
        now=request.at,
    )


def _screen(
    request: ActorRequest, file: ReturnFile, *, part: str, typed: Typed, problems: Sequence[Problem]
) -> ReturnScreen:
    barred = judge(Act.RECOMPOSE, file.standing, request.actor)
    text = show.changed_text(file, {**file.drafts[TEXT], **typed.values})
    changed = {
        TEXT: bool(text),
        PHOTO: bool(file.drafts[PHOTO].get("photo")),
        FINGERS: bool(file.drafts[FINGERS]),
    }
    about, what, words = show.what_was_returned(file, rules=office(), at=request.at)
    return ReturnScreen(
        name=file.name,
        number=file.number,
        tags=show.tags(file),
        due=_due(request, file),
        about=about,
        what=what,
        words=words,
        tabs=show.tabs(file, part=part, changed=changed),
        panel=None if barred else _panel(file, part, typed=typed),
        changes=show.changes(file, text=text, photo=changed[PHOTO], fingers=changed[FINGERS]),
        beside=show.beside(file, _version(request, file)),
        actions=_actions(
            file, part=part, barred=barred is not None, is_changed=any(changed.values())
        ),
        notice=barred.sentence if barred else show.notice_of(file, office(), request.at),
        problems=tuple(problems),
        keys=(KeyHint(("Alt", "1…3"), "文字 照片 指纹"),),
    )


def _panel(file: ReturnFile, part: str, *, typed: Typed) -> TextPanel | fix_panels.FixPanel:
    if part == PHOTO:
        draft = file.drafts[PHOTO]
        begun = Begun.of(draft)
        report = begun.report if begun else show.kept_report(draft)
        return fix_panels.photo_panel(
            CaptureUrls(file.id), draft, report=report, error=typed.errors.get("image", "")
        )
    if part == FINGERS:
        captured = show.fingers_in(file.drafts[FINGERS])
        return fix_panels.finger_panel(CaptureUrls(file.id), captured, errors=typed.errors)
    return show.text_panel(file, typed=typed)


def _version(request: ActorRequest, file: ReturnFile) -> OldVersion:
    asked = request.GET.get("v", "")
    found = [one for one in file.versions if str(one.n) == asked]
    return found[0] if found else file.current


def return_url(case_id: UUID) -> str:
    """The page of a return."""
    return reverse("station:return", args=[case_id])


def _actions(file: ReturnFile, *, part: str, barred: bool, is_changed: bool) -> tuple[Action, ...]:
    back = Action("回到退回列表", url=reverse("station:returns"))
    if file.stage is Stage.COMPOSED:
        sign = f"/station/case/{file.id}/"
        return (back, Action("去签名", url=sign, key=GO, style=ActionStyle.PRIMARY))
    if barred:
        return (back,)
    resubmit = Action(
        "原信息重新送审", url=f"{return_url(file.id)}?open=resubmit", opens="resubmit"
    )
    if part == PHOTO and Begun.of(file.drafts[PHOTO]):
        keep = Action("用这张照片", form="step-form", key=GO, style=ActionStyle.PRIMARY)
        return (back, resubmit, keep)
    label = f"合成第 {file.current.n + 1} 版"
    if part == TEXT:
        compose = Action(label, form="step-form", key=GO, style=ActionStyle.PRIMARY)
    else:
        compose = Action(
            label,
            url=reverse("station:return-compose", args=[file.id]),
            post=True,
            key=GO,
            style=ActionStyle.PRIMARY,
            fields=(("seen_version", str(file.version)),),
            blocked="" if is_changed else "还没有改动：先重新采集，或原信息重新送审",
        )
    return (back, _ask(file), resubmit, compose)


def _ask(file: ReturnFile) -> Action:
    """The SMS that asks the applicant to come: photo, fingerprints or signature need him."""
    return Action(
        "短信请申请人来所" if file.asked_at is None else "再发短信请来所",
        url=reverse("station:remind", args=[file.id, ObligationKind.FIX_RETURN.value]),
        post=True,
        key="T",
        fields=(("by", ToldBy.SMS.value),),
    )
