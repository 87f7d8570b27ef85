"""From stored rows to the facts the rules look at."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from tongban.cases.models import Evidence, Intake
from tongban.policy import situation as facts
from tongban.policy.vocabulary import (
    Delivery,
    EvidenceKind,
    FaceResult,
    FingerprintResult,
    Priority,
    Reason,
    Residence,
    Sex,
)

LONG_TERM = "LONG_TERM"


def details(stored: Mapping[str, Any]) -> facts.Details:
    """Return the six details from their stored JSON form."""
    return facts.Details(
        name=stored["name"],
        sex=Sex(stored["sex"]),
        ethnicity=stored["ethnicity"],
        birth_date=date.fromisoformat(stored["birth_date"]),
        id_number=stored["id_number"],
        address=stored["address"],
        address_division=stored["address_division"],
    )


def record(stored: Mapping[str, Any]) -> facts.Record:
    """Return the population record from its stored JSON form."""
    card = stored["card"]
    expires = card["expires"]
    return facts.Record(
        details=details(stored),
        home_unit=stored["home_unit"],
        card=facts.CardOnRecord(
            issued=card["issued"],
            expires=date.fromisoformat(expires) if expires not in (None, LONG_TERM) else None,
            is_permanent=expires == LONG_TERM,
            fingerprint_registered=card["fingerprint_registered"],
        ),
    )


def situation(intake: Intake, *, evidence: Iterable[Evidence], at: datetime) -> facts.Situation:
    """Return the question an open intake puts to the rules at a moment."""
    return facts.Situation(
        at=at,
        accepting_unit=intake.station_id,
        reason=Reason(intake.reason) if intake.reason else None,
        declared=details(intake.declared),
        record=record(intake.record),
        evidence=tuple(facts.Evidence(EvidenceKind(e.kind), e.valid_until) for e in evidence),
        comparison=facts.Comparison(
            history_viewed=intake.history_viewed_at is not None,
            face=FaceResult(intake.face),
            fingerprint=FingerprintResult(intake.fingerprint),
        ),
        identity_confirmed=intake.identity_confirmed,
        commitment_signed=intake.commitment is not None,
        document_offence=bool(intake.offences),
        bad_credit=bool(intake.credit_hits),
        expedited=intake.priority == Priority.EXPEDITED,
        delivery=Delivery(intake.delivery),
        wants_temporary=intake.wants_temporary,
        residence=Residence(intake.residence),
    )
