"""Addresses enough to draw every page of the design."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from onestory.ui import errors


def nowhere(request: HttpRequest) -> HttpResponse:
    return HttpResponse("")


urlpatterns = [
    path("", nowhere, name="today"),
    path("families/", nowhere, name="families"),
    path("families/new/", nowhere, name="new"),
    path("write/", nowhere, name="write"),
    path("account/", include("allauth.urls")),
    path("design/", include("onestory.ui.gallery.urls")),
]
handler404 = errors.not_there
