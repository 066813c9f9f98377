import re
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.factories import Known, a_family, an_account, place_of
from tests.integration.workspace import browsers
from tests.integration.workspace.editing import about_family, said, typed_of_family

from onestory.access.models import Account
from onestory.access.viewer import acting_as
from onestory.core.dates import show_date, today
from onestory.core.ids import uuid7
from onestory.faces.workspace.bound import seal
from onestory.people import queries
from onestory.story import queries as story
from onestory.story.actions import entries
from onestory.support import worry_queries
from onestory.support.actions import circle, requests, worries
from onestory.support.models import Worry
from onestory.support.request_inputs import About, NewRequest


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


LOOSE = {
    "about_words": "A boy of about five, Fore Street",
    "seen": "Crying at the door",
    "urgency": "today",
    "told": "yes",
}


def a_loose_page(client: Client) -> str:
    return client.get(reverse("workspace:begin_loose_worry")).headers["Location"]


def sealed(address: str, **more: Any) -> dict[str, Any]:
    return {"opened_for": seal(UUID(address.rpartition("/")[2].partition("?")[0])), **LOOSE, **more}


def a_loose_one(client: Client) -> str:
    """Raised by its page; the address to which that leads."""
    page = a_loose_page(client)
    answer = client.post(page, sealed(page), follow=True)
    assert answer.status_code == 200, answer.content.decode()
    return answer.redirect_chain[-1][0]


def test_one_about_somebody_without_a_record_has_a_page_from_today(known: Known, signed_in: Client) -> None:
    assert "Raise a worry" in said(signed_in, "/")
    assert reverse("workspace:begin_loose_worry") in said(signed_in, reverse("workspace:my_worries"))
    page = a_loose_one(signed_in)
    assert "A boy of about five, Fore Street" in said(signed_in, page)
    assert page in said(signed_in, "/")
    assert browsers.of(an_account("Noa Far")).get(page).status_code == 404


def test_sent_twice_one_without_a_record_is_raised_once(known: Known, signed_in: Client) -> None:
    page = a_loose_page(signed_in)
    both = [signed_in.post(page, sealed(page), follow=True).redirect_chain[-1][0] for _ in range(2)]
    assert both[0] == both[1]


def test_who_it_is_about_is_asked_and_nothing_typed_is_lost(known: Known, signed_in: Client) -> None:
    page = a_loose_page(signed_in)
    answer = signed_in.post(page, sealed(page, about_words=""))
    assert answer.status_code == 422
    assert "Write who it is about, as far as you know." in answer.content.decode()
    ticket = said(signed_in, page).partition('name="ticket" value="')[2].partition('"')[0]
    number = page.rsplit("/", 1)[1]
    assert (
        signed_in.post(f"/drafts/{number}", {"ticket": ticket, "about_words": "A boy", "seen": "Cry"}).status_code
        == 204
    )
    assert 'value="A boy"' in said(signed_in, page)
    assert signed_in.get(f"/drafts/{number}").headers["Location"] == page


def test_without_a_record_it_goes_from_a_referral_to_an_answer_to_an_end(known: Known, signed_in: Client) -> None:
    page = a_loose_one(signed_in)
    number = UUID(page.rpartition("/")[2])
    steps = (
        ("look", {"words": "I rang the school", "again": show_date(today() + timedelta(days=1))}),
        ("refer", {"to_whom": "Dee at the duty team", "said": "What I saw"}),
        ("answer", {"outcome": "enquiry", "answer": "They are on their way"}),
        ("end", {"reason": "Social care have found them"}),
        ("open-again", {"reason": "He was there again"}),
    )
    for step, typed in steps:
        answer = signed_in.post(f"{page}/{step}", {"opened_for": seal(number), **typed})
        assert answer.headers.get("Location") == page, answer.content.decode()
    shown = said(signed_in, page)
    assert "They have begun a child-protection enquiry" in shown
    assert "He was there again" in shown


