"""A slip in an operator's file is told and changes nothing; the work goes on by what was read before."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest
from django.conf import LazySettings

from tongban.cases.operations.office import office, overlay_fault
from tongban.policy.terms_file import TermsError

YEAR = "2027: {source: 通知, holidays: [2027-01-01/2027-01-03]}"


@pytest.fixture
def overlay(settings: LazySettings, tmp_path: Path) -> Path:
    """The operator's folder of an installation of its own."""
    settings.DATA = tmp_path
    folder = tmp_path / "overlay"
    folder.mkdir()
    return folder


def write(path: Path, content: bytes, *, second: int) -> None:
    """Write a file so that its time differs from the one before, however fast the test is."""
    path.write_bytes(content)
    os.utime(path, (1_800_000_000 + second, 1_800_000_000 + second))


def test_a_calendar_with_a_slip_leaves_the_old_one_in_force(overlay: Path) -> None:
    path = overlay / "calendar.yaml"
    write(path, YEAR.encode(), second=1)
    assert office().calendar.has_year(2027)
    assert overlay_fault() == ""
    write(path, b"2027: [", second=2)
    assert office().calendar.is_working(date(2027, 1, 4))
    assert "calendar.yaml 不是有效的 YAML" in overlay_fault()
    write(path, YEAR.encode(), second=3)
    assert overlay_fault() == ""


def test_a_calendar_that_was_never_readable_leaves_the_shipped_one(overlay: Path) -> None:
    """As after a restart: nothing is guessed, the year stays unknown."""
    write(overlay / "calendar.yaml", "2027: {source: 国务院办公厅}".encode("gbk"), second=1)
    assert not office().calendar.has_year(2027)
    assert office().calendar.has_year(2026)
    assert "UTF-8" in overlay_fault()


def test_terms_with_a_slip_leave_the_old_ones_in_force(overlay: Path) -> None:
    path = overlay / "terms.yaml"
    terms = '- version: "2020-09-01"\n  terms: {archive_years: {value: %s}}'
    write(path, (terms % "8").encode(), second=1)
    assert office().book.versions[0].archive_years == 8
    write(path, (terms % "many").encode(), second=2)
    assert office().book.versions[0].archive_years == 8
    assert "archive_years" in overlay_fault()


def test_terms_that_were_never_readable_are_not_replaced_in_silence(overlay: Path) -> None:
    write(overlay / "terms.yaml", b"- version: 1", second=1)
    with pytest.raises(TermsError):
        office()
