"""The embedded database as the tests themselves use it."""

import pytest
from django.db import connection


@pytest.mark.django_db
def test_database_is_made_for_chinese_text() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_encoding_to_char(encoding), datcollate, datctype"
            " FROM pg_database WHERE datname = current_database()"
        )
        assert cursor.fetchone() == ("UTF8", "C.UTF-8", "C.UTF-8")
