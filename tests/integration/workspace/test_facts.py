"""Told once: what is known is shown and not asked again, and each time is counted."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from tests.factories import Known, an_account
from tests.integration.workspace.editing import about_family, said, typed, typed_of_family

from onestory.access.actions import grants
from onestory.access.viewer import acting_as
from onestory.core.dates import today
from onestory.people import queries
from onestory.people.actions import facts
from onestory.people.actions.facts import Said
from onestory.people.models import Ask, Fact

FOOD = "food"


def page(known: Known, theme: str = "about_me", *, about: Any = None) -> str:
    return f"{about_family('facts', known, theme)}?about={about or known.mother.pk}"


def from_her(known: Known, **boxes: Any) -> dict[str, Any]:
    """Sent from a page about the mother, who told it herself today."""
    return typed(known, said_by=str(known.mother.pk), said_on="today", **boxes) | {"said_on": today().isoformat()}


def tell(known: Known, value: Any, *, key: str = FOOD, days_ago: int = 0) -> Fact:
    with acting_as(known.author) as viewer:
        on = today() - timedelta(days=days_ago)
        return facts.tell(by=viewer, about=known.mother, key=key, value=value, said=Said(on=on))


def standing(known: Known, key: str = FOOD) -> list[Any]:
    with acting_as(known.author):
        return list(Fact.objects.filter(key=key, ended_at=None).order_by("created_at").values_list("value", flat=True))


def counted(known: Known) -> list[tuple[str, str]]:
    with acting_as(known.author):
        return list(Ask.objects.order_by("id").values_list("key", "outcome"))


def test_asked_once_and_reused_afterwards(signed_in: Client, known: Known) -> None:
    assert "Is there food that you do not eat" in said(signed_in, page(known))
    signed_in.post(page(known), from_her(known, food="Halal"))
    words = said(signed_in, page(known))
    assert "Still right?" in words
    assert "Ada Okafor told Sam Reed" in words
    signed_in.post(page(known), from_her(known, **{"food-still": "keep"}))
    assert counted(known) == [("food", "asked"), ("food", "reused")]
    assert standing(known) == ["Halal"]


def test_the_tell_once_rate_is_reused_of_all_that_was_needed(signed_in: Client, known: Known) -> None:
    signed_in.post(page(known), from_her(known, food="Halal"))
    for _ in range(3):
        signed_in.post(page(known), from_her(known, **{"food-still": "keep"}))
    with acting_as(known.author) as viewer:
        told = queries.tell_once_rate(viewer, since=today())
        assert (told.asked, told.reused, told.rate) == (1, 3, 0.75)
        assert queries.tell_once_rate(viewer, since=today() + timedelta(days=1)).rate is None


def test_the_rate_counts_only_families_the_viewer_may_see(signed_in: Client, known: Known) -> None:
    signed_in.post(page(known), from_her(known, food="Halal"))
    with acting_as(an_account("Jo Stone")) as viewer:
        assert queries.tell_once_rate(viewer, since=today()).rate is None


def test_still_right_makes_it_fresh_again(signed_in: Client, known: Known) -> None:
    tell(known, "Halal", days_ago=400)
    assert "Told some time ago" in said(signed_in, page(known))
    signed_in.post(page(known), from_her(known, **{"food-still": "keep"}))
    assert "Told some time ago" not in said(signed_in, page(known))


def test_different_now_takes_the_place_of_what_was_known(signed_in: Client, known: Known) -> None:
    tell(known, "Halal")
    signed_in.post(page(known), from_her(known, **{"food-still": "different", "food": "No pork"}))
    assert standing(known) == ["No pork"]
    assert counted(known) == [("food", "asked")]


def test_different_now_must_say_what(signed_in: Client, known: Known) -> None:
    tell(known, "Halal")
    answer = signed_in.post(page(known), from_her(known, **{"food-still": "different"}))
    assert answer.status_code == 422
    assert "Say what it is now" in answer.content.decode()


def test_two_answers_stand_until_one_is_chosen(signed_in: Client, known: Known) -> None:
    tell(known, "Halal")
    other = tell(known, "No pork")
    assert "Told in two ways" in said(signed_in, page(known))
    signed_in.post(page(known), from_her(known, **{"food-still": str(other.pk)}))
    assert standing(known) == ["No pork"]
    assert counted(known) == [("food", "asked")]


@pytest.mark.parametrize(
    ("theme", "key", "boxes"),
    [
        ("about_me", "food", {"food-rather-not": "on"}),
        ("about_me", "religion_or_belief", {"religion_or_belief": "_rather_not"}),
        ("priority_groups", "lone_parent", {"lone_parent": "_rather_not"}),
        ("health", "access_needs", {"access_needs": ["_rather_not"]}),
    ],
)
def test_anyone_may_rather_not_say(
    signed_in: Client, known: Known, theme: str, key: str, boxes: dict[str, Any]
) -> None:
    assert signed_in.post(page(known, theme), from_her(known, **boxes)).status_code == 302
    assert standing(known, key) == [{"declined": True}]
    assert "Would rather not say" in said(signed_in, page(known, theme))


@pytest.mark.parametrize(
    ("theme", "boxes", "key", "kept"),
    [
        ("priority_groups", {"lone_parent": "yes"}, "lone_parent", True),
        ("priority_groups", {"lone_parent": "no"}, "lone_parent", False),
        ("about_me", {"ethnicity": "BAFR"}, "ethnicity", "BAFR"),
        ("health", {"access_needs": ["step_free", "breaks"]}, "access_needs", ["step_free", "breaks"]),
        ("talking_with_us", {"main_language": "pl"}, "main_language", "pl"),
        ("talking_with_us", {"languages_read_0": "en", "languages_read_2": "pl"}, "languages_read", ["en", "pl"]),
        ("talking_with_us", {"languages_read_0": "_none"}, "languages_read", []),
    ],
)  # fmt: skip
def test_each_kind_of_answer_is_kept(
    signed_in: Client, known: Known, theme: str, boxes: dict[str, Any], key: str, kept: Any
) -> None:
    assert signed_in.post(page(known, theme), from_her(known, **boxes)).status_code == 302
    assert standing(known, key) == [kept]


def test_a_choice_that_is_not_on_the_list_is_refused(signed_in: Client, known: Known) -> None:
    answer = signed_in.post(page(known), from_her(known, religion_or_belief="jedi", food="Halal"))
    assert answer.status_code == 422
    assert ">\nHalal</textarea>" in answer.content.decode()
    assert not standing(known)


def test_who_told_us_must_be_said(signed_in: Client, known: Known) -> None:
    answer = signed_in.post(page(known), typed(known, food="Halal", said_on="2024-05-01"))
    assert answer.status_code == 422
    assert "Choose who told us." in answer.content.decode()


def test_it_cannot_have_been_said_tomorrow(signed_in: Client, known: Known) -> None:
    tomorrow = (today() + timedelta(days=1)).isoformat()
    answer = signed_in.post(page(known), from_her(known, food="Halal") | {"said_on": tomorrow})
    assert answer.status_code == 422
    assert "That day has not come yet" in answer.content.decode()


def test_who_said_it_is_kept(signed_in: Client, known: Known) -> None:
    boxes = from_her(known, food="Halal") | {"said_by": "saw", "said_on": "5 July 2024"}
    signed_in.post(page(known), boxes)
    with acting_as(known.author):
        fact = Fact.objects.get()
        assert (fact.said_by, fact.said_by_person, fact.said_on.isoformat()) == ("worker", None, "2024-07-05")


def test_a_page_opened_for_the_child_is_not_saved_onto_the_mother(signed_in: Client, known: Known) -> None:
    stale = from_her(known, food="Milk") | {"opened_for": typed_of_family(known)["opened_for"]}
    assert signed_in.post(page(known), stale).status_code == 422
    assert not standing(known)


@pytest.fixture
def colleague(known: Known) -> Client:
    """Alongside the family, and sees nothing but what is shared."""
    account, client = an_account("Lee Dunn"), Client()
    with acting_as(known.author) as viewer:
        grants.give(by=viewer, family=known.family.pk, account=account.pk, sections=["shared"])
    client.force_login(account)
    return client


def test_a_section_that_may_not_be_seen_is_not_hinted_at(colleague: Client, known: Known) -> None:
    tell(known, True, key="expecting_a_baby")
    assert colleague.get(page(known, "safety")).status_code == 404
    assert "Are you expecting a baby?" not in said(colleague, page(known, "priority_groups"))
    assert "Being safe" not in said(colleague, about_family("person", known, known.mother.pk))


def test_what_is_not_asked_of_them_cannot_be_sent_by_them(colleague: Client, known: Known) -> None:
    sent = from_her(known, lone_parent="yes", expecting_a_baby="yes")
    colleague.post(page(known, "priority_groups"), sent)
    assert standing(known, "lone_parent") == [True]
    assert not standing(known, "expecting_a_baby")


def test_somebody_elses_facts_are_not_there(stranger: Client, known: Known) -> None:
    fact = tell(known, "Halal")
    assert stranger.get(page(known)).status_code == 404
    assert stranger.get(about_family("fact", known, fact.pk)).status_code == 404
    assert stranger.post(page(known), from_her(known, food="Pork")).status_code == 404
    assert standing(known) == ["Halal"]


@pytest.mark.parametrize("about", ["nobody", "01a2017e-127b-7230-b49d-abab7713a085"])
def test_a_person_who_is_not_in_the_family_is_not_there(signed_in: Client, known: Known, about: str) -> None:
    assert signed_in.get(page(known, about=about)).status_code == 404


def test_a_theme_nobody_declared_is_not_there(signed_in: Client, known: Known) -> None:
    assert signed_in.get(page(known, "horoscopes")).status_code == 404


def test_a_role_that_sees_no_family_gets_the_answer_of_a_page_that_is_not_there(client: Client, known: Known) -> None:
    reader = an_account("Reader", role="analyst")
    with acting_as(known.author) as viewer:
        grants.give(by=viewer, family=known.family.pk, account=reader.pk)
    client.force_login(reader)
    assert client.get(page(known)).status_code == 404
    assert client.post(page(known), from_her(known, food="Pork")).status_code == 404
