"""Whether a guardian acts for the applicant: by the age of that day, or for want of capacity (第六条)."""

from datetime import date

from tongban.policy.vocabulary import Ward
from tongban.standards.ages import full_years


def guardian_acts(birth: date, *, on: date, below_age: int, ward: Ward | None) -> bool:
    """Return whether the guardian applies, signs and collects on the day ``on``.

    ``below_age`` is the operator's term (居民身份证法: under sixteen); ``ward`` is None where no
    guardian is registered. Who came as a child and is of age by now acts himself.
    """
    return full_years(birth, on=on) < below_age or ward is Ward.NO_CAPACITY
