"""Whom records are found to speak of: by checked number alone; what looks alike waits for a person."""

from __future__ import annotations

from tests.integration.linkage.delivering import ADA, ADA_AT_SCHOOL, MATERNITY, PUPIL, Load, with_cells

from onestory.access.models import Account
from onestory.access.viewer import acting_as
from onestory.linkage import queries
from onestory.linkage.actions import links
from onestory.linkage.models import Link
from onestory.people.models import Fact, Family, Identifier, Membership, Person, Relationship, Residence

EXPECTING = "BK1\t9990000018\tHill\tGrace\t04-MAY-1991\t01-SEP-2026\t04-MAY-2027\t\t\t\t\t"


def test_a_record_of_someone_new_starts_their_family(load: Load, linkage: Account) -> None:
    load(ADA)
    with acting_as(linkage):
        family = Family.objects.get()
        roles = dict(Membership.objects.values_list("role", "person__names__given"))
        assert (family.name, roles) == ("The Hill family", {"child": "Ada", "parent": "Grace"})
        assert Relationship.objects.get().kind == "parent"
        assert Residence.objects.count() == 2


def test_what_a_partner_told_is_kept_as_facts_with_their_source(load: Load, linkage: Account) -> None:
    load(ADA)
    with acting_as(linkage):
        fact = Fact.objects.get(key="main_language")
        assert (fact.value, fact.said_by) == ("pl", Fact.SaidBy.PARTNER)
        assert fact.source_record_id == Link.objects.get(who="child").record_id
        number = Identifier.objects.get(value="9434765919")
        assert (number.status, number.source) == ("verified", "Community health")


def test_a_sister_joins_the_family_of_the_mother_both_name_by_number(load: Load, linkage: Account) -> None:
    load(ADA, with_cells(ADA, RECORD_ID="HV2", NHS_NUMBER="", GIVEN_NAME="Eve", BIRTH_DATE="2026-01-02"))
    with acting_as(linkage):
        assert Family.objects.count() == 1
        assert Person.objects.count() == 3
        assert Link.objects.get(record__reference="HV2", who="mother").basis == Link.Basis.NUMBER


def test_looking_alike_is_never_enough(load: Load, linkage: Account) -> None:
    load(ADA)
    load(ADA_AT_SCHOOL, feed="school_census", header=PUPIL)
    with acting_as(linkage) as viewer:
        assert not Link.objects.filter(record__feed="school_census", who="pupil").exists()
        pair = next(pair for pair in queries.waiting(viewer) if pair.who == "pupil")
        assert pair.reasons == [
            "The same first name.", "The same surname.", "Born on the same day.", "The same postcode.",
        ]  # fmt: skip


def test_a_twin_s_number_on_a_twin_s_record_waits(load: Load, linkage: Account) -> None:
    load(ADA)
    load(with_cells(ADA, RECORD_ID="HV2", GIVEN_NAME="Faith"), name="next.csv")
    with acting_as(linkage) as viewer:
        assert queries.waiting(viewer)[0].reasons == ["One number.", "The first names differ."]
        assert not Link.objects.filter(record__reference="HV2", who="child").exists()


def test_a_link_undone_is_never_made_again_by_a_program(load: Load, linkage: Account) -> None:
    load(ADA)
    load(with_cells(ADA, RECORD_ID="HV2"), name="next.csv")
    with acting_as(linkage) as viewer:
        wrong = Link.objects.get(record__reference="HV2", who="child")
        links.undo(by=viewer, link=wrong)
    load(with_cells(ADA, RECORD_ID="HV2", ADDR1="9 Fore Street"), name="third.csv")
    with acting_as(linkage):
        again = Link.objects.filter(record__reference="HV2", who="child", undone_at__isnull=True)
        assert all(link.person_id != wrong.person_id for link in again)


def test_an_expected_baby_is_the_child_who_is_born(load: Load, linkage: Account) -> None:
    load(EXPECTING, feed="midwifery", header=MATERNITY)
    with acting_as(linkage):
        baby = Membership.objects.get(role="expected").person
        assert baby.due_on.isoformat() == "2027-05-04"
    born = "BK1\t9990000018\tHill\tGrace\t04-MAY-1991\t01-SEP-2026\t04-MAY-2027\tLive birth\t9434765919\t20-NOV-2026\tIvy\tHill"
    load(born, feed="midwifery", header=MATERNITY, name="next.csv")
    with acting_as(linkage):
        child = Membership.objects.get(role="child").person
        assert (child.pk, child.born.iso, child.names.get().given) == (baby.pk, "2026-11-20", "Ivy")


def test_a_lost_pregnancy_leaves_nobody_to_be_expected(load: Load, linkage: Account) -> None:
    load(EXPECTING, feed="midwifery", header=MATERNITY)
    load(EXPECTING.replace("2027\t\t", "2027\tMiscarriage\t"), feed="midwifery", header=MATERNITY, name="next.csv")
    with acting_as(linkage):
        assert not Membership.objects.filter(role="expected", ends_on__isnull=True).exists()


def test_a_landlord_s_list_makes_nobody_known(load: Load, linkage: Account) -> None:
    header = "TenancyRef;PersonNo;Forenames;Surname;DateOfBirth;Relationship;Address;Postcode"
    delivery = load("T1;1;Sonia;Mace;30/06/1978;Tenant;1 Fore Street;PL1 2AB", feed="housing", header=header)
    assert delivery.rows_new == 1
    with acting_as(linkage):
        assert not Person.objects.exists()


def test_what_a_later_row_of_one_file_tells_of_somebody_begun_in_it_is_kept(load: Load, linkage: Account) -> None:
    load(with_cells(ADA, BIRTH_DATE=""), with_cells(ADA, RECORD_ID="HV2"))
    with acting_as(linkage):
        child = Membership.objects.get(role="child").person
        assert child.born.iso == "2024-03-14"
