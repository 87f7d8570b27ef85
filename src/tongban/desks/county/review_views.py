"""The review desk: the queue and one case on one screen (第九条)."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tongban.accounts.requests import ActorRequest
from tongban.audit.log import record
from tongban.audit.words import What
from tongban.cases.operations.errors import FieldFault
from tongban.cases.queries.duties import OpenNow, open_now
from tongban.cases.queries.happenings import happenings
from tongban.cases.queries.review_case import ReviewFile, review_file
from tongban.cases.queries.review_queue import QueuePage, queue_page, review_day
from tongban.cases.queries.upstream_health import SystemHealth, states
from tongban.desks.county.place import Place
from tongban.desks.county.present_case import review_case
from tongban.desks.county.present_ground import deciding_act, report_action
from tongban.desks.county.present_queue import queue
from tongban.desks.county.return_form import DRAFT, ReturnInput, return_form
from tongban.desks.county.screens import ReviewScreen
from tongban.desks.shared.chrome import Banner
from tongban.desks.shared.drafts import draft_key
from tongban.desks.shared.look_in import look_in, look_in_owed
from tongban.desks.shared.look_in_words import LookInLine
from tongban.desks.shared.permits import roles_required
from tongban.desks.shared.pieces import Action, ActionStyle, EmptyState, KeyHint
from tongban.desks.shared.work_frame import work_chrome
from tongban.policy.units import UnitKind
from tongban.procedure.acts import Act
from tongban.procedure.roles import Role
from tongban.procedure.stages import Stage
from tongban.procedure.table import judge

TEMPLATE = "county/review.html"
KEYS = (
    KeyHint(("J", "K"), "下一件 上一件"),
    KeyHint(("1…7",), "分类"),
    KeyHint(("B", "O", "Z"), "看照片"),
)
reviewer = roles_required(Role.REVIEW, kind=UnitKind.COUNTY)


@require_safe
@reviewer
def desk(request: ActorRequest) -> HttpResponse:
    """Open the queue: that is the day's look-in (第九条), and leads to the first case."""
    look_in(request, health=states())
    place = Place.of(request.GET)
    page = queue_page(request.actor, part=place.part, after=place.after, limit=1)
    if page.rows:
        return HttpResponseRedirect(place.case_url(page.rows[0].case_id))
    return _empty(request, place)


def _empty(request: ActorRequest, place: Place) -> HttpResponse:
    day = review_day(request.actor.unit, at=request.at)
    elsewhere = Action("看全部类别", Place().list_url(), key="Enter", style=ActionStyle.PRIMARY)
    again = Action("刷新", place.list_url(), key="Enter", style=ActionStyle.PRIMARY)
    empty = (
        EmptyState("这里没有等待的件", f"其他类别还有 {day.waiting} 件等待审核签发。", elsewhere)
        if day.waiting
        else EmptyState(
            "没有等待审核签发的件",
            "受理地送来的件会排到这里。今天 17:00 前送到的今天审完，之后送到的下一个工作日 17:00 "
            "前审完（第九条）。",
            again,
        )
    )
    screen = ReviewScreen(
        queue=queue(QueuePage(()), day=day, place=place, current=None, at=request.at),
        case=None,
        empty=empty,
        keys=(),
    )
    return _page(request, screen)


@require_safe
@reviewer
def case(request: ActorRequest, case_id: UUID) -> HttpResponse:
    """One case; ``?v=1`` looks back at an older version, ``?return=1`` opens the return form."""
    return show_case(request, case_id, place=Place.of(request.GET))


