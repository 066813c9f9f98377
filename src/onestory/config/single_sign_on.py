"""Signing in with an organisation's own identity provider, by OpenID Connect.

It opens no account: it lets in whoever has one already. The first time, an account is recognised by an email address that the
provider says it has verified; from then on by the provider's own subject alone, since an address may be given to the next
person who comes to the post. See docs/how-to/sign-in-with-your-own-identity-provider.md.
"""

from __future__ import annotations

from typing import Any

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialAccount
from django.http import HttpRequest, HttpResponseRedirect
from django.urls import reverse

from onestory.access import knocking
from onestory.access.actions import single_sign_on
from onestory.access.models import Account
from onestory.access.viewer import name_viewer

PROVIDER = "work"


class Adapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """Accounts are opened by an administrator, so that each belongs to someone known."""
        return False

    def get_requests_session(self) -> Any:
        """Nothing we ask of the provider is asked of another address that it, or whoever answers for it, sends us on to."""
        session = super().get_requests_session()
        session.max_redirects = 0
        return session

    def populate_user(self, request: HttpRequest, sociallogin: Any, data: dict[str, Any]) -> Any:
        """The first moment at which the provider has said who this is: they act as themselves from here, or not at all.

        The library next writes on the row that joins the two, which the database allows to the account itself alone.
        """
        user = super().populate_user(request, sociallogin, data)
        # What the provider tells besides who it is (a picture, a telephone number) is none of our business.
        sociallogin.account.extra_data = {}
        account = _joined(sociallogin) or _met_for_the_first_time(sociallogin)
        if account is None:
            raise _turned_away("own:no_account")
        if not account.is_active:
            raise _turned_away("account_inactive")
        if account.asleep_since is not None:
            raise _turned_away("own:asleep")
        name_viewer(account)
        return user

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Only ever to sign in; and joined to its account the first time."""
        if sociallogin.state.get("process") != "login":
            raise _turned_away("account_login")
        if not sociallogin.is_existing:
            account = _met_for_the_first_time(sociallogin)
            if account is None:
                raise _turned_away("own:no_account")
            single_sign_on.join(account=account, identity=sociallogin.account)
            sociallogin.user = account


def _joined(sociallogin: Any) -> Account | None:
    return knocking.by_subject(provider=PROVIDER, subject=sociallogin.account.uid)


def _met_for_the_first_time(sociallogin: Any) -> Account | None:
    """A member of staff with an address that the provider has verified, whom it has not called by another subject before."""
    verified = [one.email.lower() for one in sociallogin.email_addresses if one.verified is True]
    found = (knocking.by_email(email) for email in verified)
    account = next((one for one in found if one and one.kind == Account.Kind.STAFF), None)
    if account is None or SocialAccount.objects.filter(provider=PROVIDER, user=account).exists():
        return None
    return account


def _turned_away(to: str) -> ImmediateHttpResponse:
    return ImmediateHttpResponse(HttpResponseRedirect(reverse(to)))
