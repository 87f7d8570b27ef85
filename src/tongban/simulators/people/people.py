"""People who do not exist, the same ones for the same seed.

The first ones are the cast: a few of every story, so that each situation of the regulation can
be met. All sequence numbers lie between 900 and 989, a range that divisions do not reach in
practice, so that a number here is not the number of somebody; mobiles begin with 1990000.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from tongban.policy.units import City, shipped_city
from tongban.policy.vocabulary import Sex
from tongban.ports.population import Candidate, Offence, PopulationRecord
from tongban.simulators.people.cards import draw_card, draw_past
from tongban.simulators.people.names import LONG_NAME, RARE_NAMES, draw_name
from tongban.simulators.people.person import Declared, Person, Story
from tongban.simulators.people.places import (
    KASHGAR,
    Home,
    draw_elsewhere,
    draw_home,
    home_outside,
    number_division,
)
from tongban.standards.id_number import check_digit
from tongban.standards.months import add_months

_TIMES = {Story.RARE_NAME: 6, Story.SHARED_NUMBER: 2}
CAST: tuple[Story, ...] = tuple(story for story in Story for _ in range(_TIMES.get(story, 3)))
"""The stories of the first people, in order."""

_CROWD: tuple[tuple[Story, int], ...] = (
    (Story.ORDINARY, 700),
    (Story.EXPIRING, 90),
    (Story.EXPIRED, 60),
    (Story.LOST, 30),
    (Story.NO_FINGERPRINTS, 20),
    (Story.FIRST_ISSUE, 20),
    (Story.MOVED, 12),
    (Story.MISMATCH, 5),
    (Story.CHANGED_LOOKS, 3),
    (Story.OFFENCE, 2),
    (Story.OTHER_CITY, 30),
    (Story.OTHER_PROVINCE, 30),
)
_ETHNIC = (("01", 965), ("03", 20), ("11", 6), ("02", 3), ("10", 2), ("06", 2), ("15", 2))
_OFFENCES = (
    ("使用伪造的国家机关证件", "机动车驾驶证"),
    ("冒用他人居民身份证", "居民身份证"),
    ("购买伪造的国家机关证件", "居民户口簿"),
    ("骗领居民身份证", "居民身份证"),
)


@dataclass
class _Town:
    """What generation remembers from person to person."""

    seed: int
    today: date
    city: City
    numbers: set[str] = field(default_factory=set)


def generate_people(
    seed: int, *, count: int, today: date, city: City | None = None
) -> Iterator[Person]:
    """`count` people as of `today`; deterministic by all four."""
    town = _Town(seed=seed, today=today, city=city or shipped_city())
    cast = [_draw(number, story, town) for number, story in enumerate(CAST, start=1)]
    first = CAST.index(Story.SHARED_NUMBER)
    other = _draw(first + 2, Story.SHARED_NUMBER, town, twin=cast[first].record)
    cast[first : first + 2] = _sharing(cast[first], other)
    yield from cast[:count]
    stories, weights = zip(*_CROWD, strict=True)
    for number in range(len(cast) + 1, count + 1):
        own = random.Random(f"story:{seed}:{number}")  # noqa: S311
        yield _draw(number, own.choices(stories, weights)[0], town)


def _draw(
    number: int, story: Story, town: _Town, *, twin: PopulationRecord | None = None
) -> Person:
    """One person; with a `twin`, somebody of the same sex and birth date."""
    own = random.Random(f"person:{town.seed}:{number}")  # noqa: S311
    home = _home(own, story=story, city=town.city)
    birth = twin.birth_date if twin else _birth(own, story=story, today=town.today)
    sex = twin.sex if twin else own.choice((Sex.MALE, Sex.FEMALE))
    ethnicity = _ethnicity(own, story=story)
    name = draw_name(own, is_male=sex is Sex.MALE, birth_year=birth.year, ethnicity=ethnicity)
    if story is Story.RARE_NAME:
        name = RARE_NAMES[(number - 1 - CAST.index(story)) % len(RARE_NAMES)]
    elif story is Story.LONG_NAME:
        name = LONG_NAME
    card = draw_card(own, birth=birth, home=home, story=story, today=town.today)
    record_id = f"P{number:08d}"
    record = PopulationRecord(
        record_id=record_id,
        name=name,
        sex=sex,
        ethnicity=ethnicity,
        birth_date=birth,
        id_number=_id_number(own, home=home, birth=birth, sex=sex, town=town),
        address=home.address,
        address_division=home.division,
        home_unit=home.unit.code if home.unit is not None else None,
        home_office=home.office,
        card=card,
        photo_ref=f"{record_id}-0" if card is not None else None,
    )
    return Person(
        number=number,
        seed=f"{town.seed}:{number}",
        story=story,
        record=record,
        declared=_declared(own, record=record, story=story, city=town.city),
        past=draw_past(own, birth=birth, home=home, card=card),
        offences=_offences(own, story=story, today=town.today),
        mobile=f"1990000{number % 10000:04d}",
    )


def _home(own: random.Random, *, story: Story, city: City) -> Home:
    if story is Story.LONG_NAME and own.random() < 0.5:
        return home_outside(own, place=KASHGAR)
    if story is Story.OTHER_CITY:
        return draw_elsewhere(own, is_in_province=True)
    if story is Story.OTHER_PROVINCE:
        return draw_elsewhere(own, is_in_province=False)
    return draw_home(own, city=city)


def _birth(own: random.Random, *, story: Story, today: date) -> date:
    if story is Story.NEARLY_16:
        return add_months(today, months=-12 * 16) + timedelta(days=own.randint(5, 40))
    if story is Story.AGED_46:
        return add_months(today, months=-12 * 46) - timedelta(days=own.randint(0, 20))
    if story is Story.FIRST_ISSUE:
        age = own.choice((2, 6, 11, 15, 16, 17))
    elif story in (Story.NO_FINGERPRINTS, Story.CHANGED_LOOKS):
        # Their card is from before fingerprints were taken, so they were of age then.
        age = own.randint(44, 68)
    elif story in (Story.EXPIRED, Story.EXPIRING):
        # Ages whose last card ran ten or twenty years and ends about now.
        age = own.choice((own.randint(28, 33), own.randint(48, 63)))
    elif story is Story.ORDINARY and own.random() < 0.08:
        age = own.randint(3, 15)
    else:
        age = min(own.randint(17, 60), own.randint(17, 88))
    return today - timedelta(days=round(age * 365.25) + own.randint(0, 364))


def _ethnicity(own: random.Random, *, story: Story) -> str:
    if story is Story.LONG_NAME:
        return "05"
    if story is Story.RARE_NAME:
        return "01"
    codes, weights = zip(*_ETHNIC, strict=True)
    return str(own.choices(codes, weights)[0])


def _id_number(own: random.Random, *, home: Home, birth: date, sex: Sex, town: _Town) -> str:
    division = number_division(home.division, birth_year=birth.year)
    while True:
        sequence = own.randrange(900 if sex is Sex.FEMALE else 901, 990, 2)
        first_17 = f"{division}{birth:%Y%m%d}{sequence}"
        number = first_17 + check_digit(first_17)
        if number not in town.numbers:
            town.numbers.add(number)
            return number


def _declared(
    own: random.Random, *, record: PopulationRecord, story: Story, city: City
) -> Declared:
    """What the record says, but for those whose story is a difference."""
    declared = Declared(
        name=record.name,
        sex=record.sex,
        ethnicity=record.ethnicity,
        birth_date=record.birth_date,
        id_number=record.id_number,
        address=record.address,
        address_division=record.address_division,
    )
    if story is Story.MOVED:
        former = draw_home(own, city=city)
        return replace(declared, address=former.address, address_division=former.division)
    if story is Story.MISMATCH:
        if own.random() < 0.5:
            return replace(declared, birth_date=record.birth_date + timedelta(days=30))
        return replace(declared, name=record.name[0] + own.choice("军燕静波"))
    return declared


def _offences(own: random.Random, *, story: Story, today: date) -> tuple[Offence, ...]:
    if story is not Story.OFFENCE:
        return ()
    kind, document = own.choice(_OFFENCES)
    recorded_on = today - timedelta(days=own.randint(60, 2500))
    return (
        Offence(
            recorded_on=recorded_on,
            kind=kind,
            document=document,
            source="济宁市公安局法制支队（模拟）",
            source_number=f"济公行罚决字〔{recorded_on.year}〕{own.randint(90000, 99999)}号",
        ),
    )


def _sharing(one: Person, other: Person) -> list[Person]:
    """Two people registered under one number (重错号): the first one's."""
    pair = [
        one,
        replace(
            other,
            record=replace(other.record, id_number=one.record.id_number),
            declared=replace(other.declared, id_number=one.record.id_number),
        ),
    ]
    candidates = tuple(
        Candidate(
            record_id=p.record.record_id,
            name=p.record.name,
            birth_date=p.record.birth_date,
            address=p.record.address,
        )
        for p in pair
    )
    return [replace(p, record=replace(p.record, candidates=candidates)) for p in pair]
