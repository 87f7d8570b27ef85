"""Files of ended cases (一人一档, 第八条): searched, shown, checked, printed, handed out.

The accepting station keeps them; supervision above it reads. A name or number is only ever posted.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from functools import wraps
from typing import Concatenate, ParamSpec
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tongban.accounts.requests import ActorRequest
from tongban.audit.log import record
from tongban.audit.words import What
from tongban.cases.operations.errors import Forbidden, NotFound
from tongban.cases.operations.office import office
from tongban.cases.operations.papers import counted
from tongban.cases.queries import files as queries
from tongban.cases.queries.file_check import CheckedFile, check_file, sealed_file
from tongban.cases.queries.files import Asked, FileLine
from tongban.desks.shared import file_export, present_file
from tongban.desks.shared.chrome import Banner
from tongban.desks.shared.fields import Field, problems_of
from tongban.desks.shared.file_papers import Binding, archive
from tongban.desks.shared.present_file_add import AddTyped
from tongban.desks.shared.printing import origin_of, pdf
from tongban.desks.shared.work_frame import work_chrome
from tongban.policy.units import UnitKind
from tongban.procedure.stages import Stage

NOT_HERE = "没有这一卷，或者不是本单位范围内的。"
_Rest = ParamSpec("_Rest")
_View = Callable[Concatenate[ActorRequest, _Rest], HttpResponse]


def filing(view: _View[_Rest]) -> _View[_Rest]:
    """Open a page to acceptance at a station, and to supervision at the bureaus above."""

    @wraps(view)
    def permitted(
        request: ActorRequest, /, *args: _Rest.args, **kwargs: _Rest.kwargs
    ) -> HttpResponse:
        if not present_file.may_export(request.actor):
            raise Forbidden("档案由派出所“受理”岗位和上级“督导”岗位使用。")
        return view(request, *args, **kwargs)

    return permitted


@require_http_methods(["GET", "HEAD", "POST"])
@filing
def search(request: ActorRequest) -> HttpResponse:
    """Files by name, number, days and ending; only by POST, the pages after the first too."""
    given = {name: request.POST.get(name, "").strip()[:60] for name in _ASKED}
    asked, errors = _asked(given)
    is_posted = request.method == "POST"
    lines: list[FileLine] = []
    if is_posted and not errors:
        lines = queries.find_files(request.actor, asked, after=_mark(request))
        hits = {"hits": min(len(lines), queries.PAGE)}
        record(What.FOUND, actor=request.actor, at=request.at, data=hits)
    shown = lines[: queries.PAGE]
    fields = present_file.search_fields(
        text=given["q"], since=given["since"], until=given["until"], stage=given["stage"],
        errors=errors,
    )  # fmt: skip
    is_asked = is_posted and not asked.is_empty and not errors
    empty = present_file.NOTHING_FOUND if is_asked else present_file.NOT_ASKED
    more = (
        f"{shown[-1].ended_at.isoformat()}_{shown[-1].case_id}" if len(lines) > len(shown) else ""
    )
    screen = present_file.SearchScreen(
        post_url=reverse("shared:files"),
        fields=fields,
        rows=present_file.rows(shown, rules=office(), at=request.at),
        problems=problems_of(fields),
        empty=None if shown else empty,
        hidden=tuple(given.items()),
        after=more,
        is_many=request.actor.unit_kind is not UnitKind.STATION,
    )
    status = 422 if errors else 200
    return _page(request, "shared/files_search.html", screen, status=status)


_ASKED = ("q", "since", "until", "stage")


def _asked(given: dict[str, str]) -> tuple[Asked, dict[str, str]]:
    errors: dict[str, str] = {}
    days: dict[str, date | None] = {}
    for name in ("since", "until"):
        days[name] = None
        if given[name]:
            try:
                days[name] = date.fromisoformat(given[name])
            except ValueError:
                errors[name] = "日期按 2026-11-23 的样子填写。"
    since, until = days["since"], days["until"]
    if since and until and since > until:
        errors["until"] = "结束的日期早于开始的日期。"
    if until is not None and until.year > _LAST_YEAR:
        errors["until"] = "日期太远，请重新填写。"
    stage = Stage(given["stage"]) if given["stage"] in Stage.__members__ else None
    if given["stage"] and stage is None:
        errors["stage"] = "没有这种结束方式。"
    if "\x00" in given["q"]:
        errors["q"] = "内容里有无法识别的字符，请重新填写。"
    return Asked(given["q"], since, until, stage), errors


_LAST_YEAR = 9000


def _mark(request: ActorRequest) -> queries.Mark | None:
    at, _, last = request.POST.get("after", "").partition("_")
    try:
        moment = datetime.fromisoformat(at)
        return (moment, UUID(last)) if moment.tzinfo else None
    except ValueError:
        return None


def _page(
    request: ActorRequest,
    template: str,
    screen: object,
    *,
    notice: Banner | None = None,
    status: int = 200,
) -> HttpResponse:
    chrome = work_chrome(request, active="files")
    if notice is not None:
        chrome = replace(chrome, banners=(notice, *chrome.banners))
    return render(request, template, {"screen": screen, "chrome": chrome}, status=status)


def _line(request: ActorRequest, case_id: UUID) -> FileLine:
    line = queries.file_of(request.actor, case_id)
    if line is None:
        raise NotFound(NOT_HERE)
    return line


@require_safe
@filing
def file(request: ActorRequest, case_id: UUID) -> HttpResponse:
    """One file: its parts, what is missing and how to get it, until when it is kept."""
    answer = file_page(request, case_id)
    record(What.FILE_VIEWED, actor=request.actor, at=request.at, subject=case_id)
    return answer


def file_page(
    request: ActorRequest,
    case_id: UUID,
    *,
    notice: Banner | None = None,
    checked: CheckedFile | None = None,
    export: tuple[Field, ...] = (),
    adding: AddTyped | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page of one file, after whatever was done with it."""
    line = _line(request, case_id)
    screen = present_file.file(
        line,
        seal=sealed_file(case_id) if line.sealed_at else None,
        actor=request.actor,
        rules=office(),
        at=request.at,
        checked=checked,
        export=export,
        adding=adding,
    )
    answer = _page(request, "shared/file.html", screen, notice=notice, status=status)
    if request.method == "POST":
        answer.headers["HX-Push-Url"] = reverse("shared:file", args=[case_id])
    return answer


