"""The clause register: for every clause of the regulation, what in the software carries it out."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources

import yaml

_CITED = (
    "第一条 第二条 第三条(一) 第三条(二) 第四条 "
    "第五条(一) 第五条(二) 第五条(三) 第五条(四) 第五条(五) "
    "第六条 第七条 第八条 第九条 第十条 第十一条 第十二条 "
    "第十三条(一) 第十三条(二) 第十三条(三) 第十四条 "
    "第十五条(一) 第十五条(二) 第十五条(三) 第十六条"
)

CLAUSES: tuple[str, ...] = tuple(_CITED.split())
"""Every clause that can be cited, in the order of the text."""


@dataclass(frozen=True, slots=True)
class ClauseDuty:
    """One thing a clause asks for.

    ``rules`` are dotted names inside ``tongban.policy``; ``acts`` and ``obligations`` are codes
    of the procedure; ``outside`` says why software has no part in it.
    """

    clause: str
    duty: str
    rules: tuple[str, ...]
    acts: tuple[str, ...]
    obligations: tuple[str, ...]
    outside: str

    @property
    def is_answered(self) -> bool:
        """Whether something carries the duty out, or else a reason is written."""
        has_part = bool(self.rules or self.acts or self.obligations)
        return has_part != bool(self.outside)


@cache
def register() -> tuple[ClauseDuty, ...]:
    """Every duty, in the order of the text."""
    text = resources.files("tongban.policy").joinpath("data/clauses.yaml").read_text("utf-8")
    return tuple(_duties(yaml.safe_load(text)))


def duties_of(clause: str) -> tuple[ClauseDuty, ...]:
    """The duties of one clause."""
    return tuple(duty for duty in register() if duty.clause == clause)


def _duties(document: list[dict[str, object]]) -> Iterator[ClauseDuty]:
    for entry in document:
        duties = entry["duties"]
        if not isinstance(duties, list):
            raise TypeError(f"{entry['clause']} has no list of duties")
        for duty in duties:
            yield ClauseDuty(
                clause=str(entry["clause"]),
                duty=duty["duty"],
                rules=tuple(duty.get("rules", ())),
                acts=tuple(duty.get("acts", ())),
                obligations=tuple(duty.get("obligations", ())),
                outside=duty.get("outside", ""),
            )
