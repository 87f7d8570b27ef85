"""Addresses of the station's other pages: workbench, returns, cards, money, files."""

from django.urls import URLPattern, path

from tongban.desks.station import (
    views_answers,
    views_camera,
    views_cards,
    views_cards_batch,
    views_cash,
    views_elsewhere,
    views_files,
    views_money,
    views_parcels,
    views_payment,
    views_returns,
    views_returns_capture,
    views_work,
)
from tongban.desks.station.elsewhere_page import ELSEWHERE

_RETURN = "returns/<uuid:case_id>/"
_ELSEWHERE = "elsewhere/<uuid:case_id>/"
_CARD = "cards/<uuid:case_id>/"
_BATCH = "cards/batch/<uuid:batch_id>/"
_MONEY = "money/<uuid:case_id>/"

urlpatterns: list[URLPattern] = [
    path("", views_work.bench, name="work"),
    path("duty/<slug:kind>/", views_work.duty, name="duty"),
    path("chase/<uuid:chase_id>/seen/", views_work.chase_seen, name="chase-seen"),
    path("remind/<uuid:case_id>/<slug:kind>/", views_work.reminded, name="remind"),
    path("case/<uuid:case_id>/", views_work.case, name="case"),
    path("answers/<uuid:case_id>/chase/", views_answers.chase, name="answer-chase"),
    path("messages/<uuid:message_id>/again/", views_answers.resend, name="message-again"),
    path("returns/", views_returns.returns, name="returns"),
    path(_RETURN, views_returns.one, name="return"),
    path(f"{_RETURN}keep/", views_returns.keep, name="return-keep"),
    path(f"{_RETURN}compose/", views_returns.compose, name="return-compose"),
    path(f"{_RETURN}resubmit/", views_returns.resubmit, name="return-resubmit"),
    path(f"{_RETURN}photo/", views_returns_capture.photo, name="return-photo"),
    path(f"{_RETURN}camera/", views_camera.camera_of_return, name="return-camera"),
    path(f"{_RETURN}photo/frame/", views_returns_capture.frame, name="return-frame"),
    path(f"{_RETURN}photo/drop/", views_returns_capture.drop, name="return-drop"),
    path(f"{_RETURN}finger/<slug:hand>/", views_returns_capture.finger, name="return-finger"),
    path(f"{_RETURN}pending/<slug:which>/", views_returns_capture.pending, name="return-pending"),
    path(_ELSEWHERE, views_elsewhere.one, name="elsewhere"),
    path(f"{_ELSEWHERE}send/", views_elsewhere.send, name="elsewhere-send"),
    *(
        path(f"{_ELSEWHERE}{rest}", view, {"at": ELSEWHERE}, name=f"elsewhere-{name}")
        for name, rest, view in (
            ("photo", "photo/", views_returns_capture.photo),
            ("frame", "photo/frame/", views_returns_capture.frame),
            ("drop", "photo/drop/", views_returns_capture.drop),
            ("finger", "finger/<slug:hand>/", views_returns_capture.finger),
            ("pending", "pending/<slug:which>/", views_returns_capture.pending),
        )
    ),
    path("cards/", views_cards.cards, name="cards"),
    path("cards/parcels/", views_parcels.parcels, name="parcels"),
    path(_BATCH, views_cards_batch.batch, name="batch"),
    path(f"{_BATCH}scan/", views_cards_batch.scan, name="batch-scan"),
    path(f"{_BATCH}receive/", views_cards_batch.receive, name="batch-receive"),
    path(_CARD, views_cards.card, name="card"),
    path(f"{_CARD}hand-over/", views_cards.hand_over, name="card-hand-over"),
    path(f"{_CARD}told/", views_cards.told, name="card-told"),
    path(f"{_CARD}contact/", views_cards.contact, name="card-contact"),
    path(f"{_CARD}address/", views_parcels.address, name="card-address"),
    path(f"{_CARD}old-card/", views_parcels.old_card, name="old-card"),
    path(
        f"{_CARD}old-card/write-off/", views_parcels.old_card_write_off, name="old-card-write-off"
    ),
    path("money/", views_money.money, name="money"),
    path("money/sheet/", views_money.sheet, name="day-sheet"),
    path("money/close/", views_cash.close, name="cash-close"),
    path("money/closed/<uuid:close_id>/", views_cash.closed, name="cash-closed"),
    path("money/closed/<uuid:close_id>/print/", views_cash.print_close, name="cash-print"),
    path(_MONEY, views_payment.payment, name="payment"),
    path(f"{_MONEY}query/", views_payment.query, name="payment-query"),
    path(f"{_MONEY}on-behalf/", views_payment.on_behalf, name="pay-on-behalf"),
    path(f"{_MONEY}give-back/", views_payment.give_back, name="give-back"),
    path(f"{_MONEY}receipt/", views_payment.stock_receipt, name="stock-receipt"),
    path(f"{_MONEY}receipt/spoiled/", views_payment.stock_spoiled, name="stock-spoiled"),
    path(f"{_MONEY}extra/<uuid:payment_id>/", views_payment.refund_extra, name="refund-extra"),
    path("files/", views_files.files, name="files"),
    path("files/<uuid:case_id>/seal/", views_files.seal, name="file-seal"),
    path("files/<uuid:case_id>/add/", views_files.add, name="file-add"),
]
