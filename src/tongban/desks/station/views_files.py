"""The files of the station's ended cases: checked and sealed by due (第八条)."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from tongban.accounts.requests import ActorRequest
from tongban.cases.operations.closing import seal_file
from tongban.cases.operations.errors import (
    BadInput,
    Barred,
    FieldFault,
    LostRace,
    NotFound,
    WrongStage,
)
from tongban.cases.operations.file_addition import add_to_file
from tongban.cases.operations.office import office
from tongban.cases.queries import files as queries
from tongban.desks.shared import present_file
from tongban.desks.shared.calls import call_of
from tongban.desks.shared.chrome import Banner
from tongban.desks.shared.file_views import file_page
from tongban.desks.shared.present_file_add import AddTyped
from tongban.desks.shared.scans import scan_of
from tongban.desks.station import present_files as show
from tongban.desks.station.views_work_common import NOT_HERE, acceptance, after, mark_of, page, see
from tongban.procedure.reasons import FilePart

MOST_PAGES = 20


@require_safe
@acceptance
def files(request: ActorRequest) -> HttpResponse:
    """Files to seal, by due; ``?list=sealed`` the ones sealed last."""
    url = reverse("station:files")
    mark, newer, more = mark_of(request), "", ""
    if request.GET.get("list") == "sealed":
        lines = queries.sealed_files(request.actor)
        head, note, empty = "近期封存", "只列最近 50 件，以前的请查档", show.NOTHING_SEALED
    else:
        lines = queries.files_to_seal(request.actor, after=mark)
        head, note, empty = "待归档", "结束后 5 个工作日内核对封存", show.NOTHING_TO_SEAL
        if len(lines) > queries.PAGE:
            lines = lines[: queries.PAGE]
            more = after(url, lines[-1].due_at, lines[-1].case_id)
        newer = url if mark else ""
    screen = show.FilesScreen(
        find_url=reverse("shared:files"),
        head=head,
        note=note,
        rows=present_file.rows(lines, rules=office(), at=request.at),
        other=(
            ("待归档", url),
            ("近期封存", f"{url}?list=sealed"),
            ("临时身份证件登记簿", reverse("shared:temporary-register")),
        ),
        empty=None if lines else empty,
        newer_url=newer,
        next_url=more,
    )
    return page(request, "station/files.html", screen, active="files")


@require_POST
@acceptance
def seal(request: ActorRequest, case_id: UUID) -> HttpResponse:
    """封存: what is missing at that moment is kept with the seal."""
    call, line = call_of(request), queries.file_of(request.actor, case_id)
    if line is None:
        raise NotFound(NOT_HERE)
    try:
        seal_file(case_id, call, missing=[part.value for part in line.missing])
    except (Barred, LostRace, WrongStage) as error:
        notice = Banner("没有封存", error.sentence)
        return file_page(request, case_id, notice=notice, status=409)
    return see(reverse("station:files"))


@require_POST
@acceptance
def add(request: ActorRequest, case_id: UUID) -> HttpResponse:
    """补入: the scan of a paper that was missing, with the reason; a sealed file gets an addition."""
    call = call_of(request)
    try:
        part, words = _part(request), request.POST.get("words", "")
        add_to_file(case_id, call, part=part, pages=_pages(request), words=words)
    except BadInput as bad:
        values = {name: request.POST.get(name, "")[:200] for name in ("part", "words")}
        errors = {fault.field: fault.sentence for fault in bad.faults}
        return file_page(request, case_id, adding=AddTyped(values, errors), status=422)
    except (Barred, LostRace, WrongStage) as error:
        notice = Banner("没有补入", error.sentence)
        return file_page(request, case_id, notice=notice, status=409)
    return see(reverse("shared:file", args=[case_id]))


def _part(request: ActorRequest) -> FilePart:
    try:
        return FilePart(request.POST.get("part", ""))
    except ValueError:
        raise BadInput(FieldFault("part", "请选择补入哪一项。", "第八条")) from None


def _pages(request: ActorRequest) -> list[str]:
    """The scans, stored in the order in which they were chosen."""
    given = request.FILES.getlist("scan")
    if len(given) > MOST_PAGES:
        raise BadInput(FieldFault("scan", f"一次最多 {MOST_PAGES} 份，请合并成一份 PDF。"))
    found = (scan_of(one, field="scan", at=request.at) for one in given)
    return [ref for ref in found if ref]
