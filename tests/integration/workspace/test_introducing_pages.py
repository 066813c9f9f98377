"""The pages of introductions: offered to both sides, made once both said yes, and asked after; and of asking for advice."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from tests.factories import Known, an_account
from tests.integration.workspace import browsers
from tests.integration.workspace.editing import about_family, said, typed_of_family

from onestory.access.models import Account
from onestory.access.viewer import acting_as
from onestory.core.dates import show_date, today
from onestory.faces.workspace.bound import seal
from onestory.people import queries
from onestory.support import introducing
from onestory.support.models import Introduction

OFFERED = reverse("workspace:introductions_offered")


@pytest.fixture
def jo(db: None) -> Account:
    return an_account("Jo Stone")


def the_one(known: Known) -> Introduction:
    with acting_as(known.author) as viewer:
        return introducing.introductions(viewer, queries.family(viewer, known.family.pk))[0]


def turn(known: Known, client: Client, act: str, **boxes: Any) -> Any:
    one = the_one(known)
    typed = {"opened_for": seal(one.pk), "act": f"introductions.{act}", **boxes}
    return client.post(about_family("introduction", known, one.pk), typed)


def answer(jo: Account, known: Known, **boxes: str) -> Any:
    browser = browsers.of(jo)
    offer = browser.get(OFFERED).context["offers"][0][0]
    return browser.post(OFFERED, {"offer": offer, **boxes})


def test_a_colleague_is_found_and_offered_to_without_any_story(known: Known, signed_in: Client, jo: Account) -> None:
    found = signed_in.post(about_family("find_to_introduce", known), {"called": "Sto"}).content.decode()
    assert about_family("offer_colleague", known, jo.pk) in found
    typed = typed_of_family(known, role="Health visitor", why="The baby does not sleep", family_words="Yes")
    signed_in.post(about_family("offer_colleague", known, jo.pk), typed)
    shown = said(browsers.of(jo), OFFERED)
    assert "Sam Reed: a family to meet as Health visitor" in shown
    assert "does not sleep" not in shown
    assert "Okafor" not in shown


def test_it_is_made_once_both_said_yes_and_opens_the_family(known: Known, signed_in: Client, jo: Account) -> None:
    typed = typed_of_family(known, role="Health visitor", why="The baby", family_words="Yes, with you")
    signed_in.post(about_family("offer_colleague", known, jo.pk), typed)
    making = {"meet_on": show_date(today()), "accompanied": "on", "sections": ["shared"]}
    assert "They have not said yes yet" in turn(known, signed_in, "make", **making).content.decode()
    answer(jo, known, answer="yes")
    assert browsers.of(jo).get(about_family("family", known)).status_code == 404
    turn(known, signed_in, "make", **making)
    assert browsers.of(jo).get(about_family("family", known)).status_code == 200
    assert "Jo Stone was introduced, and somebody they know came along" in said(
        signed_in, about_family("family", known)
    )


def test_not_now_needs_a_sentence(known: Known, signed_in: Client, jo: Account) -> None:
    typed = typed_of_family(known, role="Health visitor", why="The baby")
    signed_in.post(about_family("offer_colleague", known, jo.pk), typed)
    assert answer(jo, known, answer="no").status_code == 422
    assert answer(jo, known, answer="no", words="I am away in May").status_code == 302


def test_it_is_met_asked_after_and_settled(known: Known, signed_in: Client) -> None:
    typed = typed_of_family(known, name="Mr Lane", role="Football coach", why="Saturdays", family_words="Yes")
    signed_in.post(about_family("offer_introduction", known), typed)
    for act, boxes in (
        ("they_agree", {}), ("make", {"meet_on": show_date(today())}), ("meet", {}), ("ask_after", {"words": "He is kind"}),
        ("settle", {}),
    ):  # fmt: skip
        assert turn(known, signed_in, act, **boxes).status_code == 302, act
    assert the_one(known).state == "settled"
    assert "Settled" in said(signed_in, about_family("introductions", known))


def test_what_is_not_right_says_why(known: Known, signed_in: Client) -> None:
    typed = typed_of_family(known, name="Mr Lane", role="Coach", why="Saturdays", family_words="Yes")
    signed_in.post(about_family("offer_introduction", known), typed)
    answered = turn(known, signed_in, "decline")
    assert "Say why, in a sentence the family could read." in answered.content.decode()


def test_somebody_is_asked_for_advice_and_nobody_new_comes(known: Known, signed_in: Client) -> None:
    typed = typed_of_family(known, whom="The sleep clinic", question="How long is too long?")
    signed_in.post(about_family("consult", known), typed)
    with acting_as(known.author) as viewer:
        family = queries.family(viewer, known.family.pk)
        asked = introducing.consultations(viewer, family)[0]
        assert family.circle.count() == 0
    boxes = {"opened_for": seal(asked.pk), "act": "consultations.answer", "words": "A week more"}
    signed_in.post(about_family("consultation", known, asked.pk), boxes)
    assert "A week more" in said(signed_in, about_family("introductions", known))


def test_a_stranger_finds_no_introduction(known: Known, signed_in: Client, stranger: Client) -> None:
    typed = typed_of_family(known, name="Mr Lane", role="Coach", why="Saturdays")
    signed_in.post(about_family("offer_introduction", known), typed)
    assert stranger.get(about_family("introductions", known)).status_code == 404
    assert turn(known, stranger, "decline", words="x").status_code == 404
