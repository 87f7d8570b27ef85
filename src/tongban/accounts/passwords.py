"""Passwords: how they are stored, what they must be like, and one-time ones."""

import secrets
import string

from django.contrib.auth.hashers import Argon2PasswordHasher, check_password, make_password
from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError

from tongban.accounts.terms import PASSWORD_KINDS, PASSWORD_LENGTH, PASSWORD_LONGEST

_COMMON = CommonPasswordValidator()
_ONE_TIME_ALPHABET = "".join(sorted(set(string.ascii_letters + string.digits) - set("0Oo1lI")))


class OfficerPasswordHasher(Argon2PasswordHasher):
    """Argon2id with 19 MiB and two passes, the least that OWASP recommends.

    Django's default takes 100 MiB for each sign-in: too much when everybody signs in at 08:30.
    """

    time_cost = 2
    memory_cost = 19 * 1024
    parallelism = 1


def hashed(password: str) -> str:
    """The stored form of a password."""
    return make_password(password)


def matches(password: str, *, stored: str) -> bool:
    """Whether the password is the stored one."""
    return check_password(password, stored)


def spend_the_same_time(password: str) -> None:
    """Hash for nothing: an unknown login must take as long as a known one."""
    make_password(password)


def problem_with(password: str, *, login: str, name: str, stored: str = "") -> str:
    """What is wrong with a new password, in a sentence; empty when it may be used.

    ``stored`` is the present password's stored form, which the new one must not repeat.
    """
    if not PASSWORD_LENGTH <= len(password) <= PASSWORD_LONGEST:
        return f"密码应有 {PASSWORD_LENGTH} 至 {PASSWORD_LONGEST} 个字符。"
    if _kinds(password) < PASSWORD_KINDS:
        return f"密码应包含大写字母、小写字母、数字、符号中的至少 {PASSWORD_KINDS} 种。"
    if login in password.lower() or (name and name in password):
        return "密码不能包含登录名或姓名。"
    if _is_common(password):
        return "这个密码太常见，容易被猜到，请换一个。"
    if stored and matches(password, stored=stored):
        return "新密码不能与现在的密码相同。"
    return ""


def one_time() -> str:
    """A random password of 16 characters that satisfies the rules, without look-alikes."""
    while True:
        drawn = "".join(secrets.choice(_ONE_TIME_ALPHABET) for _ in range(16))
        if _kinds(drawn) == PASSWORD_KINDS:
            return drawn


def _kinds(password: str) -> int:
    tests = (
        str.isupper,
        str.islower,
        str.isdigit,
        lambda char: not (char.isupper() or char.islower() or char.isdigit()),
    )
    return sum(any(test(char) for char in password) for test in tests)


def _is_common(password: str) -> bool:
    try:
        _COMMON.validate(password)
    except ValidationError:
        return True
    return False
