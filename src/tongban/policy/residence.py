"""Whether the applicant must be guided to residence registration after acceptance (第四条)."""

from tongban.policy.units import Unit
from tongban.policy.vocabulary import Category, Residence


def residence(
    state: Residence, *, category: Category, accepting: Unit, home: Unit | None
) -> bool | None:
    """True: guide; False: nothing is due; None: not known yet, look it up again.

    Nothing is due within one county, nor among the six urban sub-bureaus. Never a condition of
    acceptance.
    """
    if category is Category.CROSS_STATION:
        return False
    if home is not None and home.urban_area and accepting.urban_area:
        return False
    match state:
        case Residence.DUE:
            return True
        case Residence.UNKNOWN:
            return None
        case Residence.REGISTERED | Residence.NOT_DUE:
            return False
