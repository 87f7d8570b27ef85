"""Hostile things into every field of every form of every desk.

The pages are found by following links as each role; every kind of form is sent once per hostile
value. No answer may be a fault of ours, and nothing typed may come back as markup.
"""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterator
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from tests.badinput.forms import Form, Page
from tests.cases import mailed
from tests.desks.county.desk import Desk
from tests.desks.station.window import Window

from tongban.cases.models import Case
from tongban.cases.operations import intake_end
from tongban.procedure.actors import Actor

MARKUP = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'&{{7*7}}"
ODD = "a\x00b\u202e\u200d\ufeff\ue000\U0002cc56\r\n"
VALUES = {
    "markup": MARKUP,
    "20000 characters": "长" * 20_000,
    "odd characters": ODD,
    "an impossible day": "1990-02-30",
    "a wrong check digit": "370811199003070070",
    "a negative number": "-99999999999999999999",
    "nothing": "",
}
ALONE = {"markup", "20000 characters", "odd characters"}
"""What is also put into one field while the others stay as they were."""
KEPT = {"csrfmiddlewaretoken"}
LEFT_OUT = ("/sign-out/",)
MOST_PAGES = 45


def bomb() -> bytes:
    """A picture of 30000 by 30000 pixels in a few kilobytes."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        crc = zlib.crc32(kind + body).to_bytes(4, "big")
        return len(body).to_bytes(4, "big") + kind + body + crc

    side = (30_000).to_bytes(4, "big")
    head = side + side + bytes([1, 0, 0, 0, 0])
    body = zlib.compress(bytes(1 + 30_000 // 8) * 30_000, 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


FILES = {
    "text named .jpg": b"This is no picture.",
    "a picture bomb": bomb(),
    "an empty file": b"",
    "half a picture": b"\xff\xd8\xff\xe0\x00\x10JFIF\x00",
    "12 MB of noise": b"\xff\xd8\xff" + bytes(range(256)) * 49_152,
    "a PDF": b"%PDF-1.7\n" + b"0" * 100,
}


@pytest.fixture
def stages(desk: Desk, window: Window) -> Desk:
    """Something in every list: intakes, cases at every stage, money in every state."""
    world = desk.world
    window.begin(window.person())
    for serial, reach in enumerate(
        (world.composed, world.signed, world.paid, world.returned, world.issued), start=21
    ):
        reach(serial)
    for serial, reach in enumerate(
        (world.shipped, world.at_county, world.at_station, world.handed_over), start=41
    ):
        reach(serial)
    for serial, mail in enumerate((mailed.posted, mailed.sent_back, mailed.delivered), start=61):
        mail(world, serial)
    world.discredit(51)
    refused = world.open_intake(51)
    intake_end.refuse(refused.id, world.call(world.acceptor), words="信用平台推送的记录。")
    return desk


def crawled(client: Client, start: str) -> Iterator[tuple[str, Page]]:
    """Pages reached from a first one, breadth first."""
    waiting, seen = [start], {start}
    while waiting and len(seen) < 4 * MOST_PAGES:
        path = waiting.pop(0)
        answer = client.get(path, follow=True)
        assert answer.status_code < 500, path
        if "text/html" not in answer.headers.get("Content-Type", ""):
            continue
        page = Page(answer.content.decode())
        yield path, page
        base = answer.wsgi_request.path
        for link in page.links:
            target = base + link if link.startswith("?") else link
            kind = target.partition("?")[0]
            if kind not in seen and not kind.startswith(LEFT_OUT) and len(seen) < MOST_PAGES:
                seen.add(kind)
                waiting.append(target)


def sent(client: Client, form: Form, values: dict[str, object]) -> tuple[int, str]:
    """Send a form and undo what it did."""
    mark = transaction.savepoint()
    try:
        answer = client.post(form.action, values)
        is_text = "text/html" in answer.headers.get("Content-Type", "")
        return answer.status_code, answer.content.decode() if is_text else ""
    finally:
        transaction.savepoint_rollback(mark)


def hostile(form: Form) -> Iterator[tuple[str, dict[str, object]]]:
    """The form filled in badly, each way once."""
    for name, value in VALUES.items():
        filled: dict[str, object] = dict.fromkeys(form.fields.keys() - KEPT, value)
        yield name, {**filled, "request_id": str(uuid4())}
        yield f"{name} everywhere", filled
        for target in form.fields.keys() - KEPT - {"request_id"} if name in ALONE else ():
            one: dict[str, object] = dict(form.fields)
            yield f"{name} in {target}", {**one, target: value, "request_id": str(uuid4())}
    for name, content in FILES.items():
        for target in form.files:
            upload = SimpleUploadedFile("photo.jpg", content, "image/jpeg")
            yield name, {**form.fields, target: upload, "request_id": str(uuid4())}


@pytest.mark.parametrize(
    ("who", "start"),
    [
        ("acceptor2", "/station/"),
        ("keeper", "/station/cards/"),
        ("reviewer", "/county/review/"),
        ("forwarder", "/county/cards/"),
        ("supervisor", "/county/stations/"),
        ("chief", "/city/"),
    ],
)
def test_nothing_breaks_a_form(stages: Desk, who: str, start: str) -> None:
    actor: Actor = getattr(stages.world, who)
    client = stages.client(actor)
    client.raise_request_exception = False
    kinds: set[str] = set()
    faults: list[str] = []
    for path, page in crawled(client, start):
        for form in page.forms:
            form.action = form.action or path
            if form.method != "post" or form.pattern in kinds or form.action.startswith(LEFT_OUT):
                continue
            kinds.add(form.pattern)
            for name, values in hostile(form):
                status, text = sent(client, form, values)
                if status >= 500:
                    faults.append(f"{status} {form.action}: {name}")
                if "<script>alert(1)" in text or "<img src=x" in text:
                    faults.append(f"markup from {form.action}: {name}")
    assert kinds
    assert not faults, "\n".join(faults)
    assert Case.objects.count() == 12


def test_the_bomb_is_small_and_large() -> None:
    assert len(bomb()) < 200_000
    assert io.BytesIO(bomb()).read(8).startswith(b"\x89PNG")
