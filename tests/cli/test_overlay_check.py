"""A start reads the operator's files first."""

from pathlib import Path

import pytest

from tongban.cli.errors import CannotStart
from tongban.cli.overlay_check import check_overlay


def test_an_empty_folder_is_right(tmp_path: Path) -> None:
    check_overlay(tmp_path)


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("calendar.yaml", "2027: {holidays: [2027-01-01]}", "source"),
        ("terms.yaml", "- version: 1", "version"),
    ],
)
def test_a_mistake_is_told_with_its_place(
    tmp_path: Path, name: str, content: str, says: str
) -> None:
    (tmp_path / name).write_text(content, "utf-8")
    with pytest.raises(CannotStart, match=says) as told:
        check_overlay(tmp_path)
    assert "改好后再启动" in told.value.chinese
