"""What a password must be like."""

import pytest

from tongban.accounts import passwords


def problem(password: str, stored: str = "") -> str:
    return passwords.problem_with(password, login="guhuai1", name="孔令川", stored=stored)


@pytest.mark.parametrize("password", ["Gu-Huai-2026", "abcdefgh1 中文X", "济宁公安 Tongban 7"])
def test_good_passwords_pass(password: str) -> None:
    assert problem(password) == ""


@pytest.mark.parametrize(
    ("password", "words"),
    [
        ("Ab1-", "10 至"),
        ("x" * 129, "10 至"),
        ("abcdefghij1", "至少 3 种"),
        ("Guhuai1-2026", "登录名或姓名"),
        ("孔令川-Abc123", "登录名或姓名"),
        ("Password123", "太常见"),
    ],
)
def test_bad_passwords_say_what_is_wrong(password: str, words: str) -> None:
    assert words in problem(password)


def test_the_present_password_is_no_new_one() -> None:
    stored = passwords.hashed("Gu-Huai-2026")
    assert "相同" in problem("Gu-Huai-2026", stored=stored)


def test_stored_passwords_are_argon2id_and_salted() -> None:
    first, second = passwords.hashed("Gu-Huai-2026"), passwords.hashed("Gu-Huai-2026")
    assert first.startswith("argon2$argon2id$")
    assert first != second
    assert len(first) <= 160
    assert passwords.matches("Gu-Huai-2026", stored=first)


def test_one_time_passwords_satisfy_the_rules_and_differ() -> None:
    drawn = {passwords.one_time() for _ in range(50)}
    assert len(drawn) == 50
    assert not any(problem(one) for one in drawn)
