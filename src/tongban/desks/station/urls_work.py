"""Addresses of the station's other pages: workplace, returns, cards, money, files."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
