"""Django app `cases`."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """异地申办件."""

    name = "tongban.cases"
    label = "cases"
    verbose_name = "异地申办件"
