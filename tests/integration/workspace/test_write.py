from typing import Any
from uuid import UUID

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from tests.factories import Known, a_family, an_account
from tests.integration.workspace import browsers
from tests.integration.workspace.editing import about_family, said, typed_of_family

from onestory.access.viewer import acting_as
from onestory.core.ids import uuid7
from onestory.people import queries
from onestory.story import queries as story
from onestory.story.models import Draft, Entry


def page(known: Known, client: Client) -> str:
    """The address of a page just opened, with a number of its own."""
    return client.get(about_family("begin_writing", known)).headers["Location"]


def boxes(known: Known, **more: Any) -> dict[str, Any]:
    return typed_of_family(known, title="Had tea", kind="visit", section="shared", about=[str(known.mother.pk)], **more)


def ticket(shown: str) -> str:
    return shown.partition('name="ticket" value="')[2].partition('"')[0]


def written(known: Known) -> list[Entry]:
    with acting_as(known.author) as viewer:
        family = queries.family(viewer, known.family.pk)
        return story.timeline(viewer, family, kind="visit").entries


def drafts(known: Known) -> list[Draft]:
    with acting_as(known.author) as viewer:
        return story.drafts(viewer)


def test_writing_reaches_the_story(known: Known, signed_in: Client) -> None:
    answer = signed_in.post(page(known, signed_in), boxes(known, text="Chidi laughed.", day="yesterday", time=""))
    assert answer.headers["Location"] == about_family("family", known)
    entry = written(known)[0]
    assert (entry.title, entry.text, entry.time_known) == ("Had tea", "Chidi laughed.", False)
    assert entry.people == [known.mother.pk]
    assert "Had tea" in said(signed_in, about_family("family", known))


def test_only_who_and_what_happened_are_asked_for(known: Known, signed_in: Client) -> None:
    address = page(known, signed_in)
    answer = signed_in.post(address, typed_of_family(known, kind="visit", section="shared", text="Kept."))
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert "Tell us who you saw. Everything else can wait." in shown
    assert "Write what happened in a few words." in shown
    assert "Kept.</textarea>" in shown


@pytest.mark.parametrize(("box", "text"), [("day", "1 1 2999"), ("day", "32 13 2020"), ("time", "half past")])
def test_a_day_or_time_that_cannot_be_is_said_beside_its_box_and_kept(
    box: str, text: str, known: Known, signed_in: Client
) -> None:
    answer = signed_in.post(page(known, signed_in), boxes(known, **{box: text}))
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert f'href="#id_{box}"' in shown
    assert f'value="{text}"' in shown
    assert not written(known)


def test_sent_twice_it_is_written_once(known: Known, signed_in: Client) -> None:
    address = page(known, signed_in)
    answers = [signed_in.post(address, boxes(known)) for _ in range(2)]
    assert [answer.headers["Location"] for answer in answers] == [about_family("family", known)] * 2
    assert len(written(known)) == 1


def test_the_whole_family_is_everybody_in_it(known: Known, signed_in: Client) -> None:
    signed_in.post(page(known, signed_in), boxes(known) | {"about": ["everybody"]})
    assert set(written(known)[0].people) == {known.mother.pk, known.child.pk}


def test_nobody_writes_in_a_section_they_do_not_see(known: Known) -> None:
    helper = an_account("Jo Stone")
    with acting_as(known.author) as viewer:
        from onestory.support.actions import circle

        circle.bring_in(by=viewer, family=queries.family(viewer, known.family.pk), account=helper, role="Helper")
    client = browsers.of(helper)
    address = page(known, client)
    assert "safety" not in said(client, address)
    assert client.post(address, boxes(known) | {"section": "safeguarding"}).status_code == 422


def test_a_page_opened_for_another_family_saves_nothing(known: Known, signed_in: Client) -> None:
    other = a_family(known.author, surname="Penrose")
    answer = signed_in.post(page(other, signed_in), boxes(known))
    assert answer.status_code == 422
    assert not written(known)
    assert not written(other)


def test_what_is_known_already_stands_beside_it(known: Known, signed_in: Client) -> None:
    signed_in.post(page(known, signed_in), boxes(known))
    assert "Had tea" in said(signed_in, page(known, signed_in))


# Drafts


def keep(known: Known, client: Client, **more: Any) -> tuple[str, HttpResponse]:
    """Open a page and let it save what was typed so far, as its script does."""
    address = page(known, client)
    left = {"ticket": ticket(said(client, address)), "title": "We had", "about": [str(known.child.pk)], **more}
    return address, client.post(f"/drafts/{address.rsplit('/', 1)[1]}", left)  # type: ignore[return-value]


