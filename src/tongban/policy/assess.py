"""The whole verdict on one situation: may this station take this application?"""

from tongban.policy.asks import ASKS
from tongban.policy.asks.record_lookup import RECORD_LOOKUP
from tongban.policy.category import stream
from tongban.policy.facts import Facts, facts_of
from tongban.policy.fee import fee
from tongban.policy.grounds import GROUNDS
from tongban.policy.notices import NOTICES
from tongban.policy.notices.after_acceptance import residence_notice, temporary_notice
from tongban.policy.residence import residence
from tongban.policy.review_unit import accepting_system, review_unit
from tongban.policy.situation import Situation
from tongban.policy.temporary import temporary
from tongban.policy.terms import Terms, TermsBook
from tongban.policy.units import City
from tongban.policy.verdict import Finding, Verdict
from tongban.policy.vocabulary import Ask, EvidencePath, Outcome, TemporaryDocument


def assess(situation: Situation, *, city: City, terms_book: TermsBook) -> Verdict:
    """Judge ``situation`` under the version in force at its moment.

    Raises ``NoPolicyInForce`` before the first version and ``UnknownUnit`` for a unit that is
    not of ``city``.
    """
    return assess_under(situation, city=city, terms=terms_book.at(situation.at))


def assess_under(situation: Situation, *, city: City, terms: Terms) -> Verdict:
    """Judge ``situation`` under given terms: those a case was accepted under, or proposed ones."""
    record = situation.record
    if record is None:
        return Verdict(
            outcome=Outcome.ASK,
            policy_version=terms.version,
            findings=(RECORD_LOOKUP,),
            asks=frozenset({Ask.RECORD_LOOKUP}),
        )
    if record.home_unit == situation.accepting_unit:
        return Verdict(outcome=Outcome.LOCAL, policy_version=terms.version, remote=False)
    facts = facts_of(situation, record=record, city=city, terms=terms)
    return verdict_on(facts, city=city)


def verdict_on(facts: Facts, *, city: City) -> Verdict:
    """The verdict on a remote application whose facts are worked out."""
    grounds = tuple(finding for rule in GROUNDS for finding in rule(facts))
    if grounds:
        return Verdict(
            outcome=Outcome.REFUSE,
            policy_version=facts.terms.version,
            remote=True,
            category=facts.category,
            stream=stream(facts.category),
            findings=grounds,
        )
    missing = [finding for rule in ASKS for finding in rule(facts)]
    notices = [finding for rule in NOTICES for finding in rule(facts)]
    if missing:
        return Verdict(
            outcome=Outcome.ASK,
            policy_version=facts.terms.version,
            remote=True,
            category=facts.category,
            stream=stream(facts.category),
            findings=(*missing, *notices),
            asks=frozenset(Ask(finding.code) for finding in missing),
        )
    return _accept(facts, notices=notices, city=city)


def _accept(facts: Facts, *, notices: list[Finding], city: City) -> Verdict:
    situation, record, terms = facts.situation, facts.record, facts.terms
    if situation.reason is None:
        raise ValueError("a situation without a reason is asked about, never accepted")
    followup = residence(
        situation.residence, category=facts.category, accepting=facts.accepting, home=facts.home
    )
    document = TemporaryDocument.NONE
    if situation.wants_temporary:
        document = temporary(
            record.home_unit, address_division=record.details.address_division, terms=terms
        )
    return Verdict(
        outcome=Outcome.ACCEPT,
        policy_version=terms.version,
        remote=True,
        category=facts.category,
        stream=stream(facts.category),
        findings=(*notices, *residence_notice(followup), *temporary_notice(document)),
        evidence_path=EvidencePath.TOLERANT if facts.document is None else EvidencePath.DOCUMENT,
        accept_in=accepting_system(facts.category),
        review=review_unit(record.home_unit, category=facts.category, city=city),
        fee_fen=fee(situation.reason, terms=terms),
        temporary=document,
        residence_followup=followup,
    )
