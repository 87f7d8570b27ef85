"""第四条 by table: nothing is due among the urban six nor within a county; elsewhere it is."""

from __future__ import annotations

import pytest

from tongban.policy.residence import residence
from tongban.policy.units import Unit, UnitKind, shipped_city
from tongban.policy.vocabulary import Category, Residence

CITY = shipped_city()
COUNTIES = CITY.of_kind(UnitKind.COUNTY)
URBAN = {"市中", "任城", "高新", "北湖", "经开", "兖州"}


def test_the_urban_area_is_the_six_of_the_clause() -> None:
    urban = [one for one in COUNTIES if one.urban_area]
    assert len(urban) == len(URBAN)


@pytest.mark.parametrize("home", COUNTIES, ids=lambda one: one.short_name)
@pytest.mark.parametrize("accepting", COUNTIES, ids=lambda one: one.short_name)
def test_between_any_two_counties(home: Unit, accepting: Unit) -> None:
    home_station = CITY.stations_of(home.code)[0]
    here = CITY.stations_of(accepting.code)[-1]
    kind = Category.CROSS_STATION if home is accepting else Category.CROSS_COUNTY
    due = residence(Residence.DUE, category=kind, accepting=here, home=home_station)
    none_due = home is accepting or (home_station.urban_area and here.urban_area)
    assert due is not none_due


@pytest.mark.parametrize("kind", [Category.CROSS_CITY, Category.CROSS_PROVINCE])
@pytest.mark.parametrize(
    ("state", "due"),
    [
        (Residence.DUE, True),
        (Residence.UNKNOWN, None),
        (Residence.REGISTERED, False),
        (Residence.NOT_DUE, False),
    ],
)
def test_from_outside_the_city(kind: Category, state: Residence, due: bool | None) -> None:
    here = CITY.of_kind(UnitKind.STATION)[0]
    assert residence(state, category=kind, accepting=here, home=None) is due
