"""The population system's own register: people, submissions, decisions, temporary cards."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime

from pydantic import TypeAdapter

from tongban.policy.units import shipped_city
from tongban.policy.vocabulary import Reason
from tongban.ports import population
from tongban.ports.population import (
    Acknowledgement,
    CardState,
    ComposedRecord,
    Decision,
    DecisionOutcome,
    FiledCase,
    FiledState,
    Finger,
    LastCard,
    Offence,
    PastAcceptance,
    Photo,
    PopulationRecord,
)
from tongban.ports.wire import sm3
from tongban.simulators.base.ledger import Act, Ledger, Table, iso, parse_iso, when
from tongban.simulators.population import store
from tongban.simulators.population.biometrics import fingers_then, photo_then
from tongban.simulators.population.people import CAST
from tongban.simulators.population.person import Person, Story
from tongban.standards.zones import local_date

SCHEMA = (
    store.SCHEMA
    + """
CREATE TABLE IF NOT EXISTS submissions (
    case_number TEXT NOT NULL, version INTEGER NOT NULL, receipt_no TEXT NOT NULL UNIQUE,
    digest BLOB NOT NULL, record TEXT NOT NULL, state TEXT NOT NULL,
    decision_digest BLOB, words TEXT NOT NULL DEFAULT '', accepting_unit TEXT NOT NULL,
    home_unit TEXT NOT NULL, received_at TEXT NOT NULL, decided_at TEXT,
    PRIMARY KEY (case_number, version)) STRICT;
CREATE INDEX IF NOT EXISTS submissions_open ON submissions (state, received_at);
CREATE TABLE IF NOT EXISTS issued (
    photo_ref TEXT PRIMARY KEY, record_id TEXT NOT NULL, case_number TEXT NOT NULL UNIQUE,
    accepted_on TEXT NOT NULL, jpeg BLOB NOT NULL, fingers TEXT NOT NULL, reason TEXT NOT NULL,
    unit TEXT NOT NULL) STRICT;
CREATE INDEX IF NOT EXISTS issued_by_person ON issued (record_id, accepted_on);
CREATE TABLE IF NOT EXISTS temporary_cards (
    card_no TEXT PRIMARY KEY, case_number TEXT NOT NULL, valid_from TEXT NOT NULL,
    valid_until TEXT NOT NULL, reported_at TEXT NOT NULL) STRICT;
