from typing import Any

import pytest
from django.test import Client
from tests.factories import Known
from tests.integration.workspace.editing import about_family, said

from onestory.access.viewer import acting_as
from onestory.core.ids import uuid7
from onestory.faces.workspace.bound import seal
from onestory.people import queries
from onestory.story import queries as story
from onestory.story.actions import entries
from onestory.story.models import Entry


@pytest.fixture
def visit(known: Known) -> Entry:
    with acting_as(known.author) as viewer:
        new = entries.NewEntry(title="Had tea", text="With sugar.", kind="visit", about=[known.mother.pk])
        return entries.write(by=viewer, family=queries.family(viewer, known.family.pk), new=new)


def boxes(visit: Entry, text: str) -> dict[str, Any]:
    return {"opened_for": seal(visit.pk), "key": str(uuid7()), "text": text}


def corrections(known: Known, visit: Entry) -> list[str]:
    with acting_as(known.author) as viewer:
        return [one.text for one in story.corrections(viewer, visit, queries.family(viewer, known.family.pk))]


def test_an_entry_is_shown_whole(known: Known, signed_in: Client, visit: Entry) -> None:
    shown = said(signed_in, about_family("entry", known, visit.pk))
    assert "Had tea" in shown
    assert "With sugar." in shown
    assert "Visit. Sam Reed. About Ada" in shown
    assert "<title>Something that happened – Onestory</title>" in shown


def test_what_is_put_right_stands_beside_what_was_written(known: Known, signed_in: Client, visit: Entry) -> None:
    signed_in.post(about_family("correct", known, visit.pk), boxes(visit, "Without sugar."))
    shown = said(signed_in, about_family("entry", known, visit.pk))
    assert shown.index("With sugar.") < shown.index("Without sugar.")
    assert "Put right later" in said(signed_in, about_family("family", known))


def test_sent_twice_it_is_written_once(known: Known, signed_in: Client, visit: Entry) -> None:
    left = boxes(visit, "Without sugar.")
    for _ in range(2):
        signed_in.post(about_family("correct", known, visit.pk), left)
    assert corrections(known, visit) == ["Without sugar."]


def test_nothing_to_put_right_is_said_beside_the_box(known: Known, signed_in: Client, visit: Entry) -> None:
    answer = signed_in.post(about_family("correct", known, visit.pk), boxes(visit, " "))
    assert answer.status_code == 422
    assert "Write what should be different." in answer.content.decode()


def test_an_entry_of_somebody_elses_family_is_not_there(known: Known, stranger: Client, visit: Entry) -> None:
    assert stranger.get(about_family("entry", known, visit.pk)).status_code == 404
    assert stranger.post(about_family("correct", known, visit.pk), boxes(visit, "Mine.")).status_code == 404
    assert corrections(known, visit) == []


def test_the_story_is_read_a_page_at_a_time_from_the_newest(known: Known, signed_in: Client) -> None:
    _write_many(known, 45)
    seen: list[str] = []
    address = about_family("story", known)
    while address:
        shown = said(signed_in, address)
        seen += [f"Visit {n}" for n in range(45) if f">Visit {n}<" in shown]
        address = shown.partition('rel="next" href="')[2].partition('"')[0].replace("&amp;", "&")
    assert sorted(seen) == sorted(f"Visit {n}" for n in range(45))


def test_it_is_narrowed_to_a_kind_and_a_person(known: Known, signed_in: Client, visit: Entry) -> None:
    address = about_family("story", known)
    assert "Had tea" in said(signed_in, f"{address}?kind=visit&person={known.mother.pk}")
    assert "Had tea" not in said(signed_in, f"{address}?kind=call")
    assert "Nothing of that kind has been written" in said(signed_in, f"{address}?kind=visit&person={known.child.pk}")


@pytest.mark.parametrize("after", ["x", "bm90IGEgcGxhY2U="])
def test_a_page_that_was_never_given_out_is_not_there(after: str, known: Known, signed_in: Client) -> None:
    assert signed_in.get(about_family("story", known), {"after": after}).status_code == 404


def _write_many(known: Known, count: int) -> None:
    with acting_as(known.author) as viewer:
        family = queries.family(viewer, known.family.pk)
        for n in range(count):
            entries.write(by=viewer, family=family, new=entries.NewEntry(title=f"Visit {n}"))