def show_case(
    request: ActorRequest,
    case_id: UUID,
    *,
    place: Place,
    given: ReturnInput | None = None,
    faults: Sequence[FieldFault] = (),
    notice: Banner | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page of a case; ``given`` and ``faults`` come back from a form, ``notice`` from a race."""
    actor = request.actor
    file = review_file(actor, case_id, draft_key=draft_key(DRAFT, case_id))
    if file is None:
        raise Http404
    page = queue_page(actor, part=place.part, after=place.after)
    if place.after and all(row.case_id != case_id for row in page.rows):
        # The queue has closed up since: the case now stands on the first page.
        place = place.at(None)
        page = queue_page(actor, part=place.part)
    is_ahead = request.headers.get("Purpose") == "prefetch"
    screen = _screen(request, file, page=page, place=place)
    if screen.may_return:
        form = return_form(
            case_id,
            place=place,
            given=given or ReturnInput.of(file.draft),
            hidden=_hidden(file),
            is_incoming=file.is_incoming,
            faults=faults,
            is_open="return" in request.GET,
        )
        screen = replace(screen, return_form=form)
    screen = replace(screen, queue=replace(screen.queue, is_stale=is_ahead))
    data = {"desk": "review", "ahead": is_ahead}
    record(What.CASE_VIEWED, actor=actor, at=request.at, subject=case_id, data=data)
    return _page(request, screen, notice=notice, status=status)


def _screen(
    request: ActorRequest, file: ReviewFile, *, page: QueuePage, place: Place
) -> ReviewScreen:
    shown = next((one for one in file.versions if str(one.n) == request.GET.get("v")), file.current)
    act = deciding_act(file, at=request.at)
    barred = judge(act, file.standing, request.actor)
    blocked = "" if barred is None else barred.sentence
    may_return = judge(Act.RETURN, file.standing, request.actor) is None
    if file.ground_since is not None and not blocked:
        blocked = "情形待督导核定，核定前不能签发。"
    if shown is not file.current:
        blocked = f"正在看第 {shown.n} 版，只能看，不能办。"
        may_return = False
    before, after = _neighbours(page, file.id, place=place)
    is_over = file.standing.stage is not Stage.IN_REVIEW
    day = review_day(request.actor.unit, at=request.at)
    return ReviewScreen(
        queue=queue(page, day=day, place=place, current=file.id, at=request.at),
        case=review_case(file, shown=shown, events=happenings(file.id), place=place, at=request.at),
        issue=None if blocked else _issue(file, act, place=place),
        others=(_go_on(after, place=place),) if is_over else report_action(file, request.actor),
        next_url=after,
        previous_url=before,
        prefetch_url=after,
        keys=KEYS,
        blocked="" if is_over else blocked,
        may_return=may_return and not is_over,
    )


def _go_on(after: str, *, place: Place) -> Action:
    """The way on from a case that is decided or withdrawn."""
    label, url = ("下一件", after) if after else ("回到待审核签发", place.list_url())
    return Action(label, url, key="Enter", style=ActionStyle.PRIMARY)


def _issue(file: ReviewFile, act: Act, *, place: Place) -> Action:
    name = "review-approve" if act is Act.APPROVE else "review-issue"
    return Action(
        act.label,
        place.act_url(name, file.id),
        key="A",
        style=ActionStyle.PRIMARY,
        post=True,
        fields=_hidden(file),
        arms=True,
    )


def _hidden(file: ReviewFile) -> tuple[tuple[str, str], ...]:
    mark = (("mark", str(file.mark)),) if file.mark else ()
    return (("seen_version", str(file.version)), *mark)


def _neighbours(page: QueuePage, case_id: UUID, *, place: Place) -> tuple[str, str]:
    """The addresses of the cases before and after this one in the queue."""
    ids = [row.case_id for row in page.rows]
    if case_id not in ids:
        return "", place.case_url(ids[0]) if ids else ""
    here = ids.index(case_id)
    before = place.case_url(ids[here - 1]) if here else ""
    if here + 1 < len(ids):
        return before, place.case_url(ids[here + 1])
    following = place.at(page.next_after)
    return before, following.case_url(page.next_case) if page.next_case else ""


@require_safe
@reviewer
def queue_part(request: ActorRequest) -> HttpResponse:
    """The queue alone, for a page that was fetched before it was shown."""
    place = Place.of(request.GET)
    try:
        current = UUID(request.GET.get("current", ""))
    except ValueError:
        current = None
    page = queue_page(request.actor, part=place.part, after=place.after)
    day = review_day(request.actor.unit, at=request.at)
    shown = queue(page, day=day, place=place, current=current, at=request.at)
    looked = _looked(request, open_now(request.actor.unit), states())
    return render(request, "county/queue_part.html", {"queue": replace(shown, look_in=looked)})


def _page(
    request: ActorRequest,
    screen: ReviewScreen,
    *,
    notice: Banner | None = None,
    status: int = 200,
) -> HttpResponse:
    owed, health = open_now(request.actor.unit), states()
    looked = _looked(request, owed, health)
    screen = replace(screen, queue=replace(screen.queue, look_in=looked))
    chrome = work_chrome(request, active="review", counts=owed.counts, health=health)
    if notice is not None:
        chrome = replace(chrome, banners=(notice, *chrome.banners))
    return render(request, TEMPLATE, {"screen": screen, "chrome": chrome}, status=status)


def _looked(
    request: ActorRequest, owed: OpenNow, health: Sequence[SystemHealth]
) -> LookInLine | None:
    """How the day's look-in stands: the queue in sight is the list of 第九条.

    A page that is fetched ahead has been seen by nobody yet.
    """
    if request.headers.get("Purpose") == "prefetch":
        return None
    return look_in_owed(request, health=health, owed=owed.look_ins)
