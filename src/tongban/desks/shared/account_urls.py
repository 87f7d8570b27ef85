"""Addresses of sign-in and of one's own account; included at the root."""

from django.urls import path

from tongban.desks.shared import account_views, sign_in_views

app_name = "accounts"

urlpatterns = [
    path("", account_views.home, name="home"),
    path("sign-in/", sign_in_views.sign_in_page, name="sign-in"),
    path("sign-out/", sign_in_views.sign_out, name="sign-out"),
    path("unit/", account_views.unit, name="unit"),
    path("account/password/", account_views.password, name="password"),
    path("first/", sign_in_views.first, name="first"),
]
