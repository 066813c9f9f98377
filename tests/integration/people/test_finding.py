"""One box, over real rows: every kind of key finds, and nothing that may not be seen does."""

import json
from argparse import ArgumentParser

import pytest
from django.db import DatabaseError, connection, transaction
from tests.factories import Known, a_family, a_team, an_account, person

from onestory.access.actions import grants
from onestory.access.models import Account
from onestory.access.viewer import acting_as, viewer_for
from onestory.audit.models import AuditEvent
from onestory.core.dates import PartialDate
from onestory.core.ids import uuid7
from onestory.core.names import PersonName as Name
from onestory.people import queries as people_queries
from onestory.people.actions import contact_points, families, finds, people, residences
from onestory.people.finding import command, index
from onestory.people.finding.queries import Found, find, look_alikes
from onestory.people.finding.said import Said
from onestory.people.inputs import NameGiven, NewAddress, SafeToUse
from onestory.people.models import Family, Membership, Person, PersonName, Residence


def search(account: Account, typed: str) -> list[Found]:
    with acting_as(account) as viewer:
        return find(viewer=viewer, typed=typed)


def found_by(account: Account, typed: str) -> list[str]:
    return [each.name for each in search(account, typed)]


@pytest.fixture
def known(db: None) -> Known:
    """The Okafors: Ada, and Chidi who is 14 March 2019, at 14 Mirador Place PL5 1AB, with a phone and numbers."""
    known = a_family(an_account())
    with acting_as(known.author) as viewer:
        home = NewAddress(lines="14 Mirador Place", postcode="PL5 1AB")
        residences.move(by=viewer, family=known.family, people=[known.mother, known.child], to=home)
        phone = {"kind": "phone", "typed": "07700 900123", "safe": SafeToUse(), "checked_on": None}
        contact_points.add(by=viewer, person=known.mother, **phone)  # type: ignore[arg-type]
        people.add_identifier(by=viewer, person=known.child, system="nhs", typed="943 476 5919")
        people.add_identifier(by=viewer, person=known.child, system="upn", typed="H801200001001")
    return known


@pytest.mark.parametrize(
    ("typed", "reasons"),
    [
        ("chidi okafor", ("name",)),
        ("okafor chidi", ("name",)),
        ("Okafor, Chidi", ("name",)),
        ("chidy okafor", ("name spelt alike",)),
        ("chidi okaffour", ("name sounds alike",)),
        ("chi", ("first name begins alike",)),
        ("14/3/2019", ("born 14 March 2019",)),
        ("14 march 2019 okafor", ("surname", "born 14 March 2019")),
        ("march 2019", ("born 14 March 2019",)),
        ("chidi 2019", ("first name", "born 14 March 2019")),
        ("chidi okafor 14/3/2018", ("name", "born 14 March 2019, one digit apart")),
        ("943 476 5919", ("NHS number",)),
        ("h801200001001", ("UPN",)),
        ("chidi pl51ab", ("first name", "postcode")),
        ("14 PL5 1AB chidi", ("first name", "house and postcode")),
        ("chidi PL5", ("first name", "near PL5")),
    ],
)
def test_a_child_is_found_by_every_kind_of_key_and_it_says_which(
    known: Known, typed: str, reasons: tuple[str, ...]
) -> None:
    first = search(known.author, typed)[0]
    assert (first.person, first.name, first.reasons) == (known.child.pk, "Chidi Okafor", reasons)
    assert [family.id for family in first.families] == [known.family.pk]


@pytest.mark.parametrize("typed", ["07700 900123", "+447700900123", "ada 07700900123"])
def test_a_phone_finds_whose_it_is(known: Known, typed: str) -> None:
    assert found_by(known.author, typed) == ["Ada Okafor"]


def test_a_postcode_finds_all_who_live_there(known: Known) -> None:
    assert set(found_by(known.author, "PL5 1AB")) == {"Ada Okafor", "Chidi Okafor"}


