"""The library's two addresses, under its names, where it is talked with as `provider` says. Its registry finds them here."""

from allauth.account.internal.decorators import login_not_required
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.views import OAuth2LoginView
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path

from onestory.config.sign_on.provider import Conversation, Return


@login_not_required  # type: ignore[untyped-decorator]
def leave(request: HttpRequest, provider_id: str) -> HttpResponse:
    return _answered(OAuth2LoginView, request, provider_id)


@login_not_required  # type: ignore[untyped-decorator]
def come_back(request: HttpRequest, provider_id: str) -> HttpResponse:
    return _answered(Return, request, provider_id)


def _answered(view: type, request: HttpRequest, provider_id: str) -> HttpResponse:
    try:
        answer: HttpResponse = view.adapter_view(Conversation(request, provider_id))(request)  # type: ignore[attr-defined]
    except SocialApp.DoesNotExist as no_such_provider:
        raise Http404 from no_such_provider
    return answer


urlpatterns = [
    path("oidc/<provider_id>/login/", leave, name="openid_connect_login"),
    path("oidc/<provider_id>/login/callback/", come_back, name="openid_connect_callback"),
]
