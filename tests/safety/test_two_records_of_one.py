"""Putting two records together opens nothing silently, and nobody does it who does not see both whole (HZ-43, HZ-44)."""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, models, transaction
from django.utils import timezone
from tests.factories import Known, a_family, an_account, as_superuser
from tests.merging import a_plan, differences, everything, put_together, two_of_one

from onestory.access.actions import grants, guarding
from onestory.access.models import Account, Denial, Restriction
from onestory.access.sections import EVERYTHING
from onestory.access.viewer import acting_as
from onestory.core.care import Care, Tag
from onestory.core.errors import Invalid, NotThere
from onestory.core.merging import Of, Then
from onestory.core.walls import care_of
from onestory.people import queries
from onestory.people.actions import facts, merging, openings, residences
from onestory.people.actions.facts import Said
from onestory.people.inputs import NewAddress
from onestory.people.merging import following, registry
from onestory.people.merging import queries as merges
from onestory.people.models import Family, Merge, Person, Residence

pytestmark = pytest.mark.django_db
OURS = [m for m in apps.get_models(include_auto_created=True) if m.__module__.startswith("onestory.")]
# What points elsewhere, without the database's promise that it does.
ELSEWHERE = {
    ("access_accessreview", "ended"): "grants",
    ("access_accessreview", "kept"): "grants",
    ("access_agreement", "organisation_ids"): "organisations",
    ("access_alert", "subject_id"): "an agreement, a denial, an emergency",
    ("access_signedin", "number"): "whoever is signed in, for telling them of it",
    ("access_team", "organisation_id"): "an organisation",
    ("audit_auditevent", "grant_id"): "a grant",
    ("audit_auditevent", "subject_id"): "whatever was touched, under the name it had",
    ("people_fact", "source_record_id"): "a partner's record",
    ("people_merge", "closings"): "denials, restrictions and homes",
    ("support_circlemember", "grant_id"): "a grant",
    ("support_episode", "request_id"): "the asking it began with",
    ("support_handover", "subject_id"): "whatever was handed over, named by its kind",
    ("support_introduction", "member_id"): "somebody of the circle",
    ("support_walkingevent", "thing_id"): "whatever changed",
    ("support_difference", "learning_id"): "what was shared of it, which knows no family",
    ("support_worry", "request_id"): "the request it was raised from",
    ("support_request", "duty_grant_id"): "a grant",
    ("support_worrycall", "opened_id"): "a grant",
}


def _columns() -> list[tuple[str, str, models.Field]]:  # type: ignore[type-arg]
    return [
        (model._meta.db_table, field.attname, field)
        for model in OURS
        if not hasattr(model, "pgh_tracked_model")
        for field in model._meta.concrete_fields
    ]


def test_everything_that_points_at_a_person_or_a_family_says_what_a_merge_does_with_it() -> None:
    pointing = {(table, column) for table, column, field in _columns() if field.related_model in (Person, Family)}
    assert pointing - registry.listed() == set(), (
        "say it in the merging.py of its app (docs/how-to/merge-two-records.md)"
    )


def test_every_number_that_points_without_a_promise_says_where() -> None:
    loose = {
        (table, column)
        for table, column, field in _columns()
        if field.related_model is None and not field.primary_key and _is_reference(field)
    }
    assert loose - registry.listed() - ELSEWHERE.keys() == set()


def test_nothing_points_at_a_row_that_is_set_aside_but_what_goes_to_the_one_that_stands() -> None:
    """Such a merge would fail when it is written, and be refused for ever."""
    aside = {one.table for one in registry.relations() if one.unless}
    pointing = {
        (table, column)
        for table, column, field in _columns()
        if field.related_model and field.related_model._meta.db_table in aside and field.db_constraint
    }
    assert pointing
    assert pointing <= {(one.table, column) for one in registry.changes() for column in one.to}


def _is_reference(field: models.Field) -> bool:  # type: ignore[type-arg]
    care = care_of(field.model)
    kind = getattr(field, "base_field", field)
    tagged = isinstance(care, Care) and care.columns.get(field.attname) is Tag.REFERENCE
    named = re.search(r"(^|_)(person|people|family|families|child|children|adult)(_ids?)?$", field.attname)
    return isinstance(kind, models.UUIDField) and bool(tagged or named)


def test_nothing_is_listed_that_is_not_there() -> None:
    assert registry.listed() <= {(table, column) for table, column, _ in _columns()}


