"""Which stored pictures and papers something still refers to; the rest may be swept."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tongban.cases.models import (
    CaptureElsewhere,
    Card,
    ComposedVersion,
    Draft,
    Evidence,
    FileAddition,
    FileSeal,
    Inquiry,
    Intake,
    Paper,
)

AT_ONCE = 2000


def referenced() -> set[str]:
    """Return every blob reference held by an intake, a version, a card or a paper."""
    return set(filter(None, _all()))


def _all() -> Iterator[str]:
    pictures = Intake.objects.values_list(
        "photo", "live_photo", "fingers", "photo_report", "draft", "guardian", "offences"
    )
    for photo, live, fingers, report, draft, guardian, offences in pictures.iterator(
        chunk_size=AT_ONCE
    ):
        yield from (photo, live, *_templates(fingers), *_texts(report), *_texts(draft))
        yield from _pages(guardian)
        for offence in offences:
            yield from offence.get("pages", ())
    for body in Draft.objects.values_list("body", flat=True).iterator(chunk_size=AT_ONCE):
        yield from _texts(body)
    for pages in Evidence.objects.values_list("pages", flat=True).iterator(chunk_size=AT_ONCE):
        yield from pages
    versions = ComposedVersion.objects.values_list(
        "photo",
        "live_photo",
        "signature",
        "signed_page",
        "guardian",
        "fingers",
        "photo_report",
        "evidence",
    )
    for *single, guardian, fingers, report, evidence in versions.iterator(chunk_size=AT_ONCE):
        yield from (*single, *_pages(guardian))
        yield from (*_templates(fingers), *_texts(report))
        for shown in evidence:
            yield from shown["pages"]
    captures = CaptureElsewhere.objects.values_list("photo", "fingers", "photo_report")
    for photo, fingers, report in captures.iterator(chunk_size=AT_ONCE):
        yield from (photo, *_templates(fingers), *_texts(report))
    yield from Inquiry.objects.values_list("live_photo", flat=True).iterator(chunk_size=AT_ONCE)
    yield from Card.objects.values_list("signature", flat=True).iterator(chunk_size=AT_ONCE)
    for refs in FileSeal.objects.values_list("refs", flat=True).iterator(chunk_size=AT_ONCE):
        yield from refs
    for pages in FileAddition.objects.values_list("pages", flat=True).iterator(chunk_size=AT_ONCE):
        yield from pages
    yield from Paper.objects.values_list("blob", flat=True).iterator(chunk_size=AT_ONCE)


def _pages(guardian: dict[str, Any] | None) -> list[str]:
    """The copies of the document that a guardian showed."""
    return list((guardian or {}).get("pages", ()))


def _templates(fingers: list[dict[str, Any]]) -> Iterator[str]:
    for finger in fingers:
        yield from (value for value in finger.values() if isinstance(value, str))


def _texts(draft: dict[str, Any]) -> Iterator[str]:
    """What a draft may name: a picture uploaded and not yet stored with the intake."""
    yield from (value for value in draft.values() if isinstance(value, str))