def test_it_is_put_with_the_familys_record_once_there_is_one(known: Known, signed_in: Client) -> None:
    page = a_loose_one(signed_in)
    number = UUID(page.rpartition("/")[2])
    link = f"{reverse('workspace:join_worry', args=[number])}?family={known.family.pk}"
    assert link in said(signed_in, about_family("worries", known))
    signed_in.post(link, {"opened_for": seal(number), "family": str(known.family.pk)})
    assert "Crying at the door" in said(signed_in, about_family("worries", known))
    assert signed_in.get(page).status_code == 404
    with acting_as(known.author) as viewer:
        (one,) = worry_queries.of_family(viewer, queries.family(viewer, known.family.pk))
        assert [each.act for each in worry_queries.events(viewer, one)] == ["worries.raise", "worries.join"]


def test_it_is_not_put_with_a_family_one_does_not_see(known: Known) -> None:
    stranger = browsers.of(an_account("Noa Far"))
    page = a_loose_one(stranger)
    number = UUID(page.rpartition("/")[2])
    join = f"{page}/family?family={known.family.pk}"
    assert known.family.name not in said(stranger, join)
    answer = stranger.post(join, {"opened_for": seal(number), "family": str(known.family.pk)})
    assert answer.status_code == 422
    assert not standing(known)


def test_from_an_entry_it_knows_whom_that_is_about(known: Known, signed_in: Client) -> None:
    with acting_as(known.author) as viewer:
        family = queries.family(viewer, known.family.pk)
        new = entries.NewEntry(title="He was quiet", about=[known.child.pk], happened_at=timezone.now())
        entry = entries.write(by=viewer, family=family, new=new)
    begin = f"{about_family('begin_worry', known)}?entry={entry.pk}"
    assert begin in said(signed_in, reverse("workspace:entry", args=[known.family.pk, entry.pk]))
    shown = said(signed_in, signed_in.get(begin).headers["Location"])
    assert re.search(rf'value="{known.child.pk}"[^>]*checked', shown)
    assert not re.search(rf'value="{known.mother.pk}"[^>]*checked', shown)


def test_from_a_request_it_knows_whom_that_is_about(known: Known, signed_in: Client) -> None:
    with acting_as(known.author) as viewer:
        new = NewRequest(door="phone", words="Nights are long", about=About(given="Zed", family="Quixwell"))
        number = requests.receive(by=viewer, new=new, form_key=uuid7(), own=True)
    begin = reverse("workspace:begin_worry_from_request", args=[number])
    assert begin in said(signed_in, reverse("workspace:request", args=[number]))
    page = signed_in.get(begin).headers["Location"]
    shown = said(signed_in, page)
    assert 'value="Zed Quixwell"' in shown
    raised = signed_in.post(
        page.partition("?")[0], sealed(page, about_words="Zed Quixwell", request=str(number)), follow=True
    )
    assert reverse("workspace:request", args=[number]) in raised.content.decode()


@pytest.mark.parametrize("many", [1, 8])
def test_the_list_of_ones_own_asks_the_same_however_long_it_is(many: int, known: Known, signed_in: Client) -> None:
    for _ in range(many):
        a_loose_one(signed_in)
    address = reverse("workspace:my_worries")
    said(signed_in, address)
    assert browsers.statements(signed_in, address) < 24


def test_whoever_may_not_look_further_is_told_that_others_are_called(known: Known) -> None:
    helper = a_volunteer(known)
    supervisor = an_account("Lee Ward", role="supervisor", team=place_of(helper).team)
    client = browsers.of(helper)
    page = a_loose_page(client)
    assert "have been called" in client.post(page, sealed(page), follow=True).content.decode()
    with acting_as(supervisor) as viewer:
        (call,) = worry_queries.calls(viewer)
    boss = browsers.of(supervisor)
    taken = boss.post(reverse("workspace:worry_call", args=[call.call]), follow=True).content.decode()
    assert "Crying at the door" in taken
    assert "Write what you did" in taken
