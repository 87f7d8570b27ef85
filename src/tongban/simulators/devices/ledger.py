"""Devices before which synthetic people stand.

By default whoever is being handled stands there; a tester may put somebody else before the
window, and then card, fingers and face are that person's.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from tongban.policy.vocabulary import FingerprintResult
from tongban.ports import devices
from tongban.ports.devices import (
    CaptureResult,
    CardRead,
    FingerCapture,
    FingerComparison,
    Picture,
    PictureKind,
)
from tongban.ports.population import CardState
from tongban.simulators.base.ledger import Act, Ledger, Table
from tongban.simulators.people import fingers, store
from tongban.simulators.people.beside import PeopleBeside
from tongban.simulators.people.biometrics import photo_then, picture_now
from tongban.simulators.people.people import CAST
from tongban.simulators.people.person import Person
from tongban.standards.zones import local_date

AUTO = "AUTO"
NOBODY = "NOBODY"

SCHEMA = """
CREATE TABLE IF NOT EXISTS standing (one INTEGER PRIMARY KEY CHECK (one = 1), who TEXT NOT NULL)
STRICT;
"""


class DevicesLedger(Ledger):
    """`DevicesPort` in process; reads the people of the registers beside it.

    The province's is read first: there a card changes, while the nation has it as it was.
    """

    system = "devices"
    title = "窗口设备"
    schema = SCHEMA
    calls = devices.CALLS

    def __init__(
        self,
        path: Path | None = None,
        *,
        seed: int = 1,
        people: sqlite3.Connection | None = None,
        nation: sqlite3.Connection | None = None,
    ) -> None:
        """`people`, `nation`: the registers' connections, when they live in this process."""
        super().__init__(path, seed=seed)
        self.registers = (
            PeopleBeside(path, given=people),
            PeopleBeside(path, given=nation, register="national_register"),
        )

    def read_card(self, *, desk: str, person: str | None, at: datetime) -> CardRead | None:
        found = self._before_window(person)
        if found is None or found.record.card is None or not found.past:
            return None
        card, said = found.record.card, found.declared
        if card.state is CardState.LOST:
            return None
        return CardRead(
            name=said.name,
            sex=said.sex,
            ethnicity=said.ethnicity,
            birth_date=said.birth_date,
            id_number=said.id_number,
            address=said.address,
            issuer=card.issuer,
            valid_from=card.issued_on,
            valid_until=card.valid_until,
            photo=photo_then(found, found.past[0]).jpeg,
        )

    def capture_finger(
        self, *, desk: str, person: str | None, code: int, at: datetime
    ) -> FingerCapture:
        if code not in fingers.FINGER_NAMES:
            raise self.reject("BAD_FINGER", "指位代码应为 11 至 20。")
        found = self._before_window(person)
        if found is None:
            return FingerCapture(result=CaptureResult.FAILED, code=code, quality=0)
        press = fingers.press(found.seed, finger=code, impression=int(at.timestamp()))
        return FingerCapture(
            result=CaptureResult.REGISTERED,
            code=code,
            quality=press.quality,
            image=press.image,
            template=press.template,
        )

    def compare(self, template: bytes, *, with_template: bytes, at: datetime) -> FingerComparison:
        try:
            score = fingers.compare(template, with_template)
        except ValueError:
            raise self.reject("BAD_TEMPLATE", "指纹特征不是本设备采集的格式。") from None
        is_same = score >= fingers.THRESHOLD
        return FingerComparison(
            result=FingerprintResult.SAME if is_same else FingerprintResult.DIFFERENT,
            score=score,
            threshold=fingers.THRESHOLD,
        )

    def take_picture(
        self, *, desk: str, person: str | None, kind: PictureKind, at: datetime
    ) -> Picture | None:
        found = self._before_window(person)
        if found is None:
            return None
        is_standard = kind is PictureKind.STANDARD
        jpeg = picture_now(found, on=local_date(at), is_standard=is_standard)
        return Picture(jpeg=jpeg, taken_at=at)

    def tables(self, *, at: datetime) -> list[Table]:
        known = {
            person.number: person
            for register in reversed(self.registers)
            if (people := register.open()) is not None
            for person in store.cast(people, last=len(CAST))
        }
        who = self._who()
        rows: list[list[object]] = [
            [AUTO, "正在办理的人", "自动", "✓" if who == AUTO else ""],
            [NOBODY, "没有人", "", "✓" if who == NOBODY else ""],
        ]
        for _, person in sorted(known.items()):
            mark = "✓" if who == person.record.id_number else ""
            rows.append([person.record.id_number, person.record.name, person.story.label, mark])
        return [
            Table(
                title="谁站在窗口前",
                columns=("公民身份号码", "姓名", "情形", "当前"),
                rows=rows,
                acts={"stand": Act("站到窗口前")},
            )
        ]

    def act(self, name: str, *, key: str, values: Mapping[str, str], at: datetime) -> str:
        if name != "stand":
            return super().act(name, key=key, values=values, at=at)
        if key not in (AUTO, NOBODY) and self._person(key) is None:
            raise self.reject("UNKNOWN_PERSON", "没有这个人。")
        with self.transaction() as db:
            db.execute("INSERT OR REPLACE INTO standing VALUES (1, ?)", (key,))
        return "已换人。"

    def _who(self) -> str:
        found = self.row("SELECT who FROM standing")
        return AUTO if found is None else str(found["who"])

    def _before_window(self, hint: str | None) -> Person | None:
        who = self._who()
        number = hint if who == AUTO else who
        return None if number in (None, NOBODY) else self._person(number)

    def _person(self, number: str) -> Person | None:
        for register in self.registers:
            people = register.open()
            if people is None:
                continue
            with register.lock:
                if (found := store.by_id_number(people, number)) is not None:
                    return found
        return None

    def close(self) -> None:
        for register in self.registers:
            register.close()
        super().close()
