"""Roles, held per unit; one officer may hold several."""

from tongban.standards.labels import Labelled


class Role(Labelled):
    """What an officer may do in his unit. The three administrations are kept apart."""

    ACCEPTANCE = "ACCEPTANCE", "受理"
    DELIVERY = "DELIVERY", "证件"
    REVIEW = "REVIEW", "审核签发"
    SUPERVISION = "SUPERVISION", "督导"
    ADMIN_SYSTEM = "ADMIN_SYSTEM", "系统管理"
    ADMIN_SECURITY = "ADMIN_SECURITY", "安全管理"
    ADMIN_AUDIT = "ADMIN_AUDIT", "审计管理"


WORK_ROLES = frozenset({Role.ACCEPTANCE, Role.DELIVERY, Role.REVIEW, Role.SUPERVISION})
"""Roles that see cases; administrators see none."""

ADMIN_ROLES = frozenset(Role) - WORK_ROLES
