"""Drafts of an officer."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from tongban.cases.models import Draft


def draft(officer: UUID, *, key: str) -> Mapping[str, str]:
    """Return what the officer typed last under a key; empty when there is nothing."""
    body = Draft.objects.filter(officer=officer, key=key).values_list("body", flat=True).first()
    return body or {}
