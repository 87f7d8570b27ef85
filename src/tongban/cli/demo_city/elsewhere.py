"""The bureaus of other places: they decide what our stations hand in (第九、十条)."""

from __future__ import annotations

from datetime import datetime

from tongban.cases.operations import answers
from tongban.cases.queries import next_steps
from tongban.cli.demo_city import outbox
from tongban.cli.demo_city.home_bureau import RETURNS, HomeBureau
from tongban.cli.demo_city.hours import at_clock
from tongban.cli.demo_city.plan import Fate
from tongban.cli.demo_city.timeline import Life
from tongban.cli.demo_city.town import ask
from tongban.policy.category import SHANDONG
from tongban.procedure.reasons import ReturnCategory
from tongban.simulators.remote.answers import Return
from tongban.simulators.remote.ledger import RemoteLedger
from tongban.standards.zones import local_date

CHASED = 0.5
"""Of those not answered in time: the station has chased once."""


class BureauElsewhere(HomeBureau):
    """Decides one case of ours, a day or two later than ours would."""

    @property
    def system(self) -> str:
        """The system through which it answers."""
        division = self._window.plan.person.record.address_division
        return "province_remote" if division.startswith(SHANDONG) else "national_remote"

    def review_time(self, arrived: datetime) -> datetime:
        """One to three working days later."""
        day = self._town.hours.next_working(local_date(arrived), days=self._chance.randint(1, 3))
        return at_clock(day, self._chance.randint(9, 16), self._chance.randint(0, 59))

    def issue(self, at: datetime) -> None:
        """Answered: issued there."""
        self._there().answers.issue(self._number, at=at)
        outbox.read(self.system, self._number, town=self._town, at=at)

    def send_back(self, at: datetime) -> ReturnCategory:
        """Answered: returned there, with what is wrong."""
        category, _, fields, words = self._chance.choices(RETURNS, [r[1] for r in RETURNS])[0]
        if self._window.plan.fate is Fate.RETURNED:
            category, _, fields, words = RETURNS[0]
        why = Return(category.value, words, tuple(fields))
        self._there().answers.send_back(self._number, why, at=at)
        outbox.read(self.system, self._number, town=self._town, at=at)
        return category

    def stay_silent(self, arrived: datetime) -> Life:
        """Not answered when it was due: some stations have chased once, then it is the city's turn."""
        self._there().answers.forget(self._number)
        if self._chance.random() >= CHASED:
            return
        day = self._town.hours.next_working(local_date(arrived), days=8)
        at = at_clock(day, 10, self._chance.randint(0, 59))
        yield at
        call = ask(self._window.officer, at=at, chance=self._chance)
        answers.chase_answer(self._case_id, call, seen_version=self._version())
        outbox.deliver(self._case_id, ports=self._town.ports)

    def _there(self) -> RemoteLedger:
        """The system's own book, with what our station handed in elsewhere in the province."""
        self._town.ledgers.pass_on()
        return self._town.ledgers.remote(self.system)

    @property
    def _number(self) -> str:
        return next_steps.case_now(self._case_id).number
