"""Addresses of papers."""

from django.urls import path

from tongban.desks.shared import papers

app_name = "papers"

urlpatterns = [
    path("<uuid:paper_id>/", papers.show, name="show"),
    path("case/<uuid:case_id>/<slug:kind>/", papers.of_case, name="of-case"),
    path("intake/<uuid:intake_id>/<slug:kind>/", papers.of_intake, name="of-intake"),
]
