"""How people are related, and who holds parental responsibility."""

from django.test import Client
from django.urls import reverse
from tests.factories import Known
from tests.integration.workspace.editing import at, said, typed

from onestory.access.viewer import acting_as
from onestory.faces.workspace.bound import seal
from onestory.people.models import ParentalResponsibility, Relationship


def of_child(name: str, known: Known, *more: object) -> str:
    return reverse(f"workspace:{name}", args=[known.family.pk, known.child.pk, *more])


def test_a_relationship_said_once_reads_both_ways(signed_in: Client, known: Known) -> None:
    signed_in.post(at("relate", known), typed(known, kind="parent", other=str(known.child.pk)))
    assert "Parent of" in said(signed_in, at("person", known))
    assert "Child of" in said(signed_in, of_child("person", known))


def test_how_they_are_related_must_be_chosen(signed_in: Client, known: Known) -> None:
    answer = signed_in.post(at("relate", known), typed(known, other=str(known.child.pk)))
    assert answer.status_code == 422
    assert "Choose how they are related." in answer.content.decode()


def test_nobody_outside_the_family_can_be_chosen(signed_in: Client, known: Known) -> None:
    answer = signed_in.post(at("relate", known), typed(known, kind="parent", other=str(known.family.pk)))
    assert answer.status_code == 422


def test_a_relationship_that_has_ended_is_kept_and_not_shown(signed_in: Client, known: Known) -> None:
    signed_in.post(at("relate", known), typed(known, kind="step_parent", other=str(known.child.pk)))
    with acting_as(known.author):
        standing = Relationship.objects.get()
    signed_in.post(at("end_relationship", known, standing.pk), typed(known, on="2024"))
    assert "Step-parent of" not in said(signed_in, at("person", known))
    with acting_as(known.author):
        assert Relationship.objects.get().ends_on.iso == "2024"


def test_parental_responsibility_is_written_down_with_how_we_know(signed_in: Client, known: Known) -> None:
    boxes = {"adult": str(known.mother.pk), "evidence": "birth_certificate", "opened_for": seal(known.child.pk)}
    signed_in.post(of_child("record_responsibility", known), boxes)
    words = said(signed_in, of_child("person", known))
    assert "Parental responsibility" in words
    assert "Birth certificate" in words


def test_parental_responsibility_is_never_written_down_without_it(signed_in: Client, known: Known) -> None:
    boxes = {"adult": str(known.mother.pk), "opened_for": seal(known.child.pk)}
    assert signed_in.post(of_child("record_responsibility", known), boxes).status_code == 422
    with acting_as(known.author):
        assert not ParentalResponsibility.objects.exists()
