"""The web application of a simulator: the wire, the tester's page and the switches."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from pydantic import TypeAdapter, ValidationError
from pydantic_core import to_json
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp, Receive, Scope, Send

from tongban.ports.calls import BadMessage
from tongban.ports.errors import BadSignature, Rejected
from tongban.ports.wire import MESSAGE_ID, Secret, answer_method, sign, sm3, verify
from tongban.simulators.base import page
from tongban.simulators.base.faults import Faults
from tongban.simulators.base.ledger import AUTOMATIC, FAULTS, Kept, Ledger, MessageReused
from tongban.standards.clock import Clock

LARGEST_BODY = 4 * 1024 * 1024
NIL = UUID(int=0)
WELL_BEHAVED = Faults()


@dataclass(frozen=True)
class Simulator:
    """What the routes need: the ledger, the shared key and the simulator's own clock."""

    ledger: Ledger
    secret: Secret
    clock: Clock


def build_app(simulator: Simulator, *, extra: Sequence[BaseRoute] = ()) -> Starlette:
    """The ASGI application of one simulator."""
    routes: list[BaseRoute] = [
        Route("/v1/{call}", _bound(simulator, _answer), methods=["POST"]),
        Route("/", _bound(simulator, page.show), methods=["GET"]),
        Route("/act/{name}", _bound(simulator, _act), methods=["POST"]),
        Route("/_sim/health", _health, methods=["GET"]),
        Route("/_sim/faults", _bound(simulator, _set_faults), methods=["POST"]),
        Route("/_sim/automatic", _bound(simulator, _set_automatic), methods=["POST"]),
        *extra,
    ]
    return Starlette(routes=routes, middleware=[Middleware(SameOrigin)])


class SameOrigin:
    """Refuse forms that another web site sends to the tester's page."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            headers = {k: v.decode("latin-1") for k, v in scope["headers"]}
            origin = headers.get(b"origin")
            if origin is not None and urlsplit(origin).netloc != headers.get(b"host"):
                refused = PlainTextResponse("请从本页面操作。", 403)
                await refused(scope, receive, send)
                return
        await self._app(scope, receive, send)


Endpoint = Callable[[Simulator, Request], Awaitable[Response]]


def _bound(simulator: Simulator, endpoint: Endpoint) -> Callable[[Request], Awaitable[Response]]:
    return partial(endpoint, simulator)


async def _answer(simulator: Simulator, request: Request) -> Response:
    """One signed call: verify, carry out once, answer, and misbehave where asked to."""
    faults = await run_in_threadpool(lambda: simulator.ledger.faults)
    if faults.down:
        return PlainTextResponse("系统停机。", 503)
    body = await request.body()
    if len(body) > LARGEST_BODY:
        return PlainTextResponse("报文过大。", 413)
    if faults.slow:
        await asyncio.sleep(faults.slow)
    try:
        envelope = verify(
            simulator.secret,
            method="POST",
            path=request.url.path,
            body=body,
            headers=request.headers,
            now=simulator.clock.now(),
        )
    except BadSignature:
        kept = _refusal(401, "BAD_SIGNATURE", "签名校验未通过。")
        return _signed(simulator, request, kept, message_id=_claimed_id(request))
    kept = await run_in_threadpool(
        _carry_out, simulator, request.path_params["call"], body, envelope.message_id
    )
    if faults.timeout:
        # The effect has happened; only the answer is lost: the worst kind of silence.
        await asyncio.sleep(60)
    return _signed(simulator, request, kept, message_id=envelope.message_id, faults=faults)


def _carry_out(simulator: Simulator, name: str, body: bytes, message_id: UUID) -> Kept:
    ledger, now = simulator.ledger, simulator.clock.now()
    call = next((c for c in ledger.calls if c.path == f"/v1/{name}"), None)
    if call is None:
        return _refusal(404, "UNKNOWN_CALL", "没有这个接口。")
    try:
        arguments = call.decode_request(body)
    except BadMessage as error:
        return _refusal(400, "BAD_MESSAGE", f"报文不符合接口规范：{error}")
    digest = sm3(call.path.encode() + body)
    try:
        if call.is_look_up:
            return Kept(200, call.encode_answer(getattr(ledger, call.name)(**arguments)))
        with ledger.transaction():
            if (kept := ledger.kept(message_id, digest=digest)) is not None:
                return kept
            answer = getattr(ledger, call.name)(**arguments)
            kept = Kept(200, call.encode_answer(answer))
            ledger.keep(message_id, digest=digest, kept=kept, at=now)
            return kept
    except MessageReused:
        return _refusal(409, "MESSAGE_REUSED", "同一报文编号对应了不同内容。")
    except Rejected as refused:
        return _refusal(422, refused.code, refused.message)


def _signed(
    simulator: Simulator,
    request: Request,
    kept: Kept,
    *,
    message_id: UUID,
    faults: Faults = WELL_BEHAVED,
) -> Response:
    secret = Secret(b"\0" * 32) if faults.wrong_signature else simulator.secret
    headers = sign(
        secret,
        method=answer_method(kept.status),
        path=request.url.path,
        body=kept.body,
        message_id=message_id,
        at=simulator.clock.now(),
    )
    body = b"\xff\xfe\x00<<<" if faults.garbage else kept.body
    return Response(body, kept.status, headers, media_type="application/json")


def _refusal(status: int, code: str, message: str) -> Kept:
    return Kept(status, to_json({"code": code, "message": message}))


def _claimed_id(request: Request) -> UUID:
    try:
        return UUID(request.headers.get(MESSAGE_ID, ""))
    except ValueError:
        return NIL


async def _health(request: Request) -> Response:
    return JSONResponse({"is_up": True})


async def _act(simulator: Simulator, request: Request) -> Response:
    """An act of the tester: a form from the page goes back to it, JSON is answered with JSON."""
    is_json = request.headers.get("content-type", "").startswith("application/json")
    values = await _values(request, is_json=is_json)
    key = values.pop("key", "")
    try:
        said = await run_in_threadpool(
            partial(
                simulator.ledger.act,
                request.path_params["name"],
                key=key,
                values=values,
                at=simulator.clock.now(),
            )
        )
        status = 200
    except Rejected as refused:
        said, status = refused.message, 422
    if is_json:
        return JSONResponse({"message": said}, status)
    return await page.show(simulator, request, said=said, is_refusal=status != 200)


async def _set_faults(simulator: Simulator, request: Request) -> Response:
    return await _set(simulator, request, name="faults", kind=FAULTS)


async def _set_automatic(simulator: Simulator, request: Request) -> Response:
    return await _set(simulator, request, name="automatic", kind=AUTOMATIC)


async def _set(
    simulator: Simulator, request: Request, *, name: str, kind: TypeAdapter[Any]
) -> Response:
    """Set switches; what is not given is off."""
    is_json = request.headers.get("content-type", "").startswith("application/json")
    given: Any = await (request.json() if is_json else _values(request, is_json=False))
    if not is_json:
        given = {key: value for key, value in given.items() if value != ""}
    try:
        value = kind.validate_python(given)
    except ValidationError as error:
        return JSONResponse({"message": f"开关取值不对（{error.error_count()} 处）。"}, 422)
    await run_in_threadpool(setattr, simulator.ledger, name, value)
    return JSONResponse({"message": "已设置。"}) if is_json else RedirectResponse("/", 303)


async def _values(request: Request, *, is_json: bool) -> dict[str, str]:
    if is_json:
        return {key: str(value) for key, value in (await request.json()).items()}
    async with request.form() as form:
        return {key: str(value) for key, value in form.items()}
