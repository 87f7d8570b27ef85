"""What bureaus elsewhere answer to the cases that stations of this city accepted (第九条)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from random import Random
from typing import TYPE_CHECKING

from tongban.ports.population import ComposedRecord, Decision, DecisionOutcome, FiledState
from tongban.ports.remote import CaseAnswered
from tongban.simulators.base.filing import RECORD
from tongban.simulators.people.names import draw_name
from tongban.simulators.remote.offices import bureau_of
from tongban.standards.card_validity import validity
from tongban.standards.zones import local_date

if TYPE_CHECKING:
    from tongban.simulators.remote.ledger import RemoteLedger


@dataclass(frozen=True)
class Return:
    """Why a version is sent back: category, words, wrong fields of the text."""

    category: str
    words: str
    fields: tuple[str, ...] = ()


PHOTO = Return("PHOTO", "照片背景不均匀，左侧有阴影，请在白色背景前重新采集。")
FINGERPRINT = Return("FINGERPRINT", "右手指纹特征点不足，请清洁手指后重新采集。")
TEXT = Return("TEXT", "住址与户籍登记不一致，请与申请人核对居民户口簿后更正。", ("address",))
RETURNS: Mapping[str, Return] = {r.category: r for r in (PHOTO, FINGERPRINT, TEXT)}


@dataclass(frozen=True)
class Answers:
    """The home bureaus elsewhere, as far as cases of ours are concerned."""

    ledger: RemoteLedger

    def issue(
        self, case_number: str, *, at: datetime, version: int = 0, is_forced: bool = False
    ) -> CaseAnswered:
        """审核签发; the validity follows from the age on that day.

        Of the last version, or of `version`. `is_forced` says it even where nothing is waiting for
        it: once more, against what was said before, of a case taken back or of an older version.
        """
        with self.ledger.transaction():
            record = self._open(case_number, version=version, is_forced=is_forced)
            span = validity(record.birth_date, issued_on=local_date(at))
            return self._say(self._decision(record, span=span), at=at)

    def send_back(
        self,
        case_number: str,
        why: Return,
        *,
        at: datetime,
        version: int = 0,
        is_forced: bool = False,
    ) -> CaseAnswered:
        """退回, with category and words; `version` and `is_forced` as for `issue`."""
        if why.category not in RETURNS or not why.words.strip():
            raise self.ledger.reject("NO_REASON", "退回应当选定类别并写明原因。")
        with self.ledger.transaction():
            record = self._open(case_number, version=version, is_forced=is_forced)
            return self._say(self._decision(record, why=why), at=at)

    def forget(self, case_number: str) -> None:
        """Let the home bureau leave a case lying until somebody chases it."""
        with self.ledger.transaction() as db:
            db.execute("INSERT OR IGNORE INTO forgotten VALUES (?)", (case_number,))

    def is_forgotten(self, case_number: str) -> bool:
        """Whether the home bureau left it lying."""
        found = self.ledger.row("SELECT 1 FROM forgotten WHERE case_number = ?", case_number)
        return found is not None

    def again(self, case_number: str, *, at: datetime) -> CaseAnswered:
        """Say the last answer once more, word for word, as a new entry of the list."""
        return self._say(self._last(case_number).decision, at=at)

    def contradict(self, case_number: str, *, at: datetime) -> CaseAnswered:
        """Say the opposite of the last answer, on the same version."""
        last = self._last(case_number)
        if last.decision.outcome is DecisionOutcome.ISSUED:
            return self.send_back(case_number, PHOTO, at=at, version=last.version, is_forced=True)
        return self.issue(case_number, at=at, version=last.version, is_forced=True)

    def last(self, case_number: str) -> CaseAnswered | None:
        """What was answered last, whichever version it was about."""
        said = self.ledger.change_list.of_case(case_number)
        answers = [change for change in said if isinstance(change, CaseAnswered)]
        return answers[-1] if answers else None

    def _last(self, case_number: str) -> CaseAnswered:
        last = self.last(case_number)
        if last is None:
            raise self.ledger.reject("NOT_ANSWERED", "该件还没有答复。")
        return last

    def _open(self, case_number: str, *, version: int, is_forced: bool) -> ComposedRecord:
        """The version to decide; `Rejected` when it does not wait for that."""
        ledger = self.ledger
        last = ledger.filing.last(case_number)
        if ledger.arrivals.has(case_number):
            raise ledger.reject("NOT_ELSEWHERE", "该件由本市审核，不由户籍地答复。")
        found = ledger.filing.require(case_number, version) if version else last
        state = FiledState(last["state"])
        is_waiting = state is FiledState.IN_REVIEW and found["version"] == last["version"]
        if not (is_waiting or is_forced):
            raise ledger.reject("NOT_IN_REVIEW", f"该件现为“{state.label}”，没有在等答复。")
        record: ComposedRecord = RECORD.validate_json(found["record"])
        return record

    def _decision(
        self,
        record: ComposedRecord,
        *,
        span: tuple[date, date | None] | None = None,
        why: Return | None = None,
    ) -> Decision:
        about = (record.case_number, record.version)
        chance: Random = self.ledger.chance("reviewer", *about)
        return Decision(
            case_number=record.case_number,
            version=record.version,
            outcome=DecisionOutcome.ISSUED if why is None else DecisionOutcome.RETURNED,
            deciding_unit=f"{record.address_division}000000",
            officer_name=draw_name(chance, is_male=False, birth_year=1984, ethnicity="01"),
            category=why.category if why else "",
            words=why.words.strip() if why else "",
            valid_from=span[0] if span else None,
            valid_until=span[1] if span else None,
            fields=why.fields if why else (),
            deciding_office=bureau_of(record.home_office) or "户籍地县级公安机关",
        )

    def _say(self, decision: Decision, *, at: datetime) -> CaseAnswered:
        ledger, number = self.ledger, decision.case_number
        with ledger.transaction():
            found = ledger.filing.require(number, decision.version)
            # A return stands until the next version comes, whatever is said besides.
            if FiledState(found["state"]) in (FiledState.IN_REVIEW, FiledState.ISSUED):
                ledger.filing.note(decision, at=at)
            return ledger.change_list.add(
                lambda seq: CaseAnswered(seq, at, number, decision.version, decision)
            )
