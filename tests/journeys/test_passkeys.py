"""Passkeys, with an authenticator that Chromium plays: added, used, taken away; and no use in any other hand."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from urllib.parse import parse_qsl, urlencode

import psycopg
import pytest
from playwright.sync_api import CDPSession, Route, expect
from tests.journeys.reader import Reader
from tests.journeys.site import Site

from onestory.config.demo.telling import PASSWORD

IDRIS, SHOLA = "idris.tapper@demo.onestory.example", "shola.penrice@demo.onestory.example"
PHONE = {
    "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True, "isUserVerified": True,
    "automaticPresenceSimulation": True,
}  # fmt: skip
LETS_IN = "**/account/2fa/webauthn/login/"


@dataclass
class Phone:
    """What keeps somebody's passkeys, and asks for their finger or their PIN before it uses one."""

    tools: CDPSession
    number: str

    def knows_its_owner(self, knows: bool) -> None:
        self.tools.send("WebAuthn.setUserVerified", {"authenticatorId": self.number, "isUserVerified": knows})

    def passkeys(self) -> int:
        found = self.tools.send("WebAuthn.getCredentials", {"authenticatorId": self.number})
        return len(found["credentials"])


@pytest.fixture
def reader(reader: Reader, site: Site) -> Reader:
    return replace(reader, address=site.by_name)


@pytest.fixture(autouse=True)
def _counted_anew(site: Site) -> None:
    """All of these are one person within a minute or two, which nobody is: the limit on tries forgets those before."""
    with psycopg.connect(site.environment["DATABASE_URL"], autocommit=True) as database:
        database.execute("DELETE FROM access_tally")


@pytest.fixture
def phone(reader: Reader) -> Iterator[Phone]:
    tools = reader.page.context.new_cdp_session(reader.page)
    tools.send("WebAuthn.enable", {"enableUI": False})
    yield Phone(tools, tools.send("WebAuthn.addVirtualAuthenticator", {"options": PHONE})["authenticatorId"])
    tools.detach()


@pytest.fixture
def with_a_passkey(reader: Reader, phone: Phone) -> Iterator[Reader]:
    """Idris, who has added one and signed out; afterwards it is gone from his account again."""
    adds_a_passkey(reader, IDRIS)
    reader.signs_out()
    yield reader
    reader.page.unroute_all()
    reader.page.context.clear_cookies()
    phone.knows_its_owner(True)
    uses_it(reader)
    takes_it_away(reader)


def adds_a_passkey(reader: Reader, email: str) -> None:
    reader.signs_in(email)
    reader.opens("/account/2fa/webauthn/add/")
    says_again_that_it_is_them(reader)
    reader.writes("Name", "Work phone")
    reader.presses("Add this passkey")
    expect(reader.heading()).to_contain_text("Recovery codes")


def says_again_that_it_is_them(reader: Reader) -> None:
    """How one signs in is changed by whoever knows the password, and not by whoever finds the page open."""
    reader.page.get_by_label("Password", exact=True).fill(PASSWORD)
    reader.presses("Carry on")


def how_a_passkey_names(reader: Reader, email: str) -> str:
    reader.signs_in(email)
    reader.opens("/account/2fa/webauthn/add/")
    says_again_that_it_is_them(reader)
    told = json.loads(reader.page.locator("#js_data").text_content() or "")
    reader.signs_out()
    return str(told["creation_options"]["publicKey"]["user"]["id"])


def uses_it(reader: Reader) -> None:
    reader.opens("/account/login/")
    reader.presses("Use a passkey")
    expect(reader.heading()).to_contain_text("Today")


def takes_it_away(reader: Reader) -> None:
    reader.opens("/account/2fa/webauthn/")
    reader.presses(re.compile("^Remove"))
    says_again_that_it_is_them(reader)
    reader.presses("Remove it")
    reader.sees("None yet.")


def is_outside(reader: Reader) -> None:
    reader.opens("/families")
    expect(reader.page).to_have_url(re.compile("/account/(login|2fa/authenticate)/"))


def test_a_passkey_signs_in_by_itself_until_it_is_removed(reader: Reader, phone: Phone) -> None:
    adds_a_passkey(reader, SHOLA)
    reader.leaves_nothing_in_the_way("passkey-added")
    assert phone.passkeys() == 1
    reader.signs_out()
    uses_it(reader)
    reader.sees(re.compile("Shola"))
    takes_it_away(reader)
    reader.leaves_nothing_in_the_way("passkeys")
    reader.signs_out()
    reader.presses("Use a passkey")
    reader.sees(re.compile("That code is not right"))
    is_outside(reader)
    reader.signs_in(SHOLA)
    expect(reader.heading()).to_contain_text("Today")


def test_with_a_passkey_the_password_alone_opens_nothing(with_a_passkey: Reader) -> None:
    with_a_passkey.signs_in(IDRIS)
    expect(with_a_passkey.heading()).to_contain_text("One more step")
    with_a_passkey.leaves_nothing_in_the_way("one-more-step")
    is_outside(with_a_passkey)
    with_a_passkey.presses("Use a passkey")
    expect(with_a_passkey.heading()).to_contain_text("Today")


def test_ones_own_passkey_does_not_open_the_account_of_somebody_else(with_a_passkey: Reader) -> None:
    """Whose it is stands beside the signature, where whoever sends it may write anything."""
    theirs = how_a_passkey_names(with_a_passkey, SHOLA)

    def in_their_name(route: Route) -> None:
        if route.request.method != "POST":
            route.continue_()
            return
        boxes = dict(parse_qsl(route.request.post_data or "", keep_blank_values=True))
        said = json.loads(boxes["credential"])
        said["response"]["userHandle"] = theirs
        route.continue_(post_data=urlencode(boxes | {"credential": json.dumps(said)}))

    with_a_passkey.page.route(LETS_IN, in_their_name)
    with_a_passkey.opens("/account/login/")
    with_a_passkey.presses("Use a passkey")
    with_a_passkey.sees(re.compile("That code is not right"))
    with_a_passkey.leaves_nothing_in_the_way("passkey-refused")
    is_outside(with_a_passkey)


def test_a_phone_in_other_hands_gives_no_passkey(with_a_passkey: Reader, phone: Phone) -> None:
    phone.knows_its_owner(False)
    with_a_passkey.opens("/account/login/")
    with_a_passkey.presses("Use a passkey")
    with_a_passkey.sees(re.compile("No passkey for Onestory was given"))
    with_a_passkey.leaves_nothing_in_the_way("passkey-not-given")
    is_outside(with_a_passkey)


def test_a_passkey_used_without_its_owner_is_refused_by_us_too(with_a_passkey: Reader, phone: Phone) -> None:
    """By a browser that does not ask the phone whose hand it is in, whatever we asked for."""
    phone.knows_its_owner(False)
    with_a_passkey.opens("/account/login/")
    with_a_passkey.page.evaluate(
        """() => { const get = navigator.credentials.get.bind(navigator.credentials);
        navigator.credentials.get = (asked) => { asked.publicKey.userVerification = "discouraged"; return get(asked); } }"""
    )
    with_a_passkey.presses("Use a passkey")
    with_a_passkey.sees(re.compile("That code is not right"))
    is_outside(with_a_passkey)
    with_a_passkey.leaves_nothing_in_the_way("sign-in")
