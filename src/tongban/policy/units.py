"""The police units of the city and how they hang together (第二条, 第四条).

The shipped list is fictitious where codes are concerned; an operator loads the real one.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from types import MappingProxyType

from tongban.standards.labels import Labelled


class UnitKind(Labelled):
    """The three levels; sub-bureaus (分局) count as counties."""

    CITY = "CITY", "市局"
    COUNTY = "COUNTY", "县局、分局"
    STATION = "STATION", "派出所"


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit: 12-character code (GA/T 380), names, level, parent, division, urban six or not."""

    code: str
    name: str
    short_name: str
    kind: UnitKind
    parent: str | None
    division: str
    urban_area: bool


class UnknownUnit(LookupError):
    """No unit of the city has this code."""


class City:
    """All units of one city, by code; built once and never changed."""

    __slots__ = ("_by_code", "_county_of", "units")

    def __init__(self, units: Iterable[Unit]) -> None:
        self.units: tuple[Unit, ...] = tuple(units)
        self._by_code: Mapping[str, Unit] = MappingProxyType({u.code: u for u in self.units})
        self._county_of: Mapping[str, Unit] = MappingProxyType(
            {u.code: county for u in self.units if (county := self._find_county(u)) is not None}
        )

    def _find_county(self, unit: Unit) -> Unit | None:
        if unit.kind is UnitKind.COUNTY:
            return unit
        if unit.kind is UnitKind.STATION and unit.parent is not None:
            return self._by_code[unit.parent]
        return None

    def get(self, code: str) -> Unit | None:
        """The unit with ``code``, or None."""
        return self._by_code.get(code)

    def require(self, code: str) -> Unit:
        """The unit with ``code``; raises ``UnknownUnit``."""
        unit = self._by_code.get(code)
        if unit is None:
            raise UnknownUnit(code)
        return unit

    def station(self, code: str) -> Unit | None:
        """The station with ``code``; None for anything that is not a station of the city."""
        unit = self._by_code.get(code)
        return unit if unit is not None and unit.kind is UnitKind.STATION else None

    def county_of(self, code: str) -> Unit:
        """The county bureau above a station (a county bureau is its own).

        Raises ``UnknownUnit`` for an unknown code and for the city bureau.
        """
        county = self._county_of.get(code)
        if county is None:
            raise UnknownUnit(code)
        return county

    def stations_of(self, county: str) -> tuple[Unit, ...]:
        """The stations directly below the county bureau ``county``, in the list's order."""
        return tuple(u for u in self.units if u.parent == county and u.kind is UnitKind.STATION)

    def of_kind(self, kind: UnitKind) -> tuple[Unit, ...]:
        """All units of one level, in the list's order."""
        return tuple(u for u in self.units if u.kind is kind)


def parse_units(text: str) -> tuple[Unit, ...]:
    """Read the tab-separated unit list; lines that begin with ``#`` are notes, the first is a head.

    Raises ``ValueError`` for a broken line, a code given twice or a parent that is not listed
    before its child.
    """
    rows = [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]
    units: dict[str, Unit] = {}
    for row in rows[1:]:
        code, name, short_name, kind, parent, division, urban = row
        if code in units:
            raise ValueError(f"unit {code} is listed twice")
        if parent and parent not in units:
            raise ValueError(f"unit {code} names the parent {parent} before it is listed")
        units[code] = Unit(
            code=code,
            name=name,
            short_name=short_name,
            kind=UnitKind(kind),
            parent=parent or None,
            division=division,
            urban_area=urban == "1",
        )
    return tuple(units.values())


@cache
def shipped_city() -> City:
    """The city as shipped: one city bureau, fifteen county bureaus, a station per township."""
    text = resources.files("tongban.policy").joinpath("data/units.tsv").read_text("utf-8")
    return City(parse_units(text))
