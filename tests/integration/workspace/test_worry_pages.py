from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.factories import Known, a_family, an_account, place_of
from tests.integration.workspace import browsers
from tests.integration.workspace.editing import about_family, said, typed_of_family

from onestory.access.models import Account
from onestory.access.viewer import acting_as
from onestory.faces.workspace.bound import seal
from onestory.people import queries
from onestory.story import queries as story
from onestory.support import worry_queries
from onestory.support.actions import circle, worries
from onestory.support.models import Worry


def page(known: Known, client: Client) -> str:
    return client.get(about_family("begin_worry", known)).headers["Location"]


def boxes(known: Known, **more: Any) -> dict[str, Any]:
    typed = {"seen": "A bruise on his arm", "urgency": "today", "told": "yes", "about": [str(known.child.pk)]}
    return typed_of_family(known, **typed | more)


def standing(known: Known) -> list[Worry]:
    with acting_as(known.author) as viewer:
        return worry_queries.of_family(viewer, queries.family(viewer, known.family.pk))


def a_worry(known: Known, **more: Any) -> Worry:
    new = worries.NewWorry(**{"seen": "A bruise", "urgency": "today", "told": "yes"} | more)
    with acting_as(known.author) as viewer:
        family = queries.family(viewer, known.family.pk)
        return worries.raise_worry(by=viewer, family=family, new=new, now=timezone.now())


def at(name: str, worry: Worry) -> str:
    return reverse(f"workspace:{name}", args=[worry.family_id, worry.pk])


def a_volunteer(known: Known) -> Account:
    made = an_account("Jo Stone", role="volunteer")
    with acting_as(known.author) as viewer:
        circle.bring_in(
            by=viewer, family=queries.family(viewer, known.family.pk), account=made, role="Helper", sections=("shared",)
        )
    return made


def test_raising_one_puts_it_on_the_familys_worries(known: Known, signed_in: Client) -> None:
    answer = signed_in.post(page(known, signed_in), boxes(known))
    assert answer.headers["Location"] == about_family("worries", known)
    assert "A bruise on his arm" in said(signed_in, about_family("worries", known))
    assert standing(known)[0].about == [known.child.pk]


def test_the_numbers_stand_wherever_one_is_raised(known: Known, signed_in: Client, settings: Any) -> None:
    settings.SOCIAL_CARE = type(settings.SOCIAL_CARE)("The front door", "01632 960101", "9 to 5", "01632 960102")
    for shown in (said(signed_in, page(known, signed_in)), said(signed_in, about_family("worries", known))):
        assert 'href="tel:999"' in shown
        assert 'href="tel:01632960101"' in shown
        assert "01632 960102" in shown


def test_sent_twice_it_is_raised_once(known: Known, signed_in: Client) -> None:
    address = page(known, signed_in)
    assert [signed_in.post(address, boxes(known)).status_code for _ in range(2)] == [302, 302]
    assert len(standing(known)) == 1


def test_what_is_missing_is_said_beside_its_box_and_nothing_typed_is_lost(known: Known, signed_in: Client) -> None:
    answer = signed_in.post(page(known, signed_in), boxes(known, urgency="", told="unsafe"))
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert "Choose how soon somebody must look at it." in shown
    assert "A bruise on his arm</textarea>" in shown
    assert not standing(known)


def test_a_family_that_does_not_know_needs_a_reason(known: Known, signed_in: Client) -> None:
    answer = signed_in.post(page(known, signed_in), boxes(known, told="unsafe"))
    assert answer.status_code == 422
    assert 'href="#id_untold_why"' in answer.content.decode()


def test_what_is_typed_is_kept_and_gone_once_it_is_raised(known: Known, signed_in: Client) -> None:
    address = page(known, signed_in)
    ticket = said(signed_in, address).partition('name="ticket" value="')[2].partition('"')[0]
    number = address.rsplit("/", 1)[1]
    assert signed_in.post(f"/drafts/{number}", {"ticket": ticket, "seen": "A bru"}).status_code == 204
    assert "A bru</textarea>" in said(signed_in, address)
    assert "A bru" not in said(signed_in, "/")
    assert "A worry you began" in said(signed_in, "/")
    signed_in.post(address, boxes(known))
    signed_in.post(f"/drafts/{number}", {"ticket": ticket, "seen": "A bru"})
    with acting_as(known.author) as viewer:
        assert story.drafts(viewer) == []


