"""Guardians who come to the window in tests."""

from __future__ import annotations

from datetime import date

from tests.cases.world import id_number

from tongban.cases.operations.guardian import Guardian
from tongban.policy.vocabulary import EvidenceKind, Ward

FATHER = Guardian(
    name="颜大山",
    id_number=id_number(101, birth=date(1970, 1, 1)),
    relation="父亲",
    ward=Ward.MINOR,
    phone="13900000000",
    evidence=EvidenceKind.ID_CARD,
)
DAUGHTER = Guardian(
    name="颜小河",
    id_number=id_number(102, birth=date(1995, 5, 5)),
    relation="子女",
    ward=Ward.NO_CAPACITY,
    phone="13900000001",
    evidence=EvidenceKind.HOUSEHOLD_REGISTER,
)
