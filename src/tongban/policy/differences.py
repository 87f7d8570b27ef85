"""Which of the six details differ from the register (第五条(二))."""

from tongban.policy.situation import Details
from tongban.policy.vocabulary import Detail
from tongban.standards.ethnic_groups import canonical
from tongban.standards.names import fold


def differences(declared: Details, *, registered: Details) -> tuple[Detail, ...]:
    """The details that differ, in the order of the clause; empty when all agree.

    Surrounding space, the case of ``X`` and the form of the middle dot do not count. An address
    differs only across provinces: a change inside one is exempt.
    """
    found: list[Detail] = []
    if declared.name != registered.name and fold(declared.name) != fold(registered.name):
        found.append(Detail.NAME)
    if declared.sex is not registered.sex:
        found.append(Detail.SEX)
    if declared.ethnicity != registered.ethnicity and canonical(declared.ethnicity) != canonical(
        registered.ethnicity
    ):
        found.append(Detail.ETHNICITY)
    if declared.birth_date != registered.birth_date:
        found.append(Detail.BIRTH_DATE)
    if not _is_same_number(declared.id_number, registered.id_number):
        found.append(Detail.ID_NUMBER)
    if declared.address_division[:2] != registered.address_division[:2]:
        found.append(Detail.ADDRESS)
    return tuple(found)


def address_changed_in_province(declared: Details, *, registered: Details) -> bool:
    """Whether the address is another one in the same province: told, but of no effect."""
    same_province = declared.address_division[:2] == registered.address_division[:2]
    same_address = declared.address_division == registered.address_division and fold(
        declared.address
    ) == fold(registered.address)
    return same_province and not same_address


def _is_same_number(declared: str, registered: str) -> bool:
    return declared == registered or declared.strip().upper() == registered.strip().upper()