@require_POST
@filing
def check(request: ActorRequest, case_id: UUID) -> HttpResponse:
    """校验: every part against the seal; what was found is logged."""
    _line(request, case_id)
    found = check_file(case_id)
    if found is None:
        raise NotFound("这一卷还没有封存，没有可以校验的清单。")
    data = {"whole": found.is_whole, "faults": len(found.faults)}
    record(What.FILE_CHECKED, actor=request.actor, at=request.at, subject=case_id, data=data)
    return file_page(request, case_id, checked=found)


@require_POST
@filing
def print_file(request: ActorRequest, case_id: UUID) -> HttpResponse:
    """打印全卷: cover, contents and every paper as one PDF; printing counts and is logged."""
    line = _line(request, case_id)
    paper = counted("FILE_COPY", subject=case_id, contents={}, actor=request.actor, at=request.at)
    form = archive(_binding(request, line), paper=paper)
    data = {"kind": "FILE_COPY", "paper": str(paper.paper_id)}
    record(What.PAPER_PRINTED, actor=request.actor, at=request.at, subject=case_id, data=data)
    return pdf(form, paper=paper, name=f"file-{line.number}")


def _binding(request: ActorRequest, line: FileLine) -> Binding:
    return Binding(
        line=line,
        seal=sealed_file(line.case_id),
        actor=request.actor,
        unit=request.unit,
        at=request.at,
        origin=origin_of(request),
    )


@require_POST
@filing
def export(request: ActorRequest, case_id: UUID) -> HttpResponse:
    """调档: the file with its manifest as ZIP; who asked for it and why is kept."""
    line = _line(request, case_id)
    purpose = request.POST.get("purpose", "")
    words = " ".join(request.POST.get("words", "").split())
    errors = _faults(purpose, words)
    if errors:
        fields = present_file.export_fields(
            purpose=purpose, words=words[: present_file.WORDS_MOST], errors=errors
        )
        return file_page(request, case_id, export=fields, status=422)
    paper = counted(
        "FILE_EXPORT",
        subject=case_id,
        contents={"purpose": purpose, "words": words, "at": request.at.isoformat()},
        actor=request.actor,
        at=request.at,
    )
    made = file_export.export(_binding(request, line), paper=paper)
    data = {"purpose": purpose, "paper": str(paper.paper_id), "manifest": made.digest}
    record(What.FILE_EXPORTED, actor=request.actor, at=request.at, subject=case_id, data=data)
    answer = HttpResponse(made.content, content_type="application/zip")
    answer.headers["Content-Disposition"] = f'attachment; filename="file-{line.number}.zip"'
    return answer


def _faults(purpose: str, words: str) -> dict[str, str]:
    errors = {}
    if purpose not in present_file.Purpose.__members__:
        errors["purpose"] = "请选择调档用途。"
    if len(words) < present_file.WORDS_LEAST:
        errors["words"] = "请写明谁因何事调取。"
    elif len(words) > present_file.WORDS_MOST:
        errors["words"] = f"最多 {present_file.WORDS_MOST} 个字。"
    elif not words.isprintable():
        errors["words"] = "内容里有无法保存的字符，请删除后重新填写。"
    return errors
