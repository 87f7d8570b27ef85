"""One synthetic person: the record, what they would declare, and what happened before."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from tongban.policy.vocabulary import Reason, Sex
from tongban.ports.population import Offence, PopulationRecord
from tongban.standards.labels import Labelled


class Story(Labelled):
    """Why this person is worth handling in a test or a demonstration."""

    ORDINARY = "ORDINARY", "普通"
    EXPIRING = "EXPIRING", "证件即将到期"
    EXPIRED = "EXPIRED", "证件已过期"
    LOST = "LOST", "已挂失"
    NO_FINGERPRINTS = "NO_FINGERPRINTS", "未登记指纹"
    FIRST_ISSUE = "FIRST_ISSUE", "首次申领"
    MISMATCH = "MISMATCH", "申报与登记不一致"
    MOVED = "MOVED", "省内住址变更"
    CHANGED_LOOKS = "CHANGED_LOOKS", "相貌变化较大"
    OFFENCE = "OFFENCE", "有证件违法记录"
    BAD_CREDIT = "BAD_CREDIT", "不良信用记录"
    RARE_NAME = "RARE_NAME", "生僻字姓名"
    LONG_NAME = "LONG_NAME", "超长姓名"
    NEARLY_16 = "NEARLY_16", "将满十六周岁"
    AGED_46 = "AGED_46", "刚满四十六周岁"
    SHARED_NUMBER = "SHARED_NUMBER", "重错号"
    OTHER_CITY = "OTHER_CITY", "省内外市户籍"
    OTHER_PROVINCE = "OTHER_PROVINCE", "省外户籍"


@dataclass(frozen=True)
class Declared:
    """What the person says and what the card in their hand shows."""

    name: str = field(repr=False)
    sex: Sex = field(repr=False)
    ethnicity: str = field(repr=False)
    birth_date: date = field(repr=False)
    id_number: str = field(repr=False)
    address: str = field(repr=False)
    address_division: str = field(repr=False)


@dataclass(frozen=True)
class Past:
    """An earlier acceptance; photo and templates are drawn from the person's seed when asked."""

    accepted_on: date
    reason: Reason
    unit: str | None
    unit_name: str
    age: int
    finger_codes: tuple[int, ...]


@dataclass(frozen=True)
class Person:
    """Everything the simulators know of somebody who does not exist."""

    number: int
    seed: str
    """For face and fingers."""
    story: Story
    record: PopulationRecord
    declared: Declared
    past: tuple[Past, ...]
    """The latest first."""
    offences: tuple[Offence, ...]
    mobile: str = field(repr=False)
