"""The base client: one signed call to one system, with its failures mapped to error kinds."""

from __future__ import annotations

import logging
import ssl
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cache, cached_property
from typing import Any, NoReturn, ParamSpec, TypeVar
from uuid import UUID, uuid4

import httpx
from pydantic_core import from_json

from tongban.ports.calls import BadMessage, Call
from tongban.ports.errors import (
    BadAnswer,
    BadSignature,
    Rejected,
    TimedOut,
    Unreachable,
    UpstreamError,
)
from tongban.ports.wire import Secret, answer_method, sign, verify
from tongban.standards.clock import Clock

P = ParamSpec("P")
R = TypeVar("R")

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Timeouts:
    """Seconds; every call has both."""

    connect: float = 2.0
    read: float = 8.0


@dataclass(frozen=True)
class Observation:
    """One finished call, for the health of a system; holds no personal data."""

    system: str
    call: str
    at: datetime
    latency_ms: int
    error: str | None
    """None when the system answered; a `Rejected` call also counts as an answer."""


DEFAULT_TIMEOUTS = Timeouts()

Observer = Callable[[Observation], None]


class WireClient:
    """Calls one system. Safe to share between threads; make it after a fork."""

    def __init__(
        self,
        *,
        system: str,
        base_url: str | None,
        secret: Secret,
        clock: Clock,
        timeouts: Timeouts = DEFAULT_TIMEOUTS,
        observer: Observer | None = None,
    ) -> None:
        """`base_url` None: the system is not configured here, every call is `Unreachable`."""
        self.system = system
        self._base_url = base_url.rstrip("/") if base_url else None
        self._secret = secret
        self._clock = clock
        self._timeouts = timeouts
        self._observer = observer

    def call(self, call: Call[P, R], /, *args: P.args, **kwargs: P.kwargs) -> R:
        """Send one message and return its answer; raises an `UpstreamError`.

        A look-up is tried a second time, with the same message id, when no connection could
        be made. Nothing else is repeated here: the caller repeats it with its own reference.
        """
        body = call.encode_request(*args, **kwargs)
        message_id = uuid4()
        started = time.monotonic()
        error: str | None = None
        try:
            try:
                answer = self._send(call.path, body, message_id)
            except Unreachable:
                if not call.is_look_up:
                    raise
                answer = self._send(call.path, body, message_id)
            return call.decode_answer(answer)
        except BadMessage as broken:
            error = BadAnswer.__name__
            raise BadAnswer(self.system, str(broken)) from None
        except Rejected:
            raise
        except UpstreamError as failure:
            error = type(failure).__name__
            raise
        finally:
            self._observe(call.name, latency=time.monotonic() - started, error=error)

    def close(self) -> None:
        self._http.close()

    @cached_property
    def _http(self) -> httpx.Client:
        limits = self._timeouts
        return httpx.Client(
            timeout=httpx.Timeout(limits.read, connect=limits.connect),
            verify=_tls(),
            trust_env=False,
            follow_redirects=False,
        )

    def _send(self, path: str, body: bytes, message_id: UUID) -> bytes:
        if self._base_url is None:
            raise Unreachable(self.system, "not configured")
        headers = sign(
            self._secret,
            method="POST",
            path=path,
            body=body,
            message_id=message_id,
            at=self._clock.now(),
        )
        headers["Content-Type"] = "application/json"
        try:
            answer = self._http.post(self._base_url + path, content=body, headers=headers)
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as error:
            raise Unreachable(self.system, type(error).__name__) from None
        except httpx.TimeoutException as error:
            raise TimedOut(self.system, type(error).__name__) from None
        except httpx.HTTPError as error:
            # The connection broke after the message was sent: it may have had its effect.
            raise TimedOut(self.system, type(error).__name__) from None
        return self._accept(path, answer, message_id)

    def _accept(self, path: str, answer: httpx.Response, message_id: UUID) -> bytes:
        if answer.status_code in (502, 503, 504):
            raise Unreachable(self.system, f"status {answer.status_code}")
        try:
            envelope = verify(
                self._secret,
                method=answer_method(answer.status_code),
                path=path,
                body=answer.content,
                headers=answer.headers,
                now=self._clock.now(),
            )
        except BadSignature as error:
            detail = f"status {answer.status_code}, {error}"
            raise BadAnswer(self.system, detail) from None
        if envelope.message_id != message_id:
            raise BadAnswer(self.system, "the answer belongs to another message")
        if answer.status_code != 200:
            self._refuse(answer)
        return answer.content

    def _refuse(self, answer: httpx.Response) -> NoReturn:
        try:
            refusal: dict[str, Any] = from_json(answer.content)
            raise Rejected(self.system, str(refusal["code"]), str(refusal["message"]))
        except (ValueError, KeyError, TypeError):
            raise BadAnswer(self.system, f"status {answer.status_code}") from None

    def _observe(self, name: str, *, latency: float, error: str | None) -> None:
        milliseconds = round(latency * 1000)
        log.info("upstream %s %s %s in %d ms", self.system, name, error or "answered", milliseconds)
        if self._observer is not None:
            self._observer(
                Observation(
                    system=self.system,
                    call=name,
                    at=self._clock.now(),
                    latency_ms=milliseconds,
                    error=error,
                )
            )


@cache
def _tls() -> ssl.SSLContext:
    """One context for all clients: building it reads the whole certificate store."""
    return ssl.create_default_context()
