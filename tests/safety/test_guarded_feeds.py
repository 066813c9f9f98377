"""Nobody whose safety rests on not being found becomes known a second time through a partner's file (HZ-02)."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.factories import Known, a_family, an_account, place_of
from tests.integration.linkage.delivering import PUPIL, agree
from tests.integration.linkage.judged import say, taken
from tests.safety.acting import restrict

from onestory.access.models import Account
from onestory.access.viewer import acting_as
from onestory.linkage.actions import feeds, links
from onestory.linkage.models import Candidate, Link
from onestory.people import queries
from onestory.people.actions import residences
from onestory.people.inputs import NewAddress
from onestory.people.models import Family, Person, PersonName, Residence

pytestmark = pytest.mark.hazard("HZ-02")

EARLY_HELP = "PersonRef,FamilyRef,FirstName,LastName,DoB,NHSNumber,Address,Postcode,Telephone,Role"
HEALTH = "RECORD_ID,NHS_NUMBER,FAMILY_NAME,GIVEN_NAME,BIRTH_DATE,ADDR1,POSTCODE,MOTHER_GIVEN,MOTHER_FAMILY,MOTHER_DOB"
Deliver = Callable[..., None]


@pytest.fixture
def linkage(db: None) -> Account:
    return an_account("Linkage", role="linkage")


@pytest.fixture
def colleague(linkage: Account) -> Account:
    """Somebody in the team to which what feeds bring is opened."""
    return an_account("Jo Stone", team=place_of(linkage).team)


@pytest.fixture
def hidden(linkage: Account) -> Known:
    """Ada and Chidi Okafor, whose address is confidential."""
    known = a_family(an_account())
    with acting_as(known.author) as viewer:
        family = queries.family(viewer, known.family.pk)
        to = NewAddress("77 Marker Buildings", "PL1 1AA")
        residences.move(by=viewer, family=family, people=[known.mother, known.child], to=to, confidential=True)
    return known


@pytest.fixture
def deliver(linkage: Account, tmp_path: Path) -> Deliver:
    def delivered(*lines: str, feed: str = "early_help", header: str = EARLY_HELP, name: str = "file.csv") -> None:
        file = tmp_path / name
        file.write_bytes("\r\n".join((header, *lines, "")).encode())
        agree(feed, an_account("Fay Dean", role="feeds"))
        feeds.load(name=feed, file=file, by=linkage)

    return delivered


def names_open_to(account: Account) -> set[str]:
    with acting_as(account):
        return {f"{given} {family}" for given, family in PersonName.objects.values_list("given", "family")}


@pytest.mark.parametrize(
    "line",
    [
        "P1,,Chide,Okafor,14/03/2019,,1 Fore Street,PL5 9ZZ,,Child",
        "P1,,Chidi,Smith,14/03/2019,,1 Fore Street,PL5 9ZZ,,Child",
        "P1,,Chidi,Okafor,14/03/2018,,1 Fore Street,PL5 9ZZ,,Child",
        "P1,,Ada,Okafor,05/04/1991,,1 Fore Street,PL5 9ZZ,,Parent",
        "P1,,Chidi,Okafor,,,1 Fore Street,PL5 9ZZ,,Child",
        "P1,,Okafor,Chidi,14/03/2019,,1 Fore Street,PL5 9ZZ,,Child",
        "P1,,Adda,Jones,04/05/1991,,1 Fore Street,PL5 9ZZ,,Parent",
        "P1,,Chukwudi,Jones,14/03/2019,,77 Marker Buildings,PL1 1AA,,Child",
    ],
)
def test_a_second_record_of_somebody_hidden_is_not_made_known(
    hidden: Known, deliver: Deliver, colleague: Account, linkage: Account, line: str
) -> None:
    deliver(line)
    assert names_open_to(colleague) == set()
    with acting_as(linkage):
        assert Candidate.objects.filter(guarded=True, state="waiting").exists()
        assert Person.objects.count() == 2


def test_others_are_made_known_as_before(hidden: Known, deliver: Deliver, colleague: Account) -> None:
    deliver("P1,,Noor,Khan,01/02/2020,,1 Fore Street,PL5 9ZZ,,Child")
    assert names_open_to(colleague) == {"Noor Khan"}


def test_nobody_else_of_the_same_row_is_made_known(hidden: Known, deliver: Deliver, colleague: Account) -> None:
    deliver("H801200001001,Jones,Ivy,01/02/2021,F,PL1 1AA,879/2001,Ada,Okafor", feed="school_census", header=PUPIL)
    assert names_open_to(colleague) == set()


@pytest.mark.hazard("HZ-22")
def test_where_somebody_hides_is_not_told_of_a_child_who_is_known_elsewhere(
    hidden: Known, deliver: Deliver, linkage: Account, colleague: Account
) -> None:
    """The child is known with a father; health has them with the mother who hides, at her address."""
    deliver("HV1,9434765919,Jones,Ivy,2021-02-01,,,,,", feed="health_visiting", header=HEALTH)
    with_mother = "HV2,9434765919,Jones,Ivy,2021-02-01,1 Hiding Place,PL1 1AA,Ada,Okafor,1991-05-04"
    deliver(with_mother, feed="health_visiting", header=HEALTH, name="next.csv")
    with acting_as(colleague):
        assert not Residence.objects.exists()
    _both_say("same")
    links.link(name="health_visiting", by=linkage)
    with acting_as(colleague):
        assert not Residence.objects.exists()
    with acting_as(linkage):
        assert set(Residence.objects.values_list("confidential", flat=True)) == {True}


def test_nobody_of_the_same_household_is_made_known(hidden: Known, deliver: Deliver, colleague: Account) -> None:
    """The child's alias is unlike anybody; the mother, further down, is not."""
    deliver(
        "P1,F9,Zack,Moon,01/02/2021,,1 Fore Street,PL5 9ZZ,,Child",
        "P2,F9,Ada,Okafor,04/05/1991,,1 Fore Street,PL5 9ZZ,,Parent",
    )
    assert names_open_to(colleague) == set()


