"""The six details of a person as they are read on a screen and on paper (第五条(二))."""

from __future__ import annotations

from tongban.policy.situation import Details
from tongban.policy.vocabulary import Detail
from tongban.standards import ethnic_groups


def shown(details: Details) -> dict[Detail, str]:
    """The six details as they are read on paper."""
    return {
        Detail.NAME: details.name,
        Detail.SEX: details.sex.label,
        Detail.ETHNICITY: ethnic_groups.NAMES.get(
            ethnic_groups.canonical(details.ethnicity) or "", details.ethnicity
        ),
        Detail.BIRTH_DATE: details.birth_date.isoformat(),
        Detail.ID_NUMBER: details.id_number,
        Detail.ADDRESS: details.address,
    }
