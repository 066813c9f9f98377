"""What an account of a family reads: its own, and what is shared of children it is responsible for. Nothing of another adult."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone
from tests.factories import a_family, a_team, an_account, an_organisation, as_superuser, person

from onestory.access import queries as access
from onestory.access.actions import grants, guarding, portal
from onestory.access.models import Account, Alert
from onestory.access.viewer import acting_as
from onestory.audit.queries import who_looked
from onestory.core.errors import Invalid, NotThere
from onestory.people import queries
from onestory.people.actions import facts, families, openings, relationships, residences
from onestory.people.actions.facts import Said
from onestory.people.inputs import NewAddress
from onestory.people.models import Family, Person
from onestory.people.portal.queries import own_space, sharing
from onestory.story.actions import sections

pytestmark = [pytest.mark.django_db, pytest.mark.hazard("HZ-01")]

SECRET = "Sanctuary House"


@dataclass
class Home:
    worker: Account
    family: Family
    mother: Person
    father: Person
    child: Person
    hers: Account
    his: Account


@pytest.fixture
def home() -> Home:
    """Two parents who live apart, on one record, with a child of both; each has an account of their own."""
    known = a_family(an_account("Wren Worker"))
    with acting_as(known.author) as viewer:
        family = queries.family(viewer, known.family.pk)
        father = families.add_person(by=viewer, family=family, new=person("Obi", "Okafor", "1989-02-01"))
        for adult in (known.mother, father):
            relationships.record_responsibility(by=viewer, child=known.child, adult=adult, evidence="birth_certificate")
        hers, his = (an_account(name, kind="family", role="") for name in ("Ada Okafor", "Obi Okafor"))
        for account, adult in ((hers, known.mother), (his, father)):
            portal.open_to(
                by=viewer, account=account, family=family.pk, person=adult.pk, kind="parent", children=[known.child.pk],
                evidence="Passport and birth certificate seen",
            )  # fmt: skip
    return Home(known.author, family, known.mother, father, known.child, hers, his)


def everything(account: Account) -> list[Any]:
    """All that the portal's functions answer with to this account."""
    with acting_as(account), connection.cursor() as cursor:
        seen = []
        for name in ("people", "facts", "words", "sharing"):
            cursor.execute(f"SELECT * FROM wall.portal_{name}()")
            seen.append(cursor.fetchall())
        return seen


def told(home: Home, about: Person, key: str, value: object) -> None:
    with acting_as(home.worker) as viewer:
        facts.tell(by=viewer, about=about, key=key, value=value, said=Said())


def test_each_parent_sees_themselves_and_the_child_and_not_the_other(home: Home) -> None:
    people, *_ = everything(home.his)
    assert {(row[3], row[4]) for row in people} == {("parent", "Obi"), ("child", "Chidi")}


def test_nothing_said_or_known_of_the_other_parent_reaches_one(home: Home) -> None:
    before = everything(home.his)
    with acting_as(home.worker) as viewer:
        family = queries.family(viewer, home.family.pk)
        sections.write(by=viewer, family=family, part="what_next", voice="ours", text=SECRET, based_on=0,
                       said_by=home.mother)  # fmt: skip
        residences.move(by=viewer, family=family, people=[home.mother, home.child], to=NewAddress(SECRET, "PL1 1AA"))
    told(home, home.mother, "ethnicity", "BAFR")
    assert everything(home.his) == before
    assert SECRET in str(everything(home.hers))


@pytest.mark.hazard("HZ-28")
def test_no_section_but_the_shared_one_is_told_to_a_parent_of_their_child(home: Home) -> None:
    _, before, *_ = everything(home.his)
    as_superuser("INSERT INTO people_fact (id, created_at, person_id, key, value, section, said_by, said_on, written_by_id,"
                 " last_confirmed_on, ended_because) SELECT gen_random_uuid(), now(), {}, 'ethnicity', '\"BAFR\"', s, 'person',"
                 " current_date, {}, current_date, '' FROM unnest(ARRAY['health','home','safeguarding','young_person']) s",
                 home.child.pk, home.worker.pk)  # fmt: skip
    assert everything(home.his)[1] == before


