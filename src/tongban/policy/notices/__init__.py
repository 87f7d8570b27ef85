"""What is worth telling but neither bars nor holds up acceptance."""

from collections.abc import Callable

from tongban.policy.facts import Facts
from tongban.policy.notices.details import address_changed_in_province, mismatch_settled
from tongban.policy.notices.evidence import evidence_not_serving
from tongban.policy.notices.identity import comparison_settled
from tongban.policy.verdict import Finding

NOTICES: tuple[Callable[[Facts], list[Finding]], ...] = (
    address_changed_in_province,
    mismatch_settled,
    comparison_settled,
    evidence_not_serving,
)
