"""Every address, in one place."""

from django.conf import settings
from django.urls import include, path, re_path
from django.views.generic import RedirectView

from onestory.config import health

# The address somebody signs in with is given to them with their account, and is not theirs to change.
_ADDRESS_OF_ONES_OWN = re_path(
    r"^account/(?:email/|confirm-email/.*)?$", RedirectView.as_view(pattern_name="mfa_index"), name="own_address"
)

urlpatterns = [
    path("health", health.health, name="health"),
    path("ready", health.ready, name="ready"),
    _ADDRESS_OF_ONES_OWN,
    path("account/", include("allauth.urls")),
    path("space/", include("onestory.faces.portal.urls")),
    path("", include("onestory.faces.workspace.urls")),
]
if settings.DEBUG:
    # Every part of the design on one page, for people who build pages.
    urlpatterns.append(path("design/", include("onestory.ui.gallery.urls")))

handler400 = "onestory.ui.errors.bad_request"
handler403 = "onestory.ui.errors.not_there"
handler404 = "onestory.ui.errors.not_there"
handler500 = "onestory.ui.errors.broken"
