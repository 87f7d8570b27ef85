"""绿色通道与上门服务 at the window (第十四条): marked from any step, shown, taken off."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from tests.desks.station.window import Window

VISIT = {
    "green_reason": "ILL",
    "green_visit": "1",
    "green_by": "受理甲",
    "green_on": "2026-11-23",
    "green_place": "南苑敬老院",
    "green_taken_PHOTO": "1",
    "green_taken_SIGNATURE": "1",
}


def begun(window: Window) -> UUID:
    return window.begin(window.person(), reason="EXPIRED")


def refused(window: Window, intake: UUID, **form: Any) -> str:
    answer = window.post(f"{intake}/do/green/", **form)
    assert answer.status_code == 422
    assert (
        answer.headers["HX-Push-Url"] == f"/station/intake/{intake}/{form.get('step', 'identity')}/"
    )
    return str(answer.content.decode())


def test_it_is_marked_on_any_step_and_the_officer_goes_on_there(window: Window) -> None:
    intake = begun(window)
    assert 'data-key="Alt+G"' in window.text(f"{intake}/details/")
    answer = window.do(intake, "green", green_reason="AGED", step="details")
    assert answer.headers["Location"] == f"/station/intake/{intake}/details/"
    assert window.row(intake).green == "AGED"
    text = window.text(f"{intake}/details/")
    assert "绿色通道</span>" in text
    assert "取消绿色通道" in text


def test_a_visit_comes_back_into_the_window_as_it_was_written(window: Window) -> None:
    intake = begun(window)
    window.do(intake, "green", **VISIT)
    visit = window.row(intake).visit
    assert visit == {
        "by": "受理甲",
        "on": "2026-11-23",
        "place": "南苑敬老院",
        "taken": ["PHOTO", "SIGNATURE"],
    }
    text = window.text(f"{intake}/identity/")
    assert "绿色通道 · 上门" in text
    assert 'value="南苑敬老院"' in text
    assert 'name="green_taken_PHOTO" value="1" checked' in text
    assert 'name="green_taken_FINGERPRINTS" value="1" checked' not in text


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({}, "请选择原因"),
        ({"green_reason": "OTHER"}, "请写明有什么困难"),
        ({"green_reason": "RICH"}, "请从所列的选项里选择"),
        ({"green_reason": "AGED", "green_by": "受理甲"}, "请同时勾选"),
        ({**VISIT, "green_on": "2026-11-24"}, "日期不能晚于今天"),
        ({**VISIT, "green_on": "昨天"}, "日期不对"),
        ({**VISIT, "green_by": "", "green_place": ""}, "请写明是谁上门的"),
        ({**VISIT, "green_place": "长" * 41}, "最多 40 个字"),
    ],
    ids=range(8),
)
def test_what_cannot_be_used_comes_back_with_all_that_was_typed(
    window: Window, form: dict[str, str], said: str
) -> None:
    intake = begun(window)
    text = refused(window, intake, step="details", **form)
    assert said in text
    assert 'id="green" aria-labelledby="green-title" open data-open-now' in text
    for name in ("green_place", "green_by"):
        assert f'value="{form.get(name, "")}"' in text
    assert not window.row(intake).green


def test_it_is_taken_off_again_once(window: Window) -> None:
    intake = begun(window)
    window.do(intake, "green", green_reason="AGED")
    window.do(intake, "green-out", step="compare")
    assert not window.row(intake).green
    again = window.post(f"{intake}/do/green-out/")
    assert again.status_code == 409
    assert "没有登记绿色通道" in again.content.decode()


def test_a_composed_case_shows_the_mark_and_changes_it_no_more(window: Window) -> None:
    intake = window.complete(window.person())
    window.do(intake, "green", **VISIT)
    window.do(intake, "compose")
    text = window.text(f"{intake}/compose/")
    assert "绿色通道 · 上门" in text
    assert "Alt+G" not in text
    late = window.post(f"{intake}/do/green/", green_reason="AGED")
    assert late.status_code == 409
    assert "已经结束" in late.content.decode()
