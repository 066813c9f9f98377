import logging
import re

import pytest
from django.test import Client
from tests.factories import Known, an_account
from tests.integration.workspace import browsers
from tests.integration.workspace.editing import said

from onestory.core.ids import uuid7


def test_somebody_is_found_with_the_reason_why(known: Known, signed_in: Client) -> None:
    shown = signed_in.post("/find", {"q": "okafor ada"}).content.decode()
    assert "Ada Okafor" in shown
    assert f"/families/{known.family.pk}" in shown
    assert "Found by name" in shown


def test_a_family_of_others_leaves_no_trace(known: Known, stranger: Client) -> None:
    """The box keeps what was typed, so both are as long as each other; only those words and the form's token differ."""
    theirs, nobodys = (stranger.post("/find", {"q": typed}).content.decode() for typed in ("okafor ada", "nobody ada"))
    assert "We found nobody by that" in theirs
    assert len(theirs) == len(nobodys)
    assert _but_for_the_token(theirs).replace("okafor", "nobody") == _but_for_the_token(nobodys)


def test_the_page_of_a_family_of_others_is_that_of_no_family(known: Known, stranger: Client) -> None:
    theirs, nobodys = (stranger.get(f"/families/{number}") for number in (known.family.pk, uuid7()))
    assert theirs.status_code == nobodys.status_code == 404
    assert theirs.content == nobodys.content


def _but_for_the_token(page: str) -> str:
    return re.sub('name="csrfmiddlewaretoken" value="[A-Za-z0-9]{64}"', "", page)


def test_not_finding_offers_to_start_a_record_and_keeps_what_was_typed(known: Known, signed_in: Client) -> None:
    shown = signed_in.post("/find", {"q": "Zebedee Quince"}).content.decode()
    assert "/families/start" in shown
    assert 'value="Zebedee Quince"' in shown


def test_an_empty_box_says_what_to_type(known: Known, signed_in: Client) -> None:
    answer = signed_in.post("/find", {"q": " "})
    assert answer.status_code == 422
    assert "Type something you know about them" in answer.content.decode()


def test_what_was_typed_is_in_no_address_title_or_log(
    known: Known, signed_in: Client, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    shown = signed_in.post("/find", {"q": "Okafor"}).content.decode()
    assert "<title>Find a family – Onestory</title>" in shown
    assert "okafor" not in "".join(part for part in shown.lower().split('"') if part.startswith("/"))
    assert (
        "okafor" not in " ".join(record.getMessage() for record in caplog.records if "sql" not in record.name).lower()
    )


def test_whoever_may_not_find_families_is_told_it_is_not_there(db: None) -> None:
    assert browsers.of(an_account(role="administrator")).get("/find").status_code == 404


def test_the_families_page_has_one_box(known: Known, signed_in: Client) -> None:
    assert said(signed_in, "/families").count('action="/find"') == 1
