"""Reads the hand transcriptions beside this file and stages the people they speak of."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from types import MappingProxyType
from uuid import UUID

from tongban.policy.units import UnitKind
from tongban.policy.vocabulary import Stream
from tongban.procedure.actors import CARD_CENTRE, POST, SYSTEM, UPSTREAM, Actor
from tongban.procedure.roles import Role
from tongban.procedure.stages import Stage
from tongban.procedure.standing import CaseStanding

HERE = Path(__file__).parent
SPINE = [
    "COMPOSED",
    "IN_REVIEW",
    "RETURNED",
    "ISSUED",
    "IN_PRODUCTION",
    "TO_COUNTY",
    "AT_COUNTY",
    "TO_STATION",
    "AT_STATION",
    "TO_APPLICANT",
]
STREAMS = {"I": Stream.INTERNAL, "O": Stream.OUTGOING, "N": Stream.INCOMING}
WORDS = {
    "any": [str(s) for s in Stage],
    "ending": ["HANDED_OVER", "DELIVERED", "WITHDRAWN", "REVOKED", "CLOSED"],
    "-": [],
}


@dataclass(frozen=True)
class Line:
    """One transcribed line of the case table."""

    stages: frozenset[str]
    act: str
    streams: frozenset[Stream]
    actors: frozenset[str]
    then: frozenset[str] | None
    conditions: frozenset[str]
    opens: frozenset[str]
    closes: frozenset[str]


@dataclass(frozen=True)
class MoneyLine:
    """One transcribed line about the fee."""

    stages: frozenset[str]
    act: str
    actors: frozenset[str]
    payments: frozenset[str]
    pays: frozenset[str] | None
    opens: frozenset[str]
    closes: frozenset[str]


def _cells(name: str, count: int) -> list[list[str]]:
    lines = (HERE / name).read_text(encoding="utf-8").splitlines()
    rows = [line.split("|") for line in lines if line.strip() and not line.startswith("#")]
    return [[cell.strip() for cell in row] + [""] * (count - len(row)) for row in rows]


def _stages(text: str) -> frozenset[str]:
    found: set[str] = set()
    for word in text.split():
        first, span, last = word.partition("..")
        if span:
            found.update(SPINE[SPINE.index(first) : SPINE.index(last) + 1])
        else:
            found.update(WORDS.get(word, [word]))
    return frozenset(found)


def _set(text: str) -> frozenset[str]:
    return frozenset(text.replace("/", " ").split())


def _then(text: str) -> frozenset[str] | None:
    return None if text == "same" else _set(text)


CASE_LINES = tuple(
    Line(
        stages=_stages(stages),
        act=act,
        streams=frozenset(STREAMS[letter] for letter in streams),
        actors=_set(actors),
        then=_then(then),
        conditions=_set(conditions),
        opens=_set(opens),
        closes=_set(closes),
    )
    for stages, act, streams, actors, then, conditions, opens, closes in _cells("states.txt", 8)
)
MONEY_LINES = tuple(
    MoneyLine(_stages(st), act, _set(who), _set(pay), _then(pays), _set(opens), _set(closes))
    for st, act, who, pay, pays, opens, closes in _cells("money.txt", 7)
)
_INTAKE = _cells("intake.txt", 4)
INTAKE_LINES = {act: (_set(actors), _then(then)) for act, actors, then, _ in _INTAKE}
INTAKE_STAGES = {act: _set(stages or "OPEN") for act, _, _, stages in _INTAKE}

ME = UUID(int=1)
SOMEBODY = UUID(int=2)
# place -> (unit code, kind, county)
PLACES = {
    "accepting station": ("S1", UnitKind.STATION, "C1"),
    "station beside it": ("S2", UnitKind.STATION, "C1"),
    "home station": ("S3", UnitKind.STATION, "C3"),
    "station far off": ("S4", UnitKind.STATION, "C4"),
    "accepting county": ("C1", UnitKind.COUNTY, "C1"),
    "home county": ("C3", UnitKind.COUNTY, "C3"),
    "another county": ("C4", UnitKind.COUNTY, "C4"),
    "city": ("CITY", UnitKind.CITY, None),
}
PARTIES = {"SYS": SYSTEM, "UP": UPSTREAM, "CC": CARD_CENTRE, "POST": POST}


def officer(place: str, *roles: Role) -> Actor:
    """Return an officer of a place."""
    unit, kind, county = PLACES[place]
    return Actor(ME, "民警", unit, kind, county, frozenset(roles))


OFFICERS = tuple((place, role, officer(place, role)) for place, role in product(PLACES, Role))


def codes_of(place: str, role: Role) -> frozenset[str]:
    """Return the actor codes of the description that fit an officer, read from its prose."""
    fits = {
        "ST": role is Role.ACCEPTANCE and place == "accepting station",
        "SA": role is Role.ACCEPTANCE and "station" in place,
        "CT": role is Role.ACCEPTANCE and place == "accepting county",
        "SD": role is Role.DELIVERY and place == "accepting station",
        "CD": role is Role.DELIVERY and place == "accepting county",
        "DX": role is Role.DELIVERY,
        "RV": role is Role.REVIEW and place == "home county",
        "SUP": role is Role.SUPERVISION and place in ("accepting county", "city"),
        "CY": role is Role.SUPERVISION and place == "city",
    }
    return frozenset(code for code, fit in fits.items() if fit)


def sees(place: str, role: Role, *, reached_review: bool = True) -> bool:
    """Return whether an officer sees the case, read from the description."""
    if role.name.startswith("ADMIN"):
        return False
    if place == "home county":
        return reached_review
    return place in ("accepting station", "accepting county", "city")


def case(
    stage: Stage | str,
    stream: Stream = Stream.INTERNAL,
    *,
    facts: Mapping[str, object] = MappingProxyType({}),
    **more: object,
) -> CaseStanding:
    """Return a case accepted at S1 under C1 whose household is under C3."""
    known: dict[str, object] = {
        "stage": Stage(stage),
        "stream": stream,
        "accepting_unit": "S1",
        "accepting_county": "C1",
        "home_county": "C3",
        "is_paid": True,
        "reached_review": True,
        "acceptors": frozenset({SOMEBODY}),
    }
    return CaseStanding(**(known | dict(facts) | more))  # type: ignore[arg-type]