def test_whatever_moves_is_looked_at_while_a_merge_goes_on() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid WHERE t.tgname = 'follow_merges'"
        )
        assert {row[0] for row in cursor.fetchall()} == set(registry.followed())
    assert "story_entry" in registry.followed()
    assert following.FUNCTIONS.keys() >= following.INNER


def test_a_merge_refuses_where_something_points_at_people_that_nobody_listed() -> None:
    two = two_of_one()
    as_superuser("CREATE TABLE public.new_thing (id uuid, person_id uuid REFERENCES people_person (id))")
    with acting_as(two.keeper) as viewer:
        plan = a_plan(viewer, Of.PERSON, two.kept.pk, two.merged.pk)
        assert plan.blocks == ("unlisted",)
        with pytest.raises(Invalid, match="cannot be put together"):
            merging.merge(by=viewer, plan=plan, reason="The same birth certificate")


@pytest.mark.parametrize(
    "role", ["practitioner", "front_of_house", "volunteer", "administrator", "information_governance"]
)
def test_only_those_merge_whose_role_allows_it(role: str) -> None:
    two = two_of_one()
    other = an_account("Ola Other", role=role)
    with acting_as(two.keeper) as viewer:
        grants.give(by=viewer, family=two.family.pk, account=other.pk, reason="circle", sections=EVERYTHING)
    with acting_as(other) as viewer, pytest.raises(NotThere):
        a_plan(viewer, Of.PERSON, two.kept.pk, two.merged.pk)


def _pair(keeper: Account) -> tuple[Known, Known]:
    return a_family(keeper, name="One"), a_family(keeper, name="Other")


def _gives(by: Account, known: Known, to: Account, *sections: str) -> None:
    with acting_as(by) as viewer:
        grants.give(by=viewer, family=known.family.pk, account=to.pk, reason="circle", sections=sections or EVERYTHING)


@pytest.mark.hazard("HZ-16")
@pytest.mark.parametrize("of", [Of.PERSON, Of.FAMILY])
def test_whoever_sees_one_of_the_two_is_answered_as_if_the_other_were_not_there(of: Of) -> None:
    mine, theirs = a_family(keeper := an_account(role="supervisor")), a_family(an_account(role="supervisor"))
    one, other = (mine.child.pk, theirs.child.pk) if of is Of.PERSON else (mine.family.pk, theirs.family.pk)
    with acting_as(keeper) as viewer:
        for there in (other, uuid4()):
            with pytest.raises(NotThere):
                a_plan(viewer, of, one, there)


def test_whoever_does_not_see_a_section_of_it_does_not_merge_it() -> None:
    author = an_account(role="supervisor")
    one, other = _pair(author)
    keeper = an_account("Kit Keeper", role="supervisor")
    for known in (one, other):
        _gives(author, known, keeper, "shared", "health")
    with acting_as(keeper) as viewer:
        a_plan(viewer, Of.PERSON, one.child.pk, other.child.pk)
    with acting_as(author) as viewer:
        facts.tell(by=viewer, about=other.child, key="must_not_know", value="Her brother", said=Said())
    with acting_as(keeper) as viewer, pytest.raises(NotThere):
        a_plan(viewer, Of.PERSON, one.child.pk, other.child.pk)


def test_whoever_sees_one_until_a_day_does_not_go_on_by_the_other() -> None:
    author, keeper = an_account(role="supervisor"), an_account("Kit Keeper", role="supervisor")
    theirs, own = a_family(author), a_family(keeper)
    with acting_as(author) as viewer:
        until = timezone.now() + timedelta(days=1)
        grants.give(by=viewer, family=theirs.family.pk, account=keeper.pk, sections=EVERYTHING, until=until)
    with acting_as(keeper) as viewer, pytest.raises(NotThere):
        a_plan(viewer, Of.FAMILY, own.family.pk, theirs.family.pk)


def test_whoever_would_see_more_themselves_does_not_decide_it_alone() -> None:
    author, keeper = an_account(role="supervisor"), an_account("Kit Keeper", role="supervisor")
    theirs, own = a_family(author), a_family(keeper)
    _gives(author, theirs, keeper, "shared")
    with acting_as(keeper) as viewer:
        assert put_together(viewer, Of.FAMILY, own.family.pk, theirs.family.pk).state == Merge.State.ASKED
        assert queries.family(viewer, theirs.family.pk).sections_open_to(viewer) == {"shared"}


