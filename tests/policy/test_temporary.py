"""What bridges the wait for the card: which document, why, until when (第十二条)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tongban.policy.temporary import (
    temporary,
    temporary_card_last_day,
    temporary_certificate_last_day,
    temporary_explanation,
)
from tongban.policy.terms import shipped_terms
from tongban.policy.vocabulary import TemporaryDocument

TERMS = replace(shipped_terms().versions[0], cities_without_provincial_system=frozenset({"3702"}))
CARD, CERTIFICATE = TemporaryDocument.CARD, TemporaryDocument.CERTIFICATE


@pytest.mark.parametrize(
    ("home_unit", "division", "document", "because"),
    [
        ("370811550000", "370811", CARD, ""),
        ("370811550000", "370202", CARD, ""),
        (None, "370102", CARD, ""),
        (None, "370202", CERTIFICATE, "还没有部署山东省实有人口信息管理系统"),
        (None, "320311", CERTIFICATE, "户籍在外省"),
    ],
)
def test_who_may_have_which_document(
    home_unit: str | None, division: str, document: TemporaryDocument, because: str
) -> None:
    found = temporary(home_unit, address_division=division, terms=TERMS)
    said = temporary_explanation(home_unit, address_division=division, terms=TERMS)
    assert found is document
    assert because in said
    assert bool(said) is (document is CERTIFICATE)


@pytest.mark.parametrize("division", ["370202", "320311"])
def test_the_explanation_says_what_can_be_had_instead_and_that_it_is_free(division: str) -> None:
    said = temporary_explanation(None, address_division=division, terms=TERMS)
    assert "《临时身份证明》" in said
    assert "不收费" in said
    assert len(said) <= 200


@pytest.mark.parametrize(
    ("issued", "last"),
    [("2026-11-23", "2027-02-23"), ("2026-11-30", "2027-02-28"), ("2026-12-31", "2027-03-31")],
)
def test_a_temporary_card_is_good_for_three_months(issued: str, last: str) -> None:
    found = temporary_card_last_day(date.fromisoformat(issued), terms=TERMS)
    assert found.isoformat() == last


@pytest.mark.parametrize(
    ("issued", "days", "last"),
    [("2026-11-23", 30, "2026-12-23"), ("2027-02-20", 30, "2027-03-22"), ("2026-11-23", 7, "2026-11-30")],
)  # fmt: skip
def test_a_certificate_is_good_for_the_operators_days(issued: str, days: int, last: str) -> None:
    terms = replace(TERMS, temporary_certificate_days=days)
    found = temporary_certificate_last_day(date.fromisoformat(issued), terms=terms)
    assert found.isoformat() == last
