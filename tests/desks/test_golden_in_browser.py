"""The golden screens in a real browser: keys, posts, focus, nothing below the fold."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page
from tests.browser import chromium
from tests.desks.gallery.frame import LONG_NAME
from tests.desks.gallery.pages import pages
from tests.desks.gallery.server import Gallery, serving
from tests.desks.gallery.shots import scrolls

pytestmark = pytest.mark.journey


@pytest.fixture(scope="module")
def gallery() -> Iterator[Gallery]:
    with serving(pages()) as running:
        yield running


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.fixture
def page(browser: Browser, gallery: Gallery) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1366, "height": 768})
    opened = context.new_page()
    faults: list[str] = []
    opened.on("pageerror", lambda error: faults.append(str(error)))
    opened.on(
        "console",
        lambda line: faults.append(line.text) if "Content Security" in line.text else None,
    )
    gallery.posted.clear()
    yield opened
    context.close()
    assert faults == []


@pytest.mark.parametrize(
    "name",
    [
        "review",
        "review-long",
        "review-incoming",
        "review-unknown",
        "overview",
        "intake-3-compare",
        "intake-compare-long",
    ],
)
def test_nothing_lies_below_the_fold(page: Page, gallery: Gallery, name: str) -> None:
    page.goto(f"{gallery.url}/{name}/")
    assert scrolls(page) == (0, [])


@pytest.mark.parametrize("name", sorted(pages()))
def test_a_phone_never_scrolls_sideways(page: Page, gallery: Gallery, name: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{gallery.url}/{name}/")
    assert scrolls(page)[0] <= 0


def test_a_then_enter_issues_once(page: Page, gallery: Gallery) -> None:
    page.goto(f"{gallery.url}/review/")
    page.keyboard.press("a")
    assert gallery.posted == []
    with page.expect_response("**/nowhere/"):
        page.keyboard.press("Enter")
        page.keyboard.press("Enter")
    page.wait_for_load_state("networkidle")
    paths = [path for path, _ in gallery.posted]
    assert paths == ["/nowhere/"]
    assert gallery.posted[0][1]["request_id"]


def test_return_by_keyboard(page: Page, gallery: Gallery) -> None:
    page.goto(f"{gallery.url}/review/")
    page.keyboard.press("r")
    assert page.locator("dialog#return").is_visible()
    page.keyboard.type("头顶超出")
    page.keyboard.press("Escape")
    assert not page.locator("dialog#return").is_visible()
    page.keyboard.press("r")
    assert page.locator("#f-words").input_value() == "头顶超出"
    with page.expect_response("**/nowhere/"):
        page.keyboard.press("Control+Enter")
    fields = gallery.posted[0][1]
    assert (fields["category"], fields["words"]) == ("PHOTO", "头顶超出")


def test_letters_typed_into_a_field_are_no_commands(page: Page, gallery: Gallery) -> None:
    page.goto(f"{gallery.url}/intake-1-identity/")
    page.locator("#f-name").fill("")
    page.keyboard.type("ynbz?")
    assert page.locator("#f-name").input_value() == "ynbz?"
    assert gallery.posted == []
    assert page.locator("dialog[open]").count() == 0


def test_the_key_map_lists_this_page(page: Page, gallery: Gallery) -> None:
    page.goto(f"{gallery.url}/review/")
    page.keyboard.press("?")
    text = page.locator("#keymap").inner_text()
    assert "通过并签发" in text
    assert "退回并说明" in text
    assert "下一件" in text


def test_find_posts_and_shows_hits(page: Page, gallery: Gallery) -> None:
    page.goto(f"{gallery.url}/review/")
    page.keyboard.press("Control+k")
    with page.expect_response("**/find/"):
        page.keyboard.type("颜")
    page.locator("#hits .hit").wait_for()
    assert gallery.posted[-1] == ("/find/", gallery.posted[-1][1] | {"q": "颜"})
    assert page.url.endswith("/review/")


def test_a_button_outside_its_form_sends_its_value(page: Page, gallery: Gallery) -> None:
    page.goto(f"{gallery.url}/intake-6-details/")
    page.locator("#f-phone").fill("13800000000")
    with page.expect_response("**/save/"):
        page.keyboard.press("Control+Enter")
    fields = gallery.posted[-1][1]
    assert fields["phone"] == "13800000000"
    assert fields["then"] == "next"


def test_drafts_save_themselves(page: Page, gallery: Gallery) -> None:
    page.goto(f"{gallery.url}/intake-6-details/")
    with page.expect_response("**/draft/"):
        page.locator("#f-phone").fill("139")
    assert ("/draft/", "139") in [(path, got.get("phone")) for path, got in gallery.posted]


def test_the_frame_moves_by_keys_and_keeps_its_shape(page: Page, gallery: Gallery) -> None:
    page.goto(f"{gallery.url}/intake-4-photo/")
    page.locator("[data-frame-box]").focus()
    for key in ("ArrowUp", "Shift+ArrowRight", "+"):
        page.keyboard.press(key)
    frame = [int(page.locator(f"#frame-{side}").input_value()) for side in "xywh"]
    assert frame != [60, 10, 250, 308]
    assert abs(frame[2] / frame[3] - 358 / 441) < 0.01


def test_a_signature_needs_a_stroke(page: Page, gallery: Gallery) -> None:
    page.goto(f"{gallery.url}/intake-7-compose/")
    box = page.locator("canvas").bounding_box()
    assert box is not None
    value = page.locator("[name=signature_png]")
    page.mouse.click(box["x"] + 20, box["y"] + 20)
    assert value.input_value() == ""
    page.mouse.move(box["x"] + 20, box["y"] + 20)
    page.mouse.down()
    page.mouse.move(box["x"] + 120, box["y"] + 50, steps=6)
    page.mouse.up()
    assert value.input_value().startswith("data:image/png;base64,")


def test_errors_take_the_focus(page: Page, gallery: Gallery) -> None:
    page.goto(f"{gallery.url}/intake-details-errors/")
    assert page.evaluate("document.activeElement.hasAttribute('data-problems')")
    page.locator(".problems a").first.click()
    assert page.evaluate("document.activeElement.id") == "f-phone"


def test_one_click_fills_a_demo_account(page: Page, gallery: Gallery) -> None:
    page.goto(f"{gallery.url}/sign-in/")
    page.locator("[data-login]").first.click()
    assert page.locator("#f-login").input_value() == "a1"
    assert page.locator("#f-password").input_value() == "tongban-demo"


def test_the_next_case_is_already_there(page: Page, gallery: Gallery) -> None:
    with page.expect_response("**/review-long/"):
        page.goto(f"{gallery.url}/review/")
    page.wait_for_load_state("networkidle")
    page.route("**/review-long/", lambda route: route.abort())
    page.keyboard.press("j")
    page.get_by_role("heading", name=LONG_NAME).wait_for()
    assert page.url.endswith("/review-long/")
    page.keyboard.press("a")
    assert "通过并签发" in page.evaluate("document.activeElement.textContent")


def test_esc_destroys_nothing(page: Page, gallery: Gallery) -> None:
    page.goto(f"{gallery.url}/intake-6-details/")
    page.locator("#f-phone").fill("137")
    page.keyboard.press("Escape")
    assert page.locator("#f-phone").input_value() == "137"


def test_without_scripts_the_case_still_goes_on(browser: Browser, gallery: Gallery) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    gallery.posted.clear()
    page.goto(f"{gallery.url}/intake-6-details/")
    page.locator("#f-phone").fill("13800000000")
    page.get_by_role("button", name="下一项").click()
    page.wait_for_url("**/save/")
    context.close()
    assert gallery.posted[-1][1]["phone"] == "13800000000"


def test_asking_for_the_payment_leaves_the_page_alone(page: Page, gallery: Gallery) -> None:
    page.goto(f"{gallery.url}/intake-8-fee/")
    page.get_by_role("button", name="查询是否已缴").focus()
    with page.expect_response("**/poll/"):
        pass
    assert page.url.endswith("/intake-8-fee/")
    assert "查询" in page.evaluate("document.activeElement.textContent")
