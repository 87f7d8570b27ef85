"""The signature (签名并送审): what was composed is confirmed and goes to the home bureau."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from tongban.cases.models import Case, ComposedVersion
from tongban.cases.operations.credit import hits_of
from tongban.cases.operations.decision import Change, Decision, Message, Opening
from tongban.cases.operations.door import Call, Done, act_on_case
from tongban.cases.operations.duties import review
from tongban.cases.operations.errors import BadInput, Barred, FieldFault
from tongban.cases.operations.exchange import handed_in_to
from tongban.cases.operations.guardian import signer_fault
from tongban.cases.operations.office import opening
from tongban.policy.vocabulary import Ground, Stream
from tongban.procedure.acts import Act
from tongban.procedure.obligations import ObligationKind
from tongban.procedure.stages import Stage


@dataclass(frozen=True, slots=True)
class Signature:
    """A signature on the pad or a scanned signed page; both are blob references."""

    pad: str = ""
    page: str = ""
    by_guardian: bool = False


def sign(case_id: UUID, call: Call, *, signature: Signature, seen_version: int) -> Done:
    """Take the signature on the current version and submit the case for review (第六、九条).

    The person signs, or the guardian by the age of that day. Grounds are judged again: one that
    appeared since composing bars the signature (第十五条(一)).
    """
    if not signature.pad and not signature.page:
        raise BadInput(
            FieldFault("signature", "请申请人在签名板上签名，或上传已签名的登记表。", "第六条")
        )

    def decide(case: Case) -> Decision:
        versions = ComposedVersion.objects.annotate(hits=hits_of(case.id_number))
        version = versions.get(case=case, n=case.current)
        _check_signer(version, signature=signature, call=call)
        _check_grounds(version.hits)
        return Decision(
            event="Signed",
            changes={
                "stage": Stage.IN_REVIEW,
                "signed_at": call.at,
                "queued_at": call.at,
                "reached_review": True,
                "chases": 0,
                "approved_by": None,
                "acceptors": sorted({*case.acceptors, call.officer}),
            },
            data={"version": case.current, "by_guardian": signature.by_guardian},
            closes=frozenset({ObligationKind.FIX_RETURN}),
            opens=_duties(case, version=version, call=call),
            sends=[Message(handed_in_to(case), "submit", {"version": case.current})],
            updates=[_signed(version, signature=signature, call=call)],
        )

    return act_on_case(case_id, Act.SIGN, call, decide=decide, seen_version=seen_version)


def _signed(version: ComposedVersion, *, signature: Signature, call: Call) -> Change:
    """The signature is added to the version, once."""
    values = {
        "signed_at": call.at,
        "signature": signature.pad,
        "signed_page": signature.page,
        "signer": "GUARDIAN" if signature.by_guardian else "APPLICANT",
        "signature_taken_by": call.actor.officer_id,
    }
    return Change(ComposedVersion, {"id": version.id, "signed_at": None}, values)


def _check_signer(version: ComposedVersion, *, signature: Signature, call: Call) -> None:
    fault = signer_fault(
        version.record, version.guardian, by_guardian=signature.by_guardian, at=call.at
    )
    if fault:
        raise BadInput(fault)


def _check_grounds(credit_hits: Sequence[Mapping[str, str]]) -> None:
    if credit_hits:
        ground = Ground.BAD_CREDIT
        raise Barred(
            f"合成之后发现不予受理情形：{ground.label}（{ground.clause}）。请作废本次合成，"
            "按不予异地受理处理。",
            clause="第十五条(一)",
        )


def _duties(case: Case, *, version: ComposedVersion, call: Call) -> list[Opening]:
    duties = []
    if case.stream == Stream.INTERNAL:
        duties.append(review(case, at=call.at))
    else:
        duties.append(opening(ObligationKind.WATCH_ANSWER, at=call.at, unit=case.accepting_unit))
    if case.current == 1 and version.verdict["residence_followup"] is not False:
        duties.append(opening(ObligationKind.GUIDE_RESIDENCE, at=call.at, unit=case.accepting_unit))
    return duties
