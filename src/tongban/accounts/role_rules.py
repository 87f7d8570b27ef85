"""Which role may be held where, and which never by the same person."""

from collections.abc import Iterable

from tongban.policy.units import UnitKind
from tongban.procedure.roles import ADMIN_ROLES, WORK_ROLES, Role

ROLES_AT: dict[UnitKind, tuple[Role, ...]] = {
    UnitKind.STATION: (Role.ACCEPTANCE, Role.DELIVERY),
    # ACCEPTANCE at a county bureau is for temporary cards (第十二条, 第十三条(二)).
    UnitKind.COUNTY: (Role.REVIEW, Role.DELIVERY, Role.SUPERVISION, Role.ACCEPTANCE),
    UnitKind.CITY: (Role.SUPERVISION, Role.ADMIN_SYSTEM, Role.ADMIN_SECURITY, Role.ADMIN_AUDIT),
}


def in_words(roles: Iterable[Role]) -> str:
    """The roles in the order of the enumeration: 受理、证件."""
    held = set(roles)
    return "、".join(role.label for role in Role if role in held)


def problem_with(role: Role, *, kind: UnitKind, held: Iterable[Role]) -> str:
    """Why the role cannot be given beside ``held`` (at any unit), in a sentence; else empty.

    Administrators and those who handle cases are different people, and so are those who
    administer and those who audit: GB/T 22239-2019 8.1.5 (系统管理、审计管理、安全管理).
    """
    if role not in ROLES_AT[kind]:
        return f"{kind.label}没有“{role.label}”岗位。"
    together = {*held, role}
    if together & WORK_ROLES and together & ADMIN_ROLES:
        return "管理员不能兼任办件岗位，请另选人员。"
    if Role.ADMIN_AUDIT in together and len(together & ADMIN_ROLES) > 1:
        return "审计管理员不能兼任系统管理员或安全管理员，请另选人员。"
    return ""
