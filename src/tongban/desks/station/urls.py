"""Addresses of the station desk."""

from tongban.desks.station import urls_inquiry, urls_intake, urls_work

app_name = "station"

# 协查 first: its form stands below an intake, where any other word names a step.
urlpatterns = [*urls_inquiry.urlpatterns, *urls_work.urlpatterns, *urls_intake.urlpatterns]
