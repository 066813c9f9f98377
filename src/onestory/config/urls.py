"""Every address, in one place."""

from django.conf import settings
from django.urls import include, path

from onestory.config import health

urlpatterns = [
    path("health", health.health),
    path("ready", health.ready),
    path("account/", include("allauth.urls")),
    path("", include("onestory.faces.workspace.urls")),
]
if settings.DEBUG:
    # Every part of the design on one page, for people who build pages.
    urlpatterns.append(path("design/", include("onestory.ui.gallery.urls")))

handler400 = "onestory.ui.errors.bad_request"
handler403 = "onestory.ui.errors.not_there"
handler404 = "onestory.ui.errors.not_there"
handler500 = "onestory.ui.errors.broken"
