"""Addresses of the city desk."""

from django.urls import path

from tongban.desks.city import views

app_name = "city"
urlpatterns = [
    path("", views.overview, name="overview"),
    path("risk/", views.risk_list, name="risk"),
    path("duty/<slug:kind>/", views.duty, name="duty"),
    path("month/<slug:figure>/", views.month, name="month"),
    path("county/<slug:code>/", views.county, name="county"),
    path("chase/", views.send_chase, name="chase"),
    path("chased/", views.chased, name="chased"),
    path("upstream/", views.upstream, name="upstream"),
    path("upstream/<uuid:message_id>/again/", views.resend, name="resend"),
]