def test_a_plan_says_who_would_see_more_and_of_which() -> None:
    keeper, helper = an_account(role="supervisor"), an_account("Hal Helper")
    one, other = _pair(keeper)
    _gives(keeper, one, helper, "shared")
    with acting_as(keeper) as viewer:
        more = a_plan(viewer, Of.FAMILY, one.family.pk, other.family.pk).sees_more
    assert [(each.who, each.of, each.sections) for each in more] == [(helper.pk, "merged", ("shared",))]


@pytest.mark.hazard("HZ-44")
@pytest.mark.parametrize("of", [Of.PERSON, Of.FAMILY])
def test_whoever_is_kept_out_of_either_is_kept_out_of_both(of: Of) -> None:
    keeper, second, kept_out = (an_account(role="supervisor") for _ in range(3))
    one, other = _pair(keeper)
    for to in (second, kept_out):
        _gives(keeper, one, to)
    _gives(keeper, other, second)
    with acting_as(keeper) as viewer:
        guarding.deny(by=viewer, family=other.family.pk, account=kept_out.pk, kind="safety", reason="He frightens her")
    merge = _by_two(of, one, other, keeper, second)
    with acting_as(kept_out) as viewer, pytest.raises(NotThere):
        queries.family(viewer, one.family.pk)
    with acting_as(keeper) as viewer:
        merging.undo(by=viewer, merge=merge, reason="They are two after all")
    with acting_as(kept_out) as viewer:
        queries.family(viewer, one.family.pk)


def _by_two(of: Of, one: Known, other: Known, first: Account, second: Account) -> Merge:
    kept, merged = (one.child.pk, other.child.pk) if of is Of.PERSON else (one.family.pk, other.family.pk)
    with acting_as(first) as viewer:
        merge = put_together(viewer, of, kept, merged)
        assert merge.state == Merge.State.ASKED
        with pytest.raises(NotThere):
            merging.agree(by=viewer, merge=merge, plan=a_plan(viewer, of, kept, merged))
    with acting_as(second) as viewer:
        merging.agree(by=viewer, merge=merge, plan=a_plan(viewer, of, kept, merged))
    return merge


@pytest.mark.hazard("HZ-44")
@pytest.mark.hazard("HZ-41")
def test_a_family_kept_to_named_people_stays_so_when_another_turns_out_to_be_it() -> None:
    keeper, second, colleague = (an_account(role="supervisor") for _ in range(3))
    one, other = _pair(keeper)
    for known in (one, other):
        _gives(keeper, known, second)
    _gives(keeper, one, colleague)
    with acting_as(keeper) as viewer:
        guarding.restrict(
            by=viewer, family=other.family.pk, reason="A parent works here", accounts=[keeper.pk, second.pk]
        )
    merge = _by_two(Of.FAMILY, one, other, keeper, second)
    with acting_as(colleague) as viewer, pytest.raises(NotThere):
        queries.family(viewer, one.family.pk)
    with acting_as(keeper) as viewer:
        merging.undo(by=viewer, merge=merge, reason="They are two after all")
        assert not Restriction.objects.filter(family_id=one.family.pk).exists()


@pytest.mark.hazard("HZ-44")
def test_a_person_of_a_family_kept_to_some_is_not_merged_with_one_of_a_family_that_is_not() -> None:
    keeper = an_account(role="supervisor")
    one, other = _pair(keeper)
    with acting_as(keeper) as viewer:
        guarding.restrict(by=viewer, family=other.family.pk, reason="A parent works here", accounts=[keeper.pk])
        assert a_plan(viewer, Of.PERSON, one.child.pk, other.child.pk).blocks == ("kept_apart",)


@pytest.mark.hazard("HZ-44")
@pytest.mark.hazard("HZ-22")
def test_a_confidential_address_of_either_makes_both_homes_confidential() -> None:
    keeper, second = an_account(role="supervisor"), an_account(role="supervisor")
    one, other = _pair(keeper)
    for known in (one, other):
        _gives(keeper, known, second)
    with acting_as(keeper) as viewer:
        for known, hidden in ((one, False), (other, True)):
            family = queries.family(viewer, known.family.pk)
            to = NewAddress(f"{known.family.name} Quay", "PL1 1AA")
            residences.move(by=viewer, family=family, people=[known.child], to=to, confidential=hidden)
    merge = _by_two(Of.PERSON, one, other, keeper, second)
    with acting_as(keeper) as viewer:
        homes = Residence.objects.filter(person=one.child)
        assert list(homes.values_list("confidential", flat=True)) == [True, True]
        merging.undo(by=viewer, merge=merge, reason="They are two after all")
        assert list(homes.values_list("confidential", flat=True)) == [False]


