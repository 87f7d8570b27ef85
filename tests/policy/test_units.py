"""The units as shipped, and reading a list."""

from collections import Counter

import pytest

from tongban.policy.units import City, UnitKind, UnknownUnit, parse_units, shipped_city
from tongban.standards import unit_codes

CITY = shipped_city()
HEAD = "code\tname\tshort_name\tkind\tparent\tdivision\turban_area\n"


def test_one_city_fifteen_county_bureaus_a_station_per_township() -> None:
    assert Counter(unit.kind for unit in CITY.units) == {
        UnitKind.CITY: 1,
        UnitKind.COUNTY: 15,
        UnitKind.STATION: 156,
    }


def test_every_unit_is_well_formed() -> None:
    assert len({unit.name for unit in CITY.units}) == len(CITY.units)
    for unit in CITY.units:
        assert unit_codes.is_valid(unit.code)
        assert unit.code.isdigit()
        assert unit.division.startswith("3708")
        if unit.kind is UnitKind.STATION:
            county = CITY.county_of(unit.code)
            assert county.code == unit.parent
            assert (county.division, county.urban_area) == (unit.division, unit.urban_area)
            assert unit.name == county.name + unit.short_name


def test_six_sub_bureaus_make_the_urban_area() -> None:
    urban = [u.short_name for u in CITY.of_kind(UnitKind.COUNTY) if u.urban_area]
    assert urban == [
        "市中区分局",
        "任城区分局",
        "高新区分局",
        "北湖分局",
        "经开区分局",
        "兖州区分局",
    ]
    assert not CITY.of_kind(UnitKind.CITY)[0].urban_area


def test_looking_up() -> None:
    assert CITY.get("nothing") is None
    assert CITY.station("370811000000") is None
    assert CITY.county_of("370811000000").short_name == "任城区分局"
    assert [u.short_name for u in CITY.stations_of("370872000000")] == [
        "许庄派出所",
        "石桥派出所",
    ]
    assert CITY.require("370811550000").short_name == "古槐派出所"
    for code in ("nothing", "370800000000"):
        with pytest.raises(UnknownUnit):
            CITY.county_of(code)
    with pytest.raises(UnknownUnit):
        CITY.require("nothing")


@pytest.mark.parametrize(
    "rows",
    [
        "1\ta\ta\tCITY\t\t370800\t0\n1\tb\tb\tCITY\t\t370800\t0\n",
        "1\ta\ta\tCOUNTY\t2\t370800\t0\n",
        "1\ta\ta\tTOWN\t\t370800\t0\n",
        "1\ta\n",
    ],
)
def test_a_broken_list_is_refused(rows: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        City(parse_units(HEAD + rows))
