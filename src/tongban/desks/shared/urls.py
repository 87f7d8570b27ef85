"""Addresses every desk shares: a case, finding one, help, pictures, drafts."""

from django.urls import path

from tongban.desks.shared import case_views, drafts, pictures

app_name = "shared"

urlpatterns = [
    path("cases/<uuid:case_id>/", case_views.case, name="case"),
    path("find/", case_views.search, name="find"),
    path("help/", case_views.help_page, name="help"),
    path("help/flow.svg", case_views.flow, name="flow"),
    path(
        "pictures/intake/<uuid:intake_id>/<slug:which>", pictures.of_intake, name="intake-picture"
    ),
    path(
        "pictures/<uuid:case_id>/<int:version>/<slug:which>", pictures.of_case, name="case-picture"
    ),
    path("drafts/<slug:kind>/<uuid:subject>", drafts.save, name="draft"),
]
