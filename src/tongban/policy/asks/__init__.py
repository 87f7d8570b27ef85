"""What may still be missing, told all at once (第三条, 第六条, 第十四条)."""

from collections.abc import Callable

from tongban.policy.asks.compare_on_site import compare_on_site
from tongban.policy.asks.fill_in import choose_reason, declare
from tongban.policy.asks.settle_identity import settle_identity
from tongban.policy.asks.show_evidence import show_evidence
from tongban.policy.asks.sign_commitment import sign_commitment
from tongban.policy.asks.view_history import view_history
from tongban.policy.facts import Facts
from tongban.policy.verdict import Finding

ASKS: tuple[Callable[[Facts], list[Finding]], ...] = (
    declare,
    choose_reason,
    show_evidence,
    view_history,
    compare_on_site,
    sign_commitment,
    settle_identity,
)
