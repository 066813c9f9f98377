"""OpenID Connect as the library speaks it, believing less of what comes back.

The library takes a token that it fetched itself at its word, as the standard allows it to over TLS. Whoever can answer in the
provider's place (a proxy that opens TLS, a name that leads elsewhere) would then be anybody. So here the description must be
the named issuer's own, each token must be signed by a key of that issuer and be the answer to this very question, and what the
provider tells about somebody must be about whom it vouched for.
"""

from __future__ import annotations

import hmac
import secrets
from typing import Any

import jwt
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.helpers import render_authentication_error
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.http import HttpRequest

from onestory.config.environment import may_be_read_on_the_way

# Signatures by a key whose other half is the provider's alone: never `none`, never a secret that both sides hold.
SIGNATURES = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
ADDRESSES = ("authorization_endpoint", "token_endpoint", "userinfo_endpoint", "jwks_uri")


class Conversation(OpenIDConnectOAuth2Adapter):  # type: ignore[misc]
    """One signing in. Whatever is wrong with an answer raises `OAuth2Error`, and nobody is let in."""

    nonce = ""

    @property
    def openid_config(self) -> dict[str, Any]:
        told: dict[str, Any] = super().openid_config
        if told.get("issuer") != self.get_provider().app.settings["issuer"]:
            raise OAuth2Error("The description is another issuer's.")
        if any(may_be_read_on_the_way(str(told.get(name, ""))) for name in ADDRESSES):
            raise OAuth2Error("The description names an address that is not over TLS.")
        return told

    def complete_login(self, request: HttpRequest, app: Any, token: Any, **kwargs: Any) -> Any:
        who = self._decode_id_token(app, str(kwargs["response"].get("id_token", "")))
        told = self._fetch_user_info(token.token)
        if told.get("sub") != who["sub"]:
            raise OAuth2Error("What was told is about somebody else.")
        return self.get_provider().sociallogin_from_response(request, {"userinfo": told, "id_token": who})

    def _decode_id_token(self, app: Any, id_token: str) -> dict[str, Any]:
        try:
            claims: dict[str, Any] = jwt.decode(
                id_token, self._key_of(id_token), SIGNATURES, issuer=app.settings["issuer"], audience=app.client_id,
                options={"require": ["iss", "sub", "aud", "exp", "iat"]},
            )  # fmt: skip
        except jwt.PyJWTError as why:
            raise OAuth2Error("The token is not one that this issuer signed for us, now.") from why
        if claims.get("azp", app.client_id) != app.client_id:
            raise OAuth2Error("The token was made for somebody else.")
        if not self.nonce or not hmac.compare_digest(str(claims.get("nonce", "")), self.nonce):
            raise OAuth2Error("The token answers another question.")
        return claims

    def _key_of(self, id_token: str) -> jwt.PyJWK:
        with get_adapter().get_requests_session() as session:
            answer = session.get(self.openid_config["jwks_uri"])
            answer.raise_for_status()
        name = jwt.get_unverified_header(id_token).get("kid")
        keys = [one for one in jwt.PyJWKSet.from_dict(answer.json()).keys if one.public_key_use in (None, "sig")]
        fitting = [one for one in keys if one.key_id == name or (name is None and len(keys) == 1)]
        if not fitting:
            raise OAuth2Error("The token names a key that the provider does not.")
        return fitting[0]


class Provider(OpenIDConnectProvider):  # type: ignore[misc]
    oauth2_adapter_class = Conversation

    def redirect(
        self, request: HttpRequest, process: str, next_url: str | None = None, data: Any = None, **kwargs: Any
    ) -> Any:
        """With a number that must come back inside the token. A provider that does not answer is a page that says so."""
        nonce = secrets.token_urlsafe(32)
        asked = {**(kwargs.pop("auth_params", None) or self.get_auth_params()), "nonce": nonce}
        try:
            return super().redirect(request, process, next_url, data, auth_params=asked, nonce=nonce, **kwargs)
        except (OSError, OAuth2Error) as why:
            return render_authentication_error(request, self, exception=why)


class Return(OAuth2CallbackView):  # type: ignore[misc]
    """Coming back: whoever comes is asked for what was kept when they left."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        try:
            return super().dispatch(request, *args, **kwargs)
        except (OSError, OAuth2Error) as why:
            return render_authentication_error(request, self.adapter.get_provider(), exception=why)

    def _get_state(self, request: HttpRequest, provider: Any) -> Any:
        state, refused = super()._get_state(request, provider)
        self.adapter.nonce = (state or {}).get("nonce", "")
        return state, refused


provider_classes = [Provider]
