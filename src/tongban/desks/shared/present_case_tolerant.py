"""What a case rests on where no document served, and who acts for a child (第三条(二), 第六条)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.urls import reverse

from tongban.desks.shared.pieces import Fact
from tongban.policy.vocabulary import EvidencePath, Ward


def guardian_fact(stored: Mapping[str, Any] | None) -> tuple[Fact, ...]:
    """The guardian by name and relation, and why one acts."""
    if not stored:
        return ()
    ward = Ward(stored.get("ward", Ward.MINOR))
    words = f"{stored['name']}（{stored['relation']}）"
    return (Fact("监护人", words, note=f"申请人{ward.label}", clause="第六条"),)


def commitment_fact(paper: str) -> tuple[Fact, ...]:
    """The way to the commitment that was signed; nothing where a document served."""
    if not paper:
        return ()
    url = reverse("papers:show", args=[paper])
    return (
        Fact(
            "受理凭证", f"{EvidencePath.TOLERANT.label}，书面承诺书", clause="第三条(二)", url=url
        ),
    )
