"""What cases of ours meet when they are handed in to the nation's system (第六条)."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.adapters import sides
from tests.adapters.remote_cases import OURS, ours, someone
from tests.adapters.rig import AT, Rig

from tongban.adapters.national_remote.client import HttpNationalRemote
from tongban.ports.errors import Rejected, TimedOut
from tongban.ports.population import ComposedRecord
from tongban.ports.remote import NationalRemotePort
from tongban.simulators.base.faults import Faults
from tongban.simulators.national_remote.ledger import NationalRemoteLedger
from tongban.simulators.people.person import Story
from tongban.simulators.remote.answers import PHOTO

Side = sides.Side[NationalRemotePort, NationalRemoteLedger]
served_rig, rig, side = sides.both_sides(
    NationalRemoteLedger, HttpNationalRemote, "changes", "submissions"
)


def version(number: int) -> ComposedRecord:
    return ours(someone(Story.OTHER_PROVINCE), version=number)


def refusal(side: Side, record: ComposedRecord) -> str:
    with pytest.raises(Rejected) as refused:
        side.port.submit(record, at=AT)
    return refused.value.code


def test_a_version_is_filed_once(side: Side) -> None:
    first = side.port.submit(version(1), at=AT)
    again = side.port.submit(version(1), at=AT)
    assert (first.is_repeat, again.is_repeat) == (False, True)
    assert again.receipt_no == first.receipt_no
    assert refusal(side, replace(version(1), address="别处")) == "VERSION_REUSED"
    assert side.ledger.number("SELECT count(*) FROM submissions") == 1


def test_a_next_version_needs_a_return(side: Side) -> None:
    side.port.submit(version(1), at=AT)
    assert refusal(side, version(2)) == "OUT_OF_TURN"
    side.ledger.answers.send_back(OURS, PHOTO, at=AT)
    assert not side.port.submit(version(2), at=AT).is_repeat
    assert side.port.submit(version(1), at=AT).is_repeat


def test_what_was_issued_wrongly_is_put_right_by_the_next_version(side: Side) -> None:
    side.port.submit(version(1), at=AT)
    side.ledger.answers.issue(OURS, at=AT)
    assert not side.port.submit(version(2), at=AT).is_repeat
    assert refusal(side, version(3)) == "OUT_OF_TURN"
    assert side.ledger.answers.issue(OURS, at=AT).version == 2


def test_a_case_is_taken_back_once_and_stays_so(side: Side) -> None:
    side.port.submit(version(1), at=AT)
    first = side.port.cancel(OURS, words="申请人撤回", at=AT)
    again = side.port.cancel(OURS, words="申请人撤回", at=AT)
    assert (first.is_repeat, again.is_repeat) == (False, True)
    assert refusal(side, version(2)) == "OUT_OF_TURN"


def test_a_returned_case_can_be_taken_back_an_issued_one_not(side: Side) -> None:
    side.port.submit(version(1), at=AT)
    side.ledger.answers.send_back(OURS, PHOTO, at=AT)
    assert not side.port.cancel(OURS, words="申请人撤回", at=AT).is_repeat
    other = replace(version(1), case_number=f"{OURS[:-1]}9")
    side.port.submit(other, at=AT)
    side.ledger.answers.issue(other.case_number, at=AT)
    with pytest.raises(Rejected) as refused:
        side.port.cancel(other.case_number, words="申请人撤回", at=AT)
    assert refused.value.code == "ALREADY_ISSUED"


def test_an_unknown_case_cannot_be_taken_back(side: Side) -> None:
    with pytest.raises(Rejected) as refused:
        side.port.cancel("1" * 24, words="", at=AT)
    assert refused.value.code == "UNKNOWN_CASE"


def test_a_bureau_may_decide_although_the_case_was_taken_back(side: Side) -> None:
    side.port.submit(version(1), at=AT)
    side.port.cancel(OURS, words="申请人撤回", at=AT)
    with pytest.raises(Rejected) as refused:
        side.ledger.answers.issue(OURS, at=AT)
    assert refused.value.code == "NOT_IN_REVIEW"
    said = side.ledger.answers.issue(OURS, at=AT, is_forced=True)
    assert side.port.changes(0, limit=5, at=AT).changes == (said,)
    assert side.port.cancel(OURS, words="申请人撤回", at=AT).is_repeat


def test_a_submission_that_timed_out_had_its_effect_once(rig: Rig) -> None:
    with rig.misbehaving(Faults(timeout=True)) as client, pytest.raises(TimedOut):
        HttpNationalRemote(client).submit(version(1), at=AT)
    client = rig.wire()
    assert HttpNationalRemote(client).submit(version(1), at=AT).is_repeat
    client.close()
