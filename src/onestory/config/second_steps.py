"""Second steps: asking for one, counting wrong codes, and saying who has enough."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from allauth.account.adapter import get_adapter as account_adapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.internal.stagekit import LOGIN_SESSION_KEY
from allauth.core import context
from allauth.core.internal.ratelimit import get_ip
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.forms import AddWebAuthnForm, LoginWebAuthnForm
from django.core.cache import cache
from django.http import HttpRequest
from fido2.utils import websafe_decode

from onestory.access import knocking

TRIES, MINUTES = 10, 15
# What somebody signs in with besides a password; recovery codes only stand in for one of these.
STEPS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


class _ByAddress:
    """Wrong codes are counted for the address they come from, as wrong passwords are (HZ-89).

    The library counts them for the account alone: somebody who has another's password, and not their telephone, could keep
    them out for as long as they went on typing.
    """

    user: Any
    cleaned_data: dict[str, Any]

    def clean_code(self) -> str:
        counted = f"onestory.codes {get_ip(context.request)} {self.user.pk}"
        cache.add(counted, 0, timeout=MINUTES * 60)
        tries = cache.incr(counted)
        if tries > TRIES:
            raise account_adapter().validation_error("too_many_login_attempts")
        found = _that_accepts(self.user, self.cleaned_data["code"])
        if found is None:
            raise get_adapter().validation_error("incorrect_code")
        self.authenticator = found
        cache.delete(counted)
        return str(self.cleaned_data["code"])


class AuthenticateForm(_ByAddress, forms.AuthenticateForm):  # type: ignore[misc]
    """The second step of signing in."""


class ReauthenticateForm(_ByAddress, forms.ReauthenticateForm):  # type: ignore[misc]
    """Asked again, before one changes how one signs in."""


class AddPasskeyForm(AddWebAuthnForm):  # type: ignore[misc]
    """Every passkey signs in by itself: nobody is asked which of two kinds they would like, as the library's box does."""

    passwordless = None


def knock_halfway(request: HttpRequest) -> None:
    """Whoever has given a password and not yet their second step is known to the session alone, and signed in to nothing."""
    halfway = request.session.get(LOGIN_SESSION_KEY)
    if isinstance(halfway, dict) and halfway.get("user_pk"):
        knocking.by_account(UUID(halfway["user_pk"]))


class PasskeyForm(LoginWebAuthnForm):  # type: ignore[misc]
    """Signing in by a passkey, which says itself whose it is."""

    def clean_credential(self) -> Any:
        _knock_as_said(self.cleaned_data["credential"])
        return super().clean_credential()


def _knock_as_said(credential: Any) -> None:
    """Nothing is believed yet: it opens the one account whose keys the answer is then checked by."""
    try:
        named = UUID(websafe_decode(credential["response"]["userHandle"]).decode())
    except (ValueError, TypeError, KeyError, AttributeError):
        return
    knocking.by_account(named)


def _that_accepts(user: Any, code: str) -> Authenticator | None:
    for one in Authenticator.objects.filter(user=user).exclude(type=Authenticator.Type.WEBAUTHN):
        if one.wrap().validate_code(code):
            one.user = user
            return one
    return None


def are_enough(request: HttpRequest) -> bool:
    """Staff with a second step of ours, or let in by their organisation, which has its own; and everybody who is not staff.

    Kept in the session once it is so: taking a second step away ends every other session, and is noted in this one.
    """
    if request.user.kind != "staff" or request.session.get("enough"):  # type: ignore[union-attr]
        return True
    signed_on = any(one["method"] == "socialaccount" for one in get_authentication_records(request, request.user))
    enough = signed_on or Authenticator.objects.filter(user=request.user, type__in=STEPS).exists()
    if enough:
        request.session["enough"] = True
    return enough
