"""Addresses of the county desk."""

from django.urls import path

from tongban.desks.county import review_acts, review_views

app_name = "county"

urlpatterns = [
    path("review/", review_views.desk, name="review"),
    path("review/queue", review_views.queue_part, name="review-queue"),
    path("review/<uuid:case_id>/", review_views.case, name="review-case"),
    path("review/<uuid:case_id>/issue", review_acts.issue, name="review-issue"),
    path("review/<uuid:case_id>/return", review_acts.return_case, name="review-return"),
]