def test_a_short_name_finds_the_long_one_and_the_other_way(known: Known) -> None:
    with acting_as(known.author) as viewer:
        families.add_person(by=viewer, family=known.family, new=person("William", "Hart"))
        families.add_person(by=viewer, family=known.family, new=person("Kate", "Hart"))
    assert found_by(known.author, "bill hart")[0] == "William Hart"
    assert found_by(known.author, "katherine hart")[0] == "Kate Hart"


def test_a_name_they_go_by_and_one_they_had_find_them_and_are_said(known: Known) -> None:
    with acting_as(known.author) as viewer:
        people.rename(by=viewer, person=known.mother, name=NameGiven(given="Dee", use=Person.NameUse.NICKNAME))
        people.rename(by=viewer, person=known.mother, name=NameGiven(given="Ada", family="Pascoe"))
    assert search(known.author, "dee pascoe")[0].reasons == ("known as Dee", "name")
    former = search(known.author, "ada okafor")[0]
    assert (former.name, former.reasons[0]) == ("Ada Pascoe", "was called Ada Okafor")


def test_half_of_a_double_name_and_a_middle_name_find(known: Known) -> None:
    name = NameGiven(given="Zoë", middle="Maria", family="Santos-Reyes")
    with acting_as(known.author) as viewer:
        people.rename(by=viewer, person=known.mother, name=name)
    for typed in ("zoe reyes", "zoe santos", "maria santos reyes", "Santosreyes", "Zoë Santos-Reyes"):
        assert found_by(known.author, typed)[0] == "Zoë Santos-Reyes", typed


def test_a_corrected_name_is_found_and_the_mistake_is_not(known: Known) -> None:
    name = known.mother.names.model.objects
    with acting_as(known.author) as viewer:
        wrong = name.get(person=known.mother)
        people.correct_name(by=viewer, name=wrong, to=NameGiven(given="Adaeze", family="Okonkwo"))
    assert found_by(known.author, "adaeze okonkwo") == ["Adaeze Okonkwo"]
    assert "Adaeze Okonkwo" not in found_by(known.author, "okafor")


def test_a_birth_of_which_only_the_month_is_known_agrees_with_a_day(known: Known) -> None:
    with acting_as(known.author) as viewer:
        birth = people.Birth(born=PartialDate("2019-03"))
        people.change_birth(by=viewer, person=known.child, birth=birth, sex="")
    assert search(known.author, "chidi okafor 14/3/2019")[0].reasons == ("name", "born March 2019")


def test_name_and_birth_together_are_certain_and_a_name_alone_is_not(known: Known) -> None:
    assert search(known.author, "chidi okafor 14/3/2019")[0].certain
    assert not search(known.author, "chidi okafor")[0].certain


# Who may not be found


@pytest.mark.parametrize(
    "typed", ["chidi okafor 14/3/2019", "okafor", "9434765919", "PL5 1AB", "07700900123", "march 2019"]
)
def test_another_teams_family_is_not_there(known: Known, typed: str) -> None:
    other = an_account("Jo Stone")
    a_family(other, surname="Hart")
    assert not [name for name in found_by(other, typed) if "Okafor" in name]


def test_without_a_viewer_nobody_is_found(known: Known) -> None:
    assert find(viewer=viewer_for(known.author), typed="chidi okafor") == []


def test_naming_another_viewer_finds_nothing_more(known: Known) -> None:
    author = viewer_for(known.author)
    with acting_as(an_account("Jo Stone")):
        assert find(viewer=author, typed="chidi okafor") == []


def test_the_index_itself_shows_and_takes_nothing(known: Known) -> None:
    with acting_as(known.author):
        for statement in ("SELECT count(*) FROM people_findable", "UPDATE people_findable SET family = 'x'"):
            with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
                connection.cursor().execute(statement)


