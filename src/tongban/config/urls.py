"""Every address of the product, by desk."""

from django.urls import URLPattern, URLResolver, include, path

from tongban.api.rules import api
from tongban.config.health import healthz, readyz
from tongban.desks.shared.glyphs import glyph_urls

handler400 = "tongban.config.errors.bad_request"
handler403 = "tongban.config.errors.permission_denied"
handler404 = "tongban.config.errors.page_not_found"
handler500 = "tongban.config.errors.server_error"

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    *glyph_urls(),
    path("", include("tongban.desks.shared.account_urls")),
    path("", include("tongban.desks.shared.urls")),
    path("admin/", include("tongban.desks.admin.urls")),
    path("papers/", include("tongban.desks.shared.papers_urls")),
    path("v/", include("tongban.desks.shared.check_urls")),
    path("guide/", include("tongban.desks.shared.guide_urls")),
    path("station/", include("tongban.desks.station.urls")),
    path("county/", include("tongban.desks.county.urls")),
    path("city/", include("tongban.desks.city.urls")),
    path("inbound/", include("tongban.inbound.urls")),
    path("api/v1/", api.urls),
]
