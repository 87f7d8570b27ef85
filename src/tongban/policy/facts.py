"""A situation as the rules see it: what follows from the facts, worked out once."""

from dataclasses import dataclass
from datetime import date

from tongban.policy.category import category
from tongban.policy.comparison import is_against, is_compared
from tongban.policy.differences import differences
from tongban.policy.document import document
from tongban.policy.situation import Evidence, Record, Situation
from tongban.policy.terms import Terms
from tongban.policy.tolerant_path import is_tolerant_path_open
from tongban.policy.units import City, Unit
from tongban.policy.vocabulary import Category, Detail
from tongban.standards.zones import local_date


@dataclass(frozen=True, slots=True)
class Facts:
    """A remote applicant's situation and what follows from it.

    ``on`` is the day in China; ``home`` is None outside the city. ``document`` is the paper
    that serves, if any; ``is_tolerant``: there is none and the tolerant path is open.
    """

    situation: Situation
    record: Record
    terms: Terms
    on: date
    accepting: Unit
    home: Unit | None
    category: Category
    differences: tuple[Detail, ...]
    document: Evidence | None
    is_compared: bool
    is_against: bool
    is_tolerant: bool


def facts_of(situation: Situation, *, record: Record, city: City, terms: Terms) -> Facts:
    """The facts for a looked-up person; raises ``UnknownUnit`` for units not of the city."""
    declared, comparison = situation.declared, situation.comparison
    compared = is_compared(comparison, fingerprint_registered=record.card.fingerprint_registered)
    on = local_date(situation.at)
    paper = document(situation.evidence, reason=situation.reason, on=on)
    return Facts(
        situation=situation,
        record=record,
        terms=terms,
        on=on,
        accepting=city.require(situation.accepting_unit),
        home=None if record.home_unit is None else city.require(record.home_unit),
        category=category(
            record.home_unit,
            address_division=record.details.address_division,
            accepting=situation.accepting_unit,
            city=city,
        ),
        differences=() if declared is None else differences(declared, registered=record.details),
        document=paper,
        is_compared=compared,
        is_against=is_against(comparison),
        is_tolerant=paper is None
        and is_tolerant_path_open(
            comparison,
            identity_confirmed=situation.identity_confirmed,
            is_compared=compared,
        ),
    )
