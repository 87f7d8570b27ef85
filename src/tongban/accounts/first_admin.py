"""The first administrator of an empty installation, by a one-time code."""

import hashlib
import secrets
from datetime import datetime
from uuid import UUID

from django.db import transaction

from tongban.accounts import officers, passwords
from tongban.accounts.errors import AccountRefused
from tongban.accounts.installation import is_demo
from tongban.accounts.models import FirstAdminCode, Grant, Officer, Unit
from tongban.accounts.terms import FIRST_ADMIN_CODE_LASTS
from tongban.audit.log import record
from tongban.audit.words import What
from tongban.policy.units import UnitKind
from tongban.procedure.actors import SYSTEM
from tongban.procedure.roles import Role

_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
_GROUPS, _GROUP = 5, 4
_ROLES = (Role.ADMIN_SYSTEM, Role.ADMIN_SECURITY)


def is_wanted() -> bool:
    """Whether nobody can give roles yet; never so in a demonstration."""
    gives_roles = Grant.objects.filter(role=Role.ADMIN_SECURITY, officer__is_active=True)
    return not is_demo() and not gives_roles.exists()


@transaction.atomic
def make_code(at: datetime) -> str:
    """A code of 100 random bits such as ``7KQM-…``; earlier ones are void. Only its hash is kept.

    Raises ``AccountRefused`` when an administrator exists or this is a demonstration.
    """
    if not is_wanted():
        raise AccountRefused("已经有安全管理员，或者这是演示环境，不再生成一次性代码。")
    groups = ["".join(secrets.choice(_ALPHABET) for _ in range(_GROUP)) for _ in range(_GROUPS)]
    code = "-".join(groups)
    FirstAdminCode.objects.filter(used_at=None).delete()
    FirstAdminCode.objects.create(code_hash=_hash(code), made_at=at)
    record(What.FIRST_ADMIN_CODE_MADE, actor=SYSTEM, at=at)
    return code


@transaction.atomic
def use_code(code: str, *, login: str, name: str, password: str, at: datetime) -> UUID:
    """Make the first administrator, who keeps accounts and gives roles at the city bureau.

    Raises ``AccountRefused`` naming the field at fault; the code stays usable then.
    """
    row = (
        FirstAdminCode.objects.select_for_update()
        .filter(code_hash=_hash(code), used_at=None, made_at__gt=at - FIRST_ADMIN_CODE_LASTS)
        .first()
    )
    if row is None or not is_wanted():
        raise AccountRefused("一次性代码不正确、已用过或已过期，请重新生成。", field="code")
    problem = passwords.problem_with(password, login=login.strip().lower(), name=name.strip())
    if problem:
        raise AccountRefused(problem, field="password")
    officer_id, _ = officers.create(login, name=name, police_number="", actor=SYSTEM, at=at)
    Officer.objects.filter(id=officer_id).update(
        password=passwords.hashed(password), must_change_password=False
    )
    city = Unit.objects.get(kind=UnitKind.CITY)
    Grant.objects.bulk_create(
        [Grant(officer_id=officer_id, unit=city, role=role) for role in _ROLES]
    )
    row.used_at = at
    row.save(update_fields=["used_at"])
    record(What.FIRST_ADMIN_MADE, actor=SYSTEM, at=at, subject=officer_id)
    return officer_id


def _hash(code: str) -> bytes:
    plain = "".join(char for char in code.upper() if char.isalnum())
    return hashlib.sha256(plain.encode()).digest()
