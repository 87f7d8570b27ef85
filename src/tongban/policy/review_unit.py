"""Who reviews and issues, and through which system (第六条, 第九条)."""

from tongban.policy.units import City
from tongban.policy.verdict import Review
from tongban.policy.vocabulary import Category, System

_THROUGH = {
    Category.CROSS_STATION: System.SHANDONG_POPULATION,
    Category.CROSS_COUNTY: System.SHANDONG_POPULATION,
    Category.CROSS_CITY: System.PROVINCE_REMOTE,
    Category.CROSS_PROVINCE: System.NATIONAL_REMOTE,
}


def review_unit(home_unit: str | None, *, category: Category, city: City) -> Review:
    """The county bureau of the household; outside the city no unit of ours."""
    unit = None if home_unit is None else city.county_of(home_unit).code
    return Review(unit=unit, through=_THROUGH[category])


def bureau_elsewhere(home_office: str) -> str:
    """Who reviews outside the city, by what the register calls the household's office (第九条).

    A station there does not review: then, or where nothing is named, only its kind is known.
    """
    if not home_office or home_office.endswith("派出所"):
        return "户籍地县级公安机关"
    return home_office


def accepting_system(category: Category) -> System:
    """The system into which the composed record goes (第六条)."""
    if category is Category.CROSS_PROVINCE:
        return System.NATIONAL_REMOTE
    return System.SHANDONG_POPULATION
