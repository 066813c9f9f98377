"""The page of one person, and who belongs to the family."""

import pytest
from django.test import Client
from django.urls import reverse
from tests.factories import Known, a_family, an_account
from tests.integration.workspace.editing import about_family, at, mother, said, typed, typed_of_family

from onestory.access.actions import grants
from onestory.access.viewer import acting_as
from onestory.faces.workspace.bound import seal
from onestory.people import queries
from onestory.people.models import Person


def test_it_shows_who_they_are(signed_in: Client, known: Known) -> None:
    words = said(signed_in, at("person", known))
    assert "Ada Okafor" in words
    assert "4 May 1991" in words
    assert "Nobody has asked how it is safe to reach them." in words


def test_its_title_says_nobodys_name(signed_in: Client, known: Known) -> None:
    title = said(signed_in, at("person", known)).partition("<title>")[2].partition("</title>")[0]
    assert "Ada" not in title
    assert "Okafor" not in title


def test_somebody_elses_person_is_not_there(stranger: Client, known: Known) -> None:
    assert stranger.get(at("person", known)).status_code == 404


def test_a_person_is_not_shown_through_a_family_they_are_not_in(signed_in: Client, known: Known) -> None:
    other = a_family(known.author, surname="Penrose")
    address = reverse("workspace:person", args=[other.family.pk, known.mother.pk])
    assert signed_in.get(address).status_code == 404


def test_a_role_that_only_reads_is_shown_no_way_to_change_and_changes_nothing(client: Client, known: Known) -> None:
    reader = an_account("Reader", role="analyst")
    with acting_as(known.author) as viewer:
        grants.give(by=viewer, family=known.family.pk, account=reader.pk)
    client.force_login(reader)
    assert "Add another name" not in said(client, at("person", known))
    assert client.post(at("birth", known), typed(known, born="1990")).status_code == 404
    assert mother(known).person.born.iso == "1991-05-04"


def test_somebody_new_is_added(signed_in: Client, known: Known) -> None:
    signed_in.post(about_family("add_person", known), typed_of_family(known, given="Tunde", role="parent", share="50"))
    with acting_as(known.author) as viewer:
        family = queries.family(viewer, known.family.pk)
        tunde = next(place for place in queries.members(viewer, family) if place.lives_here_share == 50)
        assert tunde.person.all_names[0].given == "Tunde"


def test_nobody_is_added_without_a_name(signed_in: Client, known: Known) -> None:
    answer = signed_in.post(about_family("add_person", known), typed_of_family(known, role="child", born="2019"))
    assert answer.status_code == 422
    assert "Enter at least a first name or a surname" in answer.content.decode()


def test_a_child_with_two_homes_joins_the_second_family(signed_in: Client, known: Known) -> None:
    his = a_family(known.author, surname="Penrose")
    address = reverse("workspace:join_person", args=[his.family.pk])
    assert str(known.child.pk) in signed_in.post(address, {"find": "Chidi Okafor"}).content.decode()
    chosen = {"find": "Chidi Okafor", "person": str(known.child.pk), "role": "child", "share": "40", "join": "1"}
    assert signed_in.post(address, {**chosen, "opened_for": seal(his.family.pk)}).status_code == 302
    with acting_as(known.author) as viewer:
        assert {each.pk for each in queries.families_of(viewer, known.child)} == {his.family.pk, known.family.pk}


def test_nobody_joins_whom_the_worker_may_not_see(stranger: Client, known: Known) -> None:
    account = an_account("Al Fox")
    his = a_family(account, surname="Penrose")
    stranger.force_login(account)
    address = reverse("workspace:join_person", args=[his.family.pk])
    chosen = {"find": "Chidi Okafor", "person": str(known.child.pk), "role": "child", "join": "1"}
    answer = stranger.post(address, {**chosen, "opened_for": seal(his.family.pk)})
    assert answer.status_code == 422
    with acting_as(account):
        assert not Person.objects.filter(pk=known.child.pk).exists()


def test_a_place_in_the_family_is_changed(signed_in: Client, known: Known) -> None:
    signed_in.post(at("place", known), typed(known, role="carer", share="30"))
    assert (mother(known).role, mother(known).lives_here_share) == ("carer", 30)


def test_leaving_asks_first_and_then_they_are_gone(signed_in: Client, known: Known) -> None:
    assert "Has Ada left this family?" in said(signed_in, at("leave", known))
    signed_in.post(at("leave", known), typed(known, on="1 2 2024"))
    assert signed_in.get(at("person", known)).status_code == 404


def test_nobody_has_left_on_a_day_that_has_not_come(signed_in: Client, known: Known) -> None:
    answer = signed_in.post(at("leave", known), typed(known, on="1 1 2140"))
    assert "That day has not come yet" in answer.content.decode()
    assert mother(known).ends_on is None


@pytest.mark.hazard("HZ-46")
def test_a_form_opened_for_one_child_is_never_saved_onto_another(signed_in: Client, known: Known) -> None:
    """Two tabs, two people: what was typed about one is kept for nobody until somebody has looked."""
    stale = {"opened_for": seal(known.child.pk), "born": "14 3 2018", "sex": "F"}
    answer = signed_in.post(at("birth", known), stale)
    words = answer.content.decode()
    assert answer.status_code == 422
    assert "This page was opened for somebody else, so nothing was saved" in words
    assert 'value="14 3 2018"' in words
    assert mother(known).person.born.iso == "1991-05-04"


@pytest.mark.hazard("HZ-46")
def test_a_form_without_its_seal_saves_nothing(signed_in: Client, known: Known) -> None:
    assert signed_in.post(at("birth", known), {"born": "1990"}).status_code == 422
    assert signed_in.post(at("birth", known), {"born": "1990", "opened_for": str(known.mother.pk)}).status_code == 422
    assert mother(known).person.born.iso == "1991-05-04"
