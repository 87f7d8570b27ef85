"""Addresses of the station desk."""

from tongban.desks.station import urls_intake, urls_work

app_name = "station"

urlpatterns = [*urls_work.urlpatterns, *urls_intake.urlpatterns]