def test_what_is_not_theirs_cannot_be_indexed_by_somebody_else(known: Known) -> None:
    with acting_as(an_account("Jo Stone")), connection.cursor() as cursor:
        cursor.execute("SELECT * FROM wall.names_to_index(%s::uuid[])", [[known.child.pk]])
        assert cursor.fetchall() == []
        index.refresh([known.child.pk])
    assert found_by(known.author, "chidi okafor")[0] == "Chidi Okafor"


def test_an_ended_grant_stops_at_once(known: Known) -> None:
    helper = an_account("Jo Stone")
    with acting_as(known.author) as viewer:
        grant = grants.give(by=viewer, family=known.family.pk, account=helper.pk)
    assert found_by(helper, "chidi okafor")[0] == "Chidi Okafor"
    with acting_as(known.author) as viewer:
        grants.end(by=viewer, family=known.family.pk, grant=grant)
    assert found_by(helper, "chidi okafor") == []


def test_a_team_finds_what_its_team_is_given(known: Known) -> None:
    team = a_team()
    helper = an_account("Jo Stone", team=team)
    assert found_by(helper, "9434765919") == []
    with acting_as(known.author) as viewer:
        grants.give(by=viewer, family=known.family.pk, team=team.pk)
    assert found_by(helper, "9434765919") == ["Chidi Okafor"]


def test_someone_who_left_is_not_found_through_the_family_they_left(known: Known) -> None:
    with acting_as(known.author) as viewer:
        membership = Membership.objects.get(person=known.mother)
        families.leave(by=viewer, membership=membership, on=PartialDate("2020-01-01").earliest)
    assert found_by(known.author, "07700900123") == []


def test_a_child_of_two_homes_is_found_from_each_with_only_its_own_family(known: Known) -> None:
    father = an_account("Jo Stone")
    with acting_as(known.author) as viewer:
        other_home = families.start(by=viewer, people=[person("Emeka", "Eze")])
        family = people_queries.family(viewer, other_home.pk)
        families.join(by=viewer, family=family, person=known.child, role=Membership.Role.CHILD)
        grants.give(by=viewer, family=other_home.pk, account=father.pk)
    assert len(search(known.author, "chidi okafor")[0].families) == 2
    assert [each.id for each in search(father, "chidi okafor")[0].families] == [other_home.pk]


# Places kept from sight


def test_a_move_leaves_the_old_postcode_behind(known: Known) -> None:
    with acting_as(known.author) as viewer:
        to = NewAddress(lines="3 Quay Street", postcode="PL1 2AB")
        residences.move(by=viewer, family=known.family, people=[known.mother], to=to)
    assert found_by(known.author, "PL5 1AB") == ["Chidi Okafor"]
    assert found_by(known.author, "PL1 2AB") == ["Ada Okafor"]


@pytest.mark.hazard(21)
def test_a_confidential_address_finds_nobody_however_it_is_typed(known: Known) -> None:
    with acting_as(known.author) as viewer:
        to = NewAddress(lines="3 Quay Street", postcode="PL1 2AB")
        people_there = [known.mother, known.child]
        residences.move(by=viewer, family=known.family, people=people_there, to=to, confidential=True)
    for typed in ("PL1 2AB", "3 PL1 2AB", "pl12ab okafor", "okafor PL1", "ada PL1 2"):
        assert not [
            why for each in search(known.author, typed) for why in each.reasons if "near" in why or "postcode" in why
        ]
    assert found_by(known.author, "PL1 2AB") == []


@pytest.mark.hazard(22)
def test_hiding_one_address_hides_the_school_number_and_those_of_the_family_who_live_there(known: Known) -> None:
    with acting_as(known.author) as viewer:
        residence = Residence.objects.get(person=known.mother, ends_on=None)
        residences.set_confidential(by=viewer, residence=residence, confidential=True)
    assert found_by(known.author, "PL5 1AB") == []
    assert found_by(known.author, "h801200001001") == []
    assert found_by(known.author, "943 476 5919") == ["Chidi Okafor"]


