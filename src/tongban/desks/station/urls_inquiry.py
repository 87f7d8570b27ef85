"""Addresses of open intakes and of inquiries (协查): asked below an intake, answered below their own."""

from django.urls import URLPattern, path

from tongban.desks.station import views_inquiry, views_intakes

_ONE = "inquiries/<uuid:inquiry_id>/"

urlpatterns: list[URLPattern] = [
    path("intake/<uuid:intake_id>/inquiry/", views_inquiry.ask, name="intake-inquiry"),
    path("intakes/", views_intakes.intakes, name="intakes"),
    path("inquiries/", views_inquiry.inquiries, name="inquiries"),
    path(_ONE, views_inquiry.inquiry, name="inquiry"),
    path(f"{_ONE}answer/", views_inquiry.answer, name="inquiry-answer"),
    path(f"{_ONE}picture/<slug:which>/", views_inquiry.picture, name="inquiry-picture"),
]
