"""The live verdict of the intake desk: every rule with its state, on facts still incomplete.

One code path with ``assess``: the rows explain the same verdict that composing will ask for.
"""

from dataclasses import dataclass
from datetime import datetime

from tongban.policy.assess import assess
from tongban.policy.desk_evidence_row import evidence_row
from tongban.policy.desk_ground_rows import ground_rows
from tongban.policy.desk_row import DeskRow, RowStatus
from tongban.policy.facts import Facts, facts_of
from tongban.policy.fee import fee
from tongban.policy.residence import residence
from tongban.policy.review_unit import review_unit
from tongban.policy.situation import Situation
from tongban.policy.temporary import temporary
from tongban.policy.terms import TermsBook
from tongban.policy.units import City
from tongban.policy.verdict import Review, Verdict
from tongban.policy.vocabulary import Reason, TemporaryDocument
from tongban.standards import divisions
from tongban.standards.money import Fen


@dataclass(frozen=True, slots=True)
class DeskVerdict:
    """The verdict, its rows in reading order, and what acceptance would bring.

    The four last fields tell what to expect before acceptance; None: not to be told yet
    (for ``residence_followup``: not remote, or to be looked up).
    """

    verdict: Verdict
    rows: tuple[DeskRow, ...]
    fee_fen: Fen | None = None
    temporary: TemporaryDocument | None = None
    residence_followup: bool | None = None
    review: Review | None = None

    @property
    def missing(self) -> int:
        """How many things are still asked for."""
        return len(self.verdict.asks)

    @property
    def headline(self) -> str:
        """``还需 1 项``, ``可以受理``, ``不予异地受理`` or that this is the home station."""
        return f"还需 {self.missing} 项" if self.missing else self.verdict.outcome.label

    @property
    def grounds_sentence(self) -> str:
        """Whether a ground stands; said apart from what is missing."""
        count = len(self.verdict.grounds)
        return f"有 {count} 项不予受理情形" if count else "无不予受理情形"


def desk_verdict(
    situation: Situation,
    *,
    city: City,
    terms_book: TermsBook,
    credit_list_as_of: datetime | None = None,
) -> DeskVerdict:
    """The rows for the right column of the intake screen.

    ``credit_list_as_of``: when the bad credit list was last updated, told in its row. Raises
    what ``assess`` raises.
    """
    verdict = assess(situation, city=city, terms_book=terms_book)
    record = situation.record
    if record is None:
        row = DeskRow("受理分类", RowStatus.OPEN, "尚未查询人口信息", "第二条")
        return DeskVerdict(verdict=verdict, rows=(row,))
    if verdict.remote is False:
        sentence = "户籍地就是本所，不属异地申办，请按本地业务办理"
        return DeskVerdict(
            verdict=verdict, rows=(DeskRow("受理分类", RowStatus.WARN, sentence, "第二条"),)
        )
    terms = terms_book.at(situation.at)
    facts = facts_of(situation, record=record, city=city, terms=terms)
    rows = (
        _category_row(facts, city=city),
        *ground_rows(facts, verdict=verdict, credit_list_as_of=credit_list_as_of),
        evidence_row(facts),
    )
    return _with_prospects(facts, verdict=verdict, rows=rows, city=city)


def _with_prospects(
    facts: Facts, *, verdict: Verdict, rows: tuple[DeskRow, ...], city: City
) -> DeskVerdict:
    record, reason = facts.record, facts.situation.reason
    has_fee = reason is not None and reason is not Reason.FIRST_ISSUE
    return DeskVerdict(
        verdict=verdict,
        rows=rows,
        fee_fen=fee(reason, terms=facts.terms) if reason is not None and has_fee else None,
        temporary=temporary(
            record.home_unit,
            address_division=record.details.address_division,
            terms=facts.terms,
        ),
        residence_followup=residence(
            facts.situation.residence,
            category=facts.category,
            accepting=facts.accepting,
            home=facts.home,
        ),
        review=review_unit(record.home_unit, category=facts.category, city=city),
    )


def _category_row(facts: Facts, *, city: City) -> DeskRow:
    if facts.home is None:
        home = divisions.name_of(facts.record.details.address_division)
    else:
        home = f"{city.county_of(facts.home.code).short_name}{facts.home.short_name}"
    sentence = f"{facts.category.label} · 户籍地 {home}"
    return DeskRow("受理分类", RowStatus.OK, sentence, "第二条")
