"""Django app `jobs`."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    """后台作业."""

    name = "tongban.jobs"
    label = "jobs"
    verbose_name = "后台作业"
