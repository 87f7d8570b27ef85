"""Units for every test of accounts."""

import pytest

from tongban.accounts.bootstrap import load_units


@pytest.fixture
def units(db: None) -> None:
    """The units of the shipped city as rows."""
    load_units()