def test_nor_of_a_household_that_waits_since_an_earlier_file(
    hidden: Known, deliver: Deliver, colleague: Account
) -> None:
    deliver("P2,F9,Ada,Okafor,04/05/1991,,1 Fore Street,PL5 9ZZ,,Parent")
    deliver("P1,F9,Zack,Moon,01/02/2021,,1 Fore Street,PL5 9ZZ,,Child", name="next.csv")
    assert names_open_to(colleague) == set()


def test_a_family_is_not_opened_while_one_of_its_household_waits(
    linkage: Account, deliver: Deliver, colleague: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The database keeps it shut by itself, whatever the program says of what it has done."""
    from onestory.access.actions import grants

    with monkeypatch.context() as patched:
        patched.setattr(grants, "open_brought", lambda *, by: 0)
        deliver(
            "P1,F9,Zack,Moon,01/02/2021,,1 Fore Street,PL5 9ZZ,,Child",
            "P2,F9,Eve,Moon,04/05/1991,,1 Fore Street,PL5 9ZZ,,Parent",
        )
    with acting_as(linkage) as viewer:
        eve = Link.objects.select_related("record").get(record__reference="P2")
        Link.objects.filter(pk=eve.pk).update(undone_at=eve.created_at, undone_by=linkage)
        Candidate(record=eve.record, who="person", person_id=eve.person_id, guarded=True).save()
        grants.open_brought(by=viewer)
    assert names_open_to(colleague) == set()


def test_once_they_are_said_to_be_others_all_of_them_are_made_known(
    hidden: Known, deliver: Deliver, colleague: Account, linkage: Account
) -> None:
    deliver(
        "P1,F9,Zack,Moon,01/02/2021,,1 Fore Street,PL5 9ZZ,,Child",
        "P2,F9,Ada,Okafor,04/05/1991,,1 Fore Street,PL5 9ZZ,,Parent",
    )
    _both_say("different")
    links.link(name="early_help", by=linkage)
    assert names_open_to(colleague) == {"Zack Moon", "Ada Okafor"}


@pytest.mark.hazard("HZ-44")
def test_once_they_are_said_to_be_the_same_the_household_is_as_hidden_as_they_are(
    hidden: Known, deliver: Deliver, colleague: Account, linkage: Account
) -> None:
    deliver(
        "P1,F9,Zack,Moon,01/02/2021,,1 Fore Street,PL5 9ZZ,,Child",
        "P2,F9,Ada,Okafor,04/05/1991,,1 Fore Street,PL5 9ZZ,,Parent",
    )
    _both_say("same")
    links.link(name="early_help", by=linkage)
    assert names_open_to(colleague) == set()
    with acting_as(linkage):
        zack = Link.objects.get(record__reference="P1", undone_at__isnull=True).person
        assert zack.memberships.get().family_id == hidden.family.pk
        assert Residence.objects.get(person=zack).confidential


def test_somebody_hidden_whom_a_checked_number_names_is_linked_and_stays_hidden(
    hidden: Known, deliver: Deliver, colleague: Account, linkage: Account
) -> None:
    from onestory.people.actions import people

    with acting_as(hidden.author) as viewer:
        queries.family(viewer, hidden.family.pk)
        number = people.add_identifier(by=viewer, person=hidden.child, system="nhs", typed="943 476 5919")
        assert number.value == "9434765919"
    with acting_as(linkage):
        type(number).objects.filter(pk=number.pk).update(status="verified", verified_at=number.created_at)
    deliver("P1,,Chidi,Okafor,14/03/2019,9434765919,1 Fore Street,PL5 9ZZ,,Child")
    assert names_open_to(colleague) == set()
    with acting_as(linkage):
        assert Link.objects.get().person_id == hidden.child.pk
        assert set(Residence.objects.values_list("confidential", flat=True)) == {True}


@pytest.mark.parametrize("closing", ["restricted", "hidden"])
def test_whatever_a_partner_gets_wrong_of_them_nobody_else_sees_them(
    linkage: Account, colleague: Account, deliver: Deliver, closing: str
) -> None:
    """Slips, old names and old homes at random, file after file: never a step at which they are open."""
    known, chance = a_family(an_account()), random.Random(2)
    if closing == "restricted":
        restrict(known, known.author)
    else:
        with acting_as(known.author) as viewer:
            family = queries.family(viewer, known.family.pk)
            to = NewAddress("77 Marker Buildings", "PL1 1AA")
            residences.move(by=viewer, family=family, people=[known.mother, known.child], to=to, confidential=True)
    for file in range(12):
        deliver(*(_slipped(chance, f"P{file}-{row}") for row in range(3)), name=f"{file}.csv")
        assert names_open_to(colleague) == set()
    with acting_as(linkage):
        assert Family.objects.count() == 1


def _slipped(chance: random.Random, reference: str) -> str:
    given, surname, born = chance.choice((("Chidi", "Okafor", "14/03/2019"), ("Ada", "Okafor", "04/05/1991")))
    slip = chance.randrange(5)
    if slip == 0:
        given = given.replace(given[-1], given[-1] * 2)
    elif slip == 1:
        surname = chance.choice(("Smith", "Okafor-Smith", "Okaffor", "Jones"))
    elif slip == 2:
        born = born[:-1] + str(chance.randrange(10))
    elif slip == 3:
        given, surname = surname, given
    else:
        born = ""
    return f"{reference},,{given},{surname},{born},,{chance.randrange(90)} High Street,PL5 9ZZ,,Other adult"


def _both_say(verdict: str) -> None:
    stewards = [an_account(name, role="steward") for name in ("Sian Webb", "Ben Cole")]
    while taken(stewards[0]):
        for steward in stewards:
            say(verdict, by=steward, why="By the mother’s maiden name")
