"""Every address, in one place."""

from allauth import urls as library
from allauth.account import urls as accounts
from allauth.socialaccount import urls as sign_on
from django.conf import settings
from django.urls import include, path, re_path
from django.views.generic import RedirectView

from onestory.config import health

# The address somebody signs in with is given to them with their account, and is not theirs to change.
_ADDRESS_OF_ONES_OWN = re_path(
    r"^account/(?:email/|confirm-email/.*)?$", RedirectView.as_view(pattern_name="mfa_index"), name="own_address"
)

# What the library offers and we do not is not in this list, and answers as what is not there: opening an account for oneself,
# a link or a code by email (whoever reads somebody's post is often whom they fear), joining accounts of other companies.
_OFFERED = frozenset([
    "account_login", "account_logout", "account_inactive", "account_reauthenticate", "account_change_password",
    "account_set_password", "socialaccount_login_cancelled", "socialaccount_login_error",
])  # fmt: skip

urlpatterns = [
    path("health", health.health, name="health"),
    path("ready", health.ready, name="ready"),
    _ADDRESS_OF_ONES_OWN,
    path("account/", include([one for one in accounts.urlpatterns if one.name in _OFFERED])),
    path("account/sign-on/", include([one for one in sign_on.urlpatterns if one.name in _OFFERED])),
    path("account/2fa/", include("allauth.mfa.urls")),
    path("account/", include(library.build_provider_urlpatterns())),
    path("account/", include("onestory.faces.account.urls")),
    path("ask/", include("onestory.faces.public.urls")),
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
