"""Verdicts and situations as JSON values (the fixed contract of ``tongban assess``)."""

from typing import Any

from tongban.policy.situation import Details, Record, Situation
from tongban.policy.verdict import Finding, Verdict
from tongban.policy.vocabulary import Ask
from tongban.standards import timestamps

_ORDER = {ask: index for index, ask in enumerate(Ask)}


def verdict_json(verdict: Verdict) -> dict[str, Any]:
    """The answer's fields after ``id``, in the order of the contract."""
    review = verdict.review
    return {
        "remote": verdict.remote,
        "category": verdict.category,
        "stream": verdict.stream,
        "outcome": verdict.outcome,
        "findings": [finding_json(finding) for finding in verdict.findings],
        "asks": sorted(verdict.asks, key=_ORDER.__getitem__),
        "evidence_path": verdict.evidence_path,
        "accept_in": verdict.accept_in,
        "review": None if review is None else {"unit": review.unit, "through": review.through},
        "fee_fen": verdict.fee_fen,
        "temporary": verdict.temporary,
        "residence_followup": verdict.residence_followup,
        "policy_version": verdict.policy_version,
    }


def finding_json(finding: Finding) -> dict[str, Any]:
    """One finding."""
    return {
        "clause": finding.clause,
        "code": finding.code,
        "fields": finding.fields,
        "message": finding.message,
    }


def fault_json(field: str | None, message: str) -> dict[str, Any]:
    """The answer's field after ``id`` for a line that cannot be used."""
    return {"error": {"field": field, "message": message}}


def situation_json(situation: Situation) -> dict[str, Any]:
    """A situation as it is asked, without ``id``: reading it again gives the same situation."""
    comparison, record = situation.comparison, situation.record
    return {
        "at": timestamps.write(situation.at),
        "accepting_unit": situation.accepting_unit,
        "reason": situation.reason,
        "declared": None if situation.declared is None else _details(situation.declared),
        "record": None if record is None else _record(record),
        "evidence": [
            {
                "kind": paper.kind,
                "valid_until": paper.valid_until and paper.valid_until.isoformat(),
            }
            for paper in situation.evidence
        ],
        "comparison": {
            "history_viewed": comparison.history_viewed,
            "face": comparison.face,
            "fingerprint": comparison.fingerprint,
        },
        "identity_confirmed": situation.identity_confirmed,
        "commitment_signed": situation.commitment_signed,
        "document_offence": situation.document_offence,
        "bad_credit": situation.bad_credit,
        "expedited": situation.expedited,
        "delivery": situation.delivery,
        "wants_temporary": situation.wants_temporary,
        "residence": situation.residence,
    }


def _details(details: Details) -> dict[str, Any]:
    return {
        "name": details.name,
        "sex": details.sex,
        "ethnicity": details.ethnicity,
        "birth_date": details.birth_date.isoformat(),
        "id_number": details.id_number,
        "address": details.address,
        "address_division": details.address_division,
    }


def _record(record: Record) -> dict[str, Any]:
    card = record.card
    expires = None if card.expires is None else card.expires.isoformat()
    return {
        **_details(record.details),
        "home_unit": record.home_unit,
        "card": {
            "issued": card.issued,
            "expires": "LONG_TERM" if card.is_permanent else expires,
            "fingerprint_registered": card.fingerprint_registered,
        },
    }
