"""Address of the public guide."""

from django.urls import path

from tongban.desks.shared import guide_views

app_name = "guide"

urlpatterns = [path("", guide_views.guide, name="guide")]
