"""Addresses of the county desk."""

from django.urls import path

from tongban.desks.county import (
    card_views,
    review_acts,
    review_views,
    settling_views,
    sheet_views,
    watch_views,
)

app_name = "county"

urlpatterns = [
    path("review/", review_views.desk, name="review"),
    path("review/queue", review_views.queue_part, name="review-queue"),
    path("review/<uuid:case_id>/", review_views.case, name="review-case"),
    path("review/<uuid:case_id>/issue", review_acts.issue, name="review-issue"),
    path("review/<uuid:case_id>/approve", review_acts.approve, name="review-approve"),
    path("review/<uuid:case_id>/return", review_acts.return_case, name="review-return"),
    path("cards/", card_views.overview, name="cards"),
    path("cards/batch/<uuid:batch_id>/", card_views.batch, name="batch"),
    path("cards/batch/<uuid:batch_id>/scan", card_views.scan, name="batch-scan"),
    path("cards/batch/<uuid:batch_id>/receive", card_views.receive, name="batch-receive"),
    path("cards/batch/<uuid:batch_id>/print", sheet_views.print_sheet, name="batch-print"),
    path("cards/batch/<uuid:batch_id>/sheet", sheet_views.sheet, name="batch-sheet"),
    path("cards/forward/<slug:station>/", card_views.forward, name="forward"),
    path("settling/", settling_views.settling, name="settling"),
    path("stations/", watch_views.stations, name="stations"),
    path("stations/chase", watch_views.chase, name="chase"),
    path("stations/refund/<uuid:case_id>", watch_views.approve_refund, name="refund"),
    path("stations/message/<uuid:message_id>/again", watch_views.resend, name="resend"),
    path("stations/<slug:station>/<slug:kind>/", watch_views.duty, name="duty"),
]
