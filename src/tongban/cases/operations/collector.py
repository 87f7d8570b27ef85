"""Who may collect a card: the person, or the guardian by the age of that day (第十一条)."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet, Subquery
from django.db.models.functions import JSONObject

from tongban.cases.models import Card, Case, ComposedVersion
from tongban.cases.operations.errors import FieldFault
from tongban.cases.operations.guardian import must_guardian_act, ward_of
from tongban.policy.vocabulary import Ward

CLAUSE = "第十一条"


def with_bearer(cards: QuerySet[Card], *, case: Case) -> QuerySet[Card]:
    """Return the cards, each with whose it is and who acts for him, for ``collector_faults``."""
    version = ComposedVersion.objects.filter(case=case.id, n=case.current)
    both = version.values(both=JSONObject(record="record", guardian="guardian"))
    return cards.annotate(bearer=Subquery(both[:1]))


def collector_faults(card: Card, *, by_guardian: bool, at: datetime) -> list[FieldFault]:
    """Return why the one at the counter may not collect; ``card`` is read by ``with_bearer``.

    Who has come of age since may come himself or send the guardian who applied for him.
    """
    bearer = vars(card)["bearer"]
    guardian = bearer["guardian"]
    if not guardian:
        nobody = FieldFault("collector", "没有登记监护人，由申请人本人领取。", CLAUSE)
        return [nobody] if by_guardian else []
    if by_guardian or not must_guardian_act(bearer["record"], guardian, at=at):
        return []
    ward = ward_of(guardian) or Ward.MINOR
    return [FieldFault("collector", f"申请人{ward.label}，由监护人领取并签收。", CLAUSE)]
