"""Every address, in one place."""

from django.urls import include, path

from onestory.config import health

urlpatterns = [
    path("health", health.health),
    path("ready", health.ready),
    path("account/", include("allauth.urls")),
    path("", include("onestory.faces.workspace.urls")),
]
handler400 = "onestory.ui.errors.bad_request"
handler403 = "onestory.ui.errors.not_there"
handler404 = "onestory.ui.errors.not_there"
handler500 = "onestory.ui.errors.broken"
