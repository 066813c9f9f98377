"""The pages of walking alongside a family: begun, stepped, looked at, ended, and begun again in one press."""

from __future__ import annotations

from typing import Any

from django.test import Client
from django.urls import reverse
from tests.factories import Known
from tests.integration.workspace import browsers
from tests.integration.workspace.editing import about_family, said, typed_of_family

from onestory.access.viewer import acting_as
from onestory.faces.workspace.bound import seal
from onestory.people import queries
from onestory.support import walking
from onestory.support.actions import episodes
from onestory.support.models import Episode


def begun(known: Known, *, level: str = "targeted") -> Episode:
    with acting_as(known.author) as viewer:
        family = queries.family(viewer, known.family.pk)
        return episodes.begin(by=viewer, family=family, level=level, why="Mornings are hard")


def of(thing: Any, **boxes: Any) -> dict[str, Any]:
    return {"opened_for": seal(thing.pk), **boxes}


def now(known: Known) -> Episode | None:
    with acting_as(known.author) as viewer:
        return walking.open_episode(viewer, queries.family(viewer, known.family.pk))


def test_a_page_without_anybody_alongside_says_how_to_begin(known: Known, signed_in: Client) -> None:
    shown = said(signed_in, about_family("walking", known))
    assert "Nobody walks alongside them at the moment" in shown
    assert about_family("begin_walking", known) in shown


def test_it_begins_from_its_page_and_stands_on_the_familys(known: Known, signed_in: Client) -> None:
    typed = typed_of_family(known, level="targeted", why="Mornings are hard")
    signed_in.post(about_family("begin_walking", known), typed)
    assert "Targeted, since" in said(signed_in, about_family("family", known))
    assert "Mornings are hard" in said(signed_in, about_family("walking", known))


def test_whoever_begins_a_second_time_is_shown_the_first(known: Known, signed_in: Client) -> None:
    begun(known)
    answer = signed_in.get(about_family("begin_walking", known), follow=True)
    assert answer.redirect_chain == [(about_family("walking", known), 302)]
    assert "Somebody walks alongside them already." in answer.content.decode()


def test_it_steps_up_with_its_reason(known: Known, signed_in: Client) -> None:
    episode = begun(known)
    typed = of(episode, level="specialist", reason="The baby is ill")
    signed_in.post(about_family("step", known, episode.pk), typed)
    shown = said(signed_in, about_family("walking", known))
    assert "Stepped up to specialist" in shown
    assert "The baby is ill" in shown


def test_ending_asks_for_everything_and_keeps_what_was_typed(known: Known, signed_in: Client) -> None:
    episode = begun(known)
    answer = signed_in.post(about_family("end_walking", known, episode.pk), of(episode, why="All is calm"))
    assert answer.status_code == 422
    assert "All is calm" in answer.content.decode()
    assert now(known)


def test_they_come_back_in_one_press(known: Known, signed_in: Client) -> None:
    episode = begun(known)
    bye = of(episode, why="Calm", family_view="We are all right", stays_in_place="Nan")
    signed_in.post(about_family("end_walking", known, episode.pk), bye)
    shown = said(signed_in, about_family("walking", known))
    assert "We are all right" in shown
    assert about_family("walk_again", known, episode.pk) in shown
    signed_in.post(about_family("walk_again", known, episode.pk), of(episode))
    again = now(known)
    assert again
    assert again.follows_id == episode.pk


def test_a_review_is_written_with_the_familys_words(known: Known, signed_in: Client) -> None:
    episode = begun(known)
    with acting_as(known.author):
        first = episode.reviews.order_by("due_on")[0]
    typed = of(first, family_view="Better than in spring", better="Mornings")
    signed_in.post(about_family("hold_review", known, first.pk), typed)
    assert "Better than in spring" in said(signed_in, about_family("walking", known))


def test_what_is_typed_is_kept_before_it_is_saved(known: Known, signed_in: Client) -> None:
    episode = begun(known)
    page = signed_in.get(about_family("end_walking", known, episode.pk))
    ticket = page.context["keeping"].ticket
    typed = of(episode, why="They said it is time", ticket=ticket, keep="yes")
    signed_in.post(about_family("end_walking", known, episode.pk), typed)
    assert "They said it is time" in said(signed_in, about_family("end_walking", known, episode.pk))
    assert "They said it is time" in said(signed_in, reverse("workspace:today"))


def test_a_stranger_finds_nothing(known: Known, stranger: Client) -> None:
    episode = begun(known)
    assert stranger.get(about_family("walking", known)).status_code == 404
    typed = of(episode, why="Calm", family_view="Fine", stays_in_place="Nan")
    assert stranger.post(about_family("end_walking", known, episode.pk), typed).status_code == 404
    assert now(known)


def test_the_page_asks_the_same_however_much_happened(known: Known, signed_in: Client) -> None:
    episode = begun(known, level="universal")
    address = about_family("walking", known)
    signed_in.get(address)
    few = browsers.statements(signed_in, address)
    with acting_as(known.author) as viewer:
        for level in ("targeted", "specialist", "targeted", "universal"):
            episodes.step(by=viewer, episode=episode, to=level, reason="So")
    assert browsers.statements(signed_in, address) == few
