"""What a tester does by hand as the other cities and provinces."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import httpx
import pytest
from tests.adapters.remote_cases import OURS, hand_in, issued, ours, people, returned, someone
from tests.adapters.rig import AT, Rig, served

from tongban.ports.errors import Rejected
from tongban.ports.population import DecisionOutcome
from tongban.ports.remote import CaseAnswered, CaseArrived, CaseWithdrawn, Change
from tongban.simulators.base.ledger import Table
from tongban.simulators.people.person import Story
from tongban.simulators.population.ledger import PopulationLedger
from tongban.simulators.province_remote.ledger import ProvinceRemoteLedger
from tongban.simulators.remote.captured import Flaw
from tongban.simulators.remote.offices import IN_PROVINCE
from tongban.simulators.remote.page import ANSWER, CASE, FIELDS, FLAW, HOURS, NUMBER, WORDS

OFFICE = IN_PROVINCE[3]


@pytest.fixture
def ledger() -> Iterator[ProvinceRemoteLedger]:
    population = PopulationLedger()
    population.fill(people())
    ledger = ProvinceRemoteLedger(people=population.db)
    yield ledger
    ledger.close()
    population.close()


def press(ledger: ProvinceRemoteLedger, act: str, key: str, **values: str) -> str:
    return ledger.act(act, key=key, values=values, at=AT)


def accept(ledger: ProvinceRemoteLedger, **values: str) -> str:
    """Press the button of an office; returns the case number."""
    ledger.act("accept", key=OFFICE.code, values=values, at=AT)
    return last(ledger).case_number


def last(ledger: ProvinceRemoteLedger) -> Change:
    return ledger.change_list.newest(limit=1)[0]


def table(ledger: ProvinceRemoteLedger, place: int) -> Table:
    return ledger.tables(at=AT)[place]


def answered(ledger: ProvinceRemoteLedger) -> CaseAnswered:
    said = last(ledger)
    assert isinstance(said, CaseAnswered)
    return said


def test_a_chosen_person_applies_at_a_chosen_office(ledger: ProvinceRemoteLedger) -> None:
    person = someone(Story.RARE_NAME).record
    number = accept(ledger, **{NUMBER: person.id_number})
    file = ledger.case_file(number, version=1, at=AT)
    assert (file.accepting_office, file.record.name) == (OFFICE.name, person.name)
    assert table(ledger, 1).rows[0][:3] == (number, 1, person.name)


def test_anybody_applies_where_nobody_is_named(ledger: ProvinceRemoteLedger) -> None:
    numbers = {accept(ledger) for _ in range(3)}
    assert len(numbers) == 3


def test_a_case_may_have_arrived_hours_ago_with_a_flaw(ledger: ProvinceRemoteLedger) -> None:
    number = accept(ledger, **{HOURS: "5.5", FLAW: "照片"})
    assert last(ledger).at == AT - timedelta(hours=5.5)
    assert ledger.arrivals.captured(number, version=1).flaw is Flaw.PHOTO


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({NUMBER: "370811199001010014"}, "UNKNOWN_PERSON"),
        ({NUMBER: someone(Story.OTHER_CITY).record.id_number}, "NOT_OURS"),
        ({HOURS: "昨天"}, "BAD_HOURS"),
        ({HOURS: "-1"}, "BAD_HOURS"),
        ({HOURS: "nan"}, "BAD_HOURS"),
        ({FLAW: "声音"}, "BAD_FLAW"),
    ],
)
def test_what_a_tester_mistypes_is_said(
    ledger: ProvinceRemoteLedger, values: dict[str, str], code: str
) -> None:
    with pytest.raises(Rejected) as refused:
        accept(ledger, **values)
    assert refused.value.code == code
    assert ledger.change_list.newest(limit=1) == []


def test_unknown_buttons_and_offices(ledger: ProvinceRemoteLedger) -> None:
    with pytest.raises(Rejected) as refused:
        press(ledger, "fly", "x")
    assert refused.value.code == "UNKNOWN_ACT"
    with pytest.raises(Rejected) as refused:
        press(ledger, "accept", "370811510000")
    assert refused.value.code == "UNKNOWN_OFFICE"


def test_withdrawal_by_hand(ledger: ProvinceRemoteLedger) -> None:
    number = accept(ledger)
    press(ledger, "withdraw", number, **{WORDS: "不办了"})
    assert last(ledger) == CaseWithdrawn(2, AT, number, 1, "不办了")
    assert "已撤回" in table(ledger, 1).rows[0]


def test_a_withdrawal_that_crosses_our_decision(ledger: ProvinceRemoteLedger) -> None:
    number = accept(ledger)
    ledger.decide(issued(number), at=AT)
    press(ledger, "withdraw_late", number)
    assert isinstance(last(ledger), CaseWithdrawn)
    assert "已签发" in table(ledger, 1).rows[0]


def test_resubmission_by_hand(ledger: ProvinceRemoteLedger) -> None:
    number = accept(ledger)
    ledger.decide(returned(number), at=AT)
    press(ledger, "resubmit", number, **{ANSWER: "照片重拍了"})
    assert last(ledger) == CaseArrived(2, AT, number, 2)
    assert ledger.case_file(number, version=2, at=AT).answer == "照片重拍了"
    press(ledger, "resubmit_early", number)
    assert last(ledger) == CaseArrived(3, AT, number, 3)
    press(ledger, "repeat_arrival", number)
    assert last(ledger) == CaseArrived(4, AT, number, 3)


def test_every_answer_by_hand(ledger: ProvinceRemoteLedger) -> None:
    hand_in(ledger, ours(someone(Story.OTHER_CITY)))
    assert table(ledger, 2).rows[0][:2] == (OURS, 1)
    press(ledger, "return_text", OURS, **{WORDS: "姓名有误", FIELDS: "name address"})
    assert answered(ledger).decision.fields == ("name", "address")
    assert answered(ledger).decision.words == "姓名有误"
    press(ledger, "again", OURS)
    press(ledger, "contradict", OURS)
    assert answered(ledger).decision.outcome is DecisionOutcome.ISSUED
    with pytest.raises(Rejected) as refused:
        press(ledger, "issue_older", OURS)
    assert refused.value.code == "ONE_VERSION"
    hand_in(ledger, ours(someone(Story.OTHER_CITY), version=2))
    press(ledger, "issue_older", OURS)
    assert answered(ledger).version == 1
    press(ledger, "return_fingerprint", OURS)
    assert answered(ledger).decision.category == "FINGERPRINT"
    assert answered(ledger).decision.words
    assert [row[0] for row in table(ledger, 5).rows] == [5, 4, 3, 2, 1]


def test_an_answer_to_a_case_taken_back(ledger: ProvinceRemoteLedger) -> None:
    hand_in(ledger, ours(someone(Story.OTHER_CITY)))
    ledger.filing.cancel(OURS, words="申请人撤回")
    press(ledger, "issue_anyway", OURS)
    assert answered(ledger).decision.outcome is DecisionOutcome.ISSUED
    assert "已撤销" in table(ledger, 2).rows[0]


def test_what_goes_wrong_is_sent_for_a_number_typed_in(ledger: ProvinceRemoteLedger) -> None:
    number = accept(ledger)
    assert "重复到达" in [row[0] for row in table(ledger, 3).rows]
    press(ledger, "odd", "重复到达", **{CASE: f" {number} "})
    assert last(ledger) == CaseArrived(2, AT, number, 1)
    hand_in(ledger, ours(someone(Story.OTHER_CITY)))
    for kind, code in (
        ("重复到达", "UNKNOWN_CASE"),
        ("重复答复", "NOT_ANSWERED"),
        ("?", "UNKNOWN_ACT"),
    ):
        with pytest.raises(Rejected) as refused:
            press(ledger, "odd", kind, **{CASE: OURS})
        assert refused.value.code == code


def test_every_odd_kind_has_its_act(ledger: ProvinceRemoteLedger) -> None:
    for row in table(ledger, 3).rows:
        with pytest.raises(Rejected) as refused:
            press(ledger, "odd", str(row[0]), **{CASE: "1" * 24})
        assert refused.value.code in {"UNKNOWN_CASE", "NOT_ANSWERED", "ONE_VERSION"}


def test_chases_are_shown(ledger: ProvinceRemoteLedger) -> None:
    hand_in(ledger, ours(someone(Story.OTHER_CITY)))
    ledger.chase(OURS, words="请尽快审核。", at=AT)
    assert table(ledger, 4).rows[0][:3] == (OURS, 1, "请尽快审核。")


def test_the_page_itself(tmp_path_factory: pytest.TempPathFactory) -> None:
    rig: Rig
    with served(ProvinceRemoteLedger, tmp_path_factory.mktemp("p") / "ledger.db") as rig:
        assert isinstance(rig.ledger, ProvinceRemoteLedger)
        hand_in(rig.ledger, ours(someone(Story.OTHER_CITY)))
        number = rig.ledger.arrivals.accept(someone(), at=AT)
        shown = httpx.get(rig.base_url, trust_env=False).text
        assert OURS in shown
        assert number in shown
        said = httpx.post(
            f"{rig.base_url}/act/return_photo", data={"key": OURS, WORDS: ""}, trust_env=False
        )
        assert said.status_code == 200
        assert "已退回" in said.text
        again = httpx.post(f"{rig.base_url}/act/issue", data={"key": OURS}, trust_env=False)
        assert again.status_code == 422
        assert "没有在等答复" in again.text
