"""A unit as the contract prints it."""

from typing import Any

from tongban.policy.units import Unit


def unit_json(unit: Unit) -> dict[str, Any]:
    """The fields of ``tongban units --json``."""
    return {
        "code": unit.code,
        "name": unit.name,
        "kind": unit.kind.value,
        "parent": unit.parent,
        "division": unit.division,
        "urban_area": unit.urban_area,
    }
