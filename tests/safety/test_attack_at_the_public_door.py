"""Asking for help on a telephone that somebody else has had in their hands, and twice by one browser."""

from __future__ import annotations

import pytest
from django.test import Client
from tests.asking import front_door

from onestory.access.models import Account
from onestory.access.viewer import acting_as
from onestory.support import request_queries

pytestmark = pytest.mark.django_db

REACH, WORDS, WHO = (
    {"how": "text", "at": "07700 900123"},
    {"words": "He frightens us", "urgency": "usual"},
    {"given": "Ada"},
)


@pytest.fixture
def duty() -> Account:
    return front_door()[0]


def typed(phone: Client) -> None:
    phone.post("/ask/", {"door": "self"})
    for number, page in enumerate((REACH, WORDS, WHO), 1):
        assert phone.post(f"/ask/{number}", page).status_code == 302


@pytest.mark.hazard("HZ-12")
def test_whoever_left_a_key_on_her_telephone_does_not_read_what_she_types(duty: Account) -> None:
    """He opened the form, copied what the browser holds, and put the telephone back."""
    hers, his = Client(), Client()
    hers.post("/ask/", {"door": "self"})
    his.cookies["ask"] = hers.cookies["ask"].value
    typed(hers)
    assert "frightens" in hers.get("/ask/2").content.decode()
    assert "frightens" not in his.get("/ask/2").content.decode()


@pytest.mark.hazard("HZ-55")
def test_what_is_asked_again_by_the_same_browser_is_not_lost(duty: Account) -> None:
    """For a quarter of an hour it holds the key of what was sent, so that its code can be read again."""
    phone = Client()
    for _ in range(2):
        typed(phone)
        assert phone.post("/ask/check").url == "/ask/sent"
        phone.get("/ask/sent")
    with acting_as(duty) as viewer:
        assert len(request_queries.waiting(viewer)) == 2
