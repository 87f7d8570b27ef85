"""What an officer does at the intake window, by keyboard alone but for the applicant's pen."""

from __future__ import annotations

from dataclasses import dataclass

from tests.journeys.house import House
from tests.journeys.people import Visitor
from tests.journeys.window import Window

PHONE = "13853700001"


@dataclass(frozen=True)
class Accepted:
    """A case just composed and signed."""

    intake: str
    case: str
    number: str


def take_in(
    window: Window, house: House, visitor: Visitor, *, phone: str = PHONE, mailed_to: str = ""
) -> Accepted:
    """An ordinary renewal from the card on the reader to the signed form.

    The window stands on the page 受理; afterwards on the step 缴费. With ``mailed_to`` the card goes
    to that address by courier.
    """
    window.turn("F2")
    assert window.heading.endswith("现场比对"), window.text()
    assert visitor.name in window.text()
    window.turn("F4")
    window.turn("F3")
    return from_statement(window, house, phone=phone, mailed_to=mailed_to)


def from_statement(
    window: Window, house: House, *, phone: str = PHONE, mailed_to: str = ""
) -> Accepted:
    """The rest of it, from the statement that this is the person; the window stands on 现场比对."""
    window.turn("y")
    assert window.heading.endswith("证件照"), window.text()
    window.turn("F4")
    window.turn("Control+Enter")
    assert window.heading.endswith("指纹"), window.text()
    window.turn("F3")
    window.turn("F3")
    assert window.heading.endswith("原因与领取"), window.text()
    if window.page.locator("[name=reason]:checked").count() == 0:
        # The card has not run out yet: the register suggests no reason.
        window.page.locator("[name=reason][value=EXPIRED]").focus()
        window.press("Space")
        window.tab_to("[name=phone]")
    window.type(phone)
    if mailed_to:
        choose_courier(window, mailed_to)
    window.turn("Control+Enter")
    assert window.heading.endswith("合成并签名"), window.text()
    window.turn("Control+Enter")
    assert "受理编号" in window.text()
    sign(window)
    window.turn("Control+Enter")
    assert window.heading.endswith("缴费"), window.text()
    return accepted(window, house)


def choose_courier(window: Window, address: str) -> None:
    """The card is to be mailed: the recipient stands in the field already, the address is typed."""
    window.page.locator("[name=delivery][value=COURIER]").focus()
    window.press("Space")
    write_address(window, address)


def write_address(window: Window, address: str) -> None:
    """An address over what stands in the field."""
    window.tab_to("[name=address]")
    window.press("Control+a")
    window.type(address)


def look_up(window: Window, visitor: Visitor, *, reason: str = "") -> None:
    """Somebody without a card in hand is found by the number that is told."""
    if reason:
        window.page.locator(f"[name=reason][value={reason}]").focus()
        window.press("Space")
    window.page.locator("[name=id_number]").focus()
    window.type(visitor.id_number)
    window.turn("Enter")
    assert visitor.name in window.text()


def captured(window: Window, *, phone: str = "") -> None:
    """Photo and prints, then the wishes, up to the page 合成并签名."""
    assert window.heading.endswith("证件照"), window.text()
    window.turn("F4")
    window.turn("Control+Enter")
    assert window.heading.endswith("指纹"), window.text()
    window.turn("F3")
    window.turn("F3")
    assert window.heading.endswith("原因与领取"), window.text()
    if phone:
        window.tab_to("[name=phone]")
        window.type(phone)
    window.turn("Control+Enter")
    assert window.heading.endswith("合成并签名"), window.text()


def accepted(window: Window, house: House) -> Accepted:
    """The case behind the intake that the window shows."""
    intake = window.path.split("/")[3]
    row = house.one(
        "SELECT c.id, c.number FROM cases_intake i JOIN cases_case c ON c.id = i.case_id"
        " WHERE i.id = %s",
        intake,
    )
    return Accepted(intake, str(row["id"]), row["number"])


def sign(window: Window) -> None:
    """The applicant's pen on the pad: two strokes."""
    box = window.page.locator("[data-sign-pad] canvas").bounding_box()
    assert box is not None
    pen = window.page.mouse
    for x, y, to_x, to_y in ((0.2, 0.3, 0.5, 0.6), (0.55, 0.25, 0.8, 0.7)):
        pen.move(box["x"] + box["width"] * x, box["y"] + box["height"] * y)
        pen.down()
        pen.move(box["x"] + box["width"] * to_x, box["y"] + box["height"] * to_y, steps=8)
        pen.up()
