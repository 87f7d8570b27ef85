"""From when a case that waits for its applicant may be closed (终结, 运行参数).

So many days after the waiting began, and not before the applicant was reminded as often as the terms
ask. Read by the operation that closes, and by the lists of what can be closed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType

from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.fields.json import KT
from django.db.models.functions import Coalesce

from tongban.cases.models import Event, Obligation
from tongban.policy.terms import Terms
from tongban.procedure.obligations import ObligationKind
from tongban.procedure.reasons import CloseReason
from tongban.procedure.stages import Stage


@dataclass(frozen=True, slots=True)
class Waiting:
    """For what a case waits: where it stands then, and the duty that runs meanwhile."""

    stage: Stage
    kind: ObligationKind


WAITS: Mapping[CloseReason, Waiting] = MappingProxyType(
    {
        CloseReason.NOT_PAID: Waiting(Stage.ISSUED, ObligationKind.PAY),
        CloseReason.NOT_RESUBMITTED: Waiting(Stage.RETURNED, ObligationKind.FIX_RETURN),
        CloseReason.NOT_COLLECTED: Waiting(Stage.AT_STATION, ObligationKind.COLLECT),
    }
)
"""The reasons that need a time of waiting; a death closes at once."""


@dataclass(frozen=True, slots=True)
class Closable:
    """How the wait stands: since when, from when it may be closed, how often reminded of how often."""

    since: datetime
    opens_at: datetime
    reminders: int
    needed: int

    def is_open(self, at: datetime) -> bool:
        """Return whether the case may be closed now."""
        return at >= self.opens_at and self.reminders >= self.needed

    @property
    def missing(self) -> int:
        """How many reminders are still to be made."""
        return max(self.needed - self.reminders, 0)


def closable(
    kind: ObligationKind, *, opened_at: datetime, reminders: int, terms: Terms
) -> Closable:
    """Return how the wait under a duty of ``kind`` stands by the ``terms``."""
    asked = len(terms.duties[kind.value].reminders) or terms.correction_reminders
    return Closable(
        since=opened_at,
        opens_at=opened_at + timedelta(days=terms.close_after_days),
        reminders=reminders,
        needed=asked,
    )


def with_reminders(duties: QuerySet[Obligation]) -> QuerySet[Obligation]:
    """Return duties of cases, each with ``reminded``: how often since it began."""
    told = Event.objects.annotate(about=KT("data__kind")).filter(
        subject=OuterRef("case_id"),
        name="Reminded",
        about=OuterRef("kind"),
        at__gte=OuterRef("opened_at"),
    )
    counted = told.order_by().values("subject").annotate(n=Count("id")).values("n")
    return duties.annotate(reminded=Coalesce(Subquery(counted, output_field=IntegerField()), 0))
