"""Django app `audit`."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """审计."""

    name = "tongban.audit"
    label = "audit"
    verbose_name = "审计"
