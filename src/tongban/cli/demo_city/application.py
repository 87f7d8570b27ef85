"""One application from the composed record to the sealed file."""

from __future__ import annotations

from collections.abc import Generator
from datetime import datetime, timedelta
from uuid import UUID

from tongban.cases.operations import (
    closing,
    sign,
    taking_back,
    temporary,
    withdraw,
)
from tongban.cases.operations.papers import count_print
from tongban.cases.operations.sign import Signature
from tongban.cases.queries import next_steps
from tongban.cli.demo_city import outbox
from tongban.cli.demo_city.decided_above import Supervision
from tongban.cli.demo_city.elsewhere import BureauElsewhere
from tongban.cli.demo_city.home_bureau import HomeBureau
from tongban.cli.demo_city.hours import at_clock
from tongban.cli.demo_city.mailing import Mailing
from tongban.cli.demo_city.money import Fee
from tongban.cli.demo_city.plan import Fate, Mail, Plan
from tongban.cli.demo_city.roads import Road
from tongban.cli.demo_city.timeline import Life
from tongban.cli.demo_city.town import Town, ask, id_of
from tongban.cli.demo_city.window import Window
from tongban.desks.shared.papers_temporary import KIND_OF
from tongban.procedure.obligations import ObligationKind
from tongban.procedure.reasons import ResidenceOutcome
from tongban.standards.zones import local_date

NEVER_PAID = frozenset({Fate.UNPAID, Fate.REVOKED, Fate.CLOSED})
WAITS_FOR_REVIEW = frozenset({Fate.QUEUED, Fate.OVERDUE})
RETURN_RATE = 0.03
_WITHDRAWS = "申请人已在户籍地办理，要求撤回本次申请。"
_PURPOSES = ("乘坐火车、客车", "办理住宿登记", "参加考试")
_VOID = "登记地址录错，作废后重新合成。"


