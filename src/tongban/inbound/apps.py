"""Django app `inbound`."""

from django.apps import AppConfig


class InboundConfig(AppConfig):
    """上游来文."""

    name = "tongban.inbound"
    label = "inbound"
    verbose_name = "上游来文"
