"""Taking a link apart takes back what it brought, unless somebody has used it since."""

from __future__ import annotations

from typing import Any

import pytest
from tests.integration.linkage.delivering import ADA, ADA_AT_SCHOOL, PUPIL, Load
from tests.integration.linkage.judged import say, taken

from onestory.access.models import Account
from onestory.access.viewer import acting_as
from onestory.linkage.actions import links
from onestory.linkage.models import Link
from onestory.people.models import ContactPoint, Fact, Identifier, Person, PersonName, Relationship, Residence

MODELS = (Person, PersonName, Identifier, ContactPoint, Residence, Relationship)
SCHOOL = f"{PUPIL},FirstLanguage,PreferredForename"
AT_SCHOOL = f"{ADA_AT_SCHOOL},Urdu,Addie"


def snapshot() -> dict[str, Any]:
    """Everything of everybody, but for facts that have ended."""
    kept: dict[str, Any] = {m.__name__: sorted(map(str, m.objects.values_list())) for m in MODELS}
    return kept | {"Fact": sorted(map(str, Fact.objects.filter(ended_at__isnull=True).values_list()))}


@pytest.fixture
def judged(load: Load, steward: Account, linkage: Account) -> dict[str, Any]:
    """Ada is one person with the school's Ada, and what the school tells has been brought; how it was before."""
    load(ADA)
    load(AT_SCHOOL, feed="school_census", header=SCHOOL)
    with acting_as(linkage):
        before = snapshot()
    pair = taken(steward, lane="likely")
    assert pair is not None
    assert pair.record.who == "pupil"
    say("same", by=steward)
    links.link(name="school_census", by=linkage)
    with acting_as(linkage):
        assert snapshot() != before
    return before


def undo(linkage: Account) -> links.Undone:
    with acting_as(linkage) as viewer:
        return links.undo(by=viewer, link=Link.objects.get(basis="judged", undone_at__isnull=True))


def test_undoing_a_link_restores_the_person_exactly(judged: dict[str, Any], linkage: Account) -> None:
    undone = undo(linkage)
    with acting_as(linkage):
        assert snapshot() == judged
    assert undone.left == 0
    assert undone.taken_back >= 3


def test_what_is_taken_back_stays_in_the_history(judged: dict[str, Any], linkage: Account) -> None:
    from onestory.people.models.identifiers import IdentifierHistory

    undo(linkage)
    with acting_as(linkage):
        assert Fact.objects.filter(ended_because="mistaken", ended_by=linkage).exists()
        assert not IdentifierHistory.objects.exists(), "seen by whoever sees the row, and the row is gone"


def test_what_somebody_confirmed_since_stays(judged: dict[str, Any], linkage: Account) -> None:
    with acting_as(linkage):
        number = Identifier.objects.get(value="H801200001001")
        Identifier.objects.filter(pk=number.pk).update(source="The school rang")
    undone = undo(linkage)
    assert undone.left == 1
    with acting_as(linkage):
        assert Identifier.objects.filter(pk=number.pk).exists()


def test_nothing_is_brought_again_by_the_next_file(judged: dict[str, Any], load: Load, linkage: Account) -> None:
    person = _ada(linkage)
    undo(linkage)
    load(AT_SCHOOL.replace("PL1 2AB", "PL1 2AC"), feed="school_census", header=SCHOOL, name="next.csv")
    with acting_as(linkage):
        assert not Identifier.objects.filter(person=person, system="upn").exists()


def _ada(linkage: Account) -> object:
    with acting_as(linkage):
        return Link.objects.get(basis="judged", undone_at__isnull=True).person_id
