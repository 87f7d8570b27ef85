"""The cards a person had so far."""

from __future__ import annotations

import random
from datetime import date, timedelta

from tongban.policy.vocabulary import Reason
from tongban.ports.population import CardState, LastCard
from tongban.simulators.people.person import Past, Story
from tongban.simulators.people.places import Home
from tongban.standards.ages import full_years
from tongban.standards.card_validity import validity

FINGERPRINTS_SINCE = date(2013, 6, 1)
SECOND_GENERATION_SINCE = date(2004, 7, 1)


def draw_card(
    own: random.Random, *, birth: date, home: Home, story: Story, today: date
) -> LastCard | None:
    """The last card; None for somebody who never had one."""
    if story is Story.FIRST_ISSUE or full_years(birth, on=today) < 3:
        return None
    span = _span(own, birth=birth, story=story, today=today)
    if span is None:
        return None
    issued_on, valid_until = span
    is_registered = issued_on >= FINGERPRINTS_SINCE and own.random() > 0.03
    return LastCard(
        issued_on=issued_on,
        valid_until=valid_until,
        issuer=_issuer(home),
        fingerprint_registered=is_registered
        and story not in (Story.NO_FINGERPRINTS, Story.CHANGED_LOOKS),
        state=CardState.LOST if story is Story.LOST else CardState.IN_USE,
    )


def draw_past(
    own: random.Random, *, birth: date, home: Home, card: LastCard | None
) -> tuple[Past, ...]:
    """The acceptances behind the card, the latest first."""
    if card is None:
        return ()
    unit = home.unit.code if home.unit is not None else None
    last = card.issued_on - timedelta(days=own.randint(18, 45))
    fingers = (11, 16) if card.fingerprint_registered else ()
    age = full_years(birth, on=last)
    start = max(SECOND_GENERATION_SINCE, birth + timedelta(days=365 * 5 + own.randint(0, 4000)))
    if (last - start).days < 900:
        return (Past(last, Reason.FIRST_ISSUE, unit, home.office, age, fingers),)
    first = start + timedelta(days=own.randint(0, 400))
    reason = own.choice((Reason.EXPIRED, Reason.EXPIRED, Reason.LOST, Reason.DAMAGED))
    return (
        Past(last, reason, unit, home.office, age, fingers),
        Past(first, Reason.FIRST_ISSUE, unit, home.office, full_years(birth, on=first), ()),
    )


def _span(
    own: random.Random, *, birth: date, story: Story, today: date
) -> tuple[date, date | None] | None:
    if story is Story.EXPIRING:
        found = _ending(birth, end=today + timedelta(days=own.randint(5, 80)))
    elif story is Story.EXPIRED:
        found = _ending(birth, end=today - timedelta(days=own.randint(5, 400)))
    else:
        found = None
    if found is not None:
        return found
    earliest = max(SECOND_GENERATION_SINCE, birth + timedelta(days=700))
    if story in (Story.NO_FINGERPRINTS, Story.CHANGED_LOOKS):
        earliest = max(earliest, date(2007, 1, 1))
        today = min(today, date(2013, 3, 1))
    latest = today - timedelta(days=60)
    for _ in range(60):
        issued_on = earliest + timedelta(days=own.randint(0, max(0, (latest - earliest).days)))
        span = validity(birth, issued_on=issued_on)
        if span[1] is None or (span[1] - today).days > 120:
            return span
    return validity(birth, issued_on=latest) if latest > birth else None


def _ending(birth: date, *, end: date) -> tuple[date, date | None] | None:
    """A card that ends on `end`, if the age at its issue allows one."""
    for years in (20, 10, 5):
        issued_on = end - timedelta(days=round(365.25 * years))
        if issued_on < max(birth + timedelta(days=200), SECOND_GENERATION_SINCE):
            continue
        span = validity(birth, issued_on=issued_on)
        if span[1] is not None and abs((span[1] - end).days) <= 3:
            return span
    return None


def _issuer(home: Home) -> str:
    """The county bureau: an office name without its station."""
    office = home.office
    if not office.endswith("派出所") or home.unit is None:
        return office
    return office.removesuffix(home.unit.short_name)
