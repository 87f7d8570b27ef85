"""Addresses every desk shares: pictures and drafts."""

from django.urls import path

from tongban.desks.shared import drafts, pictures

app_name = "shared"

urlpatterns = [
    path(
        "pictures/intake/<uuid:intake_id>/<slug:which>", pictures.of_intake, name="intake-picture"
    ),
    path(
        "pictures/<uuid:case_id>/<int:version>/<slug:which>", pictures.of_case, name="case-picture"
    ),
    path("drafts/<slug:kind>/<uuid:subject>", drafts.save, name="draft"),
]
