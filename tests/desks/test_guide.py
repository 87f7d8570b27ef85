"""The public guide says what the rules say today (第十四条), and is there for everybody."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings

from tongban.desks.shared.guide_views import guide_screen
from tongban.policy.vocabulary import EvidenceKind, Ground

AT = datetime(2026, 11, 23, 1, 30, tzinfo=UTC)


def text(at: datetime = AT) -> str:
    parts = guide_screen(at=at).parts
    lines = [line for part in parts for line in (part.title, part.clause, *part.lines)]
    return "\n".join([*lines, *(f"{f.term} {f.value}" for part in parts for f in part.facts)])


def test_it_names_every_ground_every_kind_of_evidence_and_both_fees() -> None:
    said = text()
    named = [*(one.label for one in Ground), *(one.label for one in EvidenceKind)]
    assert [one for one in named if one not in said] == []
    assert "20.00 元 有效期满换领\n40.00 元 损坏换领、丢失补领" in said
    assert "居民身份证法》第二十条" in said


def test_it_follows_the_operators_terms(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "overlay").mkdir()
    (tmp_path / "overlay" / "terms.yaml").write_text(
        '- version: "2027-01-01"\n  in_force_from: 2027-01-01\n'
        '  terms:\n    close_of_business: {value: "16:30"}\n',
        encoding="utf-8",
    )
    settings.DATA = tmp_path
    assert "工作日 17:00 前" in text()
    assert "工作日 16:30 前" in text(datetime(2027, 1, 4, 2, tzinfo=UTC))


@pytest.mark.django_db
def test_anybody_reads_it_without_signing_in() -> None:
    answer = Client().get("/guide/")
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "办事指南" in page
    assert "0537-12345" in page
    assert Client().get("/v/").content.decode().count("/guide/") == 1
