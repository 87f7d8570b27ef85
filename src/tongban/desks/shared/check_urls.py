"""Address of the public page that checks a paper."""

from django.urls import path

from tongban.desks.shared import check_views

app_name = "check"

urlpatterns = [
    path("", check_views.ask, name="ask"),
    path("<str:code>", check_views.scanned, name="scanned"),
]
