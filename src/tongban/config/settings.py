"""Django's settings. What differs between installations comes from the environment:

`TONGBAN_DATA` the data folder · `DATABASE_URL` · `TONGBAN_HOST` the address served ·
`TONGBAN_PUBLIC_ORIGIN` such as `https://tongban.example`, when a TLS proxy stands in front.
"""

import os
import secrets
from pathlib import Path
from urllib.parse import urlsplit

from tongban.cli.database_url import database_settings

DATA = Path(os.environ["TONGBAN_DATA"]) if "TONGBAN_DATA" in os.environ else None
PUBLIC_ORIGIN = os.environ.get("TONGBAN_PUBLIC_ORIGIN", "")


def _secret_key() -> str:
    path = DATA / "keys" / "django-secret.key" if DATA else None
    if path is not None and path.exists():
        return path.read_text(encoding="ascii").strip()
    # Commands without a data folder (type check, migrations check) sign nothing that lasts.
    return secrets.token_hex(32)


def _allowed_hosts() -> list[str]:
    host = os.environ.get("TONGBAN_HOST", "127.0.0.1")
    if host in {"0.0.0.0", "::"}:  # noqa: S104 - compared, not bound
        return ["*"]
    named = urlsplit(PUBLIC_ORIGIN).hostname
    return ["127.0.0.1", "localhost", "[::1]", host, *([named] if named else [])]


SECRET_KEY = _secret_key()
DEBUG = False
ALLOWED_HOSTS = _allowed_hosts()

INSTALLED_APPS = [
    "django.contrib.staticfiles",
    "procrastinate.contrib.django",
    "tongban.accounts",
    "tongban.audit",
    "tongban.blobs",
    "tongban.cases",
    "tongban.inbound",
    "tongban.jobs",
    "tongban.desks.shared",
    "tongban.desks.station",
    "tongban.desks.county",
    "tongban.desks.city",
    "tongban.desks.admin",
]

MIDDLEWARE = [
    "tongban.config.guard.GuardMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "tongban.accounts.middleware.SignInRequired",
    "tongban.desks.shared.errors.UserMistakes",
]

PASSWORD_HASHERS = ["tongban.accounts.passwords.OfficerPasswordHasher"]

ROOT_URLCONF = "tongban.config.urls"
WSGI_APPLICATION = "tongban.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
    }
]

DATABASES = {"default": database_settings(os.environ.get("DATABASE_URL", "postgresql:///tongban"))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
USE_I18N = True

STATIC_URL = "/static/"
# Files are served from the packages themselves: nothing has to be collected before a start.
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 600

# Pictures arrive as files, which their views judge with a sentence; this bounds plain fields.
DATA_UPLOAD_MAX_MEMORY_SIZE = 4 * 1024 * 1024
BODY_LIMIT = 64 * 1024 * 1024

CSRF_COOKIE_NAME = "tongban_csrf"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Strict"
CSRF_COOKIE_SECURE = PUBLIC_ORIGIN.startswith("https://")
CSRF_FAILURE_VIEW = "tongban.config.errors.csrf_failure"
CSRF_TRUSTED_ORIGINS = [PUBLIC_ORIGIN] if PUBLIC_ORIGIN else []
X_FRAME_OPTIONS = "SAMEORIGIN"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31_536_000 if CSRF_COOKIE_SECURE else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if PUBLIC_ORIGIN else None

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"()": "tongban.config.logs.PlainFormatter"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {
        "django": {"handlers": [], "level": "INFO"},
        # A page not found is the visitor's news, not the operator's.
        "django.request": {"level": "ERROR"},
        "django.security.DisallowedHost": {"handlers": [], "propagate": False},
        "httpx": {"level": "WARNING"},
        "procrastinate": {"level": "WARNING"},
    },
}
