"""The words of the written commitment, the same on the screen and on the paper (第三条(二))."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from tongban.documents.forms.commitment import Part
from tongban.policy.vocabulary import FaceResult, FingerprintResult

CLAUSE = "《济宁市居民身份证异地申办工作规范》第三条(二)"
OWN = (
    "本人就是上述申请人，所申报的姓名、性别、民族、出生日期、公民身份号码和住址真实、准确。",
    "本人目前无法提供户口簿、居民身份证、居住证、机动车驾驶证、护照等有效身份证件。",
    "现场采集的照片、指纹为本人所有，没有冒用他人身份，也没有请他人代为办理。",
    "如有虚假，本人接受撤销受理、收回证件，并依照《居民身份证法》第十六条、第十七条承担责任。",
)
FOR_WARD = (
    "上述申请人就是本人所监护的人，代为申报的姓名、性别、民族、出生日期、公民身份号码和住址真实、准确。",
    "申请人目前无法提供户口簿、居民身份证、居住证、护照等有效身份证件。",
    "现场采集的照片、指纹为申请人所有，没有冒用他人身份，本人确是其监护人。",
    "如有虚假，本人接受撤销受理、收回证件，并依照《居民身份证法》第十六条、第十七条承担责任。",
)


def opening(*, by_guardian: bool) -> str:
    """The sentence before what is committed to."""
    who = "本人代申请人" if by_guardian else "本人"
    return (
        f"{who}申请异地换领、补领居民身份证，因无法提供有效身份证件，"
        "由派出所查看历史受理信息、现场比对并认定身份后容缺受理。本人承诺："
    )


def commitments(*, by_guardian: bool) -> tuple[str, ...]:
    """What is committed to, one sentence each."""
    return FOR_WARD if by_guardian else OWN


def parts(facts: Mapping[str, Any], *, officers: Mapping[str, str]) -> tuple[Part, ...]:
    """What was done at the window, from ``cases.commitment_facts``: outcome, by whom, when."""
    return tuple(_parts(facts, officers))


def _parts(facts: Mapping[str, Any], officers: Mapping[str, str]) -> Iterator[Part]:
    seen, compared = _moment(facts["history_viewed_at"]), _moment(facts["compared_at"])
    judge = officers.get(facts["compared_by"] or "", "")
    yield Part(what="历史受理信息", outcome="已查看" if seen else "尚未查看", at=seen)
    face = FaceResult(facts["face"])
    yield Part(
        what="本人与人口系统照片",
        outcome=face.label if face is not FaceResult.NOT_DONE else "尚未比对",
        by=judge if compared else "",
        at=compared,
    )
    yield Part(
        what="本人与登记指纹", outcome=_print(facts), by=judge if compared else "", at=compared
    )
    yield Part(
        what="身份认定",
        outcome="民警认定是本人" if facts["confirmed"] else "尚未认定",
        by=officers.get(facts["identity_by"] or "", "") if facts["confirmed"] else "",
        at=_moment(facts["identity_at"]) if facts["confirmed"] else None,
    )


def _print(facts: Mapping[str, Any]) -> str:
    if not facts["prints_registered"]:
        return "人口系统没有登记指纹"
    result = FingerprintResult(facts["fingerprint"])
    return result.label if result is not FingerprintResult.NOT_DONE else "尚未比对"


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
