"""What administrators do to accounts. Every change is audited and takes effect at once.

Roles are checked by the pages (``desks/admin``): ADMIN_SYSTEM keeps the accounts, ADMIN_SECURITY
says who may do what. Nobody changes his own account here.
"""

import re
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from uuid_utils.compat import uuid7

from tongban.accounts import passwords, role_rules
from tongban.accounts.errors import AccountRefused, NoSuchOfficer
from tongban.accounts.models import Grant, Officer, Session, Unit
from tongban.audit.log import record
from tongban.audit.words import What
from tongban.policy.units import UnitKind
from tongban.procedure.actors import Actor
from tongban.procedure.roles import Role

_LOGIN = re.compile(r"[a-z][a-z0-9._-]{2,31}")
_POLICE_NUMBER = re.compile(r"[0-9A-Za-z]{0,12}")


@transaction.atomic
def create(
    login: str, *, name: str, police_number: str, actor: Actor, at: datetime
) -> tuple[UUID, str]:
    """Add an officer without roles; his id and the one-time password to tell him.

    Raises ``AccountRefused`` naming the field at fault.
    """
    login, name, police_number = login.strip().lower(), name.strip(), police_number.strip()
    if not _LOGIN.fullmatch(login):
        raise AccountRefused(
            "登录名应以字母开头，由 3 至 32 个小写字母、数字、点、横线组成。", field="login"
        )
    if not 2 <= len(name) <= 50:
        raise AccountRefused("姓名应有 2 至 50 个字。", field="name")
    if not _POLICE_NUMBER.fullmatch(police_number):
        raise AccountRefused("警号应由不多于 12 位的数字或字母组成。", field="police_number")
    one_time = passwords.one_time()
    officer = Officer(
        id=uuid7(),
        login=login,
        name=name,
        police_number=police_number,
        password=passwords.hashed(one_time),
        password_set_at=at,
        must_change_password=True,
        created_at=at,
    )
    try:
        with transaction.atomic():
            officer.save(force_insert=True)
    except IntegrityError as error:
        raise AccountRefused("这个登录名已经有人使用，请换一个。", field="login") from error
    record(What.OFFICER_CREATED, actor=actor, at=at, subject=officer.id)
    return officer.id, one_time


@transaction.atomic
def grant(officer_id: UUID, *, unit: str, role: Role, actor: Actor, at: datetime) -> None:
    """Give an officer a role at a unit; it counts from his next signing in.

    Raises ``AccountRefused`` where the role does not exist there or must be apart from others.
    """
    officer = _locked(officer_id, actor)
    where = Unit.objects.filter(code=unit).first()
    if where is None:
        raise AccountRefused("没有这个单位，请从单位列表选择。", field="unit")
    held = {Role(given) for given in officer.grants.values_list("role", flat=True)}
    problem = role_rules.problem_with(role, kind=UnitKind(where.kind), held=held)
    if problem:
        raise AccountRefused(problem, field="role")
    _, is_new = Grant.objects.get_or_create(officer=officer, unit=where, role=role)
    if is_new:
        data = {"unit": unit, "role": role}
        record(What.ROLE_GRANTED, actor=actor, at=at, subject=officer_id, data=data)


@transaction.atomic
def revoke(officer_id: UUID, *, unit: str, role: Role, actor: Actor, at: datetime) -> None:
    """Take a role away and end the sessions that carry it.

    Raises ``AccountRefused`` where nobody would be left to give roles.
    """
    officer = _locked(officer_id, actor)
    if role is Role.ADMIN_SECURITY:
        _someone_else_gives_roles(officer_id)
    deleted, _ = officer.grants.filter(unit_id=unit, role=role).delete()
    if deleted:
        Session.objects.filter(officer=officer, unit_id=unit, roles__contains=[role]).delete()
        data = {"unit": unit, "role": role}
        record(What.ROLE_REVOKED, actor=actor, at=at, subject=officer_id, data=data)


@transaction.atomic
def deactivate(officer_id: UUID, *, actor: Actor, at: datetime) -> None:
    """Shut an account and end its sessions. The officer's name stays on what he did."""
    officer = _locked(officer_id, actor)
    if officer.grants.filter(role=Role.ADMIN_SECURITY).exists():
        _someone_else_gives_roles(officer_id)
    _set_active(officer, active=False)
    officer.sessions.all().delete()
    record(What.OFFICER_DEACTIVATED, actor=actor, at=at, subject=officer_id)


@transaction.atomic
def reactivate(officer_id: UUID, *, actor: Actor, at: datetime) -> None:
    """Open a shut account again, with the roles it had."""
    _set_active(_locked(officer_id, actor), active=True)
    record(What.OFFICER_REACTIVATED, actor=actor, at=at, subject=officer_id)


@transaction.atomic
def reset_password(officer_id: UUID, *, actor: Actor, at: datetime) -> str:
    """Set a one-time password, end all sessions and open the lock; the password to tell him."""
    officer = _locked(officer_id, actor)
    one_time = passwords.one_time()
    Officer.objects.filter(id=officer.id).update(
        password=passwords.hashed(one_time),
        password_set_at=at,
        must_change_password=True,
        failed_sign_ins=0,
        locked_until=None,
    )
    officer.sessions.all().delete()
    record(What.PASSWORD_RESET, actor=actor, at=at, subject=officer_id)
    return one_time


@transaction.atomic
def unlock(officer_id: UUID, *, actor: Actor, at: datetime) -> None:
    """Open the lock that wrong passwords closed."""
    officer = _locked(officer_id, actor)
    Officer.objects.filter(id=officer.id).update(failed_sign_ins=0, locked_until=None)
    record(What.OFFICER_UNLOCKED, actor=actor, at=at, subject=officer_id)


def _locked(officer_id: UUID, actor: Actor) -> Officer:
    if officer_id == actor.officer_id:
        raise AccountRefused("不能变更自己的账号，请由另一位管理员办理。")
    officer = Officer.objects.select_for_update().filter(id=officer_id).first()
    if officer is None:
        raise NoSuchOfficer
    return officer


def _set_active(officer: Officer, *, active: bool) -> None:
    Officer.objects.filter(id=officer.id).update(is_active=active)


def _someone_else_gives_roles(officer_id: UUID) -> None:
    held = Grant.objects.select_for_update(of=("self",)).filter(
        role=Role.ADMIN_SECURITY, officer__is_active=True
    )
    if not [one for one in held.values_list("officer_id", flat=True) if one != officer_id]:
        raise AccountRefused("这是唯一的安全管理员，请先授予另一人安全管理岗位。")
