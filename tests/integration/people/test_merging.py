"""Two records of one person, or of one family, are put together by a plan and taken apart again exactly."""

from __future__ import annotations

from datetime import date

import pytest
from tests.factories import a_family, an_account, person
from tests.merging import a_plan, differences, everything, put_together, two_of_one

from onestory.access.viewer import acting_as
from onestory.core.dates import PartialDate
from onestory.core.errors import Invalid, NotThere
from onestory.core.merging import Of
from onestory.people import queries
from onestory.people.actions import contact_points, facts, families, merging, people, relationships, residences
from onestory.people.actions.facts import Said
from onestory.people.finding import queries as finding
from onestory.people.inputs import NameGiven, NewAddress, SafeToUse
from onestory.people.merging import queries as merges
from onestory.people.models import Fact, Merge, Person, PersonName
from onestory.story.actions import drafts, entries, sections
from onestory.story.models import EntryAbout, StorySection
from onestory.support.actions import circle

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)


def test_what_was_known_of_the_other_is_known_of_the_one_that_is_kept() -> None:
    two = two_of_one()
    with acting_as(two.keeper) as viewer:
        facts.tell(by=viewer, about=two.merged, key="ethnicity", value="BAFR", said=Said())
        people.add_identifier(by=viewer, person=two.merged, system="nhs", typed="9990000018")
        entry = entries.write(by=viewer, family=two.family, new=entries.NewEntry("Tea", about=[two.merged.pk]))
        put_together(viewer, Of.PERSON, two.kept.pk, two.merged.pk)
        members = {place.person_id: place.person for place in queries.members(viewer, two.family)}
        assert two.merged.pk not in members
        assert [number.value for number in members[two.kept.pk].all_identifiers] == ["9990000018"]
        assert [fact.value for fact in Fact.objects.filter(person=two.kept)] == ["BAFR"]
        assert EntryAbout.objects.get(entry=entry).person_id == two.kept.pk


@pytest.mark.hazard("HZ-43")
def test_merging_and_undoing_leaves_every_row_of_every_table_as_it_was() -> None:
    two = two_of_one()
    with acting_as(two.keeper) as viewer:
        _fill(viewer, two)
        before = everything()
        merge = put_together(viewer, Of.PERSON, two.kept.pk, two.merged.pk)
        assert differences(before, everything()) != {}
        merging.undo(by=viewer, merge=merge, reason="They are twins after all")
        assert differences(before, everything()) == {}


def _fill(viewer, two) -> None:  # type: ignore[no-untyped-def]
    """Of both, as much as can be told of anybody; some of it the same, some of it not."""
    mother = queries.members(viewer, two.family)[0].person
    for one, said in ((two.kept, "BAFR"), (two.merged, "BAFR")):
        facts.tell(by=viewer, about=one, key="ethnicity", value=said, said=Said())
        facts.count_ask(by=viewer, about=one, key="ethnicity", outcome="asked", form="test")
        relationships.relate(by=viewer, person=mother, other=one, kind="parent")
        relationships.record_responsibility(by=viewer, child=one, adult=mother, evidence="told")
    facts.tell(by=viewer, about=two.family, key="dog_at_home", value="A dog", said=Said())
    people.add_identifier(by=viewer, person=two.merged, system="nhs", typed="9990000018")
    for one, may in ((two.kept, True), (two.merged, False)):
        contact_points.add(
            by=viewer,
            person=one,
            kind="phone",
            typed="07700 900123",
            safe=SafeToUse(call=may, text=True),
            checked_on=TODAY,
        )
    residences.move(by=viewer, family=two.family, people=[two.merged], to=NewAddress("1 Quay", "PL1 1AA"))
    residences.move(by=viewer, family=two.family, people=[two.kept], to=NewAddress("2 Quay", "PL1 1AB"))
    entries.write(by=viewer, family=two.family, new=entries.NewEntry("Tea", about=[two.kept.pk, two.merged.pk]))
    people.rename(by=viewer, person=two.merged, name=NameGiven("Chi", "Okafor", use="nickname"))


