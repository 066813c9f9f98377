"""Passkeys, apps and passwords are changed by whoever shows again that it is them; the address one signs in with is not theirs
to change."""

import pytest
from django.test import Client
from django.urls import reverse
from tests.factories import an_account

from onestory.access.viewer import acting_as

WAYS = ("mfa_activate_totp", "mfa_add_webauthn")


@pytest.fixture
def signed_in(db: None, client: Client) -> Client:
    account = an_account()
    account.set_password("three words of mine")
    with acting_as(account):
        account.save(update_fields=["password"])
    client.force_login(account)
    return client


@pytest.mark.parametrize("way", WAYS)
def test_adding_a_way_to_sign_in_asks_first_whether_it_is_still_them(signed_in: Client, way: str) -> None:
    answer = signed_in.get(reverse(way))
    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("account_reauthenticate"))


@pytest.mark.parametrize("way", ["", "email/", "confirm-email/"])
def test_nobody_changes_the_address_they_sign_in_with(signed_in: Client, way: str) -> None:
    for answer in (signed_in.get(f"/account/{way}"), signed_in.post(f"/account/{way}", {"email": "other@example.org"})):
        assert answer.status_code == 302
        assert answer["Location"] == reverse("mfa_index")