"""
)

_RECORD = TypeAdapter(ComposedRecord)
_DECISION = TypeAdapter(Decision)
_FINGERS: TypeAdapter[tuple[Finger, ...]] = TypeAdapter(tuple[Finger, ...])


class PopulationLedger(Ledger):
    """`PopulationPort` in process."""

    system = "population"
    title = "山东省实有人口信息管理系统"
    schema = SCHEMA
    calls = population.CALLS

    def fill(self, people: Iterable[Person]) -> int:
        """Register synthetic people; returns how many."""
        with self.transaction() as db:
            return store.insert_people(db, people)

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
            )
            for past in person.past
        )
        return tuple(_acceptance(row) for row in lately) + before

    def offences(self, id_number: str, *, at: datetime) -> tuple[Offence, ...]:
        found = self.person(id_number)
        if found is None:
            return ()
        return tuple(sorted(found.offences, key=lambda o: o.recorded_on, reverse=True))

    def submit(self, record: ComposedRecord, *, at: datetime) -> Acknowledgement:
        body = _RECORD.dump_json(record)
        with self.transaction() as db:
            same = self._version(record.case_number, record.version)
            if same is not None:
                if same["digest"] != sm3(body):
                    raise self.reject("VERSION_REUSED", "同一受理编号和版本对应了不同内容。")
                return _acknowledgement(same, is_repeat=True)
            self._demand_next(record)
            if self._person(record.record_id) is None:
                raise self.reject("UNKNOWN_PERSON", "人口系统中没有此人。")
            count = self.number("SELECT count(*) FROM submissions") + 1
            db.execute(
                "INSERT INTO submissions (case_number, version, receipt_no, digest, record, state,"
                " accepting_unit, home_unit, received_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    record.case_number,
                    record.version,
                    f"SR{local_date(at):%Y%m%d}{count:07d}",
                    sm3(body),
                    body.decode(),
                    FiledState.IN_REVIEW.value,
                    record.accepting_unit,
                    record.home_unit,
                    iso(at),
                ),
            )
            return _acknowledgement(
                self._require(record.case_number, record.version), is_repeat=False
            )

    def decide(self, decision: Decision, *, at: datetime) -> Acknowledgement:
        digest = sm3(_DECISION.dump_json(decision))
        with self.transaction() as db:
            found = self._require(decision.case_number, decision.version)
            if found["decision_digest"] is not None:
                if found["decision_digest"] != digest:
                    raise self.reject("DECISION_REUSED", "该版本已有不同的审核结果。")
                return _acknowledgement(found, is_repeat=True)
            if found["state"] != FiledState.IN_REVIEW:
                raise self.reject("NOT_IN_REVIEW", "该件不在待审核签发状态。")
            is_issued = decision.outcome is DecisionOutcome.ISSUED
            if is_issued and decision.valid_from is None:
                raise self.reject("NO_VALIDITY", "签发应当注明证件有效期。")
            db.execute(
                "UPDATE submissions SET state = ?, decision_digest = ?, words = ?, decided_at = ?"
                " WHERE case_number = ? AND version = ?",
                (
                    decision.outcome.value,
                    digest,
                    decision.words,
                    iso(at),
                    decision.case_number,
                    decision.version,
                ),
            )
            if is_issued:
                self._register(_RECORD.validate_json(found["record"]), decision)
            return _acknowledgement(found, is_repeat=False)

    def cancel(self, case_number: str, *, words: str, at: datetime) -> Acknowledgement:
        with self.transaction() as db:
            found = self._last(case_number)
            if found["state"] == FiledState.CANCELLED:
                return _acknowledgement(found, is_repeat=True)
            if found["state"] == FiledState.ISSUED:
                raise self.reject("ALREADY_ISSUED", "该件已签发，不能撤销。")
            db.execute(
                "UPDATE submissions SET state = ?, words = ? WHERE case_number = ? AND version = ?",
                (FiledState.CANCELLED.value, words, case_number, found["version"]),
            )
            return _acknowledgement(found, is_repeat=False)

    def worklist(self, unit: str, *, at: datetime) -> tuple[FiledCase, ...]:
        # Codes nest (GA/T 380): four digits for the city, six for a bureau, all for a station.
        length = 4 if unit.endswith("0" * 8) else 6 if unit.endswith("0" * 6) else 12
        column = "accepting_unit" if length == 12 else "home_unit"
        found = self.rows(
            "SELECT * FROM submissions AS s WHERE state IN ('IN_REVIEW', 'RETURNED')"  # noqa: S608
            f" AND substr({column}, 1, ?) = ? AND version = (SELECT max(version) FROM submissions"
            " WHERE case_number = s.case_number) ORDER BY received_at",
            length,
            unit[:length],
        )
        return tuple(
            FiledCase(
                case_number=row["case_number"],
                version=row["version"],
                state=FiledState(row["state"]),
                accepting_unit=row["accepting_unit"],
                home_unit=row["home_unit"],
                received_at=parse_iso(row["received_at"]),
                words=row["words"],
            )
            for row in found
        )

    def report_temporary_card(
        self,
        case_number: str,
        *,
        card_no: str,
        valid_from: date,
        valid_until: date,
        at: datetime,
    ) -> Acknowledgement:
        with self.transaction() as db:
            case = self._last(case_number)
            known = self.row("SELECT * FROM temporary_cards WHERE card_no = ?", card_no)
            if known is not None:
                if known["case_number"] != case_number:
                    raise self.reject("CARD_NO_REUSED", "该临时居民身份证编号已用于其他受理件。")
                return _acknowledgement(case, is_repeat=True)
            db.execute(
                "INSERT INTO temporary_cards VALUES (?, ?, ?, ?, ?)",
                (card_no, case_number, valid_from.isoformat(), valid_until.isoformat(), iso(at)),
            )
            return _acknowledgement(case, is_repeat=False)

    def tables(self, *, at: datetime) -> list[Table]:
        with self.lock:
            people = store.cast(self.db, limit=len(CAST))
        return [
            Table(
                title="受理件",
                columns=("受理编号", "版本", "状态", "说明", "收到时间", "审核时间"),
                rows=[
                    [
                        row["case_number"],
                        row["version"],
                        FiledState(row["state"]).label,
                        row["words"],
                        when(row["received_at"]),
                        when(row["decided_at"]),
                    ]
                    for row in self.rows(
                        "SELECT * FROM submissions ORDER BY received_at DESC LIMIT 30"
                    )
                ],
                acts={},
            ),
            Table(
                title=f"各种情形的人员（共 {self.number('SELECT count(*) FROM people')} 人）",
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
                acts={"declare_lost": Act("挂失"), "record_offence": Act("登记证件违法")},
            ),
        ]

    def act(self, name: str, *, key: str, values: Mapping[str, str], at: datetime) -> str:
        if name not in ("declare_lost", "record_offence"):
            return super().act(name, key=key, values=values, at=at)
        with self.transaction() as db:
            person = store.by_id_number(db, key)
            if person is None:
                raise self.reject("UNKNOWN_PERSON", "人口系统中没有此人。")
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

    def _register(self, record: ComposedRecord, decision: Decision) -> None:
        """An issued card becomes the last one, with its photo and fingerprints."""
        person = self._person(record.record_id)
        if person is None or decision.valid_from is None:
            return
        photo_ref = f"{record.record_id}-N{record.case_number}"
        self.db.execute(
            "INSERT INTO issued VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (
                photo_ref,
                record.record_id,
                record.case_number,
                local_date(record.composed_at).isoformat(),
                record.photo,
                _FINGERS.dump_json(record.fingers).decode(),
                record.reason.value,
                record.accepting_unit,
            ),
        )
        card = LastCard(
            issued_on=decision.valid_from,
            valid_until=decision.valid_until,
            issuer=person.record.card.issuer if person.record.card else person.record.home_office,
            fingerprint_registered=bool(record.fingers),
        )
        changed = replace(person.record, card=card, photo_ref=photo_ref)
        store.insert_people(self.db, [replace(person, record=changed)])

    def _demand_next(self, record: ComposedRecord) -> None:
        """Versions come one after the other, the next only after a return."""
        last = self.row(
            "SELECT * FROM submissions WHERE case_number = ? ORDER BY version DESC LIMIT 1",
            record.case_number,
        )
        if last is not None and (
            record.version != last["version"] + 1 or last["state"] != FiledState.RETURNED
        ):
            raise self.reject("OUT_OF_TURN", "上一版本未退回，不能提交新版本。")

    def _person(self, record_id: str) -> Person | None:
        with self.lock:
            return store.by_record_id(self.db, record_id)

    def _version(self, case_number: str, version: int) -> sqlite3.Row | None:
        return self.row(
            "SELECT * FROM submissions WHERE case_number = ? AND version = ?", case_number, version
        )

    def _require(self, case_number: str, version: int) -> sqlite3.Row:
        found = self._version(case_number, version)
        if found is None:
            raise self.reject("UNKNOWN_CASE", "没有这个受理件或版本。")
        return found

    def _last(self, case_number: str) -> sqlite3.Row:
        found = self.row(
            "SELECT * FROM submissions WHERE case_number = ? ORDER BY version DESC LIMIT 1",
            case_number,
        )
        if found is None:
            raise self.reject("UNKNOWN_CASE", "没有这个受理件或版本。")
        return found


def _acknowledgement(row: sqlite3.Row, *, is_repeat: bool) -> Acknowledgement:
    return Acknowledgement(row["receipt_no"], parse_iso(row["received_at"]), is_repeat)


def _acceptance(row: sqlite3.Row) -> PastAcceptance:
    accepted_on = date.fromisoformat(row["accepted_on"])
    return PastAcceptance(
        accepted_on=accepted_on,
        reason=Reason(row["reason"]),
        unit=row["unit"],
        unit_name=_unit_name(row["unit"]),
        photo=Photo(row["jpeg"], accepted_on),
        fingers=_FINGERS.validate_json(row["fingers"]),
    )


def _unit_name(code: str) -> str:
    unit = shipped_city().get(code)
    return unit.name if unit is not None else code


def _end(person: Person) -> str:
    card = person.record.card
    if card is None:
        return "未办证"
    return card.valid_until.isoformat() if card.valid_until is not None else "长期"
