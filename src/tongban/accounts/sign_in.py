"""Signing in: one answer and one duration for every way of failing."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Case, F, Q, Value, When

from tongban.accounts import passwords
from tongban.accounts.models import Grant, Officer
from tongban.accounts.terms import (
    LOCKED_FOR,
    MAX_FAILURES,
    ONE_TIME_PASSWORD_LASTS,
    PASSWORD_LONGEST,
)
from tongban.audit.log import keyed, record
from tongban.audit.words import What
from tongban.procedure.actors import SYSTEM, Actor
from tongban.procedure.roles import Role

FAILED = (
    "登录名或密码不正确，或者账号已停用、已锁定。"
    f"连续 {MAX_FAILURES} 次不正确的，账号锁定 {LOCKED_FOR.seconds // 60} 分钟；"
    "忘记密码请联系安全管理员重置。"
)


@dataclass(frozen=True, slots=True)
class UnitChoice:
    """A unit at which the officer holds roles."""

    code: str
    name: str
    roles: tuple[Role, ...]


def verify(login: str, *, password: str, at: datetime) -> UUID | None:
    """The officer whose login and password these are; None when he may not sign in.

    Unknown login, wrong password, locked and inactive accounts take the same statements and the
    same hashing, so that neither the answer nor its duration tells which logins exist.
    """
    folded = login.strip().lower()[:64]
    tried = password[: PASSWORD_LONGEST + 1]
    row = (
        Officer.objects.filter(login=folded)
        .values_list("id", "password", "failed_sign_ins")
        .first()
    )
    if row is None:
        passwords.spend_the_same_time(tried)
        correct = False
    else:
        correct = passwords.matches(tried, stored=row[1])
    met = _note_success(folded, at) if correct else _note_failure(folded, at)
    if row is not None and correct and met:
        return row[0]
    subject = row[0] if row else None
    record(What.SIGN_IN_FAILED, actor=SYSTEM, at=at, subject=subject, data={"login": keyed(folded)})
    if row is not None and met and row[2] + 1 >= MAX_FAILURES:
        record(What.ACCOUNT_LOCKED, actor=SYSTEM, at=at, subject=row[0])
    return None


def choices(officer_id: UUID) -> tuple[UnitChoice, ...]:
    """The units at which the officer holds roles, in the order of their codes."""
    grants = (
        Grant.objects.filter(officer_id=officer_id)
        .order_by("unit_id")
        .values_list("unit_id", "unit__name", "role")
    )
    by_unit: dict[tuple[str, str], set[Role]] = {}
    for code, name, role in grants:
        by_unit.setdefault((code, name), set()).add(Role(role))
    return tuple(
        UnitChoice(code, name, tuple(role for role in Role if role in roles))
        for (code, name), roles in by_unit.items()
    )


def change_password(
    actor: Actor, *, present: str, new: str, keep: bytes, at: datetime
) -> dict[str, str]:
    """Change the actor's own password and end his other sessions (all but ``keep``).

    Answers with what is wrong, by field (``present``, ``new``); empty when it was changed.
    """
    if actor.officer_id is None:
        raise LookupError("only officers have passwords")
    officer = Officer.objects.get(id=actor.officer_id)
    if not passwords.matches(present[: PASSWORD_LONGEST + 1], stored=officer.password):
        _note_failure(officer.login, at)
        record(What.SIGN_IN_FAILED, actor=actor, at=at, subject=officer.id)
        return {"present": "现在的密码不正确，请重新输入。"}
    problem = passwords.problem_with(
        new, login=officer.login, name=officer.name, stored=officer.password
    )
    if problem:
        return {"new": problem}
    Officer.objects.filter(id=officer.id).update(
        password=passwords.hashed(new), password_set_at=at, must_change_password=False
    )
    officer.sessions.exclude(token_hash=keep).delete()
    record(What.PASSWORD_CHANGED, actor=actor, at=at, subject=officer.id)
    return {}


def _open(login: str, at: datetime) -> Q:
    """May be tried: active, not locked, and a one-time password not too old."""
    expired = Q(must_change_password=True, password_set_at__lt=at - ONE_TIME_PASSWORD_LASTS)
    return (
        Q(login=login, is_active=True) & (Q(locked_until=None) | Q(locked_until__lte=at)) & ~expired
    )


def _note_success(login: str, at: datetime) -> bool:
    changed = Officer.objects.filter(_open(login, at)).update(
        failed_sign_ins=0, locked_until=None, last_signed_in_at=at
    )
    return changed == 1


def _note_failure(login: str, at: datetime) -> bool:
    last = Q(failed_sign_ins__gte=MAX_FAILURES - 1)
    changed = Officer.objects.filter(_open(login, at)).update(
        failed_sign_ins=Case(When(last, then=Value(0)), default=F("failed_sign_ins") + 1),
        locked_until=Case(When(last, then=Value(at + LOCKED_FOR)), default=F("locked_until")),
    )
    return changed == 1
