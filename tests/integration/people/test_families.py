import pytest
from django.db import DatabaseError, connection, transaction
from tests.factories import a_family, an_account, person

from onestory.access.viewer import acting_as
from onestory.audit.models import AuditEvent
from onestory.core.errors import Invalid, NotThere
from onestory.people import queries
from onestory.people.actions import families, openings
from onestory.people.models import Family, Membership, Person
from onestory.story.models import Entry


def test_starting_a_family_lets_its_author_see_it(db: None) -> None:
    known = a_family(an_account())
    with acting_as(known.author) as viewer:
        found = queries.family(viewer, known.family.pk)
        assert found.name == "The Okafor family"
        assert [m.person.all_names[0].given for m in queries.members(viewer, found)] == ["Ada", "Chidi"]


def test_another_worker_is_told_it_is_not_there(db: None) -> None:
    known, other = a_family(an_account()), an_account("Jo Stone")
    with acting_as(other) as viewer:
        with pytest.raises(NotThere):
            queries.family(viewer, known.family.pk)
        assert not Family.objects.exists()
        assert not Person.objects.exists()
        assert not Membership.objects.exists()


def test_nobody_sees_nothing(db: None) -> None:
    a_family(an_account())
    assert not Family.objects.exists()
    assert not Entry.objects.exists()


def test_starting_a_record_writes_the_timeline_and_the_audit_in_one_transaction(db: None, admin_url: str) -> None:
    known = a_family(an_account())
    with acting_as(known.author):
        assert [entry.title for entry in Entry.objects.filter(family=known.family)] == ["Started this record"]
        assert not AuditEvent.objects.exists(), "a practitioner does not read the audit"
    auditor = an_account("Ig Lead", role="information_governance")
    with acting_as(auditor):
        actions = set(AuditEvent.objects.values_list("action", flat=True))
    assert {"families.start", "grants.open_to_its_author", "people.add"} <= actions


def test_opening_a_family_is_audited(db: None) -> None:
    known = a_family(an_account())
    with acting_as(known.author) as viewer:
        openings.open_family(by=viewer, family_id=known.family.pk)
    with acting_as(an_account("Ig Lead", role="information_governance")):
        event = AuditEvent.objects.get(action="families.open")
    assert (event.account_id, event.family_id) == (known.author.pk, known.family.pk)


def test_a_record_needs_one_person(db: None) -> None:
    with acting_as(an_account()) as viewer, pytest.raises(Invalid, match="at least one person"):
        families.start(by=viewer, people=[])


def test_a_volunteer_does_not_start_records(db: None) -> None:
    with acting_as(an_account(role="volunteer")) as viewer, pytest.raises(NotThere):
        families.start(by=viewer, people=[person("Ada")])


def test_a_child_with_two_homes_belongs_to_both_families(db: None) -> None:
    author = an_account()
    hers, his = a_family(author), a_family(author, surname="Penrose")
    with acting_as(author) as viewer:
        families.join(by=viewer, family=his.family, person=hers.child, role="child", share=40)
        assert {f.name for f in queries.families_of(viewer, hers.child)} == {"The Okafor family", "The Penrose family"}


def test_the_database_itself_refuses_a_stranger_in_a_family(db: None) -> None:
    known, intruder = a_family(an_account()), an_account("Jo Stone")
    own = a_family(intruder, surname="Stone")
    refused = pytest.raises(DatabaseError, match="row-level security")
    with acting_as(intruder), refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO people_membership (id, created_at, family_id, person_id, role)"
            " VALUES (gen_random_uuid(), now(), %s, %s, 'child')",
            [own.family.pk, known.child.pk],
        )
