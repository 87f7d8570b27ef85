"""The units of the city as rows, so that the database can hold keys to them."""

from tongban.accounts.models import Unit
from tongban.policy.units import City, shipped_city

_FIELDS = ["name", "short_name", "kind", "parent", "division", "urban_area"]


def load_units() -> None:
    """Write the shipped units."""
    sync_units(shipped_city())


def sync_units(city: City) -> None:
    """Make the unit rows say what the list says; rows of units no longer listed stay.

    Cases name units for years, so a unit that was closed must still be found.
    """
    rows = [
        Unit(
            code=unit.code,
            name=unit.name,
            short_name=unit.short_name,
            kind=unit.kind.value,
            parent_id=unit.parent,
            division=unit.division,
            urban_area=unit.urban_area,
        )
        for unit in city.units
    ]
    Unit.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["code"], update_fields=_FIELDS
    )
