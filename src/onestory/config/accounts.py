"""How signing in behaves: nobody opens an account for themselves, nobody is locked out by somebody else's guessing, and no
second factor can be read from the database."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.core.internal.ratelimit import truncate_ip
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from onestory.access import knocking, second_factors
from onestory.access.models import Account


class Backend(AuthenticationBackend):  # type: ignore[misc]
    def get_user(self, user_id: Any) -> Account | None:
        """Whose session this is: asked before any ticket can be shown."""
        found = knocking.of_session(UUID(str(user_id)))
        return found if found and self.user_can_authenticate(found) else None

    def _authenticate_by_email(self, email: str, password: str) -> Account | None:
        """The library would go through addresses and accounts, which are closed to whoever is not signed in yet.

        As many statements whether or not there is such an account (V6.3.8).
        """
        found: Account | None = self._check_password(knocking.by_email(email), password)
        return found

    def user_can_authenticate(self, user: Account) -> bool:
        """Asked at every request too, so that a session of somebody who is asleep by now is nobody's."""
        return bool(user.is_active and user.asleep_since is None)


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]
    # Words that say what to do; the same whether or not there is such an account, and whether it is closed or asleep.
    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": "That is not an email address and password we know. Check both, and try again.",
        "too_many_login_attempts": "There have been too many tries from here. Wait 15 minutes, or use a passkey.",
        "incorrect_password": "That is not your password. Check it, and try again.",
        "incorrect_code": "That code is not right, or has been used. Type the one that shows now.",
        "rate_limited": "There have been too many tries. Wait a few minutes.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Accounts are opened by an administrator, so that each belongs to someone known."""
        return False

    def pre_login(self, request: HttpRequest, user: Account, **kwargs: Any) -> HttpResponse | None:
        """Only whoever has shown who they are is told that their account is closed or asleep."""
        answer: HttpResponse | None = super().pre_login(request, user, **kwargs)
        if answer is None and user.asleep_since is not None:
            return HttpResponseRedirect(reverse("own:asleep"))
        return answer

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Guesses are counted for the address they come from together with the account they are at (HZ-89).

        Counted for the account alone, anybody could keep anybody else out by guessing badly.
        """
        return f"{truncate_ip(self.get_client_ip(request))} {str(credentials.get('email', '')).lower()}"

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """In words people use."""
        said = {
            "reauthenticate": "Use your password",
            "mfa_reauthenticate": "Use your authenticator app, or a recovery code",
            "mfa_reauthenticate:webauthn": "Use a passkey",
        }
        return [way | {"description": said[way["id"]]} for way in super().get_reauthentication_methods(user)]


class SecondFactors(DefaultMFAAdapter):  # type: ignore[misc]
    """Authenticator secrets and the seed of recovery codes are sealed for their account (`access.second_factors`)."""

    error_messages = DefaultMFAAdapter.error_messages | {"incorrect_code": Adapter.error_messages["incorrect_code"]}

    def encrypt(self, text: str) -> str:
        return second_factors.ToSeal(text)

    def decrypt(self, encrypted_text: str) -> str:
        """Where it cannot be read (the installation's key was changed), whoever tries is told what to do."""
        try:
            return second_factors.unseal(encrypted_text)
        except second_factors.Unreadable:
            raise ImmediateHttpResponse(HttpResponseRedirect(reverse("own:unreadable"))) from None
