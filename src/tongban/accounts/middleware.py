"""Sign-in is required by default; a view opts out with ``@sign_in_not_required``."""

from collections.abc import Callable
from typing import cast
from urllib.parse import urlencode, urlsplit

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from tongban.accounts import sessions
from tongban.accounts.requests import COOKIE, ActorRequest, is_open, may_precede_change
from tongban.standards.clock import Clock, SystemClock

SIGN_IN = "accounts:sign-in"
PASSWORD = "accounts:password"  # noqa: S105 - the name of a page


class SignInRequired:
    """Sets ``request.actor``, ``.unit``, ``.signed_in`` and ``.at``; sends others to sign in."""

    clock: Clock = SystemClock()

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        vars(request).update(actor=None, unit=None, signed_in=None, at=self.clock.now())
        return self.get_response(request)

    def process_view(
        self,
        request: HttpRequest,
        view: Callable[..., object],
        args: tuple[object, ...],
        kwargs: dict[str, object],
    ) -> HttpResponse | None:
        """Let through who is signed in; nothing is read for a view open to everybody."""
        if is_open(view):
            return None
        known = cast("ActorRequest", request)
        found = sessions.read(request.COOKIES.get(COOKIE, ""), at=known.at)
        if found is None:
            return _elsewhere(request, f"{reverse(SIGN_IN)}?{_come_back(request)}")
        known.signed_in, known.actor, known.unit = found, found.actor, found.unit
        if found.must_change_password and not may_precede_change(view):
            return _elsewhere(request, reverse(PASSWORD))
        return None


def _elsewhere(request: HttpRequest, url: str) -> HttpResponse:
    """Send the whole page elsewhere, also when only a part of it was asked for."""
    if request.headers.get("HX-Request") == "true":
        return HttpResponse(status=401, headers={"HX-Redirect": url})
    if request.headers.get("Sec-Fetch-Dest") == "empty":
        # A script saving a draft must not take the sign-in page for success.
        return HttpResponse(status=401)
    return HttpResponseRedirect(url)


def _come_back(request: HttpRequest) -> str:
    """Where to go on after signing in: a page, never the target of a form or of a fragment."""
    page = request.get_full_path()
    if request.headers.get("HX-Request") == "true":
        page = _local_path(request.headers.get("HX-Current-URL", ""))
    elif request.method not in {"GET", "HEAD"}:
        page = _local_path(request.headers.get("Referer", ""))
    return urlencode({"next": page or "/"})


def _local_path(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path
