"""Sign-in, one's own account, and what watches the process."""

from tests.desks.permissions.model import EVERYONE, Open, Row

ROWS = [
    Row("accounts:home", EVERYONE),
    Row("accounts:unit", EVERYONE),
    Row("accounts:unit", EVERYONE, method="POST", data={"unit": ""}),
    Row("accounts:password", EVERYONE),
    Row("accounts:password", EVERYONE, method="POST"),
    Row("accounts:sign-out", EVERYONE, method="POST"),
]

OPEN = [
    Open("accounts:sign-in", "one signs in there"),
    Open("accounts:first", "there is no account yet; a one-time code is asked; else 404"),
    Open("healthz", "asked by whoever watches the process; says nothing but ok"),
    Open("glyphs-css", "which rare glyphs there are; the sign-in page shows names too"),
    Open("glyph-slice", "pieces of a font"),
    Open("check:ask", "whoever holds a paper may check it; nothing of a person is shown"),
    Open("check:scanned", "the QR code of a paper leads there"),
    Open(
        "guide:guide",
        "conditions, steps and fees are public (第十四条); nothing of a person is there",
    ),
    Open("readyz", "asked by whoever watches the process; names parts, no data"),
]
