"""Django app of units, officers, their roles and sign-in."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Units, officers, roles, sessions."""

    name = "tongban.accounts"
    label = "accounts"
    verbose_name = "单位与人员"
