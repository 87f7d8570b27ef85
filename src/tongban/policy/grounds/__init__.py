"""The five grounds of refusal (第五条), in the order of the clause; there is no other."""

from collections.abc import Callable

from tongban.policy.facts import Facts
from tongban.policy.grounds.bad_credit import bad_credit
from tongban.policy.grounds.document_offence import document_offence
from tongban.policy.grounds.first_issue import first_issue
from tongban.policy.grounds.identity_unsettled_appearance import identity_unsettled_appearance
from tongban.policy.grounds.identity_unsettled_mismatch import identity_unsettled_mismatch
from tongban.policy.verdict import Finding

GROUNDS: tuple[Callable[[Facts], list[Finding]], ...] = (
    first_issue,
    identity_unsettled_mismatch,
    identity_unsettled_appearance,
    document_offence,
    bad_credit,
)
