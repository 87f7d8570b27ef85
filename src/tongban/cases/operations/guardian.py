"""The guardian (监护人) of a child or of somebody without capacity: who applies, signs, collects."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from tongban.cases import facts
from tongban.cases.models import Intake
from tongban.cases.operations.decision import Decision
from tongban.cases.operations.door import Call, Done, act_on_intake
from tongban.cases.operations.errors import BadInput, FieldFault
from tongban.cases.operations.intake_capture import phone_fault
from tongban.cases.operations.office import office
from tongban.cases.operations.voiding import Voiding, voiding
from tongban.policy.guardianship import guardian_acts
from tongban.policy.vocabulary import EvidenceKind, Ward
from tongban.procedure.acts import Act
from tongban.standards.ages import full_years
from tongban.standards.id_number import IdNumberError, parse
from tongban.standards.zones import local_date

CLAUSE = "第六条"


@dataclass(frozen=True, slots=True)
class Guardian:
    """Who acts for the applicant: for which reason, with what proof of himself, how to reach him.

    ``pages`` are blob references of the copies of the document he showed.
    """

    name: str
    id_number: str
    relation: str
    ward: Ward
    phone: str
    evidence: EvidenceKind | None
    description: str = ""
    pages: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Return the stored form."""
        return {
            "name": self.name.strip(),
            "id_number": self.id_number,
            "relation": self.relation.strip(),
            "ward": self.ward.value,
            "phone": self.phone,
            "evidence": self.evidence.value if self.evidence else "",
            "description": self.description.strip(),
            "pages": list(self.pages),
        }


def set_guardian(intake_id: UUID, call: Call, *, guardian: Guardian) -> Done:
    """Register the guardian, or correct what is registered; raises ``BadInput`` with every fault.

    A commitment that was signed names its signer: it is void with another guardian. Copies stay
    where no new ones came.
    """

    def decide(intake: Intake) -> Decision:
        faults = _faults(intake, guardian=guardian, on=local_date(call.at), call=call)
        if faults:
            raise BadInput(*faults)
        given = guardian.to_json()
        before = intake.guardian or {}
        if not guardian.pages and before.get("id_number") == guardian.id_number:
            given["pages"] = before.get("pages", [])
        void = voiding(intake) if before != given else Voiding()
        return Decision(
            event="GuardianRegistered",
            changes={"guardian": given, "touched_at": call.at, **void.changes},
            data={
                "ward": given["ward"],
                "evidence": given["evidence"],
                "pages": given["pages"],
                **void.data,
            },
        )

    return act_on_intake(intake_id, Act.SET_DETAILS, call, decide=decide)


def take_out_guardian(intake_id: UUID, call: Call) -> Done:
    """Take out a guardian who was registered by mistake; one that is needed is asked for again."""

    def decide(intake: Intake) -> Decision:
        void = voiding(intake)
        return Decision(
            event="GuardianTakenOut",
            changes={"guardian": None, "touched_at": call.at, **void.changes},
            data=void.data,
        )

    return act_on_intake(intake_id, Act.SET_DETAILS, call, decide=decide)


def _faults(intake: Intake, *, guardian: Guardian, on: date, call: Call) -> list[FieldFault]:
    limit = office().terms(call.at).guardian_below_age
    faults = []
    birth = facts.details(intake.record).birth_date
    if guardian.ward is Ward.MINOR and full_years(birth, on=on) >= limit:
        sentence = f"申请人已满 {limit} 周岁，由本人申领和签名；无民事行为能力的，请改选。"
        faults.append(FieldFault("guardian_ward", sentence, CLAUSE))
    if not guardian.name.strip():
        faults.append(FieldFault("guardian_name", "请填写监护人姓名。", CLAUSE))
    faults += _number_faults(intake, guardian.id_number, on=on, limit=limit)
    if not guardian.relation.strip():
        faults.append(FieldFault("guardian_relation", "请选择与申请人的关系。", CLAUSE))
    phone = phone_fault(guardian.phone, field="guardian_phone")
    faults += [phone] if phone else []
    return faults + _document_faults(guardian)


def _document_faults(guardian: Guardian) -> list[FieldFault]:
    if guardian.evidence is None:
        return [FieldFault("guardian_evidence", "请选择监护人出示的证件。", CLAUSE)]
    if guardian.evidence is EvidenceKind.OTHER and not guardian.description.strip():
        sentence = "请写明是哪一种有效身份证件。"
        return [FieldFault("guardian_description", sentence, "第三条(一)6")]
    return []


def _number_faults(intake: Intake, number: str, *, on: date, limit: int) -> list[FieldFault]:
    """The number must be right, another person's, and of somebody who needs no guardian himself."""
    field = "guardian_id_number"
    if not number:
        return [FieldFault(field, "请填写监护人公民身份号码。", CLAUSE)]
    try:
        born = parse(number, not_after=on).birth_date
    except IdNumberError as error:
        return [FieldFault(field, f"{error}。", CLAUSE)]
    if number == intake.record["id_number"]:
        return [FieldFault(field, "这是申请人自己的号码，请填写监护人的。", CLAUSE)]
    if full_years(born, on=on) < limit:
        return [FieldFault(field, f"监护人本人未满 {limit} 周岁，请核对号码。", CLAUSE)]
    return []


def ward_of(stored: Mapping[str, Any] | None) -> Ward | None:
    """Return for whom a registered guardian acts; rows older than the question are of children."""
    return Ward(stored.get("ward", Ward.MINOR)) if stored else None


def must_guardian_act(
    record: Mapping[str, Any], guardian: Mapping[str, Any] | None, *, at: datetime
) -> bool:
    """Return whether the guardian applies and signs at a moment, by a stored record."""
    return guardian_acts(
        facts.details(record).birth_date,
        on=local_date(at),
        below_age=office().terms(at).guardian_below_age,
        ward=ward_of(guardian),
    )


def guardian_missing(intake: Intake, *, at: datetime) -> FieldFault | None:
    """Return what must be registered before composing, None when nothing is missing."""
    if intake.guardian or not must_guardian_act(intake.record, None, at=at):
        return None
    limit = office().terms(at).guardian_below_age
    return FieldFault("guardian_name", f"申请人未满 {limit} 周岁，请登记代为申领的监护人。", CLAUSE)


def signer_fault(
    record: Mapping[str, Any],
    guardian: Mapping[str, Any] | None,
    *,
    by_guardian: bool,
    at: datetime,
) -> FieldFault | None:
    """Return why the one who signs may not: the person, or the guardian by the age of that day."""
    limit = office().terms(at).guardian_below_age
    if must_guardian_act(record, guardian, at=at):
        if not guardian:
            return FieldFault("signature", "请先登记监护人，由监护人签名。", CLAUSE)
        if not by_guardian:
            why = ward_of(guardian) or Ward.MINOR
            return FieldFault("signature", f"申请人{why.label}，请由监护人签名。", CLAUSE)
        return None
    if not by_guardian:
        return None
    if not guardian:
        return FieldFault("signature", "没有登记监护人，请由申请人本人签名。", CLAUSE)
    return FieldFault("signature", f"申请人今天已满 {limit} 周岁，请由本人签名。", CLAUSE)
