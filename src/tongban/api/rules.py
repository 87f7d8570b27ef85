"""The rules over HTTP: the same questions and answers as the command line's three commands."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI, Schema, Status

from tongban.cases.operations.office import office
from tongban.policy.due import due
from tongban.policy.wire.lines import answer_line
from tongban.policy.wire.units import unit_json
from tongban.standards import timestamps
from tongban.standards.calendar import UnknownYear

KINDS = ("REVIEW", "FIX_RETURN", "FORWARD")
MOST_LINES = 1000

api = NinjaAPI(title="通办 · 判定接口", version="1", docs_url=None, urls_namespace="api")


class UnitOut(Schema):
    """A unit of the city, as ``tongban units --json`` prints it."""

    code: str
    name: str
    kind: str
    parent: str | None
    division: str
    urban_area: bool


class DueOut(Schema):
    """A deadline: RFC 3339 with +08:00."""

    due: str


class Refused(Schema):
    """What is wrong with a question, and with which field."""

    field: str
    message: str


@api.get("/units", response=list[UnitOut], summary="本市单位")
def units(request: HttpRequest) -> list[dict[str, Any]]:
    """Return the units of the city."""
    return [unit_json(unit) for unit in office().city.units]


@api.post("/assess", summary="判定情形（JSON Lines）", openapi_extra={"responses": {"200": {}}})
def assess(request: HttpRequest) -> HttpResponse:
    """Answer situations given as JSON Lines, one answer a line, in order.

    A line that cannot be used gets an answer with ``error``; the others are answered all the same.
    """
    if (request.content_type or "").startswith("multipart/"):
        return HttpResponse("请把 JSON Lines 直接作为请求正文。".encode(), status=415)
    rules = office()
    lines = [line for line in request.body.splitlines() if line.strip()]
    if len(lines) > MOST_LINES:
        return HttpResponse(f"一次最多 {MOST_LINES} 行，请分批提交。".encode(), status=413)
    answers = [answer_line(line, city=rules.city, terms_book=rules.book)[0] for line in lines]
    return HttpResponse(b"".join(a + b"\n" for a in answers), content_type="application/x-ndjson")


@api.get("/due/{kind}", response={200: DueOut, 422: Refused}, summary="办理期限")
def deadline(
    request: HttpRequest, kind: str, at: str, expedited: bool = False
) -> Status[dict[str, str]]:
    """Return when an obligation that starts at ``at`` is due."""
    if kind not in KINDS:
        return Status(422, {"field": "kind", "message": f"只能是 {'、'.join(KINDS)} 之一"})
    rules = office()
    try:
        start = timestamps.parse(at)
        answer = due(
            kind,
            start,
            calendar=rules.calendar,
            terms=rules.book.at_or_first(start),
            expedited=expedited,
        )
    except UnknownYear as missing:
        return Status(422, {"field": "at", "message": str(missing)})
    except ValueError:
        return Status(422, {"field": "at", "message": "应为带时区的 RFC 3339 时刻"})
    return Status(200, {"due": timestamps.write(answer)})
