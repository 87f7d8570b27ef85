"""`tongban manage …`: Django's own commands with the product's settings."""

import os

from django.core.management import execute_from_command_line


def main(argv: list[str]) -> int:
    """Run one Django command; its own exit by exception passes through."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tongban.config.settings")
    execute_from_command_line(["tongban manage", *argv])
    return 0
