"""What a home bureau elsewhere, or the system before it, is told beside versions and decisions."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from tongban.cases.models import Case, Outgoing
from tongban.cases.queries.upstream_messages import unit_name
from tongban.policy.vocabulary import Stream
from tongban.standards.zones import local


@dataclass(frozen=True, slots=True)
class Chased:
    """What a reminder to another bureau says."""

    number: str
    words: str


def chased(case_id: UUID) -> Chased:
    """Return the reminder about a case that its home bureau has not answered."""
    case = Case.objects.get(id=case_id)
    sent = case.queued_at or case.composed_at
    words = (
        f"{unit_name(case.accepting_unit)}受理的异地申办件 {local(sent):%Y年%m月%d日} 送审，"
        f"至今未见答复，请及时审核签发（第 {case.chases} 次催办）。"
    )
    return Chased(case.number, words)


@dataclass(frozen=True, slots=True)
class Cancelled:
    """A case that is taken back: whether another city decides it, whether any version arrived."""

    number: str
    is_outgoing: bool
    is_filed: bool


def cancelled(case_id: UUID) -> Cancelled:
    """Return what the system that has the case is told."""
    number, stream = Case.objects.values_list("number", "stream").get(id=case_id)
    sent = Outgoing.objects.filter(case=case_id, kind="submit", state=Outgoing.State.SENT)
    return Cancelled(number, stream == Stream.OUTGOING, sent.exists())