class Application:
    """Runs one application; what is left to chance depends on the plan's number alone."""

    def __init__(self, plan: Plan, town: Town, *, road: Road) -> None:
        self.plan = plan
        self.town = town
        self.road = road
        self.window = Window(plan, town)
        self.chance = self.window.chance
        self.card_orders = 0
        self.is_paid = False

    @property
    def case_id(self) -> UUID:
        """The case; only once it is composed."""
        if self.window.case_id is None:
            raise LookupError("nothing is composed yet")
        return self.window.case_id

    def life(self) -> Life:
        """Everything that happens to it."""
        at = yield from self.window.visit()
        if self.window.refused_at is not None:
            above = Supervision(self.window)
            yield from above.lift(self.window.intake_id, self.window.refused_at)
        if at is None or self.plan.fate is Fate.UNSIGNED:
            return
        if self.plan.fate is Fate.VOIDED:
            at = yield from self._compose_again(at)
        fee = Fee(self.window, self.case_id)
        at += self._minutes(0.5, 1.5)
        yield at
        fee.show_code(at)
        at += self._minutes(0.7, 2)
        yield at
        self._sign(at)
        self.town.timeline.add(self._pays(fee, at))
        if self.window.wants_temporary:
            self.town.timeline.add(self._temporary(at))
        if not self._is_at_home():
            self.town.timeline.add(self._guidance(at))
        if self.plan.fate is Fate.WITHDRAWN:
            yield from self._withdraw(fee, at)
        else:
            yield from self._review(at)

    def _is_at_home(self) -> bool:
        """Whether home and window lie in one county: nothing is due there (第四条)."""
        home = self.plan.person.record.home_unit
        county_of = self.town.city.county_of
        return home is not None and county_of(home) == county_of(self.plan.station)

    def _minutes(self, least: float, most: float) -> timedelta:
        return self.window.minutes(least, most)

    def _compose_again(self, at: datetime) -> Generator[datetime, None, datetime]:
        at += self._minutes(1, 3)
        yield at
        call = ask(self.window.officer, at=at, chance=self.chance)
        taking_back.void(self.case_id, call, words=_VOID, seen_version=1)
        at += self._minutes(1, 3)
        yield at
        self.window.compose(at)
        return at

    def _sign(self, at: datetime) -> None:
        sign.sign(
            self.case_id,
            ask(self.window.officer, at=at, chance=self.chance),
            signature=Signature(
                pad=self.window.signature, by_guardian=self.plan.is_guarded(local_date(at))
            ),
            seen_version=self._version(),
        )
        self._deliver()

    def _version(self) -> int:
        return next_steps.case_now(self.case_id).version

    def _deliver(self) -> None:
        """Send what waits; a card ordered goes on its road."""
        for message in outbox.deliver(self.case_id, ports=self.town.ports):
            if (message.system, message.kind) == ("card_centre", "order"):
                self.card_orders += 1
                number = next_steps.case_now(self.case_id).number
                order_no = f"{number}-{self.card_orders}"
                self._made(order_no, at=message.created_at)

    def _made(self, order_no: str, *, at: datetime) -> None:
        """The card goes by the county bureau, or straight to the applicant (第十一条)."""
        if self.plan.mail is Mail.NONE:
            self.road.ordered(order_no, self.case_id, self, at=at)
            return
        mailing = Mailing(self.window, self.case_id, seal=self.seal)
        self.town.timeline.add(mailing.life(order_no, at))

    def _pays(self, fee: Fee, signed_at: datetime) -> Life:
        """By the code at once, in cash, or some days later."""
        at = signed_at + self._minutes(0.5, 3)
        if self.plan.fate in NEVER_PAID:
            return
        way = self.chance.random()
        soon = self.plan.fate is Fate.WITHDRAWN
        if way < 0.06 and not soon:
            day = self.town.hours.next_working(local_date(at), days=self.chance.randint(1, 5))
            at = at_clock(day, self.chance.randint(9, 16), self.chance.randint(0, 59))
            yield at
            fee.show_code(at)
            at += self._minutes(1, 4)
        yield at
        if way > (0.7 if soon else 0.93):
            fee.take_cash(at)
            later = at + (self._minutes(1, 3) if soon else self._minutes(30, 200))
            at = min(later, at_clock(local_date(at), 18, 40))
            yield at
            fee.pay_on_behalf(at)
        else:
            fee.pay(at)
        self.is_paid = True
        self._deliver()

    def _temporary(self, signed_at: datetime) -> Life:
        """A temporary card or certificate, made and printed on the spot (第十二条)."""
        chance = self.town.chance("temporary paper", self.plan.number)
        at = signed_at + timedelta(minutes=chance.uniform(3.5, 7))
        yield at
        document, officer = id_of(at, chance=chance), self.window.officer
        temporary.issue_temporary(
            self.case_id,
            ask(officer, at=at, chance=chance),
            document_id=document,
            purpose=chance.choice(_PURPOSES),
        )
        kind = KIND_OF[next_steps.temporary_kind(document)]
        count_print(kind.value, subject=document, contents={}, actor=officer, at=at)
        self._deliver()

    def _guidance(self, signed_at: datetime) -> Life:
        """The applicant is guided to residence registration where that is due (第四条)."""
        at = signed_at + self._minutes(3, 8)
        if self.chance.random() < 0.2:
            day = self.town.hours.next_working(local_date(at), days=self.chance.randint(1, 2))
            at = at_clock(day, 10, self.chance.randint(0, 59))
        yield at
        if not next_steps.owes(self.case_id, ObligationKind.GUIDE_RESIDENCE):
            return
        outcome = self.chance.choices(
            (ResidenceOutcome.GUIDED, ResidenceOutcome.REGISTERED, ResidenceOutcome.DECLINED),
            (60, 33, 7),
        )[0]
        call = ask(self.window.officer, at=at, chance=self.chance)
        closing.guide_residence(self.case_id, call, outcome=outcome)

    def _withdraw(self, fee: Fee, at: datetime) -> Life:
        at += self._minutes(8, 25)
        yield at
        withdraw.withdraw(
            self.case_id,
            ask(self.window.officer, at=at, chance=self.chance),
            words=_WITHDRAWS,
            signature=self.window.signature,
            seen_version=self._version(),
        )
        self._deliver()
        if self.is_paid:
            at = yield from fee.refund(at)
        yield from self.seal(at)

    def _review(self, arrived: datetime) -> Life:
        """Decided by the home bureau, put right by the station as often as it comes back."""
        if self.plan.fate in WAITS_FOR_REVIEW:
            return
        if self.plan.fate is Fate.UNANSWERED:
            yield from BureauElsewhere(self.window, self.case_id).stay_silent(arrived)
            return
        if self.plan.fate is Fate.REVOKED:
            at = yield from Supervision(self.window).revoke(self.case_id, arrived)
            yield from self.seal(at)
            return
        kind = BureauElsewhere if self.plan.is_outgoing else HomeBureau
        bureau = kind(self.window, self.case_id)
        returns = 1 if self.plan.fate is Fate.RETURNED or bureau.luck(RETURN_RATE) else 0
        while True:
            at = bureau.review_time(arrived)
            yield at
            if not returns:
                bureau.issue(at)
                self._deliver()
                break
            returns -= 1
            category = bureau.send_back(at)
            self._deliver()
            if self.plan.fate is Fate.RETURNED:
                return
            at = bureau.fix_time(at)
            yield at
            bureau.put_right(at, category)
            arrived = at + self._minutes(2, 6)
            yield arrived
            self._sign(arrived)
        if self.plan.fate is Fate.CLOSED:
            at = yield from Supervision(self.window).close(self.case_id, at)
            yield from self.seal(at)

    def seal(self, ended_at: datetime) -> Life:
        """The file is put together some working days after the end (第八条)."""
        days = self.chance.choices((1, 2, 3, 4, 7), (30, 30, 20, 14, 6))[0]
        day = self.town.hours.next_working(local_date(ended_at), days=days)
        at = at_clock(day, 16, self.chance.randint(5, 55))
        yield at
        closing.seal_file(self.case_id, ask(self.window.officer, at=at, chance=self.chance))
