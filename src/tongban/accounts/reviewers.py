"""Whether every county bureau has somebody who may review and issue (第九条)."""

from django.db.models import Exists, OuterRef

from tongban.accounts.models import Grant, Unit
from tongban.policy.units import UnitKind
from tongban.procedure.roles import Role


def counties_without_reviewer() -> list[str]:
    """Return the codes of county bureaus in which no active officer holds REVIEW; one query."""
    reviewer = Grant.objects.filter(
        unit=OuterRef("code"), role=Role.REVIEW, officer__is_active=True
    )
    counties = Unit.objects.filter(~Exists(reviewer), kind=UnitKind.COUNTY)
    return list(counties.order_by("code").values_list("code", flat=True))
