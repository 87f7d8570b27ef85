"""The home bureau's reviewers, and the station that puts right what they return (第九、十条)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from tongban.cases.operations import fix, review
from tongban.cases.operations.intake_capture import Finger
from tongban.cases.queries import next_steps
from tongban.cli.demo_city import papers
from tongban.cli.demo_city.hours import at_clock, between
from tongban.cli.demo_city.plan import Fate
from tongban.cli.demo_city.town import ask, keep
from tongban.cli.demo_city.window import Window
from tongban.policy.vocabulary import Priority
from tongban.procedure.actors import Actor
from tongban.procedure.reasons import ReturnCategory
from tongban.procedure.roles import Role
from tongban.standards.zones import local_date

LATE_REVIEW_RATE = 0.012
LATE_FIX_RATE = 0.08
RETURNS = (
    (ReturnCategory.PHOTO, 70, (), "照片背景不均匀，左侧有阴影，请在白色背景前重新采集。"),
    (ReturnCategory.FINGERPRINT, 15, (), "右手指纹图像干湿不匀，特征点不足，请重新采集。"),
    (ReturnCategory.TEXT, 15, ("address",), "登记住址没有写到门牌号，请与申请人核对后补全。"),
)


class HomeBureau:
    """Decides one case."""

    def __init__(self, window: Window, case_id: UUID) -> None:
        self._window = window
        self._case_id = case_id
        self._chance = window.chance
        self._town = window.town

    def luck(self, rate: float) -> bool:
        """Whether something rare happens to an application that is left to chance."""
        return self._window.plan.fate is Fate.ORDINARY and self._chance.random() < rate

    def review_time(self, arrived: datetime) -> datetime:
        """When it is decided: before 17:00 mostly, rarely the day after."""
        hours, until = self._town.hours, self._town.timeline.until
        if self._window.plan.fate is Fate.REVIEWED_NOW:
            begins = max(arrived, at_clock(local_date(until), 8, 35))
            return between(begins, until, chance=self._chance)
        at = hours.review_of(arrived, chance=self._chance)
        if self.luck(LATE_REVIEW_RATE):
            return at_clock(hours.next_working(local_date(at)), 9, self._chance.randint(0, 59))
        return at

    def fix_time(self, returned_at: datetime) -> datetime:
        """When the station has it put right: within the days of 第十条 mostly."""
        hours, day = self._town.hours, local_date(returned_at)
        if self.luck(LATE_FIX_RATE):
            day = hours.next_working(day, days=self._chance.randint(4, 6))
        else:
            most = 2 if self._window.plan.priority is Priority.EXPEDITED else 3
            day = hours.next_working(day, days=self._chance.randint(1, most))
        return at_clock(day, self._chance.randint(9, 15), self._chance.randint(0, 59))

    def issue(self, at: datetime) -> None:
        """审核签发."""
        call = ask(self._reviewer(), at=at, chance=self._chance)
        review.issue(self._case_id, call, seen_version=self._version())

    def send_back(self, at: datetime) -> ReturnCategory:
        """退回, with what is wrong."""
        weights = [one[1] for one in RETURNS]
        category, _, fields, words = self._chance.choices(RETURNS, weights)[0]
        if self._window.plan.fate is Fate.RETURNED:
            category, _, fields, words = RETURNS[0]
        review.return_for_correction(
            self._case_id,
            ask(self._reviewer(), at=at, chance=self._chance),
            category=category,
            fields=fields,
            words=words,
            seen_version=self._version(),
        )
        return category

    def put_right(self, at: datetime, category: ReturnCategory) -> None:
        """Compose the next version from what the applicant came back with."""
        fix.recompose(
            self._case_id,
            ask(self._window.officer, at=at, chance=self._chance),
            correction=self._correction(at, category),
            seen_version=self._version(),
        )

    def _correction(self, at: datetime, category: ReturnCategory) -> fix.Correction:
        person, press = self._window.plan.person, self._window.plan.number + 1
        if category is ReturnCategory.TEXT:
            return fix.Correction(text={"address": f"{person.record.address}（西户）"})
        if category is ReturnCategory.PHOTO:
            drawn = papers.anew(person, on=local_date(at))
            (photo,) = keep([drawn], at=at)
            return fix.Correction(photo=photo, photo_report=papers.report_on(drawn))
        prints = keep([papers.print_of(person, f, press=press) for f in (11, 16)], at=at)
        return fix.Correction(
            fingers=[
                Finger(code, template=ref, quality=self._chance.randint(75, 97))
                for code, ref in zip((11, 16), prints, strict=True)
            ]
        )

    def _version(self) -> int:
        return next_steps.case_now(self._case_id).version

    def _reviewer(self) -> Actor:
        home = self._window.plan.person.record.home_unit or ""
        county = self._town.city.county_of(home).code
        return self._town.staff.one(county, Role.REVIEW, chance=self._chance)
