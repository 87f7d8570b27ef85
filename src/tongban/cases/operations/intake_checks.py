"""Checking who is at the window: declaration, evidence, history, comparison, statement (第三、六条)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from uuid_utils.compat import uuid7

from tongban.cases.models import Evidence, Intake
from tongban.cases.operations.decision import Decision
from tongban.cases.operations.door import Call, Done, act_on_intake
from tongban.cases.operations.errors import BadInput, FieldFault
from tongban.cases.operations.voiding import Voiding, voiding
from tongban.policy.vocabulary import EvidenceKind, FaceResult, FingerprintResult
from tongban.procedure.acts import Act
from tongban.standards.zones import local_date


def declare(intake_id: UUID, call: Call, *, declared: Mapping[str, Any]) -> Done:
    """Write down what the applicant declares; shape as read by ``cases.facts.details``.

    A commitment that was signed vouches for the declaration: any change makes it void.
    """

    def decide(intake: Intake) -> Decision:
        fields = sorted(k for k in declared if declared[k] != intake.declared.get(k))
        void = voiding(intake) if fields else Voiding()
        return Decision(
            event="Declared",
            changes={"declared": dict(declared), "touched_at": call.at, **void.changes},
            data={"fields": fields, **void.data},
        )

    return act_on_intake(intake_id, Act.DECLARE, call, decide=decide)


@dataclass(frozen=True, slots=True)
class Shown:
    """A document shown: kind, last day (None unlimited), what was read from it, blob references."""

    kind: EvidenceKind
    valid_until: date | None
    description: str = ""
    read_fields: Mapping[str, str] | None = None
    pages: Sequence[str] = ()


def show_evidence(intake_id: UUID, call: Call, *, shown: Shown) -> Done:
    """Take in a document (第三条(一)); one that serves is enough, more may be added."""
    if shown.kind is EvidenceKind.OTHER and not shown.description.strip():
        raise BadInput(FieldFault("description", "请写明是哪一种有效身份证件。", "第三条(一)6"))

    def decide(intake: Intake) -> Decision:
        if (
            shown.valid_until
            and shown.valid_until < local_date(call.at)
            and (shown.kind is not EvidenceKind.ID_CARD)
        ):
            raise BadInput(
                FieldFault(
                    "valid_until",
                    f"{shown.kind.label}已于 {shown.valid_until:%Y-%m-%d} 到期，请出示在有效期内的"
                    "证件，或改用其他凭证。",
                    "第三条(一)",
                )
            )
        row = Evidence(
            id=uuid7(),
            intake=intake,
            kind=shown.kind.value,
            description=shown.description.strip(),
            valid_until=shown.valid_until,
            read_fields=dict(shown.read_fields or {}),
            pages=list(shown.pages),
            shown_at=call.at,
            shown_to=call.officer,
        )
        return Decision(
            event="EvidenceShown",
            changes={"touched_at": call.at},
            data={"kind": shown.kind.value, "evidence": row.id, "pages": list(shown.pages)},
            rows=[row],
        )

    return act_on_intake(intake_id, Act.SHOW_EVIDENCE, call, decide=decide)


def take_back_evidence(intake_id: UUID, call: Call, *, evidence_id: UUID) -> Done:
    """Take out a document that was entered by mistake; the event keeps that it had been there."""
    return act_on_intake(
        intake_id,
        Act.SHOW_EVIDENCE,
        call,
        decide=lambda intake: Decision(
            event="EvidenceTakenOut",
            changes={"touched_at": call.at},
            data={"evidence": evidence_id},
            deletes=[(Evidence, {"id": evidence_id, "intake_id": intake.id})],
        ),
    )


def view_history(intake_id: UUID, call: Call) -> Done:
    """Record that the officer looked at the historic acceptances (第三条(二))."""
    return act_on_intake(
        intake_id,
        Act.VIEW_HISTORY,
        call,
        decide=lambda _: Decision(
            event="HistoryViewed",
            changes={"history_viewed_at": call.at, "touched_at": call.at},
        ),
    )


def compare(
    intake_id: UUID,
    call: Call,
    *,
    face: FaceResult,
    fingerprint: FingerprintResult,
    live_photo: str | None = None,
) -> Done:
    """Record the comparison on site; ``live_photo`` is the blob of the picture taken now.

    The officer's own judgement, with his name; a commitment rests on it and ends with another one.
    """

    def decide(intake: Intake) -> Decision:
        changes: dict[str, Any] = {
            "face": face.value,
            "fingerprint": fingerprint.value,
            "compared_at": call.at,
            "compared_by": call.actor.officer_id,
            "touched_at": call.at,
        }
        is_other = (intake.face, intake.fingerprint) != (face.value, fingerprint.value)
        void = voiding(intake) if is_other else Voiding()
        if live_photo is not None:
            changes["live_photo"] = live_photo
        return Decision(
            event="ComparedOnSite",
            changes={**changes, **void.changes},
            data={"face": face.value, "fingerprint": fingerprint.value, **void.data},
        )

    return act_on_intake(intake_id, Act.COMPARE, call, decide=decide)


def state_identity(intake_id: UUID, call: Call, *, confirmed: bool | None) -> Done:
    """Record the officer's statement: it is this person; cannot be settled; or not yet (None)."""
    return act_on_intake(
        intake_id,
        Act.STATE_IDENTITY,
        call,
        decide=lambda _: Decision(
            event="IdentityStated",
            changes={
                "identity_confirmed": confirmed,
                "identity_by": call.actor.officer_id,
                "identity_at": call.at,
                "touched_at": call.at,
            },
            data={"confirmed": confirmed},
        ),
    )