def test_a_volunteer_raises_one_and_sees_who_has_it_and_no_way_to_do_more(known: Known) -> None:
    client = browsers.of(a_volunteer(known))
    client.post(page(known, client), boxes(known))
    shown = said(client, at("worry", standing(known)[0]))
    assert "Jo Stone" in shown
    with acting_as(known.author) as viewer:
        worries.take_on(by=viewer, worry=standing_as(viewer, known), now=timezone.now())
    shown = said(client, at("worry", standing(known)[0]))
    assert "Sam Reed" in shown
    assert "Write what you did" not in shown
    assert client.get(at("look_at_worry", standing(known)[0])).status_code == 404


def standing_as(viewer: Any, known: Known) -> Worry:
    return worry_queries.of_family(viewer, queries.family(viewer, known.family.pk))[0]


def test_others_in_the_circle_find_nothing_there(known: Known) -> None:
    worry, client = a_worry(known), browsers.of(a_volunteer(known))
    assert client.get(at("worry", worry)).status_code == 404
    assert "You have not raised a worry" in said(client, about_family("worries", known))


def test_from_a_referral_to_an_answer_to_an_end(known: Known, signed_in: Client) -> None:
    worry = a_worry(known)
    steps = (
        ("refer_worry", {"to_whom": "Dee at the duty team", "said": "What Chidi said"}),
        ("hear_of_worry", {"outcome": "assessment", "answer": "Within 45 days"}),
        ("end_worry", {"reason": "They have their own social worker now"}),
    )
    for name, typed in steps:
        answer = signed_in.post(at(name, worry), {"opened_for": seal(worry.pk), **typed})
        assert answer.headers["Location"] == at("worry", worry), answer.content.decode()
    shown = said(signed_in, at("worry", worry))
    assert "They will make an assessment" in shown
    assert "They have their own social worker now" in shown
    assert "Look at it again" in shown


def test_an_act_that_came_too_late_is_refused_in_words(known: Known, signed_in: Client) -> None:
    worry = a_worry(known)
    typed = {"opened_for": seal(worry.pk), "outcome": "nothing"}
    answer = signed_in.post(at("hear_of_worry", worry), typed)
    assert answer.status_code == 422
    assert "This worry is now: being looked at." in answer.content.decode()


def test_whoever_was_called_sees_no_more_than_that_until_they_take_it_on(known: Known) -> None:
    helper = a_volunteer(known)
    supervisor, volunteer = an_account("Lee Ward", role="supervisor", team=place_of(helper).team), browsers.of(helper)
    volunteer.post(page(known, volunteer), boxes(known))
    client = browsers.of(supervisor)
    with acting_as(supervisor) as viewer:
        address = reverse("workspace:worry_call", args=[worry_queries.calls(viewer)[0].call])
    shown = said(client, address)
    assert "bruise" not in shown
    assert "Okafor" not in shown
    taken = client.post(address, follow=True).content.decode()
    assert "A bruise on his arm" in taken
    assert client.get(address).status_code == 404


def test_a_stranger_finds_nothing(known: Known, stranger: Client) -> None:
    worry = a_worry(known)
    assert stranger.get(about_family("worries", known)).status_code == 404
    assert stranger.get(at("worry", worry)).status_code == 404


@pytest.mark.parametrize("many", [1, 8])
def test_a_list_asks_as_much_of_the_database_however_long_it_is(
    many: int, known: Known, signed_in: Client, django_assert_max_num_queries: Any
) -> None:
    for _ in range(many):
        a_worry(known)
    said(signed_in, about_family("worries", known))
    with django_assert_max_num_queries(24):
        said(signed_in, about_family("worries", known))


def test_a_family_of_somebody_else_has_its_own(known: Known, signed_in: Client) -> None:
    worry, other = a_worry(known), a_family(known.author, surname="Penrose")
    assert signed_in.get(reverse("workspace:worry", args=[other.family.pk, worry.pk])).status_code == 404
