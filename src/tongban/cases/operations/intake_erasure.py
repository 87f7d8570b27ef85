"""What is taken away of an intake that came to nothing: pictures, prints, copies of documents.

The fact stays: who came, when, to which station, and how it ended. The blobs are released; the
nightly sweep takes away those that nothing refers to any more.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Model

from tongban.cases.models import Evidence, Intake, Paper
from tongban.cases.models import Inquiry as Asked
from tongban.cases.operations.decision import Change
from tongban.cases.shown import inquiries


@dataclass(frozen=True, slots=True)
class Erasure:
    """The parts of a decision that erase: changes of the intake, of other rows, rows deleted."""

    changes: Mapping[str, Any]
    updates: Sequence[Change]
    deletes: Sequence[tuple[type[Model], Mapping[str, Any]]]


def erasure(intake: Intake) -> Erasure:
    """Return what erases the biometrics of an intake read by ``with_documents``, and all copies.

    Nothing was accepted, so nothing of it belongs into a file (第八条).
    """
    return Erasure(
        changes={
            "live_photo": "",
            "photo": "",
            "photo_report": {},
            "fingers": [],
            "draft": {},
            "guardian": None,
            "commitment": None,
            "offences": [{**one, "pages": []} for one in intake.offences],
        },
        updates=[
            Change(Asked, {"id": one.id}, {"live_photo": ""})
            for one in inquiries(intake)
            if one.live_photo
        ],
        deletes=[
            (Evidence, {"intake_id": intake.id}),
            (Paper, {"subject": intake.id, "kind": "COMMITMENT"}),
        ],
    )