@pytest.mark.hazard(21)
def test_who_writes_last_cannot_bring_a_hidden_address_back(known: Known) -> None:
    helper = an_account("Jo Stone")
    with acting_as(known.author) as viewer:
        grants.give(by=viewer, family=known.family.pk, account=helper.pk, sections=["shared"])
        residence = Residence.objects.get(person=known.mother, ends_on=None)
        residences.set_confidential(by=viewer, residence=residence, confidential=True)
    with acting_as(helper):
        index.refresh([known.mother.pk, known.child.pk])
    assert found_by(helper, "PL5 1AB") == []


def test_a_number_found_to_be_wrong_finds_nobody(known: Known) -> None:
    with acting_as(known.author) as viewer:
        people.mark_identifier_wrong(by=viewer, identifier=known.child.identifiers.get(system="nhs"))
    assert found_by(known.author, "9434765919") == []


# What is hidden bends nothing


def many_families(account: Account, count: int) -> None:
    """So many families that a search begins from what was typed, and not from them."""
    made = [Family(pk=uuid7(), name=f"Family {n}", created_by=account) for n in range(count)]
    with acting_as(account), connection.cursor() as cursor:
        Family.objects.bulk_create(made)
        cursor.execute(
            "SELECT wall.open_family(id, ARRAY['shared'], ARRAY[]::uuid[], ARRAY[]::text[]) FROM unnest(%s::uuid[]) id",
            [[family.pk for family in made]],
        )


def look_alikes_elsewhere(account: Account, count: int) -> None:
    """Namesakes born the same days, in a family that only this account sees."""
    hidden = a_family(account).family
    born = [PartialDate("2019-03-14"), PartialDate("1991-05-04")]
    strangers = [Person(pk=uuid7(), born=born[n % 2], created_by=account) for n in range(count)]
    given = ("Chidi", "Ada", "Chidy", "Ida", "Chiddi")
    with acting_as(account):
        Person.objects.bulk_create(strangers)
        PersonName.objects.bulk_create(
            PersonName(person=each, given=given[n % 5], family="Okafor") for n, each in enumerate(strangers)
        )
        Membership.objects.bulk_create(
            (Membership(family=hidden, person=each, role=Membership.Role.OTHER) for each in strangers),
            batch_size=500,  # each is asked of the wall, and one statement has twenty seconds
        )
        index.refresh([each.pk for each in strangers])


SEARCHES = (
    "okafor", "chidi", "ch", "chidi okafor", "okafor 14/3/2019", "14/3/2019", "march 2019", "ada",
    "chidi okaffor 4/5/1991", "PL5 1AB", "okafor PL5", "07700900123", "9434765919", "okafor march 2019",
    "chidi okafor 14/3/2019 PL5",
)  # fmt: skip


@pytest.mark.parametrize("own_families", [0, 501])
def test_thousands_of_hidden_look_alikes_change_no_answer(known: Known, own_families: int) -> None:
    if own_families:
        many_families(known.author, own_families)
    before = [repr(search(known.author, typed)) for typed in SEARCHES]
    other = an_account("Jo Stone")
    look_alikes_elsewhere(other, 5_000)
    assert len(found_by(other, "chidi okafor")) == 10, "they are there, for whoever may see them"
    assert [repr(search(known.author, typed)) for typed in SEARCHES] == before


def test_somebody_who_moved_away_is_not_lost_among_all_who_live_there_now(known: Known) -> None:
    with acting_as(known.author) as viewer:
        strangers = [person("Sam", f"Neighbour{chr(65 + n // 26)}{chr(65 + n % 26)}") for n in range(60)]
        street = families.start(by=viewer, people=strangers)
        home = NewAddress(lines="1 Long Street", postcode="PL9 9AA")
        neighbours = list(Person.objects.filter(memberships__family=street))
        residences.move(by=viewer, family=street, people=neighbours, to=home)
        index.refresh([each.pk for each in neighbours])
    assert found_by(known.author, "chidi okafor PL9 9AA")[0] == "Chidi Okafor"


