"""Dated terms: what is shipped, what an overlay may change, what it may not."""

from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest

from tongban.policy.terms import NoPolicyInForce, UnknownVersion, load_terms, shipped_terms
from tongban.policy.terms_file import TermsError
from tongban.policy.vocabulary import Reason

NEW_VERSION = """
- version: "2027-01-01"
  in_force_from: 2027-01-01
  terms:
    cities_without_provincial_system: {value: ["3702"]}
  obligations:
    FIX_RETURN: {amount: 2}
"""


def overlay(folder: Path, text: str) -> Path:
    (folder / "terms.yaml").write_text(text, "utf-8")
    return folder


def test_every_shipped_term_cites_a_clause_and_a_source() -> None:
    terms = shipped_terms().versions[0]
    cited = [(citation.clause, citation.source) for citation in terms.citations.values()]
    cited += [(duty.clause, duty.source) for duty in terms.duties.values()]
    assert len(cited) == 48
    assert all(clause.startswith("第") and source for clause, source in cited)
    assert terms.fees_fen == {Reason.EXPIRED: 2000, Reason.DAMAGED: 4000, Reason.LOST: 4000}


def test_the_shipped_version_begins_on_its_day_in_china() -> None:
    book = shipped_terms()
    assert book.at(datetime(2020, 8, 31, 16, tzinfo=UTC)).version == "2020-09-01"
    with pytest.raises(NoPolicyInForce, match="2020-09-01"):
        book.at(datetime(2020, 8, 31, 15, 59, 59, tzinfo=UTC))
    assert book.at_or_first(datetime(2019, 1, 1, tzinfo=UTC)).version == "2020-09-01"


def test_a_folder_without_overlay_changes_nothing(tmp_path: Path) -> None:
    assert load_terms(tmp_path / "absent").versions == shipped_terms().versions


def test_a_new_version_changes_what_it_names_and_keeps_the_rest(tmp_path: Path) -> None:
    book = load_terms(overlay(tmp_path, NEW_VERSION))
    old = book.at(datetime(2026, 12, 31, 15, 59, 59, tzinfo=UTC))
    new = book.at(datetime(2026, 12, 31, 16, tzinfo=UTC))
    assert (old.version, new.version) == ("2020-09-01", "2027-01-01")
    assert new.cities_without_provincial_system == {"3702"}
    assert (old.duties["FIX_RETURN"].amount, new.duties["FIX_RETURN"].amount) == (3, 2)
    assert new.duties["FIX_RETURN"].expedited == 2
    assert new.duties["FIX_RETURN"].clause == "第十条"
    assert new.fee_lost_fen == 4000
    assert book.version("2020-09-01") is old


def test_an_overlay_may_change_single_values_of_the_shipped_version(tmp_path: Path) -> None:
    text = """
- version: "2020-09-01"
  in_force_from: 2020-10-01
  terms:
    close_of_business: {value: "17:30"}
"""
    terms = load_terms(overlay(tmp_path, text)).versions[0]
    assert terms.in_force_from == date(2020, 10, 1)
    assert terms.close_of_business == time(17, 30)
    assert terms.citations["close_of_business"].clause == "第九条"
    assert terms.duties["FORWARD"].by == time(17, 30)
    assert terms.duties["REVIEW"].by == time(17)


def test_a_version_that_nobody_wrote_is_unknown() -> None:
    with pytest.raises(UnknownVersion):
        shipped_terms().version("1999-01-01")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("- [", "YAML"),
        ("version: x", "列表"),
        ("- version: 2027", "version"),
        ('- version: "a"\n  feees: {}', "feees"),
        ('- version: "a"\n  in_force_from: soon', "in_force_from"),
        ('- version: "a"', "in_force_from"),
        ('- version: "a"\n  in_force_from: 2020-09-01', "同日生效"),
        ('- version: "2020-09-01"\n  terms: {fee: {value: 1}}', "未知参数：fee"),
        ('- version: "2020-09-01"\n  terms: {fee_lost_fen: 1}', "value"),
        ('- version: "2020-09-01"\n  terms: {fee_lost_fen: {value: "40"}}', "fee_lost_fen"),
        ('- version: "2020-09-01"\n  terms: {fee_lost_fen: {value: -1}}', "fee_lost_fen"),
        ('- version: "2020-09-01"\n  terms: {close_of_business: {value: 17}}', "17:00"),
        ('- version: "2020-09-01"\n  terms: {calendar_alarm_from: {value: "13-01"}}', "12-01"),
        ('- version: "2020-09-01"\n  terms: {leap_day_rule: {value: X}}', "LAST_DAY"),
        (
            '- version: "2020-09-01"\n  terms: {cities_without_provincial_system: {value: [3702]}}',
            "3702",
        ),
        ('- version: "2020-09-01"\n  obligations: {REVIEW: {rule: X}}', "REVIEW"),
        ('- version: "2020-09-01"\n  obligations: {REVIEW: {days: 3}}', "days"),
        ('- version: "2020-09-01"\n  obligations: {REVIEW: {amount: x}}', "REVIEW"),
    ],
)
def test_a_wrong_overlay_is_told_in_words(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(TermsError, match=says):
        load_terms(overlay(tmp_path, text))
