"""The whole way at the window: from the look-up to the last paper."""

from __future__ import annotations

import base64

from tests.desks.station.window import Window, picture

from tongban.cases.models import Case, Paper, Payment
from tongban.procedure.stages import PaymentStage, Stage


def pad() -> str:
    """A signature as the pad sends it."""
    return (
        "data:image/png;base64,"
        + base64.b64encode(picture(300, 100, kind="PNG").getvalue()).decode()
    )


def test_from_look_up_to_the_last_paper(window: Window) -> None:
    intake = window.begin(window.person(), reason="EXPIRED")
    assert window.where(intake) == "evidence"
    window.do(intake, "evidence", kind="DRIVING_LICENCE", valid_until="2030-01-01", image=picture())
    assert window.where(intake) == "compare"
    window.do(intake, "live", by="camera")
    window.do(intake, "fingerprint")
    window.do(intake, "identity", confirmed="yes")
    assert window.where(intake) == "photo"
    window.do(intake, "photo-upload", by="camera")
    window.do(intake, "photo-store")
    assert window.where(intake) == "fingerprints"
    window.do(intake, "finger/right", act="scan")
    window.do(intake, "finger/left", act="store", left_reason="手指残缺")
    assert window.where(intake) == "details"
    window.do(intake, "details", reason="EXPIRED", phone="13800000000", address="济宁市任城区1号")
    assert window.where(intake) == "compose"
    window.do(intake, "compose")
    case = Case.objects.get(intake=intake)
    assert case.stage == Stage.COMPOSED
    window.do(intake, "sign", signature_png=pad(), seen_version=str(case.version))
    case.refresh_from_db()
    assert case.stage == Stage.IN_REVIEW
    assert Payment.objects.get(case=case).code
    window.do(intake, "fee-cash")
    window.do(intake, "fee-behalf")
    payment = Payment.objects.get(case=case)
    assert (payment.state, payment.way) == (PaymentStage.PAID, "ON_BEHALF")
    for step in ("compose", "fee", "finish"):
        assert case.number or step in window.text(f"{intake}/{step}/")
    for kind in ("registration", "collection-slip"):
        answer = window.client.post(f"/papers/case/{case.id}/{kind}/", follow=True)
        assert answer.headers["Content-Type"] == "application/pdf"
        assert answer.content.startswith(b"%PDF-")
    assert Paper.objects.filter(subject=case.id).count() == 2
    assert "已打印 1 次" in window.text(f"{intake}/finish/")