def test_whose_number_it_is_stands_before_sixty_namesakes_of_somebody_else(known: Known) -> None:
    with acting_as(known.author) as viewer:
        families.start(by=viewer, people=[person("Ola", "Bright", f"19{n + 10}-01-01") for n in range(60)])
    assert "Chidi Okafor" in found_by(known.author, "ola bright 943 476 5919")


# Before a family is written down


def test_a_look_alike_is_told_before_somebody_is_written_down_twice(known: Known) -> None:
    with acting_as(known.author) as viewer:
        name, born = Name(given="Chidy", family="Okafor"), PartialDate("2019-03-14")
        alike = look_alikes(viewer=viewer, said=Said(name=name, born=born))
    assert [(each.name, each.reasons) for each in alike] == [
        ("Chidi Okafor", ("name spelt alike", "born 14 March 2019"))
    ]


def test_somebody_known_to_another_team_alone_is_not_told(known: Known) -> None:
    with acting_as(an_account("Jo Stone")) as viewer:
        said = Said(name=Name(given="Chidi", family="Okafor"), nhs_number="9434765919")
        assert look_alikes(viewer=viewer, said=said) == []


# What may be typed, and what it costs


@pytest.mark.parametrize(
    "typed",
    ["", " ", "'; DROP TABLE people_person; --", '"', "%", "_", "\\", "\x00", "a" * 10_000, "okafor " * 2_000,
     "😀" * 100, "\u202eadihc", "{}", "{a,b}", "NULL", "0" * 5_000, "1/1/0000", "٢٠١٩", "o'", "ñ" * 500],
)  # fmt: skip
def test_anything_may_be_typed(known: Known, typed: str) -> None:
    assert isinstance(search(known.author, typed), list)


@pytest.mark.parametrize("typed", ["chidi okafor", "okafor 14/3/2019", "PL5 1AB"])
def test_a_search_asks_the_database_twice_however_many_fit(known: Known, typed: str, django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    with acting_as(known.author) as viewer:
        for _ in range(8):
            families.add_person(by=viewer, family=known.family, new=person("Chidi", "Okafor", "2019-03-14"))
        with django_assert_num_queries(2):
            find(viewer=viewer, typed=typed)


# The audit of looking


def test_a_search_is_audited_with_who_was_shown_and_without_the_words(known: Known) -> None:
    with acting_as(known.author) as viewer:
        finds.find(by=viewer, typed="Chidi  OKAFOR")
        finds.find(by=viewer, typed="chidi okafor")
    with acting_as(an_account("Ig Lead", role="information_governance")):
        first, second = AuditEvent.objects.filter(action="people.found")
    assert known.child.pk in first.person_ids
    assert "okafor" not in json.dumps(first.detail).lower()
    assert first.detail["terms"] == second.detail["terms"]
    assert first.detail["shown"] == len(first.person_ids)


def test_a_role_that_may_not_find_families_finds_none(known: Known) -> None:
    analyst = an_account("An Alyst", role="analyst")
    with acting_as(known.author) as viewer:
        grants.give(by=viewer, family=known.family.pk, account=analyst.pk)
    with acting_as(analyst) as viewer:
        assert finds.find(by=viewer, typed="chidi okafor") == []


def test_the_command_line_finds_as_somebody_and_says_why(known: Known, capsys: pytest.CaptureFixture[str]) -> None:
    parser = ArgumentParser()
    command.add_arguments(parser)
    typed = ["chidi", "okafor", "14/3/2019", "--as", known.author.email]
    assert command.run(parser.parse_args([*typed, "--json"])) == 0
    told = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert told["found"][0]["reasons"] == ["name", "born 14 March 2019"]
    assert command.run(parser.parse_args(typed)) == 0
    assert "Chidi Okafor, born 14 March 2019. The Okafor family." in capsys.readouterr().out
