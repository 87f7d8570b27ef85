"""People who do not exist: plausible, the same again, and one for every situation."""

from __future__ import annotations

from collections import Counter
from datetime import date
from io import BytesIO

import pytest
from PIL import Image

from tongban.policy.units import shipped_city
from tongban.policy.vocabulary import Sex
from tongban.simulators.people import fingers
from tongban.simulators.people.faces import draw_face
from tongban.simulators.people.features import Variant
from tongban.simulators.people.people import generate_people
from tongban.simulators.people.person import Person, Story
from tongban.standards import ethnic_groups, id_number
from tongban.standards.ages import full_years
from tongban.standards.names import is_rare

TODAY = date(2026, 3, 4)


@pytest.fixture(scope="module")
def people() -> list[Person]:
    return list(generate_people(7, count=600, today=TODAY))


def of(people: list[Person], story: Story) -> list[Person]:
    """The people of a story, of whom there is one at least."""
    found = [person for person in people if person.story is story]
    assert found
    return found


def test_the_same_seed_gives_the_same_people(people: list[Person]) -> None:
    assert list(generate_people(7, count=100, today=TODAY)) == people[:100]
    assert list(generate_people(8, count=10, today=TODAY)) != people[:10]


def test_every_story_is_told(people: list[Person]) -> None:
    assert {person.story for person in people} == set(Story)


def test_numbers_are_valid_unique_and_clearly_synthetic(people: list[Person]) -> None:
    shared = of(people, Story.SHARED_NUMBER)
    counts = Counter(person.record.id_number for person in people)
    assert {n for n, count in counts.items() if count > 1} == {shared[0].record.id_number}
    for person in people:
        parsed = id_number.parse(person.record.id_number, not_after=TODAY)
        assert parsed.birth_date == person.record.birth_date
        assert parsed.is_male == (person.record.sex is Sex.MALE)
        assert 900 <= int(parsed.sequence) < 990
        assert person.mobile.startswith("1990000")


def test_old_numbers_carry_former_divisions(people: list[Person]) -> None:
    divisions = {person.record.id_number[:6] for person in people}
    assert divisions & {"370882", "370822", "370823", "370825", "372629", "372630", "372927"}


def test_households_are_of_the_city_or_outside(people: list[Person]) -> None:
    city = shipped_city()
    for person in people:
        record = person.record
        is_outside = not record.address_division.startswith("3708")
        assert (record.home_unit is None) == is_outside
        if record.home_unit is not None:
            assert city.require(record.home_unit).division == record.address_division
        assert record.ethnicity in ethnic_groups.NAMES


def test_the_stories_are_what_they_say(people: list[Person]) -> None:
    for person in of(people, Story.NEARLY_16):
        assert full_years(person.record.birth_date, on=TODAY) == 15
    for person in of(people, Story.AGED_46):
        assert full_years(person.record.birth_date, on=TODAY) == 46
    for person in of(people, Story.RARE_NAME):
        assert any(is_rare(char) for char in person.record.name)
    for person in of(people, Story.LONG_NAME):
        assert len(person.record.name) == 25
    for person in of(people, Story.FIRST_ISSUE):
        assert (person.record.card, person.past) == (None, ())
    for person in of(people, Story.MISMATCH):
        said, kept = person.declared, person.record
        assert (said.name, said.birth_date) != (kept.name, kept.birth_date)
    for person in of(people, Story.NO_FINGERPRINTS) + of(people, Story.CHANGED_LOOKS):
        assert person.record.card is not None
        assert not person.record.card.fingerprint_registered


def test_cards_end_when_their_story_says(people: list[Person]) -> None:
    for person in of(people, Story.EXPIRED):
        card = person.record.card
        assert card is not None
        assert card.valid_until is not None
        assert card.valid_until < TODAY
    for person in people:
        card = person.record.card
        if card is not None:
            assert person.record.birth_date < card.issued_on < TODAY
            assert person.past[0].accepted_on < card.issued_on


@pytest.mark.parametrize("variant", Variant)
@pytest.mark.parametrize(("sex", "age"), [(Sex.MALE, 8), (Sex.FEMALE, 34), (Sex.MALE, 71)])
def test_portraits_have_the_measures_of_the_standard(sex: Sex, age: int, variant: Variant) -> None:
    jpeg = draw_face("t:1", age=age, sex=sex, variant=variant)
    picture = Image.open(BytesIO(jpeg))
    assert (picture.size, picture.format, picture.mode) == ((358, 441), "JPEG", "RGB")
    assert picture.info["dpi"] == (350, 350)
    assert jpeg == draw_face("t:1", age=age, sex=sex, variant=variant)


def test_people_look_different() -> None:
    faces = {draw_face(f"t:{number}", age=30, sex=Sex.FEMALE) for number in range(12)}
    assert len(faces) == 12


def test_fingers_are_told_apart() -> None:
    genuine, strange = [], []
    for number in range(15):
        first = fingers.template(f"t:{number}", finger=11)
        genuine.append(
            fingers.compare(first, fingers.template(f"t:{number}", finger=11, impression=3))
        )
        strange.append(fingers.compare(first, fingers.template(f"t:{number + 1}", finger=11)))
        strange.append(fingers.compare(first, fingers.template(f"t:{number}", finger=16)))
    assert min(genuine) >= fingers.THRESHOLD + 15
    assert max(strange) <= fingers.THRESHOLD - 10


def test_a_press_and_its_template_agree() -> None:
    press = fingers.press("t:1", finger=12, impression=5)
    assert press.template == fingers.template("t:1", finger=12, impression=5)
    assert len(press.template) == fingers.TEMPLATE_SIZE
    assert Image.open(BytesIO(press.image)).size == (256, 360)
