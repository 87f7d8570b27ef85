"""`DATABASE_URL` in the forms libpq takes."""

import pytest

from tongban.cli.database_url import BadDatabaseUrl, database_settings


def test_every_part_finds_its_place() -> None:
    given = database_settings("postgresql://u:p%40@db.example:5433/name?sslmode=require")
    assert {key: given[key] for key in ("USER", "PASSWORD", "HOST", "PORT", "NAME")} == {
        "USER": "u",
        "PASSWORD": "p@",
        "HOST": "db.example",
        "PORT": "5433",
        "NAME": "name",
    }
    assert given["OPTIONS"]["sslmode"] == "require"


def test_a_socket_folder_is_a_host() -> None:
    assert database_settings("postgresql://u@/n?host=%2Frun%2Fpg")["HOST"] == "/run/pg"


@pytest.mark.parametrize(
    "url", ["", "mysql://u@h/n", "postgresql://u@h/", "postgresql://u@h/n?nonsense=1", "name"]
)
def test_anything_else_is_refused_without_repeating_it(url: str) -> None:
    with pytest.raises(BadDatabaseUrl) as refusal:
        database_settings(url)
    assert not url or url not in str(refusal.value)