@pytest.mark.hazard("HZ-44")
def test_what_was_hidden_since_stays_hidden_on_both_sides_when_they_are_two_again() -> None:
    keeper = an_account(role="supervisor")
    one, other = _pair(keeper)
    with acting_as(keeper) as viewer:
        for known in (one, other):
            family = queries.family(viewer, known.family.pk)
            residences.move(
                by=viewer, family=family, people=[known.child], to=NewAddress(f"{known.family.name} Quay", "PL1 1AA")
            )
        merge = put_together(viewer, Of.PERSON, one.child.pk, other.child.pk)
        residences.set_confidential(
            by=viewer, residence=Residence.objects.filter(person=one.child)[0], confidential=True
        )
        merging.undo(by=viewer, merge=merge, reason="They are two after all")
        assert set(Residence.objects.values_list("confidential", flat=True)) == {True}


@pytest.mark.hazard("HZ-44")
def test_what_was_closed_since_stays_closed_on_both_sides_when_they_are_two_again() -> None:
    keeper, colleague = an_account(role="supervisor"), an_account()
    one, other = _pair(keeper)
    for known in (one, other):
        _gives(keeper, known, colleague)
    with acting_as(keeper) as viewer:
        merge = put_together(viewer, Of.FAMILY, one.family.pk, other.family.pk)
        guarding.deny(by=viewer, family=one.family.pk, account=colleague.pk, kind="safety", reason="He frightens her")
        merging.undo(by=viewer, merge=merge, reason="They are two after all")
    with acting_as(colleague) as viewer:
        for known in (one, other):
            with pytest.raises(NotThere):
                queries.family(viewer, known.family.pk)


@pytest.mark.hazard("HZ-28")
def test_what_is_between_a_young_person_and_their_helper_is_shown_to_no_other_helper() -> None:
    keeper, helper = an_account(role="supervisor"), an_account("Hal Helper")
    one = a_family(keeper)
    theirs = a_family(helper)
    _gives(helper, theirs, keeper, "shared", "health", "home", "safeguarding", "location")
    with acting_as(helper) as viewer:
        facts.tell(by=viewer, about=theirs.child, key="on_your_mind", value="A word", said=Said())
    with acting_as(keeper) as viewer:
        assert "young_person" in a_plan(viewer, Of.PERSON, one.child.pk, theirs.child.pk).blocks


def test_whoever_wrote_down_an_archived_record_does_not_bring_it_back() -> None:
    """By nothing that was left of it: nobody is in it, nobody sees it, and to write there would be to write in the other."""
    keeper, author = an_account(role="supervisor"), an_account("Ann Author")
    one, other = a_family(keeper), a_family(author)
    mine = a_family(author, name="Mine")
    _gives(author, other, keeper)
    with acting_as(keeper) as viewer:
        put_together(viewer, Of.PERSON, one.child.pk, other.child.pk)
    attempts = {
        "INSERT INTO people_membership (id, created_at, family_id, person_id, role) VALUES"
        " (gen_random_uuid(), now(), %(mine)s, %(merged)s, 'child')",
        "INSERT INTO people_personname (id, created_at, person_id, use, given, middle, family) VALUES"
        " (gen_random_uuid(), now(), %(merged)s, 'nickname', 'X', '', '')",
    }
    for statement in attempts:
        with acting_as(author), connection.cursor() as cursor, pytest.raises(DatabaseError), transaction.atomic():
            cursor.execute(statement, {"mine": mine.family.pk, "merged": other.child.pk})