@pytest.mark.hazard("HZ-22")
def test_where_a_child_learns_is_told_to_neither_parent(home: Home) -> None:
    from onestory.people import catalogue

    key = next(kind.key for kind in catalogue.by_key().values() if kind.site == "school")
    told(home, home.child, key, SECRET)
    assert SECRET not in str(everything(home.his)) + str(everything(home.hers))


@pytest.mark.hazard("HZ-29")
def test_without_responsibility_proved_there_is_no_child(home: Home) -> None:
    as_superuser("UPDATE people_parentalresponsibility SET evidence = 'told' WHERE adult_id = {}", home.father.pk)
    assert [row[3] for row in everything(home.his)[0]] == ["parent"]


@pytest.mark.hazard("HZ-31")
@pytest.mark.parametrize("what", ["responsibility", "membership", "way in", "denial"])
def test_the_child_goes_with_what_it_rested_on(home: Home, what: str) -> None:
    match what:
        case "responsibility":
            as_superuser(
                "UPDATE people_parentalresponsibility SET ends_on = current_date WHERE adult_id = {}", home.father.pk
            )
        case "membership":
            as_superuser("UPDATE people_membership SET ends_on = current_date - 1 WHERE person_id = {}", home.child.pk)
        case "way in":
            as_superuser("UPDATE access_portal SET ends_at = now() WHERE account_id = {}", home.his.pk)
        case "denial":
            with acting_as(home.worker) as viewer:
                guarding.deny(
                    by=viewer, family=home.family.pk, account=home.his.pk, kind="court_order", reason="3 May order"
                )
    assert "child" not in {row[3] for row in everything(home.his)[0]}


@pytest.mark.hazard("HZ-28", "HZ-33")
@pytest.mark.parametrize(("born", "is_seen"), [("{y}-{m}-{d}", False), ("{y}", False), ("{y1}-12-31", True)])
def test_a_parent_sees_nothing_of_a_child_who_may_be_sixteen(home: Home, born: str, is_seen: bool) -> None:
    today = timezone.localdate()
    written = born.format(y=today.year - 16, m=f"{today.month:02d}", d=f"{min(today.day, 28):02d}", y1=today.year - 15)
    as_superuser("UPDATE people_person SET born = {} WHERE id = {}", written, home.child.pk)
    assert ("child" in {row[3] for row in everything(home.his)[0]}) is is_seen


@pytest.mark.hazard("HZ-24")
def test_a_new_adult_sees_themselves_and_no_history(home: Home) -> None:
    with acting_as(home.worker) as viewer:
        family = queries.family(viewer, home.family.pk)
        partner = families.add_person(by=viewer, family=family, new=person("Lee", "Stone", "1990-01-01"))
        account = an_account("Lee Stone", kind="family", role="")
        portal.open_to(
            by=viewer, account=account, family=family.pk, person=partner.pk, kind="adult", evidence="Passport seen"
        )
    seen, known, words, _ = everything(account)
    assert [row[4] for row in seen] == ["Lee"]
    assert (known, words) == ([], [])


@pytest.mark.hazard("HZ-17")
def test_a_discreet_service_is_a_family_service(home: Home) -> None:
    refuge = an_organisation(SECRET)
    as_superuser("UPDATE network_organisation SET discreet = true WHERE id = {}", refuge)
    team = a_team()
    as_superuser("UPDATE access_team SET organisation_id = {} WHERE id = {}", refuge, team.pk)
    helper = an_account("Refuge Worker", team=team)
    with acting_as(home.worker) as viewer:
        grants.give(by=viewer, family=home.family.pk, account=helper.pk)
    with acting_as(helper) as viewer:
        openings.open_family(by=viewer, family_id=home.family.pk)
    with acting_as(home.hers) as viewer:
        looks = who_looked(viewer, home.family.pk)
    shown = str(everything(home.hers)[3]) + str(looks)
    assert "a family service" in shown
    assert SECRET not in shown
    assert "Refuge Worker" not in shown


@pytest.mark.hazard("HZ-17")
def test_where_somebody_hides_nobody_who_works_with_them_is_named(home: Home) -> None:
    assert "Wren Worker" in str(everything(home.his)[3])
    with acting_as(home.worker) as viewer:
        family = queries.family(viewer, home.family.pk)
        residences.move(
            by=viewer, family=family, people=[home.mother], to=NewAddress("9 Close", "PL1 1AA"), confidential=True
        )
    assert "Wren Worker" not in str(everything(home.his)[3])


