"""One fact: its values side by side, which of them holds, and everything told before."""

from typing import Any

from django.test import Client
from tests.factories import Known
from tests.integration.workspace.editing import about_family, said, typed

from onestory.access.viewer import acting_as
from onestory.core.dates import today
from onestory.people.actions import facts
from onestory.people.actions.facts import Said
from onestory.people.models import Fact


def tell(known: Known, value: Any) -> Fact:
    with acting_as(known.author) as viewer:
        return facts.tell(by=viewer, about=known.mother, key="food", value=value, said=Said())


def agreed(known: Known, fact: Fact) -> dict[str, Any]:
    who = {"said_by": str(known.mother.pk), "said_on": today().isoformat()}
    return typed(known, fact=str(fact.pk), **who)


def standing(known: Known) -> list[Any]:
    with acting_as(known.author):
        return list(Fact.objects.filter(ended_at=None).values_list("value", flat=True))


def test_two_values_stand_side_by_side_until_one_is_agreed(signed_in: Client, known: Known) -> None:
    halal, pork = tell(known, "Halal"), tell(known, "No pork")
    words = said(signed_in, about_family("fact", known, halal.pk))
    assert "Which one holds?" in words
    assert "No pork" in words
    signed_in.post(about_family("fact", known, halal.pk), agreed(known, pork))
    assert standing(known) == ["No pork"]
    assert "Something newer was agreed" in said(signed_in, about_family("fact", known, pork.pk))


def test_agreeing_needs_one_to_be_chosen(signed_in: Client, known: Known) -> None:
    halal = tell(known, "Halal")
    tell(known, "No pork")
    answer = signed_in.post(about_family("fact", known, halal.pk), agreed(known, halal) | {"fact": ""})
    assert answer.status_code == 422
    assert "Choose the one that holds." in answer.content.decode()


def test_ending_needs_a_reason_and_is_kept(signed_in: Client, known: Known) -> None:
    halal = tell(known, "Halal")
    end = about_family("end_fact", known, halal.pk)
    assert signed_in.post(end, typed(known)).status_code == 422
    signed_in.post(end, typed(known, because="mistaken"))
    assert standing(known) == []
    assert "It was written down by mistake" in said(signed_in, about_family("fact", known, halal.pk))


def test_what_has_ended_cannot_be_ended_again(signed_in: Client, known: Known) -> None:
    halal = tell(known, "Halal")
    end = about_family("end_fact", known, halal.pk)
    signed_in.post(end, typed(known, because="over"))
    assert signed_in.get(end).status_code == 404


def test_one_value_can_be_said_to_be_still_right(signed_in: Client, known: Known) -> None:
    halal = tell(known, "Halal")
    assert "Which one holds?" not in said(signed_in, about_family("fact", known, halal.pk))
    assert signed_in.post(about_family("fact", known, halal.pk), agreed(known, halal)).status_code == 302
    with acting_as(known.author):
        assert halal.confirmations.count() == 1


def test_nobody_else_agrees_or_ends_it(stranger: Client, known: Known) -> None:
    halal = tell(known, "Halal")
    tell(known, "No pork")
    assert stranger.post(about_family("fact", known, halal.pk), agreed(known, halal)).status_code == 404
    assert stranger.post(about_family("end_fact", known, halal.pk), typed(known, because="over")).status_code == 404
    assert len(standing(known)) == 2
