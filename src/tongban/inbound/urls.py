"""Where upstream systems send their messages."""

from django.urls import path

from tongban.inbound.receive import receive

app_name = "inbound"
urlpatterns = [path("<slug:system>/", receive, name="receive")]
