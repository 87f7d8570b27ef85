"""What happens at the window: from the look-up to the signature, or to an end without a case."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import asdict
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from tongban.cases.operations import (
    commitment,
    compose,
    green,
    guardian,
    intake_capture,
    intake_checks,
    intake_end,
    intake_open,
)
from tongban.cases.operations.intake_open import Found
from tongban.cases.operations.sign import Signature
from tongban.cli.demo_city import papers
from tongban.cli.demo_city.green import mark_of
from tongban.cli.demo_city.plan import Fate, Plan
from tongban.cli.demo_city.timeline import NEVER
from tongban.cli.demo_city.town import Drawn, Town, ask, id_of, keep
from tongban.desks.station import look_up
from tongban.desks.station.registers import Registered
from tongban.policy.category import SHANDONG
from tongban.policy.vocabulary import FaceResult, FingerprintResult, Reason
from tongban.ports.registry import Register
from tongban.procedure.actors import Actor
from tongban.procedure.roles import Role
from tongban.simulators.people.person import Declared, Story
from tongban.standards.zones import at_local, local, local_date

WANT_TEMPORARY = 0.12
WITHOUT_DOCUMENT = 0.15
_REFUSED = "查询人口系统和名单后认定，已当面告知依据，并出具通知书。"
_LEAVES = ("改天带齐材料再办。", "家里有急事，今天不办了。", "打算回户籍地办理。")
CARDLESS = frozenset({Fate.WITHDRAWN, Fate.REVOKED, Fate.CLOSED})
"""Who ends without a card asks for nothing that bridges the wait."""


class Window:
    """One application at one window, with the officer who takes it."""

    def __init__(self, plan: Plan, town: Town) -> None:
        self.plan = plan
        self.town = town
        self.chance = town.chance("application", plan.number)
        self.officer: Actor = town.staff.one(plan.station, Role.ACCEPTANCE, chance=self.chance)
        self.intake_id = id_of(plan.opens_at, chance=self.chance)
        self.case_id: UUID | None = None
        self.refused_at: datetime | None = None
        """When a refusal was written that is lifted later."""
        self._kept: dict[str, str] = {}

    @property
    def wants_temporary(self) -> bool:
        """Whether the applicant asks for something that bridges the wait (第十二条)."""
        chance = self.town.chance("temporary", self.plan.number)
        return self.plan.fate not in CARDLESS and chance.random() < WANT_TEMPORARY

    @property
    def has_no_document(self) -> bool:
        """Whether nothing at all is brought along: now and then by who has lost the card."""
        chance = self.town.chance("no document", self.plan.number)
        return self.plan.reason is Reason.LOST and chance.random() < WITHOUT_DOCUMENT

    @property
    def record_card(self) -> bool:
        """Whether the register has prints of this person."""
        card = self.plan.person.record.card
        return card is not None and card.fingerprint_registered

    def minutes(self, least: float, most: float) -> timedelta:
        """A short while."""
        return timedelta(minutes=self.chance.uniform(least, most))

    def visit(self) -> Generator[datetime, None, datetime | None]:
        """From "next, please" to the composed record; None where it ends before."""
        at = self.plan.opens_at
        yield at
        self._open(at)
        if self.plan.fate in (Fate.REFUSED, Fate.LIFTED):
            at = yield from self._refuse(at)
            if self.plan.fate is Fate.LIFTED:
                self.refused_at = at
            return None
        if self.plan.fate is Fate.WAITING:
            at = yield from self._wait(at)
        at += self.minutes(1.5, 3)
        yield at
        self._identify(at)
        if self.plan.fate is Fate.OPEN and self.chance.random() < 0.5:
            return None
        at += self.minutes(2, 4)
        yield at
        self._capture(at)
        if self.plan.fate is Fate.OPEN:
            return None
        at += self.minutes(1, 3)
        yield at
        self.compose(at)
        return at

    def _open(self, at: datetime) -> None:
        plan, person = self.plan, self.plan.person
        is_own = person.record.address_division.startswith(SHANDONG)
        found = look_up.found(
            Registered(person.record, Register.PROVINCE if is_own else Register.NATION),
            ports=self.town.ports,
            city=self.town.city,
            station=plan.station,
            at=at,
        )
        if person.story in (Story.MISMATCH, Story.MOVED):
            found = Found(found.record, _declared(person.declared), found.offences, found.residence)
        intake_open.open_intake(
            ask(self.officer, at=at, chance=self.chance),
            found=found,
            reason=plan.reason,
            intake_id=self.intake_id,
        )
        self._help(at)

    def _help(self, at: datetime) -> None:
        """Whoever has it hard goes first (第十四条)."""
        chance = self.town.chance("green", self.plan.number)
        mark = mark_of(self.plan, at=at, officer=self.officer.name, chance=chance)
        if mark is not None:
            green.set_green(self.intake_id, ask(self.officer, at=at, chance=chance), mark=mark)

    def _refuse(self, at: datetime) -> Generator[datetime, None, datetime]:
        if self.plan.person.story in (Story.MISMATCH, Story.CHANGED_LOOKS):
            at += self.minutes(4, 9)
            yield at
            self._keep_papers(at)
            call = ask(self.officer, at=at - timedelta(seconds=50), chance=self.chance)
            intake_checks.view_history(self.intake_id, call)
            self._compare(at, face=FaceResult.DIFFERENT, confirmed=False)
        at += self.minutes(2, 5)
        yield at
        intake_end.refuse(
            self.intake_id, ask(self.officer, at=at, chance=self.chance), words=_REFUSED
        )
        return at

    def _wait(self, at: datetime) -> Generator[datetime, None, datetime]:
        """Nothing was brought along: told in writing, back after some days, or not yet."""
        at += self.minutes(5, 9)
        yield at
        intake_end.print_one_time_notice(
            self.intake_id, ask(self.officer, at=at, chance=self.chance)
        )
        back = self.town.hours.next_working(local_date(at), days=self.chance.randint(2, 8))
        at = at_local(back, clock=local(at).time())
        yield at
        if self.chance.random() < 0.3:
            call = ask(self.officer, at=at, chance=self.chance)
            intake_end.withdraw_intake(self.intake_id, call, words=self.chance.choice(_LEAVES))
            yield NEVER
        return at

    def _identify(self, at: datetime) -> None:
        """A few acts of which the last happens now."""
        earlier = at - timedelta(seconds=65)
        self._keep_papers(earlier)
        if self.has_no_document:
            self._identify_without(earlier, at=at)
            return
        shown = papers.evidence(
            self.plan, page=self._kept["document"], on=local_date(at), chance=self.chance
        )
        intake_checks.show_evidence(
            self.intake_id, ask(self.officer, at=earlier, chance=self.chance), shown=shown
        )
        self._register_guardian(earlier)
        self._compare(at, face=FaceResult.SAME, confirmed=True)

    def _identify_without(self, earlier: datetime, *, at: datetime) -> None:
        """The four parts of tolerant acceptance, the commitment last (第三条(二))."""
        self._register_guardian(earlier)
        call = ask(self.officer, at=earlier, chance=self.chance)
        intake_checks.view_history(self.intake_id, call)
        self._compare(at - timedelta(seconds=20), face=FaceResult.SAME, confirmed=True)
        signed = Signature(
            pad=self._kept["commitment"], by_guardian=self.plan.is_guarded(local_date(at))
        )
        call = ask(self.officer, at=at, chance=self.chance)
        commitment.commit(self.intake_id, call, signature=signed)

    def _register_guardian(self, at: datetime) -> None:
        given = papers.guardian(self.plan, page=self._kept["guardian"])
        if given is not None:
            call = ask(self.officer, at=at, chance=self.chance)
            guardian.set_guardian(self.intake_id, call, guardian=given)

    def _compare(self, at: datetime, *, face: FaceResult, confirmed: bool) -> None:
        found = FingerprintResult.SAME if confirmed else FingerprintResult.UNCLEAR
        prints = found if self.record_card else FingerprintResult.NO_TEMPLATE
        intake_checks.compare(
            self.intake_id,
            ask(self.officer, at=at - timedelta(seconds=25), chance=self.chance),
            face=face,
            fingerprint=prints,
            live_photo=self._kept["live"],
        )
        intake_checks.state_identity(
            self.intake_id, ask(self.officer, at=at, chance=self.chance), confirmed=confirmed
        )

    def _keep_papers(self, at: datetime) -> None:
        person, on = self.plan.person, local_date(at)
        press = self.plan.number
        drawn = {
            "document": papers.copy_of_document(person.seed),
            "live": papers.live_picture(person, on=on),
            "photo": self._photo(on),
            "right": papers.print_of(person, 11, press=press),
            "left": papers.print_of(person, 16, press=press),
            "guardian": papers.copy_of_document(f"{person.seed}:guardian"),
            "signature": papers.signature(f"{person.seed}:{press}"),
            "commitment": papers.signature(f"{person.seed}:{press}:commitment"),
        }
        self._kept = dict(zip(drawn, keep(list(drawn.values()), at=at), strict=True))

    def _photo(self, on: date) -> Drawn:
        if self.plan.fate is Fate.RETURNED:
            return papers.poor_photo(self.plan.person, on=on)
        return papers.standard_photo(self.plan.person, on=on)

    def _capture(self, at: datetime) -> None:
        """Photo, prints and wishes, the last of them now."""
        earlier = at - timedelta(seconds=95)
        intake_capture.store_photo(
            self.intake_id,
            ask(self.officer, at=earlier, chance=self.chance),
            photo=self._kept["photo"],
            report=self._report(earlier),
        )
        earlier = at - timedelta(seconds=45)
        intake_capture.store_fingerprints(
            self.intake_id,
            ask(self.officer, at=earlier, chance=self.chance),
            fingers=papers.fingers((self._kept["right"], self._kept["left"]), chance=self.chance),
        )
        wishes = papers.wishes(
            self.plan,
            station=self.town.city.require(self.plan.station),
            temporary=self.wants_temporary,
            chance=self.chance,
        )
        intake_capture.set_details(
            self.intake_id, ask(self.officer, at=at, chance=self.chance), wishes=wishes
        )

    def _report(self, at: datetime) -> dict[str, Any]:
        """Measured where somebody will look at it: drawing thousands of pictures takes minutes."""
        if self.plan.fate is Fate.ORDINARY:
            return {}
        return papers.report_on(self._photo(local_date(at)))

    def compose(self, at: datetime) -> UUID:
        """Compose what the intake holds."""
        done = compose.compose(
            self.intake_id,
            ask(self.officer, at=at, chance=self.chance),
            case_id=id_of(at, chance=self.chance),
        )
        self.case_id = done.subject
        return done.subject

    @property
    def signature(self) -> str:
        """The applicant's or guardian's signature."""
        return self._kept["signature"]


def _declared(declared: Declared) -> dict[str, str]:
    stored = asdict(declared)
    return stored | {"sex": declared.sex.value, "birth_date": declared.birth_date.isoformat()}
