"""Putting a returned case right (第十条): a new version, or the same one sent again."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from uuid_utils.compat import uuid7

from tongban.cases.answer_words import WHY_UNCHANGED
from tongban.cases.models import Case, ComposedVersion
from tongban.cases.operations.courier_faults import courier_faults
from tongban.cases.operations.courier_way import contact_of, contact_text
from tongban.cases.operations.decision import Decision, Message
from tongban.cases.operations.door import Call, Done, act_on_case
from tongban.cases.operations.duties import review
from tongban.cases.operations.errors import BadInput, FieldFault
from tongban.cases.operations.exchange import handed_in_to
from tongban.cases.operations.intake_capture import Finger, phone_fault
from tongban.cases.operations.office import opening
from tongban.policy.vocabulary import Delivery, Sex, Stream
from tongban.procedure.acts import Act
from tongban.procedure.obligations import ObligationKind
from tongban.procedure.stages import Stage
from tongban.standards.ethnic_groups import canonical

EARLIEST_BIRTH = date(1900, 1, 1)
CORRECTABLE = ("name", "sex", "ethnicity", "birth_date", "address", "phone", "delivery_address")


@dataclass(frozen=True, slots=True)
class Correction:
    """What is put right; None leaves a part as it was. ``text`` holds changed fields only."""

    text: Mapping[str, str] | None = None
    photo: str | None = None
    photo_report: Mapping[str, Any] | None = None
    fingers: Sequence[Finger] | None = None


def recompose(case_id: UUID, call: Call, *, correction: Correction, seen_version: int) -> Done:
    """Compose the next version from the current one and what is put right; it is then signed anew."""
    if not (correction.text or correction.photo or correction.fingers):
        raise BadInput(
            FieldFault(
                "correction", "没有改动。如果原信息无误，请用“原信息重新送审”并说明。", "第十条"
            )
        )
    faults = _text_faults(correction.text or {})
    if faults:
        raise BadInput(*faults)

    def decide(case: Case) -> Decision:
        old, n = _current(case)
        # Way, phone and address may have been changed since the last version was composed.
        text = {**contact_text(contact_of(case)), **(correction.text or {})}
        delivery, recipient = Delivery(case.delivery), case.recipient
        faulty = courier_faults(delivery, recipient=recipient, address=text["delivery_address"])
        if faulty:
            raise BadInput(*(replace(one, field="delivery_address") for one in faulty))
        kept = replace(correction, text=text)
        new = _next_version(old, n=n, case=case, correction=kept, call=call)
        changes: dict[str, Any] = {
            "stage": Stage.COMPOSED,
            "current": new.n,
            "acceptors": sorted({*case.acceptors, call.officer}),
            "name": new.text["name"],
            "phone": new.text["phone"],
            "address": new.text["delivery_address"],
        }
        return Decision(
            event="Recomposed",
            changes=changes,
            data={"version": new.n, "parts": _parts(correction)},
            rows=[new],
        )

    return act_on_case(case_id, Act.RECOMPOSE, call, decide=decide, seen_version=seen_version)


def _text_faults(text: Mapping[str, str]) -> list[FieldFault]:
    faults = [FieldFault(key, "这一项不能在这里更改。") for key in text if key not in CORRECTABLE]
    faults += [
        FieldFault(key, "请填写这一项。") for key, value in text.items() if not value.strip()
    ]
    if "phone" in text:
        fault = phone_fault(text["phone"])
        faults += [fault] if fault else []
    return faults + [
        FieldFault(key, sentence)
        for key, (is_right, sentence) in _FORMS.items()
        if text.get(key, "").strip() and not is_right(text[key])
    ]


def _is_birth_date(value: str) -> bool:
    try:
        return date.fromisoformat(value) >= EARLIEST_BIRTH
    except ValueError:
        return False


_FORMS: Mapping[str, tuple[Callable[[str], bool], str]] = {
    "sex": (lambda value: value in set(Sex), "请选择性别。"),
    "ethnicity": (lambda value: canonical(value) is not None, "请选择民族。"),
    "birth_date": (_is_birth_date, "请填写出生日期，例如 1990-03-07。"),
}
"""Values that later steps count with: whether one can be used, and what to say if not."""


def _parts(correction: Correction) -> list[str]:
    parts = [f"text.{key}" for key in sorted(correction.text or {})]
    return parts + ["photo"] * bool(correction.photo) + ["fingers"] * bool(correction.fingers)


def _current(case: Case) -> tuple[ComposedVersion, int]:
    """Return the current version and the number of the next: a voided version keeps its own."""
    versions = {one.n: one for one in ComposedVersion.objects.filter(case=case)}
    return versions[case.current], max(versions) + 1


def _next_version(
    old: ComposedVersion, *, n: int, case: Case, correction: Correction, call: Call
) -> ComposedVersion:
    fingers = (
        [f.to_json() for f in correction.fingers] if correction.fingers is not None else old.fingers
    )
    return ComposedVersion(
        id=uuid7(),
        case=case,
        n=n,
        composed_at=call.at,
        composed_by=call.officer,
        # What was said of an earlier version is not said of this one.
        text={k: v for k, v in old.text.items() if k != WHY_UNCHANGED}
        | dict(correction.text or {}),
        record=old.record,
        verdict=old.verdict,
        comparison=old.comparison,
        evidence=old.evidence,
        guardian=old.guardian,
        photo=correction.photo or old.photo,
        photo_report=dict(correction.photo_report or old.photo_report),
        fingers=fingers,
        live_photo=old.live_photo,
    )


def _again(case: Case, *, words: str, call: Call) -> ComposedVersion:
    """Return the current version under the next number, with its signature and the reason why."""
    old, n = _current(case)
    new = _next_version(old, n=n, case=case, correction=Correction(), call=call)
    new.composed_by, new.signed_at, new.signer = old.composed_by, old.signed_at, old.signer
    new.signature, new.signed_page = old.signature, old.signed_page
    new.text[WHY_UNCHANGED] = words
    new.signature_taken_by = old.signature_taken_by
    return new


def resubmit(case_id: UUID, call: Call, *, words: str, seen_version: int) -> Done:
    """Send the same contents again, saying why they are right as they stand.

    They go as a version of their own, still under the signature they bear: an answer is about one
    version, and the one returned has had its answer.
    """
    if not words.strip():
        raise BadInput(
            FieldFault("words", "请说明为什么原信息不需要改动，审核民警会看到。", "第十条")
        )

    def decide(case: Case) -> Decision:
        duty = (
            review(case, at=call.at)
            if case.stream == Stream.INTERNAL
            else opening(ObligationKind.WATCH_ANSWER, at=call.at, unit=case.accepting_unit)
        )
        returned = {**(case.returned or {}), "answer": words.strip()}
        again = _again(case, words=words.strip(), call=call)
        return Decision(
            event="Resubmitted",
            changes={
                "stage": Stage.IN_REVIEW,
                "current": again.n,
                "queued_at": call.at,
                "returned": returned,
                "chases": 0,
                "approved_by": None,
            },
            data={"version": again.n},
            closes=frozenset({ObligationKind.FIX_RETURN}),
            opens=[duty],
            sends=[Message(handed_in_to(case), "submit", {"version": again.n})],
            rows=[again],
        )

    return act_on_case(case_id, Act.RESUBMIT, call, decide=decide, seen_version=seen_version)
