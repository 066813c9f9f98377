"""Caseloads: what weighs in words, for oneself and for those whose work one looks after."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from tests.factories import Known, a_family, a_team, an_account, as_superuser, place, seen_by
from tests.integration.workspace import browsers
from tests.integration.workspace.editing import said

from onestory.access.models import Account
from onestory.access.viewer import acting_as
from onestory.core.dates import today
from onestory.faces.workspace.caseload import presenters
from onestory.faces.workspace.caseload.presenters import counted
from onestory.people.actions import residences
from onestory.people.inputs import NewAddress
from onestory.support import caseload
from onestory.support.actions import circle, deputies, introductions, tasks
from onestory.support.due.all import SOURCES


def walks_alongside(known: Known) -> None:
    with acting_as(known.author) as viewer:
        circle.lead_from_the_start(by=viewer, family=seen_by(known.author, known.family), account=known.author)


def supervisor_of(account: Account) -> Account:
    sue = an_account("Sue Dean", role="supervisor")
    as_superuser(
        "INSERT INTO access_supervision (id, created_at, supervisor_id, account_id, starts_at)"
        " VALUES (gen_random_uuid(), now(), {}, {}, now())",
        sue.pk, account.pk,
    )  # fmt: skip
    return sue


def told_of(known: Known) -> list[UUID]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT family FROM wall.places_of(%s)", [[known.family.pk]])
        return [family for (family,) in cursor.fetchall()]


def left_alone(known: Known, *, days: int) -> None:
    as_superuser(
        "UPDATE people_family SET created_at = now() - {} * interval '1 day' WHERE id = {}", days, known.family.pk
    )


def test_what_weighs_is_said_in_words(known: Known, signed_in: Client) -> None:
    walks_alongside(known)
    left_alone(known, days=36)
    with acting_as(known.author) as viewer:
        family = seen_by(known.author, known.family)
        for title in ("Ring school", "Ring the nursery"):
            tasks.promise(by=viewer, title=title, due_on=today(), family=family)
    shown = said(signed_in, "/caseload")
    assert "Two promises to keep and nobody wrote for five weeks" in shown
    assert "You are the lead" in shown


def test_every_kind_of_what_waits_weighs_in_words_or_is_left_out_for_a_reason() -> None:
    kinds = {one.kind for one in SOURCES}
    assert set(caseload.WEIGHS) == presenters.WORDS.keys()
    assert kinds == presenters.WORDS.keys() | caseload.LEFT_OUT.keys()


def test_an_introduction_weighs_and_what_presses_is_always_named(known: Known, signed_in: Client) -> None:
    walks_alongside(known)
    with acting_as(known.author) as viewer:
        whom = introductions.Whom(name="Mrs Ali", role="Sleep clinic", why="Nights are long")
        introductions.offer(
            by=viewer, family=seen_by(known.author, known.family), whom=whom, on=today() - timedelta(days=30)
        )
    shown = said(signed_in, "/caseload")
    assert "An introduction to make or ask after" in shown
    assert "Nothing waits" not in shown


def test_where_something_presses_comes_first(known: Known, signed_in: Client) -> None:
    other = a_family(known.author, surname="Penrose")
    for each in (known, other):
        walks_alongside(each)
    with acting_as(known.author) as viewer:
        family = seen_by(known.author, other.family)
        tasks.promise(by=viewer, title="Ring school", due_on=today() - timedelta(days=2), family=family)
    shown = said(signed_in, "/caseload")
    assert shown.index("The Penrose family") < shown.index("The Okafor family")


def test_a_supervisor_sees_theirs_and_who_is_away(known: Known) -> None:
    walks_alongside(known)
    sue = supervisor_of(known.author)
    with acting_as(sue) as viewer:
        deputies.stand_in(
            by=viewer, away=known.author, deputy=an_account("Kim Lee"), since=today(), until=today() + timedelta(days=4)
        )
    shown = said(browsers.of(sue), "/caseloads")
    assert "1 family, the lead of 1" in shown
    assert "Kim Lee stands in" in shown
    assert "The Okafor family" in said(browsers.of(sue), f"/caseload/{known.author.pk}")


def test_nobody_else_looks_at_it(known: Known, stranger: Client) -> None:
    walks_alongside(known)
    assert stranger.get(f"/caseload/{known.author.pk}").status_code == 404
    assert stranger.get("/caseloads").status_code == 404


def test_a_team_is_seen_by_its_supervisor_as_far_as_its_families_are(db: None) -> None:
    team = a_team()
    ruth, sue = an_account("Ruth Vale", team=team), an_account("Sue Dean", role="supervisor", team=team)
    closed, opened = a_family(ruth, surname="Closed"), a_family(ruth, surname="Opened", teams=(team.pk,))
    for each in (closed, opened):
        walks_alongside(each)
    shown = said(browsers.of(sue), f"/caseload/team/{team.pk}")
    assert "The Opened family" in shown
    assert "The Closed family" not in shown


@pytest.mark.hazard("HZ-22")
@pytest.mark.parametrize("confidential", [False, True])
def test_a_hidden_address_puts_a_family_under_no_neighbourhood(known: Known, confidential: bool) -> None:
    walks_alongside(known)
    with acting_as(known.author) as viewer:
        residences.move(
            by=viewer, family=seen_by(known.author, known.family), people=[known.mother, known.child],
            to=NewAddress("1 Quay", "PL1 3JZ"), confidential=confidential,
        )  # fmt: skip
        loads = caseload.of_accounts(viewer, [known.author.pk])
        assert bool(caseload.neighbourhoods(viewer, loads)) is not confidential


def test_today_leads_whoever_looks_after_others_to_their_caseloads(known: Known, signed_in: Client) -> None:
    assert "/caseloads" in browsers.of(supervisor_of(known.author)).get("/").content.decode()
    assert "/caseloads" not in signed_in.get("/").content.decode()


def test_by_neighbourhood_a_page_leads_to_its_families(known: Known) -> None:
    walks_alongside(known)
    sue = browsers.of(supervisor_of(known.author))
    assert "Not known, or not to be shown" in said(sue, "/caseload/places")
    assert known.family.name in said(sue, "/caseload/places?place=")
    assert "No family here now" in said(sue, "/caseload/places?place=Nowhere")


@pytest.mark.hazard("HZ-22")
def test_no_neighbourhood_is_told_of_a_family_one_does_not_see(known: Known) -> None:
    with acting_as(known.author) as viewer:
        residences.move(
            by=viewer, family=seen_by(known.author, known.family), people=[known.mother],
            to=NewAddress("1 Quay", "PL1 3JZ"),
        )  # fmt: skip
        assert told_of(known) == [known.family.pk]
    with acting_as(an_account("Jo Stone")):
        assert told_of(known) == []


@pytest.mark.parametrize("families", [1, 6])
def test_it_asks_the_same_however_many_families(known: Known, families: int, django_assert_num_queries: object) -> None:
    for number in range(families):
        walks_alongside(a_family(known.author, surname=f"Penrose{number}"))
    with acting_as(known.author) as viewer, django_assert_num_queries(2):  # type: ignore[operator]
        assert len(caseload.of_accounts(viewer, [known.author.pk])) == families


@pytest.mark.parametrize(("count", "words"), [(1, "a week"), (5, "five weeks"), (10, "ten weeks"), (23, "23 weeks")])
def test_small_numbers_are_words(count: int, words: str) -> None:
    assert counted(count, "week", "weeks") == words


def test_caseloads_take_no_more_statements_for_more_teams_workers_and_families(db: None) -> None:
    """Of a supervisor of one team and one family, and of the same with three more teams, each with a worker and two families."""
    team = a_team()
    sue, ruth = an_account("Sue Dean", role="supervisor", team=team), an_account("Ruth Vale", team=team)
    walks_alongside(a_family(ruth, teams=(team.pk,)))
    client = browsers.of(sue)
    pages = ["/caseloads", f"/caseload/team/{team.pk}", "/caseload/places", "/caseload", "/"]
    few = [browsers.statements(client, page) for page in pages]
    for number in range(3):
        another = a_team(f"Team {number}")
        place(sue, another, "supervisor")
        worker = an_account(f"Kim {number}", team=another)
        for surname in ("Hart", "Rowe"):
            known = a_family(worker, surname=f"{surname}{number}", teams=(another.pk,))
            walks_alongside(known)
            with acting_as(worker) as viewer:
                family = seen_by(worker, known.family)
                tasks.promise(by=viewer, title="Ring school", due_on=today(), family=family)
    assert [browsers.statements(client, page) for page in pages] == few
