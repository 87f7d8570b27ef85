"""What whoever does the next step by program needs to know of a case: the demonstration, tests."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from tongban.cases.models import Batch, Card, Case, Obligation, Payment, TemporaryDocument
from tongban.policy.vocabulary import TemporaryDocument as Kind
from tongban.procedure.obligations import ObligationKind
from tongban.procedure.stages import PaymentStage, Stage


@dataclass(frozen=True, slots=True)
class CaseNow:
    """A case as it stands."""

    number: str
    stage: Stage
    version: int
    """Guards every act; not the number of the composed version."""
    is_paid: bool


def case_now(case_id: UUID) -> CaseNow:
    """Return the case as it stands; raises ``DoesNotExist``."""
    row = Case.objects.values_list("number", "stage", "version", "is_paid").get(id=case_id)
    return CaseNow(row[0], Stage(row[1]), row[2], row[3])


def live_payment(case_id: UUID) -> UUID | None:
    """Return the payment of a case that is neither cancelled nor given back."""
    ended = (PaymentStage.CANCELLED, PaymentStage.REFUNDED)
    rows = Payment.objects.filter(case_id=case_id, is_extra=False).exclude(state__in=ended)
    return rows.values_list("id", flat=True).first()


@dataclass(frozen=True, slots=True)
class CardOfBatch:
    """A card that travels in a batch."""

    id: UUID
    case_id: UUID
    station: str


def batch_id(number: str) -> UUID:
    """Return the batch of a number; raises ``DoesNotExist``."""
    return Batch.objects.values_list("id", flat=True).get(number=number)


def cards_of_batch(batch: UUID) -> list[CardOfBatch]:
    """Return the cards of a batch, whichever way it went, in order of their numbers."""
    kind = Batch.objects.values_list("kind", flat=True).get(id=batch)
    field = "batch" if kind == Batch.Kind.FROM_CENTRE else "transfer"
    rows = Card.objects.filter(**{field: batch}).order_by("order_no")
    return [CardOfBatch(*row) for row in rows.values_list("id", "case_id", "case__accepting_unit")]


def owes(case_id: UUID, kind: ObligationKind) -> bool:
    """Return whether a duty of this kind is open on a case."""
    return Obligation.objects.filter(case_id=case_id, kind=kind, closed_at=None).exists()


def temporary_kind(document_id: UUID) -> Kind:
    """Return whether a temporary document is a card or a certificate; raises ``DoesNotExist``."""
    return Kind(TemporaryDocument.objects.values_list("kind", flat=True).get(id=document_id))


def stage_counts() -> dict[Stage, int]:
    """Return how many cases stand in each stage."""
    counts: dict[Stage, int] = {}
    for stage in Case.objects.values_list("stage", flat=True).iterator():
        counts[Stage(stage)] = counts.get(Stage(stage), 0) + 1
    return counts


def open_without_owner() -> int:
    """Return how many open duties name no unit; there must be none."""
    return Obligation.objects.filter(closed_at=None, owner_unit="").count()
