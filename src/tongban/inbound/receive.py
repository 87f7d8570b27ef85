"""Signed messages from upstream: verified, stored as received, then acted upon by the worker.

The answer says no more than that the message is in safe keeping. A message sent twice is found by
its id, answered the same way and has no second effect.
"""

from __future__ import annotations

import json
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from tongban.accounts.requests import sign_in_not_required
from tongban.inbound.handlers import BOOKS
from tongban.inbound.models import InboundMessage
from tongban.inbound.tasks import handle
from tongban.ports.calls import BadMessage
from tongban.ports.errors import BadSignature
from tongban.ports.wire import load_secret, verify
from tongban.standards.clock import SystemClock

CLOCK = SystemClock()


@csrf_exempt
@require_POST
@sign_in_not_required
def receive(request: HttpRequest, system: str) -> HttpResponse:
    """Take one message; 202 kept, 400 not of the contract, 401 not signed, 404 no such system."""
    book = BOOKS.get(system)
    if book is None or settings.DATA is None:
        return JsonResponse({"error": "unknown system"}, status=404)
    now = CLOCK.now()
    try:
        envelope = verify(
            load_secret(settings.DATA, system=system),
            method="POST",
            path=request.path,
            body=request.body,
            headers=dict(request.headers),
            now=now,
        )
        book.decode(request.body)
    except BadSignature:
        return JsonResponse({"error": "signature"}, status=401)
    except BadMessage:
        return JsonResponse({"error": "message"}, status=400)
    keep(envelope.message_id, system=system, body=request.body, at=now)
    return JsonResponse({"kept": str(envelope.message_id)}, status=202)


def keep(message_id: UUID, *, system: str, body: bytes, at: datetime) -> bool:
    """Store a verified message and have it handled; False when it was there already."""
    content = json.loads(body)
    with transaction.atomic():
        _, is_new = InboundMessage.objects.get_or_create(
            message_id=message_id,
            defaults={
                "system": system,
                "kind": content["kind"],
                "body": content,
                "received_at": at,
            },
        )
        if is_new:
            handle.defer(message_id=str(message_id))
    return is_new
