"""What belongs to an intake and is read in its query: documents shown (受理凭证), inquiries (协查)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet
from django.db.models.functions import JSONObject

from tongban.cases.models import Evidence, Inquiry, Intake

_FIELDS = {field.attname: field for field in Evidence._meta.concrete_fields}
_ASKED = {field.attname: field for field in Inquiry._meta.concrete_fields}


def with_documents(intakes: QuerySet[Intake]) -> QuerySet[Intake]:
    """Return the intakes, each with what ``documents`` and ``inquiries`` give for it."""
    rows = Evidence.objects.filter(intake=OuterRef("id")).order_by("shown_at", "id")
    whole = rows.values(whole=JSONObject(**{name: name for name in _FIELDS}))
    asked = Inquiry.objects.filter(intake=OuterRef("id")).order_by("asked_at", "id")
    said = asked.values(whole=JSONObject(**{name: name for name in _ASKED}))
    return intakes.annotate(documents=ArraySubquery(whole), asked=ArraySubquery(said))


def documents(intake: Intake) -> list[Evidence]:
    """Return the documents of an intake read by ``with_documents``, the first shown first."""
    rows: list[Mapping[str, Any]] = vars(intake)["documents"]
    return [Evidence(**{name: _FIELDS[name].to_python(row[name]) for name in row}) for row in rows]


def inquiries(intake: Intake) -> list[Inquiry]:
    """Return the inquiries about an intake read by ``with_documents``, the first asked first.

    Empty for an intake read otherwise: only what may end or answer one has to know of them.
    """
    rows: list[Mapping[str, Any]] = vars(intake).get("asked") or []
    return [Inquiry(**{name: _ASKED[name].to_python(row[name]) for name in row}) for row in rows]


def open_inquiry(intake: Intake) -> Inquiry | None:
    """Return the inquiry that waits for its answer; there is at most one."""
    return next((one for one in inquiries(intake) if one.answered_at is None), None)
