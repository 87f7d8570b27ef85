"""The register of people: look-ups, past acceptances, offences."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime

from pydantic import TypeAdapter

from tongban.policy.units import shipped_city
from tongban.policy.vocabulary import Reason
from tongban.ports.population import (
    CardState,
    DecisionOutcome,
    Finger,
    Offence,
    PastAcceptance,
    Photo,
    PopulationRecord,
)
from tongban.simulators.base.ledger import Act, Ledger, Table
from tongban.simulators.people import store
from tongban.simulators.people.biometrics import fingers_then, photo_then
from tongban.simulators.people.people import CAST
from tongban.simulators.people.person import Person, Story
from tongban.standards.zones import local_date

REGISTER_SCHEMA = (
    store.SCHEMA
    + """
CREATE TABLE IF NOT EXISTS issued (
    photo_ref TEXT PRIMARY KEY, record_id TEXT NOT NULL, case_number TEXT NOT NULL UNIQUE,
    accepted_on TEXT NOT NULL, jpeg BLOB NOT NULL, fingers TEXT NOT NULL, reason TEXT NOT NULL,
    unit TEXT NOT NULL) STRICT;
CREATE INDEX IF NOT EXISTS issued_by_person ON issued (record_id, accepted_on);
"""
)

FINGERS: TypeAdapter[tuple[Finger, ...]] = TypeAdapter(tuple[Finger, ...])


class Register(Ledger):
    """`RegisterPort` in process: the people behind a register; a subclass names the system."""

    def fill(self, people: Iterable[Person]) -> int:
        """Register those of the synthetic people who belong here; returns how many."""
        with self.transaction() as db:
            return store.insert_people(db, filter(self.holds, people))

    def holds(self, person: Person) -> bool:
        """Whether this register is the one of the person's household."""
        return True

    def person(self, id_number: str) -> Person | None:
        """The synthetic person behind a number, with what no port tells."""
        with self.lock:
            return store.by_id_number(self.db, id_number)

    def people(self, story: Story, *, limit: int = 50) -> list[Person]:
        """Synthetic people with a story, for demonstrations and tests."""
        with self.lock:
            return store.by_story(self.db, story, limit=limit)

    def look_up(self, id_number: str, *, at: datetime) -> PopulationRecord | None:
        found = self.person(id_number)
        return found.record if found is not None else None

    def find(self, name: str, *, birth_date: date, at: datetime) -> tuple[PopulationRecord, ...]:
        with self.lock:
            found = store.by_name(self.db, name, birth_date=birth_date.isoformat())
        return tuple(person.record for person in found)

    def record(self, record_id: str, *, at: datetime) -> PopulationRecord | None:
        found = self._person(record_id)
        return found.record if found is not None else None

    def photo(self, photo_ref: str, *, at: datetime) -> Photo | None:
        issued = self.row("SELECT * FROM issued WHERE photo_ref = ?", photo_ref)
        if issued is not None:
            return Photo(issued["jpeg"], date.fromisoformat(issued["accepted_on"]))
        record_id, _, index = photo_ref.rpartition("-")
        person = self._person(record_id)
        if person is None or not index.isdigit() or int(index) >= len(person.past):
            return None
        return photo_then(person, person.past[int(index)])

    def history(self, record_id: str, *, at: datetime) -> tuple[PastAcceptance, ...]:
        person = self._person(record_id)
        if person is None:
            return ()
        lately = self.rows(
            "SELECT * FROM issued WHERE record_id = ? ORDER BY accepted_on DESC", record_id
        )
        before = tuple(
            PastAcceptance(
                accepted_on=past.accepted_on,
                reason=past.reason,
                unit=past.unit,
                unit_name=past.unit_name,
                photo=photo_then(person, past),
                fingers=fingers_then(person, past),
                outcome=DecisionOutcome.ISSUED,
            )
            for past in person.past
        )
        return tuple(_acceptance(row) for row in lately) + before

    def offences(self, id_number: str, *, at: datetime) -> tuple[Offence, ...]:
        found = self.person(id_number)
        if found is None:
            return ()
        return tuple(sorted(found.offences, key=lambda o: o.recorded_on, reverse=True))

    def tables(self, *, at: datetime) -> list[Table]:
        with self.lock:
            people = store.cast(self.db, last=len(CAST))
        count = self.number("SELECT count(*) FROM people")
        return [
            Table(
                title=f"各种情形的人员（共 {count} 人）",
                columns=("公民身份号码", "姓名", "情形", "户籍地", "证件有效期至"),
                rows=[
                    [
                        p.record.id_number,
                        p.record.name,
                        p.story.label,
                        p.record.home_office,
                        _end(p),
                    ]
                    for p in people
                ],
                acts={"declare_lost": Act("挂失"), "record_offence": Act("登记违法")},
            ),
        ]

    def act(self, name: str, *, key: str, values: Mapping[str, str], at: datetime) -> str:
        if name not in ("declare_lost", "record_offence"):
            return super().act(name, key=key, values=values, at=at)
        with self.transaction() as db:
            person = store.by_id_number(db, key)
            if person is None:
                raise self.reject("UNKNOWN_PERSON", "本系统中没有此人。")
            if name == "declare_lost":
                if person.record.card is None:
                    raise self.reject("NO_CARD", "此人没有居民身份证。")
                lost = replace(person.record.card, state=CardState.LOST)
                changed = replace(person, record=replace(person.record, card=lost))
            else:
                day = local_date(at)
                offence = Offence(
                    day, "冒用居民身份证", "居民身份证", "模拟登记", f"MN{day:%Y%m%d}"
                )
                changed = replace(person, offences=(offence, *person.offences))
            store.insert_people(db, [changed])
        return "已登记。"

    def _person(self, record_id: str) -> Person | None:
        with self.lock:
            return store.by_record_id(self.db, record_id)


def _acceptance(row: sqlite3.Row) -> PastAcceptance:
    accepted_on = date.fromisoformat(row["accepted_on"])
    return PastAcceptance(
        accepted_on=accepted_on,
        reason=Reason(row["reason"]),
        unit=row["unit"],
        unit_name=_unit_name(row["unit"]),
        photo=Photo(row["jpeg"], accepted_on),
        fingers=FINGERS.validate_json(row["fingers"]),
        outcome=DecisionOutcome.ISSUED,
    )


def _unit_name(code: str) -> str:
    unit = shipped_city().get(code)
    return unit.name if unit is not None else code


def _end(person: Person) -> str:
    card = person.record.card
    if card is None:
        return "未办证"
    return card.valid_until.isoformat() if card.valid_until is not None else "长期"