def test_what_is_typed_is_kept_and_there_again_after_a_reload(known: Known, signed_in: Client) -> None:
    address, answer = keep(known, signed_in)
    assert answer.status_code == 204
    shown = said(signed_in, address)
    assert 'value="We had"' in shown
    assert shown.count(" checked") == 1


def test_a_button_keeps_it_where_no_script_runs(known: Known, signed_in: Client) -> None:
    address = page(known, signed_in)
    boxes_left = boxes(known) | {"ticket": ticket(said(signed_in, address)), "keep": "yes", "title": "We had"}
    shown = signed_in.post(address, boxes_left, follow=True).content.decode()
    assert "Your draft is kept" in shown
    assert 'value="We had"' in shown
    assert not written(known)


def test_choices_alone_are_no_draft(known: Known, signed_in: Client) -> None:
    keep(known, signed_in, title="", kind="call")
    assert not drafts(known)


def test_once_written_the_draft_is_gone_and_a_late_saving_does_not_bring_it_back(
    known: Known, signed_in: Client
) -> None:
    address, _ = keep(known, signed_in)
    carried = ticket(said(signed_in, address))
    signed_in.post(address, boxes(known))
    signed_in.post(f"/drafts/{address.rsplit('/', 1)[1]}", {"ticket": carried, "title": "We had"})
    assert not drafts(known)


def test_a_draft_is_never_kept_with_a_ticket_of_another_page(known: Known, signed_in: Client) -> None:
    carried = ticket(said(signed_in, page(known, signed_in)))
    assert signed_in.post(f"/drafts/{uuid7()}", {"ticket": carried, "title": "We had"}).status_code == 404
    assert signed_in.post(f"/drafts/{uuid7()}", {"ticket": "made up", "title": "We had"}).status_code == 404
    assert not drafts(known)


def test_somebody_else_cannot_keep_in_my_name(known: Known, signed_in: Client, stranger: Client) -> None:
    address = page(known, signed_in)
    carried = ticket(said(signed_in, address))
    assert stranger.post(f"/drafts/{address.rsplit('/', 1)[1]}", {"ticket": carried, "title": "x"}).status_code == 404


def test_a_draft_of_one_family_is_not_shown_on_the_page_of_another(known: Known, signed_in: Client) -> None:
    address, _ = keep(known, signed_in)
    other = a_family(known.author, surname="Penrose")
    elsewhere = reverse("workspace:write", args=[other.family.pk, UUID(address.rsplit("/", 1)[1])])
    assert "We had" not in said(signed_in, elsewhere)


def test_sent_after_the_session_ended_nothing_typed_is_lost(known: Known, signed_in: Client) -> None:
    address = page(known, signed_in)
    carried = ticket(said(signed_in, address))
    signed_in.logout()
    answer = signed_in.post(address, boxes(known, ticket=carried, text="All of it."))
    assert answer.headers["Location"] == f"/account/login/?next={address}"
    assert not written(known)
    signed_in.force_login(known.author)
    shown = said(signed_in, address)
    assert 'value="Had tea"' in shown
    assert "All of it.</textarea>" in shown


def test_sent_with_a_token_from_before_signing_in_again_nothing_typed_is_lost(known: Known) -> None:
    client = browsers.of(known.author, checks_tokens=True)
    address = page(known, client)
    carried = ticket(said(client, address))
    answer = client.post(address, boxes(known, ticket=carried, csrfmiddlewaretoken="a" * 64))
    assert answer.headers["Location"] == address
    assert "What you wrote is safe" in said(client, address)
    assert [draft.content["title"] for draft in drafts(known)] == ["Had tea"]


def test_signed_out_and_without_a_ticket_nothing_is_kept(known: Known, client: Client) -> None:
    address = reverse("workspace:write", args=[known.family.pk, uuid7()])
    assert client.post(address, boxes(known, ticket="made up")).headers["Location"].startswith("/account/login/")
    assert not drafts(known)


def test_somebody_elses_family_is_not_there(known: Known, stranger: Client) -> None:
    theirs, nobodys = (
        stranger.post(reverse("workspace:write", args=[family, uuid7()]), boxes(known))
        for family in (known.family.pk, uuid7())
    )
    assert (theirs.status_code, theirs.content) == (nobodys.status_code, nobodys.content)
    assert theirs.status_code == 404


def test_from_anywhere_one_chooses_among_the_families_one_walks_alongside(known: Known, signed_in: Client) -> None:
    assert "You are not alongside a family yet" in said(signed_in, "/write")
    assert f'href="{about_family("begin_writing", known)}"' in said(signed_in, about_family("family", known))
