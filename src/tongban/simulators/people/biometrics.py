"""Photos and templates of a synthetic person, drawn when asked for."""

from __future__ import annotations

import random
from datetime import date

from tongban.ports.population import Finger, Photo
from tongban.simulators.people.faces import draw_face
from tongban.simulators.people.features import Variant
from tongban.simulators.people.fingers import template
from tongban.simulators.people.person import Past, Person, Story
from tongban.standards.ages import full_years


def photo_then(person: Person, past: Past) -> Photo:
    """The standard photo taken at an earlier acceptance."""
    jpeg = draw_face(person.seed, age=past.age, sex=person.record.sex, variant=Variant.RECORD)
    return Photo(jpeg=jpeg, taken_on=past.accepted_on)


def fingers_then(person: Person, past: Past) -> tuple[Finger, ...]:
    """The templates registered at an earlier acceptance."""
    return tuple(
        Finger(
            code=code,
            template=template(person.seed, finger=code),
            quality=random.Random(f"{person.seed}:{code}").randint(60, 92),  # noqa: S311
        )
        for code in past.finger_codes
    )


def picture_now(person: Person, *, on: date, is_standard: bool) -> bytes:
    """What the camera sees today: a live picture, or the standard photo."""
    variant = Variant.STANDARD if is_standard else Variant.LIVE
    if person.story is Story.CHANGED_LOOKS and not is_standard:
        variant = Variant.CHANGED
    age = full_years(person.record.birth_date, on=on)
    return draw_face(person.seed, age=age, sex=person.record.sex, variant=variant)
