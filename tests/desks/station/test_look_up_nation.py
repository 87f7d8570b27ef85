"""核对身份 across provinces: the province is asked, then the nation; what is silent is named."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from tests.cases.world import World
from tests.desks.station.test_intake_flow import pad
from tests.desks.station.window import Window

from tongban.audit.models import AuditRow
from tongban.cases.models import Case, Intake, Outgoing
from tongban.ports.errors import Rejected
from tongban.ports.registry import set_ports
from tongban.simulators.people.person import Person, Story


class Heard:
    """A register that remembers what it was asked."""

    def __init__(self, register: Any) -> None:
        self._register = register
        self.calls: list[str] = []

    def __getattr__(self, name: str) -> Any:
        self.calls.append(name)
        return getattr(self._register, name)


def elsewhere(window: Window) -> Person:
    """Somebody of another province, with registered prints."""
    for one in window.ledgers.national_register.people(Story.OTHER_PROVINCE):
        if one.record.card is not None and one.record.card.fingerprint_registered:
            return one
    raise LookupError


def hearing(window: Window) -> tuple[Heard, Heard]:
    """Both registers listened to: the province's and the nation's."""
    ledgers = window.ledgers
    heard = Heard(ledgers.population), Heard(ledgers.national_register)
    set_ports(replace(ledgers.ports(), population=heard[0], national_register=heard[1]))
    return heard


def said(answer: Any) -> str:
    """The page, where no intake was begun."""
    assert answer.status_code == 200
    assert Intake.objects.count() == 0
    return str(answer.content.decode())


def test_for_somebody_of_the_province_the_nation_is_not_asked(window: Window) -> None:
    province, nation = hearing(window)
    intake = window.begin(window.person())
    assert window.row(intake).record["register"] == "population"
    assert "look_up" in province.calls
    assert nation.calls == []
    assert "全省人口信息" in window.text(f"{intake}/identity/")


def test_who_is_not_in_the_province_is_found_in_the_nation(window: Window) -> None:
    person = elsewhere(window)
    intake = window.begin(person, reason="EXPIRED")
    row = window.row(intake)
    assert row.record["register"] == "national_register"
    assert row.record["record_id"] == person.record.record_id
    assert (row.category, row.home_unit) == ("CROSS_PROVINCE", "")
    text = window.text(f"{intake}/identity/")
    assert "全国人口信息" in text
    assert person.record.home_office in text
    log = AuditRow.objects.get(what="PERSON_LOOKED_UP")
    assert person.record.id_number not in str(log.data)


def test_a_household_of_another_city_is_the_provinces(window: Window) -> None:
    person = window.ledgers.population.people(Story.OTHER_CITY)[0]
    row = window.row(window.begin(person))
    assert (row.category, row.record["register"]) == ("CROSS_CITY", "population")


def test_what_belongs_to_the_record_is_asked_of_its_register(window: Window) -> None:
    person = elsewhere(window)
    province, nation = hearing(window)
    intake = window.begin(person)
    window.do(intake, "evidence", kind="HOUSEHOLD_REGISTER")
    window.do(intake, "history")
    text = window.text(f"{intake}/compare/?history=1")
    assert all(one.accepted_on.isoformat() in text for one in person.past)
    assert "data:image/jpeg;base64," in text
    window.do(intake, "fingerprint")
    assert window.row(intake).fingerprint == "SAME"
    shown = window.client.get(f"/pictures/intake/{intake}/register")
    assert shown.headers["Content-Type"] == "image/jpeg"
    assert set(province.calls) == {"look_up"}
    assert set(nation.calls) == {"look_up", "offences", "history", "photo"}


def test_a_record_of_before_is_the_provinces(window: Window) -> None:
    intake = window.begin(window.person())
    row = window.row(intake)
    del row.record["register"]
    row.save(update_fields=["record"])
    province, nation = hearing(window)
    window.do(intake, "evidence", kind="HOUSEHOLD_REGISTER")
    window.do(intake, "fingerprint")
    window.client.get(f"/pictures/intake/{intake}/register")
    assert set(province.calls) == {"history", "photo"}
    assert nation.calls == []


def test_an_offence_recorded_in_the_nation_counts(window: Window) -> None:
    person = elsewhere(window)
    number = person.record.id_number
    window.ledgers.national_register.act(
        "record_offence", key=number, values={}, at=window.world.at
    )
    (offence,) = window.row(window.begin(person)).offences
    assert offence["source"] == "模拟登记"


def test_nobody_in_either_is_said_of_both(window: Window) -> None:
    text = said(window.post("find/", id_number="11010119900307803X"))
    assert "省人口库和全国人口库都没有查到" in text


def test_the_nation_silent_is_named_only_where_it_matters(window: Window) -> None:
    person = elsewhere(window)
    number = person.record.id_number
    set_ports(window.ledgers.ports(down="national_register"))
    text = said(window.post("find/", id_number=number, reason="LOST"))
    assert "部人口信息系统暂时没有回答" in text
    assert "户籍在山东的人照常查询受理" in text
    assert f'value="{number}"' in window.text("")
    window.begin(window.person())


def test_the_province_silent_leaves_other_provinces(window: Window) -> None:
    set_ports(window.ledgers.ports(down="population"))
    own = window.person()
    text = said(window.post("find/", id_number=own.record.id_number))
    assert "省人口系统暂时没有回答" in text
    assert f"户籍在{own.record.home_office}，要等省系统恢复" in text
    assert "外省户籍的人照常查询受理" in text
    assert f'value="{own.record.id_number}"' in window.text("")
    assert "全国库没有查到" in said(window.post("find/", id_number="11010119900307803X"))
    row = window.row(window.begin(elsewhere(window)))
    assert row.record["register"] == "national_register"


def test_both_silent(window: Window) -> None:
    set_ports(window.ledgers.ports(down="population national_register"))
    text = said(window.post("find/", id_number=window.person().record.id_number))
    assert "省人口系统和部人口信息系统都暂时没有回答" in text


def test_a_household_of_the_province_that_only_the_nation_has_is_to_be_asked_about(
    window: Window,
) -> None:
    person = window.person()
    with window.ledgers.population.transaction() as db:
        db.execute("DELETE FROM people WHERE record_id = ?", (person.record.record_id,))
    text = said(window.post("find/", id_number=person.record.id_number))
    assert "请先与户籍地派出所核实" in text
    assert person.record.home_office in text


def by_name(window: Window, person: Person) -> Any:
    """Look for somebody by name and birth date."""
    record = person.record
    return window.post("find/", name=record.name, birth_date=record.birth_date.isoformat())


def test_by_name_one_of_the_province_is_one(window: Window) -> None:
    assert by_name(window, window.person()).status_code == 303
    assert Intake.objects.get().record["register"] == "population"


def test_by_name_somebody_of_the_nation(window: Window) -> None:
    assert by_name(window, elsewhere(window)).status_code == 303
    assert Intake.objects.get().record["register"] == "national_register"


def namesake(window: Window, person: Person) -> Person:
    """Give somebody of another province the name and birth date of ``person``."""
    other = elsewhere(window)
    record = replace(other.record, name=person.record.name, birth_date=person.record.birth_date)
    made = replace(other, record=record)
    window.ledgers.national_register.fill([made])
    return made


def test_by_name_in_both_the_officer_chooses_the_person_and_not_the_system(window: Window) -> None:
    person = window.person()
    other = namesake(window, person)
    text = said(by_name(window, person))
    assert person.record.address in text
    assert other.record.address in text
    assert text.count('name="record_id"') == 2
    fields = {"record_id": other.record.record_id, "register": "national_register"}
    for name, value in fields.items():
        assert f'name="{name}" value="{value}"' in text
    assert window.post("find/", **fields).status_code == 303
    assert Intake.objects.get().record["address"] == other.record.address


def test_by_name_nobody_is_taken_for_certain_while_a_register_is_silent(window: Window) -> None:
    person = window.person()
    namesake(window, person)
    set_ports(window.ledgers.ports(down="national_register"))
    text = said(by_name(window, person))
    assert "外省户籍的人不在其中" in text
    assert text.count('name="record_id"') == 1
    set_ports(window.ledgers.ports(down="population"))
    text = said(by_name(window, person))
    assert "户籍在山东的人不在其中" in text
    assert text.count('name="record_id"') == 1


def test_a_chosen_record_whose_register_fell_silent(window: Window) -> None:
    record_id = elsewhere(window).record.record_id
    chosen = {"record_id": record_id, "register": "national_register"}
    set_ports(window.ledgers.ports(down="national_register"))
    assert "部人口信息系统暂时没有回答" in said(window.post("find/", **chosen))
    gone = {"record_id": "P99999999", "register": "no such register"}
    set_ports(window.ledgers.ports())
    assert "都没有查到" in said(window.post("find/", **gone))


def test_a_refusal_is_no_silence(window: Window, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise Rejected("population", "BAD_MESSAGE", "报文不符合接口规范")

    _, nation = hearing(window)
    monkeypatch.setattr(window.ledgers.population, "look_up", refuse)
    said(window.post("find/", id_number=elsewhere(window).record.id_number))
    assert nation.calls == []


def test_another_station_takes_over_somebody_of_another_province(
    window: Window, world: World
) -> None:
    person = elsewhere(window)
    intake = window.begin(person)
    other = Window.of_unit(window, window.elsewhere(person))
    text = other.post("find/", id_number=person.record.id_number).content.decode()
    assert 'name="register" value="national_register"' in text
    other.do(
        intake,
        "take-over",
        record_id=person.record.record_id,
        register="national_register",
    )
    row = window.row(intake)
    assert (row.station_id, row.record["register"]) == (other.unit, "national_register")


def test_an_application_from_another_province_goes_to_its_end_at_the_window(
    window: Window,
) -> None:
    intake = window.complete(elsewhere(window))
    window.do(intake, "compose")
    case = Case.objects.get(intake=intake)
    window.do(intake, "sign", signature_png=pad(), seen_version=str(case.version))
    case.refresh_from_db()
    assert (case.stream, case.category) == ("OUTGOING", "CROSS_PROVINCE")
    sent = Outgoing.objects.filter(case=case, kind="submit").get()
    assert sent.system == "national_remote"
    assert window.client.get(f"/pictures/{case.id}/1/register").status_code == 200
    for step in ("compose", "fee", "finish"):
        assert window.get(f"{intake}/{step}/").status_code == 200
