"""What supervisors decide: a case revoked on a ground, one closed by a death, a refusal lifted (第十五条)."""

from __future__ import annotations

from collections.abc import Callable, Generator
from datetime import datetime
from uuid import UUID

from tongban.cases.operations import close, grounds, refusals
from tongban.cases.operations.grounds import Suspicion
from tongban.cases.queries import next_steps
from tongban.cli.demo_city import outbox, papers
from tongban.cli.demo_city.hours import at_clock
from tongban.cli.demo_city.timeline import Life
from tongban.cli.demo_city.town import ask, keep
from tongban.cli.demo_city.window import Window
from tongban.policy.vocabulary import Ground
from tongban.procedure.actors import Actor
from tongban.procedure.reasons import CloseReason, RefusalFinding, ToldAgainBy
from tongban.procedure.roles import Role
from tongban.standards.zones import local_date

_REPORTED = "户口簿印章与底册不符，疑为伪造，请督导核定。"
_HELD = "已向签发地派出所发函核实，先行暂扣。"
_REVOKED = "签发地派出所书面答复：该户口簿不是其签发，系伪造。"
_DIED = "家属持死亡证明到所说明，经户籍地派出所核实。"
_WRONG = "门牌号因街道更名不一致，户籍地出具证明，身份能够确认，不属于第五条(二)。"
_TOLD = "已电话告知本人可以随时到任一户籍派出所重新申办，对方表示明天来办。"


class Supervision:
    """A supervisor of the county bureau above one window, and one of the city."""

    def __init__(self, window: Window) -> None:
        self._window = window
        self._town = window.town
        self._chance = window.town.chance("supervision", window.plan.number)
        county = self._town.city.county_of(window.plan.station).code
        city = self._town.city.units[0].code
        self._first = self._town.staff.one(county, Role.SUPERVISION, chance=self._chance)
        self._second = self._town.staff.one(city, Role.SUPERVISION, chance=self._chance)

    def revoke(self, case_id: UUID, arrived: datetime) -> Generator[datetime, None, datetime]:
        """Reported by the reviewer, held by the bureau, revoked by the city the day after."""
        home = self._town.city.county_of(self._window.plan.person.record.home_unit or "").code
        reviewer = self._town.staff.one(home, Role.REVIEW, chance=self._chance)
        at = self._working_days_after(arrived, days=1, hour=10)
        yield at
        self._decide(grounds.report_ground, case_id, reviewer, at, words=_REPORTED)
        at = self._working_days_after(at, days=0, hour=15)
        yield at
        self._decide(grounds.hold, case_id, self._first, at, words=_HELD)
        at = self._working_days_after(at, days=1, hour=11)
        yield at
        self._decide(grounds.revoke, case_id, self._second, at, words=_REVOKED)
        outbox.deliver(case_id, ports=self._town.ports)
        return at

    def close(self, case_id: UUID, issued_at: datetime) -> Generator[datetime, None, datetime]:
        """The applicant has died before the fee was paid."""
        at = self._working_days_after(issued_at, days=6, hour=14)
        yield at
        close.close(
            case_id,
            ask(self._first, at=at, chance=self._chance),
            reason=CloseReason.DECEASED,
            words=_DIED,
            evidence=self._page("death", at),
            seen_version=next_steps.case_now(case_id).version,
        )
        outbox.deliver(case_id, ports=self._town.ports)
        return at

    def lift(self, intake_id: UUID, refused_at: datetime) -> Life:
        """The check finds that the refusal was wrong; the station tells the applicant."""
        at = self._working_days_after(refused_at, days=1, hour=9)
        yield at
        refusals.check_refusal(
            intake_id,
            ask(self._first, at=at, chance=self._chance),
            finding=RefusalFinding.WRONG,
            words=_WRONG,
        )
        at = self._working_days_after(at, days=0, hour=11)
        yield at
        call = ask(self._window.officer, at=at, chance=self._chance)
        refusals.tell_again(intake_id, call, by=ToldAgainBy.PHONE, words=_TOLD)

    def _decide(
        self, act: Callable[..., object], case_id: UUID, who: Actor, at: datetime, *, words: str
    ) -> None:
        seen = Suspicion(Ground.DOCUMENT_OFFENCE, words, self._page("ground", at))
        version = next_steps.case_now(case_id).version
        act(case_id, ask(who, at=at, chance=self._chance), seen=seen, seen_version=version)

    def _page(self, what: str, at: datetime) -> str:
        drawn = papers.copy_of_document(f"{self._window.plan.person.seed}:{what}")
        (ref,) = keep([drawn], at=at)
        return ref

    def _working_days_after(self, at: datetime, *, days: int, hour: int) -> datetime:
        day = local_date(at)
        if days:
            day = self._town.hours.next_working(day, days=days)
        return at_clock(day, hour, self._chance.randint(0, 59))