def test_consent_taken_back_ends_what_rests_on_it_and_nothing_else(home: Home) -> None:
    guest = an_account("Gus Guest")
    with acting_as(home.worker) as viewer:
        consented = grants.give(by=viewer, family=home.family.pk, account=guest.pk, basis="consent")
        duty = grants.give(by=viewer, family=home.family.pk, account=an_account().pk)
    with acting_as(home.hers) as viewer:
        portal.withdraw(by=viewer, grant=consented)
        with pytest.raises(NotThere):
            portal.withdraw(by=viewer, grant=duty)
    with acting_as(guest) as viewer, pytest.raises(NotThere):
        queries.family(viewer, home.family.pk)
    with acting_as(home.worker):
        assert Alert.objects.get().kind == "consent_withdrawn"


def test_the_functions_answer_nothing_to_staff_or_to_nobody(home: Home) -> None:
    assert everything(home.worker) == [[], [], [], []]


def test_the_space_says_in_words_what_is_known(home: Home) -> None:
    told(home, home.child, "ethnicity", "BAFR")
    with acting_as(home.his) as viewer:
        space, shared = own_space(viewer), sharing(viewer)
    assert [(one.name, one.is_child) for one in space.people] == [("Obi Okafor", False), ("Chidi Okafor", True)]
    assert [known.short for known in space.people[1].known] == ["Ethnic group"]
    assert "African" in space.people[1].known[0].words
    assert shared[0].who == "Wren Worker"


@pytest.mark.hazard("HZ-28")
@pytest.mark.parametrize(
    ("born", "may"),
    [("{y12}", True), ("{y11}-{m}-01", True), ("{y11}", False), ("{y10}", False), ("{y10}-{m}", False), ("", False)],
)
def test_a_child_too_young_to_hold_the_telephone_alone_has_no_page(home: Home, born: str, may: bool) -> None:
    """A date known in part is taken at its latest, and one not known at all is of nobody's age."""
    today = timezone.localdate()
    if (today.month, today.day) == (12, 31) and born == "{y11}":
        may = True  # On this day alone everybody born in that year is old enough.
    years = {f"y{age}": today.year - age for age in (10, 11, 12)}
    written = born.format(m=f"{today.month:02d}", **years)
    as_superuser("UPDATE people_person SET born = nullif({}, '') WHERE id = {}", written, home.child.pk)
    assert _is_given_a_page(home) is may


def _is_given_a_page(home: Home) -> bool:
    own = an_account("Chidi Okafor", kind="family", role="")
    with acting_as(home.worker) as viewer:
        try:
            portal.open_to(
                by=viewer, account=own, family=home.family.pk, person=home.child.pk, kind="young_person",
                evidence="Seen at school",
            )  # fmt: skip
        except Invalid:
            return False
    return True


def restricted(home: Home, *, shut: tuple[Account, ...] = ()) -> None:
    with acting_as(an_account("Ivy Gray", role="information_governance")) as viewer:
        guarding.restrict(
            by=viewer, family=home.family.pk, reason="A parent works here", accounts=[home.worker.pk],
            shut=[one.pk for one in shut],
        )  # fmt: skip


@pytest.mark.hazard("HZ-41")
def test_a_record_kept_to_a_few_stays_the_familys_own(home: Home) -> None:
    before = [row[:5] for row in everything(home.hers)[0]]
    restricted(home)
    assert [row[:5] for row in everything(home.hers)[0]] == before


@pytest.mark.hazard("HZ-13", "HZ-14")
def test_whose_page_is_shut_reads_nothing_and_the_others_all(home: Home) -> None:
    restricted(home, shut=(home.his,))
    assert everything(home.his) == [[], [], [], []]
    assert {row[4] for row in everything(home.hers)[0]} == {"Ada", "Chidi"}
    with acting_as(home.his) as viewer:
        assert not own_space(viewer).people
        assert who_looked(viewer, home.family.pk) == []


@pytest.mark.hazard("HZ-14")
def test_a_page_shut_opens_again_with_the_record_and_tells_of_nothing(home: Home) -> None:
    before = everything(home.his)
    restricted(home, shut=(home.his,))
    with acting_as(an_account("Al Gray", role="information_governance")) as viewer:
        standing = access.restriction(viewer, home.family.pk)
        assert standing is not None
        guarding.lift_restriction(by=viewer, restriction=standing.pk)
    assert everything(home.his) == before


