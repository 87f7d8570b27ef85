"""What an officer sees when something could not be done: a sentence, never a broken page.

Operations raise; nobody catches in between; here the error becomes a page, or for a part of a page
a short message over it. Nothing was written when an operation raised.
"""

import json
import logging
import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import DataError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.datastructures import MultiValueDictKeyError

from tongban.accounts.errors import AccountRefused, NoSuchOfficer
from tongban.cases.operations.errors import (
    BadInput,
    Barred,
    Forbidden,
    LostRace,
    NotFound,
    Occupied,
    OperationError,
    WrongStage,
)
from tongban.desks.shared.pieces import Action
from tongban.ports.errors import UpstreamError

_LOG = logging.getLogger(__name__)
_DJANGOS_OWN = (Http404, PermissionDenied, SuspiciousOperation)
"""The visitor's news, answered by the handlers of ``config.errors``."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """One thing that could not be done, as the page shows it."""

    status: int
    title: str
    advice: str


_OPERATION: tuple[tuple[type[OperationError], int, str], ...] = (
    (NotFound, 404, "没有找到"),
    (Forbidden, 403, "不能办理这一步"),
    (WrongStage, 409, "现在不能办理这一步"),
    (LostRace, 409, "这一件已经有变化"),
    (Barred, 409, "按规范不能办理这一步"),
    (Occupied, 409, "该人员已有正在办理的事项"),
    (BadInput, 422, "填写的内容需要改正"),
    (OperationError, 409, "没有办成"),
)
_NUL = Trouble(422, "填写的内容需要改正", "内容里有无法保存的控制字符，请删除后重新填写。")
_TOO_LONG = Trouble(
    422, "填写的内容需要改正", "有一项内容超出可以保存的长度或范围，请改短后再提交。"
)
_STALE_FORM = Trouble(422, "这一页已经失效", "请返回上一页，刷新后再提交。")
_UPSTREAM = Trouble(
    503,
    "上级系统没有回答",
    "这一步没有办成，也没有改动任何数据。请稍后重试；其他工作可以照常办理。",
)


class UserMistakes:
    """Turns what an officer can put right into pages with a sentence, and gives each request a mark.

    The mark (``request.reference``, header ``X-Request-Id``) joins an error page to its log line.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        reference = secrets.token_hex(4).upper()
        vars(request)["reference"] = reference
        response = self.get_response(request)
        response.headers["X-Request-Id"] = reference
        return response

    def process_view(
        self,
        request: HttpRequest,
        view: Callable[..., object],
        args: tuple[object, ...],
        kwargs: dict[str, object],
    ) -> HttpResponse | None:
        """Refuse text that the database cannot hold before any view reads it."""
        if "\x00" in request.path or any("\x00" in value for value in _values(request)):
            return answer(request, _NUL)
        return None

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """The page for a known kind of error; None for our own faults, which are logged."""
        trouble = trouble_of(exception)
        if trouble is None and not isinstance(exception, _DJANGOS_OWN):
            _LOG.error("request %s failed", reference_of(request))
        return answer(request, trouble) if trouble else None


def trouble_of(exception: Exception) -> Trouble | None:
    """What to show for an exception; None when it is a fault of the product."""
    if isinstance(exception, OperationError):
        return _of_operation(exception)
    if isinstance(exception, AccountRefused):
        status = 404 if isinstance(exception, NoSuchOfficer) else 409
        return Trouble(status, "没有办成", exception.sentence)
    if isinstance(exception, UpstreamError):
        _LOG.warning("upstream trouble reached a page: %s", type(exception).__name__)
        return _UPSTREAM
    if isinstance(exception, MultiValueDictKeyError):
        return _STALE_FORM
    if isinstance(exception, DataError):
        # A form should have said so beside its field: worth a look, not a broken page.
        _LOG.error("a value did not fit the database", exc_info=exception)
        return _TOO_LONG
    return None


def answer(request: HttpRequest, trouble: Trouble) -> HttpResponse:
    """The page, or for a part of a page a message that leaves everything typed where it is."""
    if request.headers.get("HX-Request") == "true" and "HX-Boosted" not in request.headers:
        return _message(trouble)
    context: dict[str, Any] = {
        "status": trouble.status,
        "title": trouble.title,
        "advice": trouble.advice,
        "reference": reference_of(request),
        "actions": _ways_on(request),
    }
    return render(request, "shared/errors/error.html", context, status=trouble.status)


def reference_of(request: HttpRequest) -> str:
    """The mark of this request, as shown on error pages and written to the log."""
    return str(getattr(request, "reference", ""))


def _of_operation(error: OperationError) -> Trouble:
    status, title = next(
        (status, title) for kind, status, title in _OPERATION if isinstance(error, kind)
    )
    if isinstance(error, BadInput):
        faults = "；".join(
            _with_clause(one.sentence.rstrip("。"), one.clause) for one in error.faults
        )
        return Trouble(status, title, f"请返回上一页，改正后再提交：{faults}。")
    return Trouble(status, title, _with_clause(error.sentence, error.clause))


def _with_clause(sentence: str, clause: str) -> str:
    return f"{sentence}（{clause}）" if clause else sentence


def _message(trouble: Trouble) -> HttpResponse:
    event = {"tongban:toast": {"text": trouble.advice, "tone": "bad"}}
    return HttpResponse(
        trouble.advice,
        status=trouble.status,
        content_type="text/plain; charset=utf-8",
        headers={"HX-Reswap": "none", "HX-Trigger": json.dumps(event)},
    )


def _ways_on(request: HttpRequest) -> tuple[Action, ...]:
    """Back to the page the officer came from, as it stands now."""
    came_from = request.headers.get("HX-Current-URL") or request.headers.get("Referer", "")
    parts = urlsplit(came_from)
    # Not `get_host()`: this page must also come for a host that is not ours.
    ours = parts.netloc == request.headers.get("Host") and parts.path != request.path
    back = (Action(label="查看最新情况", url=parts.path, key="Enter"),) if ours else ()
    return (*back, Action(label="回到工作台", url="/"))


def _values(request: HttpRequest) -> Iterator[str]:
    for given in (request.GET, request.POST):
        for values in given.lists():
            yield from values[1]