def test_two_families_become_one_and_are_two_again() -> None:
    keeper = an_account(role="supervisor")
    one, other = a_family(keeper, name="One"), a_family(keeper, name="Other", surname="Okafor-Reed")
    with acting_as(keeper) as viewer:
        for known in (one, other):
            family = queries.family(viewer, known.family.pk)
            sections.write(by=viewer, family=family, part="what_matters", voice="worker", text=family.name, based_on=0)
            sections.write(
                by=viewer, family=family, part="what_matters", voice="worker", text=family.name * 2, based_on=1
            )
            entries.write(by=viewer, family=family, new=entries.NewEntry("Tea", about=[known.child.pk]))
            circle.add_own_person(by=viewer, family=family, name="Nan", role="Grandmother")
        before = everything()
        merge = put_together(viewer, Of.FAMILY, one.family.pk, other.family.pk)
        family = queries.family(viewer, one.family.pk)
        assert len(queries.members(viewer, family)) == 4
        newest = StorySection.objects.filter(family=family, part="what_matters").order_by("-version").first()
        assert newest is not None
        assert (newest.text, newest.version) == ("OneOne", 4)
        with pytest.raises(NotThere):
            queries.family(viewer, other.family.pk)
        merging.undo(by=viewer, merge=merge, reason="Two homes, not one")
        assert differences(before, everything()) == {}


def test_a_search_finds_one_of_the_two_by_either_name() -> None:
    two = two_of_one()
    with acting_as(two.keeper) as viewer:
        people.rename(by=viewer, person=two.merged, name=NameGiven("Chukwudi", "Okafor"))
        merge = put_together(viewer, Of.PERSON, two.kept.pk, two.merged.pk)
        assert finding.find(viewer=viewer, typed="Chukwudi Okafor")[0].person == two.kept.pk
        merging.undo(by=viewer, merge=merge, reason="They are twins after all")
        assert finding.find(viewer=viewer, typed="Chukwudi Okafor")[0].person == two.merged.pk


def test_both_identifiers_lead_to_the_one_that_is_kept_however_often_it_is_merged() -> None:
    two = two_of_one()
    with acting_as(two.keeper) as viewer:
        third = families.add_person(by=viewer, family=two.family, new=person("Chidi", role="child"))
        put_together(viewer, Of.PERSON, two.kept.pk, two.merged.pk)
        put_together(viewer, Of.PERSON, third.pk, two.kept.pk)
        led = merges.lead_to(viewer, [two.kept.pk, two.merged.pk, third.pk])
        assert led == {two.kept.pk: third.pk, two.merged.pk: third.pk}
    with acting_as(an_account("Jo Stone", role="supervisor")) as stranger:
        assert merges.lead_to(stranger, [two.merged.pk]) == {}


def test_merges_are_undone_from_the_last_to_the_first() -> None:
    two = two_of_one()
    with acting_as(two.keeper) as viewer:
        third = families.add_person(by=viewer, family=two.family, new=person("Chidi", role="child"))
        before = everything()
        first = put_together(viewer, Of.PERSON, two.kept.pk, two.merged.pk)
        second = put_together(viewer, Of.PERSON, third.pk, two.kept.pk)
        assert merges.undoing(viewer, first).first == second.pk
        with pytest.raises(Invalid, match="Undo that first"):
            merging.undo(by=viewer, merge=first, reason="They are twins after all")
        merging.undo(by=viewer, merge=second, reason="They are twins after all")
        merging.undo(by=viewer, merge=first, reason="They are twins after all")
        assert differences(before, everything()) == {}


def test_what_happened_to_the_merged_record_since_goes_back_with_it() -> None:
    two = two_of_one()
    with acting_as(two.keeper) as viewer:
        people.rename(by=viewer, person=two.merged, name=NameGiven("Chukwudi", "Okafor"))
        told = facts.tell(by=viewer, about=two.merged, key="ethnicity", value="BAFR", said=Said())
        merge = put_together(viewer, Of.PERSON, two.kept.pk, two.merged.pk)
        name = PersonName.objects.get(person=two.kept, use="nickname")
        people.correct_name(by=viewer, name=name, to=NameGiven("Chidiebere", "Okafor", use="nickname"))
        facts.confirm(by=viewer, fact=Fact.objects.get(pk=told.pk), said=Said())
        merging.undo(by=viewer, merge=merge, reason="They are twins after all")
        assert "Chidiebere" in PersonName.objects.filter(person=two.merged).values_list("given", flat=True)
        assert Fact.objects.get(pk=told.pk).confirmations.count() == 1
        assert Fact.objects.get(pk=told.pk).person_id == two.merged.pk


def test_what_was_told_of_the_one_record_since_stays_there_and_is_listed() -> None:
    two = two_of_one()
    with acting_as(two.keeper) as viewer:
        merge = put_together(viewer, Of.PERSON, two.kept.pk, two.merged.pk)
        facts.tell(by=viewer, about=two.kept, key="ethnicity", value="BAFR", said=Said())
        assert [(one.words, one.count) for one in merges.undoing(viewer, merge).since] == [("things told", 1)]
        merging.undo(by=viewer, merge=merge, reason="They are twins after all")
        assert Fact.objects.get(key="ethnicity").person_id == two.kept.pk