@pytest.mark.hazard("HZ-14")
def test_whose_page_is_shut_comes_back_under_no_other_address(home: Home) -> None:
    restricted(home, shut=(home.his,))
    with acting_as(home.worker) as viewer, pytest.raises(NotThere):
        portal.open_to(
            by=viewer, account=an_account("Obi O", kind="family", role=""), family=home.family.pk, person=home.father.pk,
            kind="adult", evidence="Passport seen",
        )  # fmt: skip


def test_only_accounts_of_the_family_are_shut(home: Home) -> None:
    with pytest.raises(Invalid, match="Choose once more"):
        restricted(home, shut=(an_account("Lee Stone", kind="family", role=""),))


@pytest.mark.hazard("HZ-01")
@pytest.mark.parametrize(("role", "told"), [("information_governance", 2), ("practitioner", 0), ("supervisor", 0)])
def test_which_accounts_a_family_has_is_told_to_whoever_keeps_its_record_alone(
    home: Home, role: str, told: int
) -> None:
    with acting_as(an_account(role=role)) as viewer:
        found = access.own_accounts(viewer, home.family.pk)
    assert [one.person for one in found] == [None] * told
    with acting_as(home.hers) as viewer:
        assert access.own_accounts(viewer, home.family.pk) == []


def consented(home: Home, helper: Account, *, by: Person) -> Any:
    with acting_as(home.worker) as viewer:
        return grants.give(by=viewer, family=home.family.pk, account=helper.pk, basis="consent", consented_by=by.pk)


def test_one_parent_takes_back_no_consent_of_the_others(home: Home) -> None:
    helper = an_account("Gus Guest")
    hers = consented(home, helper, by=home.mother)
    with acting_as(home.his) as viewer:
        assert [one.may_withdraw for one in sharing(viewer) if one.grant == hers] == [False]
        with pytest.raises(NotThere):
            portal.withdraw(by=viewer, grant=hers)
    with acting_as(helper) as viewer:
        assert queries.family(viewer, home.family.pk).pk == home.family.pk
    with acting_as(home.hers) as viewer:
        assert [one.may_withdraw for one in sharing(viewer) if one.grant == hers] == [True]
        portal.withdraw(by=viewer, grant=hers)
    with acting_as(helper) as viewer, pytest.raises(NotThere):
        queries.family(viewer, home.family.pk)


def test_what_rests_on_the_others_consent_stays_when_one_takes_back_theirs(home: Home) -> None:
    helper = an_account("Gus Guest")
    consented(home, helper, by=home.mother)
    his = consented(home, helper, by=home.father)
    with acting_as(home.his) as viewer:
        portal.withdraw(by=viewer, grant=his)
    with acting_as(helper) as viewer:
        assert queries.family(viewer, home.family.pk).pk == home.family.pk


@pytest.mark.hazard("HZ-60", "HZ-61")
def test_whoever_it_ended_for_and_information_governance_hear_what_ended(home: Home) -> None:
    helper, governor = an_account("Gus Guest"), an_account("Ivy Gray", role="information_governance")
    hers = consented(home, helper, by=home.mother)
    with acting_as(home.hers) as viewer:
        portal.withdraw(by=viewer, grant=hers)
    for who in (helper, governor, home.worker):
        with acting_as(who):
            one = Alert.objects.get()
            assert (one.kind, one.why) == ("consent_withdrawn", "Gus Guest no longer sees what was opened by it")
            assert (one.subject_id, one.caused_by_id) == (hers, None)


def test_only_somebody_of_the_family_is_said_to_have_consented(home: Home) -> None:
    elsewhere = a_family(home.worker, surname="Stone")
    with pytest.raises(NotThere):
        consented(home, an_account("Gus Guest"), by=elsewhere.mother)


def test_whose_consent_it_was_is_not_said_anew_later(home: Home) -> None:
    hers = consented(home, an_account("Gus Guest"), by=home.mother)
    as_superuser(
        "UPDATE access_grant SET created_at = now() - interval '1 hour', consented_by_id = NULL WHERE id = {}", hers
    )
    with acting_as(home.worker), pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT wall.rests_on_consent_of(%s, %s)", [hers, home.father.pk])
