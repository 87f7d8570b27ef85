"""The files of the station's ended cases: found, checked, sealed (第八条)."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tongban.accounts.requests import ActorRequest
from tongban.audit.log import record
from tongban.audit.words import What
from tongban.cases.operations.closing import seal_file
from tongban.cases.operations.errors import Barred, LostRace, NotFound, WrongStage
from tongban.cases.operations.office import office
from tongban.cases.queries import files as queries
from tongban.cases.queries.files import FileLine
from tongban.desks.shared.calls import call_of
from tongban.desks.shared.chrome import Banner
from tongban.desks.station import present_files as show
from tongban.desks.station.views_work_common import NOT_HERE, acceptance, after, mark_of, page, see


@require_http_methods(["GET", "HEAD", "POST"])
@acceptance
def files(request: ActorRequest) -> HttpResponse:
    """Files to seal, by due; ``?list=sealed`` the ones sealed last; a search is posted."""
    url = reverse("station:files")
    asked = request.POST.get("q", "").strip()[:60] if request.method == "POST" else ""
    mark, which = mark_of(request), request.GET.get("list", "")
    newer = more = ""
    if asked:
        lines = queries.find_files(request.actor, asked)
        head, note, empty = "查到的档案", "", show.nothing_found(asked)
        record(What.FOUND, actor=request.actor, at=request.at, data={"hits": len(lines)})
    elif which == "sealed":
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
        find_url=url,
        asked=asked,
        head=head,
        note=note,
        rows=show.rows(lines, rules=office(), at=request.at),
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


def _line(request: ActorRequest, case_id: UUID) -> FileLine:
    line = queries.file_of(request.actor, case_id)
    if line is None:
        raise NotFound(NOT_HERE)
    return line


@require_safe
@acceptance
def file(request: ActorRequest, case_id: UUID) -> HttpResponse:
    """One file: its parts, what is missing, until when it is kept."""
    line = _line(request, case_id)
    record(What.FILE_VIEWED, actor=request.actor, at=request.at, subject=case_id)
    return _file(request, line)


def _file(
    request: ActorRequest, line: FileLine, *, notice: Banner | None = None, status: int = 200
) -> HttpResponse:
    screen = show.file(line, rules=office(), at=request.at)
    answer = page(
        request, "station/files_one.html", screen, active="files", notice=notice, status=status
    )
    if request.method == "POST":
        answer.headers["HX-Push-Url"] = reverse("station:file", args=[line.case_id])
    return answer


@require_POST
@acceptance
def seal(request: ActorRequest, case_id: UUID) -> HttpResponse:
    """封存: what is missing at that moment is kept with the event."""
    call, line = call_of(request), _line(request, case_id)
    try:
        seal_file(case_id, call, missing=[part.value for part in line.missing])
    except (Barred, LostRace, WrongStage) as error:
        notice = Banner("没有封存", error.sentence)
        return _file(request, _line(request, case_id), notice=notice, status=409)
    return see(reverse("station:files"))
