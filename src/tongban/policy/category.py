"""The four categories of remote application (第二条), derived and never typed in."""

from tongban.policy.units import City
from tongban.policy.vocabulary import Category, Stream

SHANDONG = "37"


def category(
    home_unit: str | None, *, address_division: str, accepting: str, city: City
) -> Category:
    """How far the household is from the accepting station.

    A home station decides by the county bureaus above both stations (sub-bureaus are counties);
    only without one does the registered address decide, by province.
    """
    if home_unit is not None:
        if city.county_of(home_unit) is city.county_of(accepting):
            return Category.CROSS_STATION
        return Category.CROSS_COUNTY
    if address_division.startswith(SHANDONG):
        return Category.CROSS_CITY
    return Category.CROSS_PROVINCE


def stream(found: Category) -> Stream:
    """The stream in which a case accepted here runs."""
    if found in (Category.CROSS_COUNTY, Category.CROSS_STATION):
        return Stream.INTERNAL
    return Stream.OUTGOING
