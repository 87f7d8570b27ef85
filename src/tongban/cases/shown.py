"""The documents shown at the window (受理凭证), read in the same query as their intake."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet
from django.db.models.functions import JSONObject

from tongban.cases.models import Evidence, Intake

_FIELDS = {field.attname: field for field in Evidence._meta.concrete_fields}


def with_documents(intakes: QuerySet[Intake]) -> QuerySet[Intake]:
    """Return the intakes, each with what ``documents`` gives for it."""
    rows = Evidence.objects.filter(intake=OuterRef("id")).order_by("shown_at", "id")
    whole = rows.values(whole=JSONObject(**{name: name for name in _FIELDS}))
    return intakes.annotate(documents=ArraySubquery(whole))


def documents(intake: Intake) -> list[Evidence]:
    """Return the documents of an intake read by ``with_documents``, the first shown first."""
    rows: list[Mapping[str, Any]] = vars(intake)["documents"]
    return [Evidence(**{name: _FIELDS[name].to_python(row[name]) for name in row}) for row in rows]
