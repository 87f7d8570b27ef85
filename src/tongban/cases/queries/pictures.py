"""Which blob a picture of a case or an intake is, for an actor who may see it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from tongban.cases.from_register import register_of
from tongban.cases.models import Case, ComposedVersion, Evidence, Intake
from tongban.cases.standing import intake_standing, visible
from tongban.ports.registry import Register
from tongban.procedure.actors import Actor
from tongban.procedure.standing import can_see_intake

REGISTER = "register"
"""The photo of the register that the record is from: it lies there, not here."""

FINGER = "finger-"
COMMITMENT = "commitment"
GUARDIAN = "guardian-"
OFFENCE = "offence"
EVIDENCE = "evidence"
_VERSION = {"photo": "photo", "live": "live_photo", "sign": "signature", "page": "signed_page"}
_INTAKE = {"photo": "photo", "live": "live_photo"}


@dataclass(frozen=True, slots=True)
class PictureRef:
    """Where a picture lies: a blob, or a register under its reference there."""

    blob: str = ""
    photo_ref: str = ""
    register: Register = Register.PROVINCE


def case_picture(actor: Actor, *, case_id: UUID, version: int, which: str) -> PictureRef | None:
    """Return a picture of a composed version; one query.

    ``which``: photo, live, sign, page, register, ``finger-11`` (code of GA/T 1012), commitment,
    ``guardian-1`` (page of the guardian's document) or ``evidence-2-1`` (document, page; from 1).
    None when there is no such picture, or the actor may not see the case.
    """
    row = ComposedVersion.objects.filter(
        case_id=case_id, n=version, case__in=Case.objects.filter(visible(actor))
    ).first()
    if row is None:
        return None
    if which == REGISTER:
        return _register(row.record)
    if which in _VERSION:
        return _blob(getattr(row, _VERSION[which]))
    if which.startswith(FINGER):
        return _blob(_print(row.fingers, which))
    if which == COMMITMENT:
        return _blob((row.comparison.get(COMMITMENT) or {}).get("blob", ""))
    if which.startswith(GUARDIAN):
        return _blob(_of_guardian(row.guardian, which))
    return _blob(_page([e["pages"] for e in row.evidence], which))


def intake_picture(actor: Actor, *, intake_id: UUID, which: str) -> PictureRef | None:
    """Return a picture of an intake; at most two queries.

    Names and None as for a case; ``offence-1-2`` is a page of a document kept with an offence.
    """
    row = Intake.objects.select_related("station").filter(id=intake_id).first()
    if row is None or not can_see_intake(actor, intake_standing(row)):
        return None
    if which == REGISTER:
        return _register(row.record)
    if which in _INTAKE:
        return _blob(getattr(row, _INTAKE[which]))
    if which.startswith(FINGER):
        return _blob(_print(row.fingers, which))
    if which == COMMITMENT:
        return _blob((row.commitment or {}).get("blob", ""))
    if which.startswith(GUARDIAN):
        return _blob(_of_guardian(row.guardian, which))
    if which.startswith(OFFENCE):
        return _blob(_page([one.get("pages", ()) for one in row.offences], which, name=OFFENCE))
    shown = Evidence.objects.filter(intake=row).values_list("pages", flat=True)
    return _blob(_page(list(shown), which))


def _register(record: Mapping[str, Any]) -> PictureRef | None:
    found = record.get("photo_ref")
    return PictureRef(photo_ref=found, register=register_of(record)) if found else None


def _blob(ref: str) -> PictureRef | None:
    return PictureRef(blob=ref) if ref else None


def _print(fingers: Sequence[Mapping[str, Any]], which: str) -> str:
    """The picture of the finger whose code stands in ``which``; older captures kept none."""
    for one in fingers:
        if f"{FINGER}{one['code']}" == which:
            return one.get("image") or ""
    return ""


def _page(documents: Sequence[Sequence[str]], which: str, *, name: str = EVIDENCE) -> str:
    parts = which.split("-")
    if len(parts) != 3 or parts[0] != name or not (parts[1] + parts[2]).isascii():
        return ""
    if not (parts[1].isdigit() and parts[2].isdigit()):
        return ""
    document, page = int(parts[1]) - 1, int(parts[2]) - 1
    if not (0 <= document < len(documents) and 0 <= page < len(documents[document])):
        return ""
    return documents[document][page]


def _of_guardian(stored: Mapping[str, Any] | None, which: str) -> str:
    pages: Sequence[str] = (stored or {}).get("pages", ())
    number = which.removeprefix(GUARDIAN)
    if not (number.isascii() and number.isdigit() and 0 < int(number) <= len(pages)):
        return ""
    return pages[int(number) - 1]
