"""Terms of sign-in, with their sources.

GB/T 22239-2019 (网络安全等级保护基本要求), level 3, 8.1.4.1 身份鉴别: a) identities are unique and
passwords complex and changed regularly; b) failed sign-ins are limited, sessions end when idle.
The standard names no figures: those below are the operator's terms with our defaults.
"""

from datetime import timedelta

MAX_FAILURES = 5
"""Wrong passwords in a row after which an account is locked: 8.1.4.1 b)."""

LOCKED_FOR = timedelta(minutes=15)
"""How long the lock lasts unless a security administrator opens it: 8.1.4.1 b)."""

IDLE_LIMIT = timedelta(minutes=30)
"""A session unused for longer is over: 8.1.4.1 b)."""

SESSION_LIMIT = timedelta(hours=12)
"""A session is over after this time however busy it is: one long working day."""

SEEN_EVERY = timedelta(minutes=1)
"""``last_seen`` is written no more often: reading pages must not cost a write each."""

PASSWORD_LENGTH = 10
"""Fewest characters of a password: 8.1.4.1 a)."""

PASSWORD_KINDS = 3
"""Kinds of characters needed of four: capital, small, digit, other: 8.1.4.1 a)."""

PASSWORD_LONGEST = 128
"""Longer input is not hashed, so that nobody can keep the server busy with it."""

PASSWORD_LASTS = timedelta(days=90)
"""After this a password must be changed (定期更换): 8.1.4.1 a). Not asked in a demonstration."""

ONE_TIME_PASSWORD_LASTS = timedelta(days=3)
"""A password set by an administrator opens the account for so long, and once."""

FIRST_ADMIN_CODE_LASTS = timedelta(hours=24)
"""The code for the first administrator of an empty installation."""
