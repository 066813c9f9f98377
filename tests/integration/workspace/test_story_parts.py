from typing import Any

from django.test import Client
from django.urls import reverse
from tests.factories import Known
from tests.integration.workspace.editing import about_family, said, typed_of_family

from onestory.access.viewer import acting_as
from onestory.people import queries
from onestory.story import queries as story
from onestory.story.models import StorySection


def at(known: Known, voice: str = "ours") -> str:
    return about_family("part", known, "what_helps", voice)


def boxes(known: Known, text: str, based_on: int, **more: Any) -> dict[str, Any]:
    return typed_of_family(known, text=text, based_on=based_on, **more)


def holds(known: Known, voice: str = "ours") -> StorySection | None:
    with acting_as(known.author) as viewer:
        return story.sections(viewer, queries.family(viewer, known.family.pk)).get(("what_helps", voice))


def test_what_they_said_is_kept_with_who_said_it(known: Known, signed_in: Client) -> None:
    signed_in.post(at(known), boxes(known, "A walk.", 0, said_by=str(known.mother.pk)))
    kept = holds(known)
    assert kept
    assert (kept.text, kept.version, kept.said_by_person_id) == ("A walk.", 1, known.mother.pk)


def test_a_workers_words_stand_apart(known: Known, signed_in: Client) -> None:
    signed_in.post(at(known), boxes(known, "A walk.", 0))
    signed_in.post(at(known, "worker"), boxes(known, "They walk a lot.", 0))
    ours, worker = holds(known), holds(known, "worker")
    assert ours
    assert worker
    assert (ours.text, worker.text) == ("A walk.", "They walk a lot.")


def test_when_somebody_changed_it_meanwhile_both_are_shown_and_nothing_is_lost(known: Known, signed_in: Client) -> None:
    signed_in.post(at(known), boxes(known, "Theirs.", 0))
    answer = signed_in.post(at(known), boxes(known, "Mine.", 0))
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert "Someone else changed this while you were writing." in shown
    assert "Mine.</textarea>" in shown
    assert '<blockquote class="words">Theirs.</blockquote>' in shown
    kept = holds(known)
    assert kept
    assert kept.text == "Theirs."


def test_having_seen_theirs_one_may_save_over_it_and_theirs_is_kept(known: Known, signed_in: Client) -> None:
    signed_in.post(at(known), boxes(known, "Theirs.", 0))
    shown = signed_in.post(at(known), boxes(known, "Mine.", 0)).content.decode()
    assert 'name="based_on" value="1"' in shown
    signed_in.post(at(known), boxes(known, "Both.", 1))
    before = said(signed_in, about_family("part_versions", known, "what_helps"))
    assert before.index("Both.") < before.index("Theirs.")
    assert before.count("As it stands") == 1


def test_sent_twice_it_is_written_once(known: Known, signed_in: Client) -> None:
    for _ in range(2):
        signed_in.post(at(known), boxes(known, "A walk.", 0))
    kept = holds(known)
    assert kept
    assert kept.version == 1


def test_longer_than_a_page_is_refused_and_kept(known: Known, signed_in: Client) -> None:
    answer = signed_in.post(at(known), boxes(known, "a" * 5_001, 0))
    assert answer.status_code == 422
    assert "a" * 5_001 in answer.content.decode()


def test_what_was_half_written_is_there_when_one_comes_back(known: Known, signed_in: Client) -> None:
    shown = said(signed_in, at(known))
    draft = shown.partition('data-autosave="')[2].partition('"')[0]
    ticket = shown.partition('name="ticket" value="')[2].partition('"')[0]
    assert signed_in.post(draft, {"ticket": ticket, "text": "Half of", "based_on": 0}).status_code == 204
    assert "Half of</textarea>" in said(signed_in, at(known))
    assert "Half of</textarea>" not in said(signed_in, at(known, "worker"))
    assert signed_in.get(draft).headers["Location"] == at(known)


def test_a_part_that_is_not_one_of_the_six_is_not_there(known: Known, signed_in: Client) -> None:
    for part, voice in (("who_is_to_blame", "ours"), ("what_helps", "neighbours")):
        assert signed_in.get(reverse("workspace:part", args=[known.family.pk, part, voice])).status_code == 404


def test_somebody_elses_family_is_not_there(known: Known, stranger: Client) -> None:
    assert stranger.post(at(known), boxes(known, "Mine.", 0)).status_code == 404
    assert holds(known) is None
