"""The outermost middleware: the size of a request and the headers of an answer."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from tongban.config.errors import TOO_LARGE
from tongban.desks.shared.errors import answer

_CONTENT_SECURITY = "; ".join(
    [
        "default-src 'self'",
        # Previews of captured pictures are made in the page.
        "img-src 'self' data: blob:",
        "media-src 'self' blob:",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'self'",
    ]
)
# A page that needs the camera says so itself.
_PERMISSIONS = "camera=(), microphone=(), geolocation=(), payment=()"


class GuardMiddleware:
    """Refuses oversized bodies with a page, and puts the same headers on every answer."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if _declared_length(request) > settings.BODY_LIMIT:
            response = answer(request, TOO_LARGE)
            response["Connection"] = "close"
        else:
            response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", _CONTENT_SECURITY)
        response.headers.setdefault("Permissions-Policy", _PERMISSIONS)
        response.headers.setdefault("X-Frame-Options", settings.X_FRAME_OPTIONS)
        # Desks are shared: nothing of a person stays in a browser's cache.
        response.headers.setdefault("Cache-Control", "no-store")
        return response


def _declared_length(request: HttpRequest) -> int:
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return 0