ABUSES = [
    "INSERT INTO people_merge (id, created_at, of, kept_id, merged_id, leads_to, kept_name, merged_name, state, why, guarded,"
    " asked_by_id, ended_why) VALUES (gen_random_uuid(), now(), 'family', %(mine)s, %(theirs)s, %(mine)s, '', '', 'done', 'x',"
    " false, %(me)s, '')",
    "UPDATE people_merge SET leads_to = %(mine)s",
    "DELETE FROM people_merge",
    "SELECT * FROM people_mergedrow",
    "INSERT INTO people_mergedrow (merge_id, step, did, row_id) VALUES (%(mine)s, 1, 'moved', 'x')",
    "LOCK TABLE people_mergedrow IN EXCLUSIVE MODE",
    "SELECT wall.put_together(%(mine)s)",
    "SELECT wall.undo_step(NULL, 1, 'moved', 'access_grant', 'family_id', 'uuid')",
    "SELECT wall.merge('family', %(mine)s, %(theirs)s, 'A good reason', '')",
    "SELECT wall.merge('family', %(theirs)s, %(mine)s, 'A good reason', '')",
    "SELECT wall.merge('person', %(my_child)s, %(their_child)s, 'A good reason', '')",
    "SELECT wall.agree_to_merge(%(mine)s, '')",
    "SELECT wall.refuse_merge(%(mine)s, 'A good reason')",
    "SELECT wall.unmerge(%(mine)s, 'A good reason')",
    "UPDATE people_fact SET person_id = %(my_child)s",
    "UPDATE people_membership SET person_id = %(my_child)s",
]


@pytest.mark.parametrize("statement", ABUSES)
def test_with_statements_of_their_own_somebody_merges_nothing_they_do_not_see(statement: str) -> None:
    mine, theirs = a_family(keeper := an_account(role="supervisor")), a_family(an_account())
    values = {
        "mine": mine.family.pk, "theirs": theirs.family.pk, "my_child": mine.child.pk, "their_child": theirs.child.pk,
        "me": keeper.pk,
    }  # fmt: skip
    before = everything()
    with acting_as(keeper), connection.cursor() as cursor, pytest.raises(DatabaseError), transaction.atomic():
        cursor.execute(statement, values)
    assert differences(before, everything()) == {}


@pytest.mark.parametrize(
    "call", ["SELECT wall.merge_plan('family', %s, %s)", "SELECT wall.unmerge_plan(%s) WHERE %s IS NOT NULL"]
)
def test_a_plan_of_what_is_not_theirs_says_nothing(call: str) -> None:
    mine, theirs = a_family(keeper := an_account(role="supervisor")), a_family(an_account())
    with acting_as(keeper), connection.cursor() as cursor:
        cursor.execute(call, [theirs.family.pk, mine.family.pk])
        assert cursor.fetchone() == (None,)


def test_a_merge_is_seen_by_nobody_who_does_not_see_what_was_kept() -> None:
    two = two_of_one()
    with acting_as(two.keeper) as viewer:
        put_together(viewer, Of.PERSON, two.kept.pk, two.merged.pk)
        assert len(merges.merges(viewer)) == 1
    with acting_as(an_account(role="supervisor")) as viewer:
        assert merges.merges(viewer) == []
        assert not Merge.objects.exists()


def test_nothing_that_is_declared_to_stay_is_touched() -> None:
    stays = {one.table for one in registry.relations() if one.then is Then.STAYS}
    assert "audit_auditevent" in stays
    assert stays & set(registry.followed()) == set()
    assert Denial._meta.db_table in registry.followed()


def _looks(known: Known) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM wall.who_looked(%s, NULL, 100)", [known.family.pk])
        return int(cursor.fetchone()[0])


def test_who_looked_at_either_is_told_of_the_one_that_is_kept() -> None:
    keeper = an_account(role="supervisor")
    one, other = _pair(keeper)
    with acting_as(keeper) as viewer:
        openings.open_family(by=viewer, family_id=other.family.pk)
        before = _looks(one)
        merge = put_together(viewer, Of.FAMILY, one.family.pk, other.family.pk)
        assert _looks(one) == before + 1
        merging.undo(by=viewer, merge=merge, reason="They are two after all")
        assert _looks(one) == before
        assert _looks(other) == 1


@pytest.mark.hazard("HZ-25")
def test_what_is_closed_under_an_archived_reference_closes_the_one_that_is_kept() -> None:
    """Information governance knows families by their reference, and may know one from before."""
    keeper, colleague = an_account(role="supervisor"), an_account()
    one, other = _pair(keeper)
    _gives(keeper, one, colleague)
    with acting_as(keeper) as viewer:
        put_together(viewer, Of.FAMILY, one.family.pk, other.family.pk)
    with acting_as(an_account(role="information_governance")) as governs:
        reason = "He frightens her"
        guarding.deny(by=governs, family=other.family.pk, account=colleague.pk, kind="safety", reason=reason)
    with acting_as(colleague) as viewer, pytest.raises(NotThere):
        queries.family(viewer, one.family.pk)
