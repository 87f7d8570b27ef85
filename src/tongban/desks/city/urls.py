"""Addresses of the city desk."""

from django.urls import path

from tongban.desks.city import (
    answer_views,
    ending_views,
    green_views,
    look_in_views,
    upstream_views,
    views,
)

app_name = "city"
urlpatterns = [
    path("", views.overview, name="overview"),
    path("risk/", views.risk_list, name="risk"),
    path("duty/<slug:kind>/", views.duty, name="duty"),
    path("month/<slug:figure>/", views.month, name="month"),
    path("county/<slug:code>/", views.county, name="county"),
    path("look-ins/", look_in_views.units, name="look-ins"),
    path("endings/", ending_views.endings, name="endings"),
    path("endings/<slug:kind>/", ending_views.behind, name="endings-behind"),
    path("green/", green_views.use, name="green"),
    path("green/<slug:kind>/", green_views.behind, name="green-behind"),
    path("chase/", views.send_chase, name="chase"),
    path("chased/", views.chased, name="chased"),
    path("answers/", answer_views.answers, name="answers"),
    path("answers/chase/", answer_views.chase, name="answers-chase"),
    path("answers/<slug:name>/", answer_views.part, name="answers-part"),
    path("upstream/", upstream_views.upstream, name="upstream"),
    path("upstream/failed/", upstream_views.failed, name="failed"),
    path("upstream/strays/", upstream_views.strays, name="strays"),
    path("upstream/outages/", upstream_views.outages, name="outages"),
    path("upstream/<uuid:message_id>/again/", upstream_views.resend, name="resend"),
    path("upstream/stray/<uuid:message_id>/", upstream_views.stray, name="stray"),
    path(
        "upstream/stray/<uuid:message_id>/settle/", upstream_views.settle_stray, name="stray-settle"
    ),
    path("upstream/stray/<uuid:message_id>/again/", upstream_views.stray_again, name="stray-again"),
    path("upstream/outage/<uuid:outage_id>/", upstream_views.outage, name="outage"),
    path(
        "upstream/outage/<uuid:outage_id>/settle/",
        upstream_views.settle_outage,
        name="outage-settle",
    ),
]
