"""Which pictures and prints of an ended intake or case are erased, and which stay with the file.

What a signed form bears stays with the file for its five years (第八条): the standard photo and the
papers. Fingerprints (templates and pictures), live pictures and unsigned captures have no purpose
any more (个人信息保护法 第十九条).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from tongban.cases.models import CaptureElsewhere, Case, ComposedVersion, Intake
from tongban.cases.models.case import WITHOUT_CARD
from tongban.cases.models.intake import WITHOUT_CASE

FINGER = ("template", "image")


def of_intake(intake: Intake) -> set[str]:
    """Return the references of all that was captured of the person at the window."""
    return {*_captured(intake), intake.photo} - {""}


def of_case(
    versions: Iterable[ComposedVersion],
    intakes: Iterable[Intake] = (),
    captures: Iterable[CaptureElsewhere] = (),
) -> set[str]:
    """Return the references in a case and the intake it came from, without what its file keeps."""
    found: set[str] = set()
    kept = set()
    for one in versions:
        found |= {*_captured(one), one.photo}
        kept |= _of_file(one)
    for intake in intakes:
        found |= of_intake(intake)
    for capture in captures:
        found |= _elsewhere(capture)
    return found - kept - {""}


def _elsewhere(capture: CaptureElsewhere) -> set[str]:
    return {*_prints_and_report(capture), capture.photo}


def _of_file(version: ComposedVersion) -> set[str]:
    """The photo that stands on a signed form."""
    return {version.photo} if version.signed_at is not None else set()


def _captured(row: Intake | ComposedVersion) -> Iterator[str]:
    yield row.live_photo
    yield from _prints_and_report(row)


def _prints_and_report(row: Intake | ComposedVersion | CaptureElsewhere) -> Iterator[str]:
    for finger in row.fingers:
        yield from _of_finger(finger)
    # The report names the picture the standard photo was cut from.
    yield from (value for value in row.photo_report.values() if _is_reference(value))


def _of_finger(finger: Mapping[str, Any]) -> Iterator[str]:
    yield from (finger.get(name) or "" for name in FINGER)


def _is_reference(value: object) -> bool:
    return isinstance(value, str) and len(value) == 64


def still_used(person_key: bytes, *, but: Intake | Case) -> set[str]:
    """Return what other intakes and cases of the person still need: those that go on, or have cards.

    Equal content has one reference, so that an intake that is open again after a void shares its
    pictures with the void case.
    """
    used: set[str] = set()
    others = ComposedVersion.objects.filter(case__person_key=person_key).exclude(case=but.id)
    for version in others.select_related("case"):
        is_over = version.case.stage in WITHOUT_CARD
        used |= _of_file(version) if is_over else {*_captured(version), version.photo}
    captures = CaptureElsewhere.objects.filter(case__person_key=person_key).exclude(case=but.id)
    for capture in captures.exclude(case__stage__in=WITHOUT_CARD):
        used |= _elsewhere(capture)
    intakes = Intake.objects.filter(person_key=person_key).exclude(id=but.id)
    for intake in intakes.exclude(stage__in=WITHOUT_CASE).exclude(case__stage__in=WITHOUT_CARD):
        used |= of_intake(intake)
    return used - {""}