def test_a_plan_that_no_longer_fits_is_not_carried_out() -> None:
    two = two_of_one()
    with acting_as(two.keeper) as viewer:
        read = a_plan(viewer, Of.PERSON, two.kept.pk, two.merged.pk)
        people.rename(by=viewer, person=two.merged, name=NameGiven("Chukwudi", "Okafor"))
        with pytest.raises(Invalid, match="since you opened"):
            merging.merge(by=viewer, plan=read, reason="The same birth certificate")
        assert not Merge.objects.exists()


def test_a_merge_needs_a_reason() -> None:
    two = two_of_one()
    with acting_as(two.keeper) as viewer, pytest.raises(Invalid, match="how you know"):
        put_together(viewer, Of.PERSON, two.kept.pk, two.merged.pk, reason=" ")


@pytest.mark.parametrize("how", ["numbers", "related", "responsible"])
def test_two_who_cannot_be_one_are_not_put_together(how: str) -> None:
    two = two_of_one()
    with acting_as(two.keeper) as viewer:
        if how == "numbers":
            for one, number in ((two.kept, "9990000018"), (two.merged, "9990000026")):
                made = people.add_identifier(by=viewer, person=one, system="nhs", typed=number)
                people.verify_identifier(by=viewer, identifier=made, source="The red book")
        elif how == "related":
            relationships.relate(by=viewer, person=two.kept, other=two.merged, kind="sibling")
        else:
            relationships.record_responsibility(by=viewer, child=two.kept, adult=two.merged, evidence="told")
        plan = a_plan(viewer, Of.PERSON, two.kept.pk, two.merged.pk)
        assert plan.blocks == (how,)
        with pytest.raises(Invalid, match="cannot be put together"):
            merging.merge(by=viewer, plan=plan, reason="The same birth certificate")


@pytest.mark.hazard("HZ-43")
def test_a_plan_says_that_two_children_of_one_day_and_two_names_may_be_twins() -> None:
    two = two_of_one()
    with acting_as(two.keeper) as viewer:
        people.correct_name(
            by=viewer, name=PersonName.objects.get(person=two.merged), to=NameGiven("Chioma", "Okafor", use="usual")
        )
        plan = a_plan(viewer, Of.PERSON, two.kept.pk, two.merged.pk)
        assert "twins" in plan.differs
        assert any("one family" in doubt for doubt in plan.doubts)


@pytest.mark.hazard("HZ-52")
def test_whoever_died_by_either_record_died() -> None:
    two = two_of_one()
    with acting_as(two.keeper) as viewer:
        people.record_death(by=viewer, person=two.merged, died=PartialDate("2026-03"))
        merge = put_together(viewer, Of.PERSON, two.kept.pk, two.merged.pk)
        assert Person.objects.get(pk=two.kept.pk).died is not None
        merging.undo(by=viewer, merge=merge, reason="They are twins after all")
        assert Person.objects.get(pk=two.kept.pk).died is None


def test_a_birth_date_known_in_part_is_made_whole_by_the_other_record() -> None:
    two = two_of_one()
    with acting_as(two.keeper) as viewer:
        people.change_birth(by=viewer, person=two.kept, birth=people.Birth(born=PartialDate("2019")), sex="")
        assert "born" not in a_plan(viewer, Of.PERSON, two.kept.pk, two.merged.pk).differs
        merge = put_together(viewer, Of.PERSON, two.kept.pk, two.merged.pk)
        assert Person.objects.get(pk=two.kept.pk).born == PartialDate("2019-03-14")
        merging.undo(by=viewer, merge=merge, reason="They are twins after all")
        assert Person.objects.get(pk=two.kept.pk).born == PartialDate("2019")


def test_drafts_about_either_are_about_the_one_that_is_kept() -> None:
    two = two_of_one()
    with acting_as(two.keeper) as viewer:
        draft = drafts.keep(
            by=viewer,
            draft_id=two.kept.pk,
            form="write",
            family=two.family,
            content={"about": [str(two.merged.pk)], "text": "We"},
        )
        put_together(viewer, Of.PERSON, two.kept.pk, two.merged.pk)
        assert draft is not None
        draft.refresh_from_db()
        assert draft.content["about"] == [str(two.kept.pk)]
