"""Addresses of the administrators' desk; included under ``admin/``."""

from django.urls import path

from tongban.desks.admin import audit_views, change_views, officer_views, unit_views

app_name = "admin"

urlpatterns = [
    path("", officer_views.home, name="home"),
    path("units/", unit_views.index, name="units"),
    path("units/<slug:code>/", officer_views.of_unit, name="officers-of-unit"),
    path("officers/", officer_views.index, name="officers"),
    path("officers/new/", officer_views.new, name="officer-new"),
    path("officers/<uuid:officer_id>/", officer_views.officer, name="officer"),
    path("officers/<uuid:officer_id>/grant/", change_views.grant, name="officer-grant"),
    path("officers/<uuid:officer_id>/revoke/", change_views.revoke, name="officer-revoke"),
    path("officers/<uuid:officer_id>/unlock/", change_views.unlock, name="officer-unlock"),
    path(
        "officers/<uuid:officer_id>/reset-password/",
        change_views.reset_password,
        name="officer-reset-password",
    ),
    path(
        "officers/<uuid:officer_id>/deactivate/",
        change_views.deactivate,
        name="officer-deactivate",
    ),
    path(
        "officers/<uuid:officer_id>/reactivate/",
        change_views.reactivate,
        name="officer-reactivate",
    ),
    path("audit/", audit_views.index, name="audit"),
    path("audit/check/", audit_views.check, name="audit-check"),
]
