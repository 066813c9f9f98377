"""What opens a family, what closes it, and what beats what: asked of each wall apart from the other."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.utils import timezone
from tests.factories import Known, a_family, a_team, an_account, an_organisation, as_superuser

from onestory.access.actions import agreements, grants, guarding, portal
from onestory.access.models import Account, Alert, BreakGlass, Denial, Grant, Team
from onestory.access.sections import Section
from onestory.access.viewer import acting_as
from onestory.core.errors import Invalid, NotThere
from onestory.people import queries
from onestory.people.actions import facts, people
from onestory.people.actions.facts import Said

pytestmark = pytest.mark.django_db

WHY = "Her sister rang: she has not been seen since Sunday."


@pytest.fixture
def known() -> Known:
    return a_family(an_account("Ada Author"))


def sees(account: Account, known: Known) -> bool:
    """Asked of the first wall and, apart from it, of the second; they must agree."""
    with acting_as(account) as viewer:
        try:
            queries.family(viewer, known.family.pk)
            first = True
        except NotThere:
            first = False
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM people_family WHERE id = %s", [known.family.pk])
            second = bool(cursor.fetchone()[0])
    assert first == second, (first, second)
    return second


def sections(account: Account, known: Known) -> frozenset[str]:
    with acting_as(account) as viewer:
        return queries.family(viewer, known.family.pk).sections_open_to(viewer)


def give(known: Known, to: Account | Team, **more: object) -> UUID:
    with acting_as(known.author) as viewer:
        which = {"team": to.pk} if isinstance(to, Team) else {"account": to.pk}
        return grants.give(by=viewer, family=known.family.pk, **which, **more)  # type: ignore[arg-type]


@pytest.fixture
def governor() -> Account:
    return an_account("Gil Govern", role="information_governance")


# --- roles ------------------------------------------------------------------------------------------------------------


@pytest.mark.hazard("HZ-38")
def test_a_volunteer_sees_the_shared_story_alone_whatever_they_were_given(known: Known) -> None:
    volunteer = an_account("Val Unteer", role="volunteer")
    give(known, volunteer, sections=[Section.SHARED, Section.HEALTH, Section.HOME])
    assert sections(volunteer, known) == {"shared"}


@pytest.mark.hazard("HZ-38")
def test_the_second_wall_keeps_a_volunteer_from_health_too(known: Known) -> None:
    with acting_as(known.author) as viewer:
        facts.tell(by=viewer, about=known.mother, key="ethnicity", value="BAFR", said=Said())
        people.add_identifier(by=viewer, person=known.child, system="nhs", typed="9990000018")
    volunteer = an_account("Val Unteer", role="volunteer")
    give(known, volunteer, sections=[Section.SHARED, Section.HEALTH])
    with acting_as(volunteer), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM people_identifier")
        assert cursor.fetchone()[0] == 0


@pytest.mark.hazard("HZ-38")
def test_a_team_opens_its_families_to_a_practitioner_and_not_to_its_volunteer(known: Known) -> None:
    team = a_team()
    give(known, team)
    assert sees(an_account("Pat", team=team), known)
    assert not sees(an_account("Val", team=team, role="volunteer"), known)


@pytest.mark.hazard("HZ-39")
@pytest.mark.parametrize("role", ["administrator", "analyst", "information_governance", ""])
def test_roles_that_see_no_family_see_none_even_with_a_grant_of_their_own(known: Known, role: str) -> None:
    account = an_account("Nobody", role=role)
    give(known, account)
    assert not sees(account, known)


def test_a_supervisor_sees_through_those_they_supervise_and_never_what_is_the_young_persons(known: Known) -> None:
    worker, boss = an_account("Wren"), an_account("Bo Boss", role="supervisor")
    give(known, worker, sections=[Section.SHARED, Section.SAFEGUARDING, Section.YOUNG_PERSON])
    assert not sees(boss, known)
    with acting_as(an_account("Ad Min", role="administrator")) as viewer:
        agreements.set_supervision(by=viewer, supervisor=boss, account=worker)
    assert sections(boss, known) == {"shared", "safeguarding"}
    assert "young_person" in sections(worker, known)


def test_supervision_ends_at_once(known: Known) -> None:
    worker, boss, admin = an_account(), an_account(role="supervisor"), an_account(role="administrator")
    give(known, worker)
    with acting_as(admin) as viewer:
        agreements.set_supervision(by=viewer, supervisor=boss, account=worker)
    assert sees(boss, known)
    with acting_as(admin) as viewer:
        agreements.set_supervision(by=viewer, supervisor=boss, account=worker, ends=True)
    assert not sees(boss, known)


@pytest.mark.hazard("HZ-39")
def test_nobody_makes_themselves_a_supervisor_of_anyone() -> None:
    admin, worker = an_account(role="administrator"), an_account()
    with acting_as(admin) as viewer, pytest.raises(NotThere):
        agreements.set_supervision(by=viewer, supervisor=admin, account=worker)
    boss = an_account(role="supervisor")
    with acting_as(boss) as viewer, pytest.raises(NotThere):
        agreements.set_supervision(by=viewer, supervisor=boss, account=worker)


# --- grants -----------------------------------------------------------------------------------------------------------


def test_a_grant_says_why_on_what_basis_for_what_and_until_when(known: Known) -> None:
    colleague, until = an_account(), timezone.now() + timedelta(days=30)
    give(known, colleague, basis="consent", purpose="Speech therapy", until=until, sections=["shared"])
    with acting_as(colleague) as viewer:
        grant = Grant.objects.of(viewer).get()
    assert (grant.reason, grant.basis, grant.purpose, grant.ends_at) == ("circle", "consent", "Speech therapy", until)


@pytest.mark.parametrize(
    "when",
    [
        "starts_at = now() + interval '1 day'",
        "starts_at = now() - interval '1 day', ends_at = now() - interval '1 second'",
    ],
)
def test_a_grant_that_has_not_begun_or_has_run_out_opens_nothing(known: Known, when: str) -> None:
    colleague = an_account()
    as_superuser(f"UPDATE access_grant SET {when} WHERE id = {{}}", give(known, colleague))
    assert not sees(colleague, known)


@pytest.mark.hazard("HZ-31")
def test_withdrawing_is_felt_by_the_next_statement_of_an_open_page(known: Known) -> None:
    colleague = an_account()
    grant = give(known, colleague)
    assert sees(colleague, known)
    with acting_as(known.author) as viewer:
        grants.end(by=viewer, family=known.family.pk, grant=grant)
    assert not sees(colleague, known)


@pytest.mark.hazard("HZ-29")
def test_a_court_order_needs_its_evidence(known: Known) -> None:
    with acting_as(known.author) as viewer, pytest.raises(Invalid, match="which court"):
        grants.give(by=viewer, family=known.family.pk, account=an_account().pk, reason="court_order")


def test_an_account_of_a_family_is_never_given_a_grant(known: Known) -> None:
    with acting_as(known.author) as viewer, pytest.raises(Invalid):
        grants.give(by=viewer, family=known.family.pk, account=an_account(kind="family", role="").pk)


# --- denials and restriction ------------------------------------------------------------------------------------------


@pytest.mark.hazard("HZ-25", "HZ-35")
def test_a_denial_beats_a_grant_of_ones_own_a_teams_and_a_supervisors_way_in(known: Known) -> None:
    team = a_team()
    relative = an_account("Rel Ative", team=team)
    give(known, team)
    give(known, relative)
    assert sees(relative, known)
    with acting_as(known.author) as viewer:
        guarding.deny(by=viewer, family=known.family.pk, account=relative.pk, kind="conflict", reason="Her brother")
    assert not sees(relative, known)


@pytest.mark.hazard("HZ-25")
def test_whoever_is_kept_out_reads_nothing_of_it_and_cannot_lift_it(known: Known, governor: Account) -> None:
    with acting_as(known.author) as viewer:
        denial = guarding.deny(
            by=viewer, family=known.family.pk, account=governor.pk, kind="safety", reason="Her former partner"
        )
    with acting_as(governor) as viewer:
        assert not Denial.objects.exists()
        with pytest.raises(NotThere):
            guarding.lift_denial(by=viewer, denial=denial)


def test_information_governance_lifts_a_denial_and_the_circle_does_not(known: Known, governor: Account) -> None:
    colleague = an_account()
    give(known, colleague)
    with acting_as(known.author) as viewer:
        denial = guarding.deny(
            by=viewer, family=known.family.pk, account=colleague.pk, kind="conflict", reason="Neighbours"
        )
        with pytest.raises(NotThere):
            guarding.lift_denial(by=viewer, denial=denial)
    with acting_as(governor) as viewer:
        guarding.lift_denial(by=viewer, denial=denial)
    assert sees(colleague, known)


@pytest.mark.hazard("HZ-25")
def test_nobody_gives_a_family_to_somebody_it_is_closed_to(known: Known) -> None:
    relative = an_account()
    with acting_as(known.author) as viewer:
        guarding.deny(by=viewer, family=known.family.pk, account=relative.pk, kind="conflict", reason="Her brother")
        with pytest.raises(Invalid, match="cannot be opened to them"):
            grants.give(by=viewer, family=known.family.pk, account=relative.pk)


@pytest.mark.hazard("HZ-41")
def test_a_restricted_record_is_seen_by_those_named_alone(known: Known) -> None:
    team, named, boss = a_team(), an_account("Nam Ed"), an_account("Bo", role="supervisor")
    other = an_account("Ot Her", team=team)
    for to in (team, named, boss):
        give(known, to)
    with acting_as(boss) as viewer:
        guarding.restrict(
            by=viewer, family=known.family.pk, reason="A councillor's family", accounts=[named.pk, boss.pk]
        )
    assert [sees(one, known) for one in (named, boss, other, known.author)] == [True, True, False, False]


@pytest.mark.hazard("HZ-41")
def test_being_named_opens_nothing_without_a_grant(known: Known) -> None:
    boss, stranger = an_account(role="supervisor"), an_account()
    give(known, boss)
    with acting_as(boss) as viewer:
        guarding.restrict(by=viewer, family=known.family.pk, reason="Staff child", accounts=[boss.pk, stranger.pk])
    assert not sees(stranger, known)


def test_a_restriction_leaves_somebody(known: Known) -> None:
    boss = an_account(role="supervisor")
    give(known, boss)
    with acting_as(boss) as viewer, pytest.raises(Invalid, match="Nobody would be left"):
        guarding.restrict(by=viewer, family=known.family.pk, reason="Staff child", accounts=[an_account().pk])


@pytest.mark.hazard("HZ-35", "HZ-16")
def test_what_somebody_said_of_their_own_closes_it_without_telling_them(known: Known) -> None:
    cousin = an_account("Cou Sin")
    give(known, cousin)
    with acting_as(cousin) as viewer:
        guarding.declare_interest(by=viewer, kind="family", given="Ada", family="Okafor", born=date(1991, 5, 4))
        assert not Denial.objects.exists()
    assert not sees(cousin, known)


# --- break-glass ------------------------------------------------------------------------------------------------------


@pytest.mark.hazard("HZ-36")
def test_an_emergency_opens_a_family_for_an_hour_and_tells_those_who_must_know(known: Known, governor: Account) -> None:
    duty = an_account("Du Ty", role="triage")
    with acting_as(duty) as viewer:
        guarding.break_glass(by=viewer, family=known.family.pk, reason=WHY)
        opened = Grant.objects.of(viewer).get()
    assert timedelta(minutes=59) < opened.ends_at - timezone.now() <= timedelta(minutes=60)
    assert sees(duty, known)
    for told in (governor, known.author):
        with acting_as(told):
            assert Alert.objects.get(kind="break_glass").about_id == duty.pk
    with acting_as(duty):
        assert not Alert.objects.exists()


@pytest.mark.hazard("HZ-36")
def test_an_emergency_is_closed_by_somebody_else_and_never_by_whoever_opened_it(
    known: Known, governor: Account
) -> None:
    duty = an_account(role="triage")
    with acting_as(duty) as viewer:
        which = guarding.break_glass(by=viewer, family=known.family.pk, reason=WHY)
        with pytest.raises(NotThere):
            guarding.close_break_glass(by=viewer, which=which, justified=True, finding="It was right.")
    with acting_as(governor) as viewer:
        guarding.close_break_glass(by=viewer, which=which, justified=False, finding="They knew each other.")
        assert BreakGlass.objects.get(pk=which).closed_by_id == governor.pk
    assert not sees(duty, known)


@pytest.mark.hazard("HZ-25", "HZ-36")
def test_an_emergency_never_beats_a_denial_or_a_restriction(known: Known) -> None:
    duty = an_account(role="triage")
    with acting_as(known.author) as viewer:
        guarding.deny(by=viewer, family=known.family.pk, account=duty.pk, kind="conflict", reason="His own family")
    with acting_as(duty) as viewer, pytest.raises(NotThere):
        guarding.break_glass(by=viewer, family=known.family.pk, reason=WHY)
    boss = an_account(role="supervisor")
    give(known, boss)
    with acting_as(boss) as viewer:
        guarding.restrict(by=viewer, family=known.family.pk, reason="Staff child", accounts=[boss.pk])
    with acting_as(an_account(role="triage")) as viewer, pytest.raises(NotThere):
        guarding.break_glass(by=viewer, family=known.family.pk, reason=WHY)


@pytest.mark.parametrize("role", ["volunteer", "front_of_house", "administrator", "information_governance", "analyst"])
def test_other_roles_open_nothing_in_an_emergency(known: Known, role: str) -> None:
    with acting_as(an_account(role=role)) as viewer, pytest.raises(NotThere):
        guarding.break_glass(by=viewer, family=known.family.pk, reason=WHY)


@pytest.mark.hazard("HZ-36")
def test_whoever_broke_in_gives_it_to_nobody(known: Known) -> None:
    duty = an_account(role="triage")
    with acting_as(duty) as viewer:
        guarding.break_glass(by=viewer, family=known.family.pk, reason=WHY)
        with pytest.raises(NotThere):
            grants.give(
                by=viewer, family=known.family.pk, account=an_account().pk, until=timezone.now() + timedelta(minutes=5)
            )


@pytest.mark.hazard("HZ-36")
def test_signing_out_ends_an_emergency(known: Known) -> None:
    duty = an_account(role="triage")
    with acting_as(duty) as viewer:
        guarding.break_glass(by=viewer, family=known.family.pk, reason=WHY)
        guarding.end_emergencies(by=viewer)
    assert not sees(duty, known)


# --- agreements -------------------------------------------------------------------------------------------------------


def an_agreement(governor: Account, *, with_: UUID, until: date, sections: tuple[str, ...] = ("shared",)) -> UUID:
    with acting_as(governor) as viewer:
        return agreements.write(
            by=viewer, name="Health visiting", purpose="Healthy child reviews", basis="public_task", sections=sections,
            organisations=[with_, uuid4()], document="Shared drive, 12", starts_on=date(2026, 1, 1), ends_on=until,
            lead=governor,
        ).pk  # fmt: skip


def a_partner() -> tuple[Account, UUID]:
    team = Team(name="Health visitors", organisation_id=an_organisation())
    team.save(force_insert=True)
    assert team.organisation_id
    return an_account("Part Ner", team=team), team.organisation_id


@pytest.mark.hazard("HZ-40")
def test_a_partner_sees_what_the_agreement_names_and_until_it_ends(known: Known, governor: Account) -> None:
    partner, organisation = a_partner()
    soon = timezone.localdate() + timedelta(days=10)
    deal = an_agreement(governor, with_=organisation, until=soon)
    give(known, partner, sections=["shared"], agreement=deal)
    assert sections(partner, known) == {"shared"}
    with acting_as(partner) as viewer:
        assert Grant.objects.of(viewer).get().ends_at == timezone.make_aware(
            datetime.combine(soon + timedelta(days=1), time.min)
        )
    with acting_as(governor) as viewer:
        assert agreements.end(by=viewer, agreement=deal) == 1
    assert not sees(partner, known)


@pytest.mark.hazard("HZ-40")
def test_an_agreement_opens_no_more_than_it_names_and_nobody_else(known: Known, governor: Account) -> None:
    partner, organisation = a_partner()
    deal = an_agreement(governor, with_=organisation, until=timezone.localdate() + timedelta(days=10))
    for to, what in ((partner, ["shared", "health"]), (an_account(), ["shared"])):
        with pytest.raises(Invalid, match="cannot be opened"):
            give(known, to, sections=what, agreement=deal)


@pytest.mark.hazard("HZ-40")
def test_an_agreement_that_has_run_out_opens_nothing(known: Known, governor: Account) -> None:
    partner, organisation = a_partner()
    deal = an_agreement(governor, with_=organisation, until=date(2026, 1, 31))
    with pytest.raises(Invalid):
        give(known, partner, sections=["shared"], agreement=deal)


def test_the_lead_hears_of_an_ending_agreement_once(governor: Account) -> None:
    an_agreement(governor, with_=uuid4(), until=timezone.localdate() + timedelta(days=60))
    an_agreement(governor, with_=uuid4(), until=timezone.localdate() + timedelta(days=61))
    with acting_as(governor), connection.cursor() as cursor:
        cursor.execute("SELECT wall.warn_of_agreements() + wall.warn_of_agreements()")
        assert cursor.fetchone()[0] == 1
        assert Alert.objects.filter(kind="agreement_ends").count() == 1


def test_only_information_governance_writes_agreements() -> None:
    with pytest.raises(NotThere):
        an_agreement(an_account(role="supervisor"), with_=uuid4(), until=date(2027, 1, 1))


# --- a family's own way in --------------------------------------------------------------------------------------------


@pytest.mark.hazard("HZ-01", "HZ-24")
def test_an_account_of_a_family_reads_no_table_of_the_record(known: Known) -> None:
    mother = an_account("Ada Okafor", kind="family", role="")
    with acting_as(known.author) as viewer:
        portal.open_to(
            by=viewer, account=mother, family=known.family.pk, person=known.mother.pk, kind="parent",
            children=[known.child.pk], evidence="Passport and birth certificate seen",
        )  # fmt: skip
    assert not sees(mother, known)
    with acting_as(mother), connection.cursor() as cursor:
        cursor.execute("SELECT (SELECT count(*) FROM people_person) + (SELECT count(*) FROM people_fact)")
        assert cursor.fetchone()[0] == 0


@pytest.mark.hazard("HZ-29")
def test_a_way_in_needs_evidence_and_children_of_that_family(known: Known) -> None:
    other = a_family(known.author, surname="Mensah")
    father = an_account("Fa Ther", kind="family", role="")
    with acting_as(known.author) as viewer:
        with pytest.raises(Invalid, match="how you know"):
            portal.open_to(by=viewer, account=father, family=known.family.pk, person=known.mother.pk, kind="parent",
                           children=[known.child.pk], evidence="")  # fmt: skip
        with pytest.raises(NotThere):
            portal.open_to(by=viewer, account=father, family=known.family.pk, person=known.mother.pk, kind="parent",
                           children=[other.child.pk], evidence="Birth certificate seen")  # fmt: skip


@pytest.mark.hazard("HZ-31")
def test_a_denial_ends_a_way_in_with_it(known: Known) -> None:
    father = an_account("Fa Ther", kind="family", role="")
    with acting_as(known.author) as viewer:
        portal.open_to(
            by=viewer, account=father, family=known.family.pk, person=known.mother.pk, kind="adult", evidence="Passport"
        )
        guarding.deny(by=viewer, family=known.family.pk, account=father.pk, kind="court_order", reason="Order of 3 May")
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM access_portal WHERE ends_at IS NULL OR ends_at > statement_timestamp()"
            )
            assert cursor.fetchone()[0] == 0


def test_an_account_of_a_family_stands_for_one_person(known: Known) -> None:
    mother = an_account("Ada", kind="family", role="")
    with acting_as(known.author) as viewer:
        opening = {"by": viewer, "account": mother, "family": known.family.pk, "evidence": "Passport"}
        portal.open_to(**opening, person=known.mother.pk, kind="adult")  # type: ignore[arg-type]
        with pytest.raises(NotThere):
            portal.open_to(**opening, person=known.child.pk, kind="young_person")  # type: ignore[arg-type]
