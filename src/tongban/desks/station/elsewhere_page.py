"""代为采集: the page on which a nearer station captures for a returned case of another one.

It shows who it is and what is asked, nothing else of the case: the person is in front.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse

from tongban.accounts.requests import ActorRequest
from tongban.cases.operations.errors import NotFound
from tongban.cases.operations.office import office
from tongban.cases.queries.captures import ElsewhereFile, elsewhere_file
from tongban.desks.shared.drafts import draft_key
from tongban.desks.shared.fields import Field, FieldKind, Problem
from tongban.desks.shared.pieces import Action, ActionStyle, KeyHint, Tag, Tone
from tongban.desks.station import fix_panels
from tongban.desks.station import present_returns as show
from tongban.desks.station.capture_at import CaptureAt, CaptureUrls
from tongban.desks.station.fix_panels import FixPanel
from tongban.desks.station.panels_capture import Begun
from tongban.desks.station.present_returns import FINGERS, PARTS, PHOTO
from tongban.desks.station.returns_page import GO, KINDS
from tongban.desks.station.returns_screens import PartTab
from tongban.desks.station.views_work_common import page
from tongban.procedure.acts import Act
from tongban.procedure.reasons import ReturnCategory
from tongban.standards.id_number import mask

NOT_THERE = "没有这一件，或者现在不用补采。"
CAPTURED = (PHOTO, FINGERS)
SENT = "已交给受理派出所，由该所合成新版本并请申请人签名。还可以补采另一部分。"


@dataclass(frozen=True, slots=True)
class ElsewhereScreen:
    """Everything the page shows; context name ``screen``."""

    name: str
    id_number: str
    accepted: str
    asked: str
    tabs: tuple[PartTab, ...]
    panel: FixPanel
    send_url: str
    same: Field
    actions: tuple[Action, ...]
    notice: str = ""
    problems: tuple[Problem, ...] = ()
    keys: tuple[KeyHint, ...] = (KeyHint(("Alt", "1…2"), "照片 指纹"),)
    title: str = "代为采集"


def file_of(request: ActorRequest, case_id: UUID) -> ElsewhereFile:
    """The case with what this officer has captured; raises ``NotFound`` where nothing is asked."""
    keys = {part: draft_key(KINDS[part], case_id) for part in CAPTURED}
    file = elsewhere_file(request.actor, case_id, draft_keys=keys)
    if file is None:
        raise NotFound(NOT_THERE)
    return file


def show_elsewhere(
    request: ActorRequest,
    case_id: UUID,
    *,
    part: str = "",
    errors: Mapping[str, str] | None = None,
    problems: Sequence[Problem] = (),
    status: int = 200,
) -> HttpResponse:
    """The page, or the page once more after a capture that went wrong."""
    file, at = file_of(request, case_id), CaptureUrls(case_id, "elsewhere")
    wanted = FINGERS if file.category == ReturnCategory.FINGERPRINT else PHOTO
    part = part or request.GET.get("part", "")
    part = part if part in CAPTURED else wanted
    accepting = office().city.get(file.accepting_unit)
    screen = ElsewhereScreen(
        name=file.name,
        id_number=mask(file.id_number),
        accepted=accepting.name if accepting else "",
        asked=ReturnCategory(file.category).label if file.category else "",
        tabs=tuple(_tab(file, one, at, n=n, part=part) for n, one in enumerate(CAPTURED, start=1)),
        panel=_panel(file, part, at, errors=errors or {}),
        send_url=at.of("send"),
        same=_same(errors or {}),
        actions=_actions(file, part),
        notice=SENT if request.GET.get("said") == "sent" else "",
        problems=tuple(problems),
    )
    answer = page(request, "station/elsewhere.html", screen, active="returns", status=status)
    if request.method == "POST":
        answer.headers["HX-Push-Url"] = f"{at.page}?part={part}"
    return answer


def _tab(file: ElsewhereFile, one: str, at: CaptureUrls, *, n: int, part: str) -> PartTab:
    is_taken = bool(file.drafts[one].get("photo") if one == PHOTO else file.drafts[one])
    tag = Tag("已采集", Tone.OK) if is_taken else None
    return PartTab(PARTS[one], f"{at.page}?part={one}", f"Alt+{n}", tag, current=one == part)


def _panel(
    file: ElsewhereFile, part: str, at: CaptureUrls, *, errors: Mapping[str, str]
) -> FixPanel:
    if part == FINGERS:
        return fix_panels.finger_panel(at, show.fingers_in(file.drafts[FINGERS]), errors=errors)
    draft = file.drafts[PHOTO]
    begun = Begun.of(draft)
    report = begun.report if begun else show.kept_report(draft)
    return fix_panels.photo_panel(at, draft, report=report, error=errors.get("image", ""))


def _same(errors: Mapping[str, str]) -> Field:
    return Field(
        "is_same",
        "已核对：来补采的就是申请人本人",
        FieldKind.CHECKBOX,
        error=errors.get("is_same", ""),
    )


def _actions(file: ElsewhereFile, part: str) -> tuple[Action, ...]:
    back = Action("回到受理", url=reverse("station:intake"), key="Escape")
    if part == PHOTO and Begun.of(file.drafts[PHOTO]):
        return (back, Action("用这张照片", form="step-form", key=GO, style=ActionStyle.PRIMARY))
    is_taken = bool(file.drafts[PHOTO].get("photo") or file.drafts[FINGERS])
    send = Action(
        "交给受理派出所",
        form="send-form",
        key=GO,
        style=ActionStyle.PRIMARY,
        blocked="" if is_taken else "请先采集照片或者指纹",
    )
    return (back, send)


ELSEWHERE = CaptureAt("elsewhere", Act.CAPTURE_ELSEWHERE, file_of, show_elsewhere)
