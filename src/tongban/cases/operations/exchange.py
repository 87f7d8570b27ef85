"""Which upstream system a case is handed in to, and through which its answer passes (第六、九条)."""

from __future__ import annotations

from tongban.cases.models import Case
from tongban.policy.review_unit import accepting_system
from tongban.policy.vocabulary import Category, System
from tongban.ports.registry import PORT_OF


def handed_in_to(case: Case) -> str:
    """Return the port that takes the composed record: of its category (第六条)."""
    return PORT_OF[accepting_system(Category(case.category))]


def answers_through(case: Case) -> str:
    """Return the port through which home bureau and accepting station answer each other."""
    return PORT_OF[System(case.system)]
