"""Pages of what waits: promises, what a colleague is offered, who stands in, and what waits for a team."""

import html
from datetime import timedelta

import pytest
from django.test import Client
from tests.factories import Known, a_team, an_account, place, seen_by
from tests.integration.workspace import browsers
from tests.integration.workspace.editing import said

from onestory.access.models import Account
from onestory.access.viewer import acting_as
from onestory.audit.models import AuditEvent
from onestory.core.dates import show_date, today
from onestory.faces.workspace.bound import seal
from onestory.support.actions import deputies, tasks
from onestory.support.models import Task


def after(client: Client, url: str, form: dict[str, object]) -> str:
    """What is said on the page to which a form that was accepted leads."""
    answer = client.post(url, form, follow=True)
    assert answer.status_code == 200, answer.content
    return html.unescape(answer.content.decode())


FRIDAY = today() + timedelta(days=3)


def promised(account: Account, title: str = "Ring school", **about: object) -> Task:
    with acting_as(account) as viewer:
        return tasks.promise(by=viewer, title=title, due_on=FRIDAY, **about)  # type: ignore[arg-type]


def two_of_a_team() -> tuple[Account, Account]:
    team = a_team()
    return an_account("Ruth Vale", team=team), an_account("Kim Lee", team=team)


def test_what_one_promises_waits_on_today_until_it_is_done(known: Known, signed_in: Client) -> None:
    url, sealed = f"/families/{known.family.pk}/promise", seal(known.family.pk)
    form = {"opened_for": sealed, "title": "Ring school", "due_on": show_date(FRIDAY), "team": ""}
    assert "It waits on Today" in after(signed_in, url, form)
    assert "Ring school" in said(signed_in, "/")
    task = _only(known.author)
    assert "Done." in after(signed_in, f"/tasks/{task.pk}/done", {"opened_for": seal(task.pk), "said": ""})
    assert "Ring school" not in said(signed_in, "/")


def _only(account: Account) -> Task:
    with acting_as(account):
        return Task.objects.get()


def test_what_is_offered_is_taken_on_in_one_press(db: None) -> None:
    ruth, kim = two_of_a_team()
    task = promised(ruth)
    form = {"opened_for": seal(task.pk), "to": str(kim.pk), "email": "", "why": "I am away"}
    assert "stays yours until they take it on" in after(browsers.of(ruth), f"/tasks/{task.pk}/offer", form)
    assert "Offered to you" in said(browsers.of(kim), "/")
    assert "It is yours now" in after(browsers.of(kim), f"/tasks/{task.pk}/accept", {})
    assert "Ring school" not in said(browsers.of(ruth), "/")


def test_a_task_of_a_family_opens_the_family_as_its_other_pages_do(known: Known, signed_in: Client) -> None:
    """Whoever reads of a promise reads the family's name; each page of it stands in who looked."""
    with acting_as(known.author):
        task = promised(known.author, family=seen_by(known.author, known.family))
    before = openings(known)
    for page in ("", "/done", "/put-off", "/let-go", "/offer"):
        assert "Ring school" in said(signed_in, f"/tasks/{task.pk}{page}")
    assert openings(known) == before + 5
    assert browsers.of(an_account("Noa Far")).get(f"/tasks/{task.pk}").status_code == 404
    assert openings(known) == before + 5


def test_one_of_no_family_opens_none(known: Known, signed_in: Client) -> None:
    task, before = promised(known.author), openings(known)
    assert "Ring school" in said(signed_in, f"/tasks/{task.pk}")
    assert openings(known) == before


def openings(known: Known) -> int:
    with acting_as(an_account("Ivy Gray", role="information_governance")):
        return AuditEvent.objects.filter(action="families.open", family_id=known.family.pk).count()


def test_what_waits_for_a_team_is_in_its_inbox_alone(db: None) -> None:
    ruth, kim = two_of_a_team()
    with acting_as(ruth) as viewer:
        from onestory.access import queries

        team = queries.teams_by_id(viewer.teams)[0]
    task = promised(ruth, team=team)
    assert "1 thing waits for whoever takes it up" in said(browsers.of(kim), "/")
    assert "Ring school" in said(browsers.of(kim), f"/teams/{team.pk}/inbox")
    assert browsers.of(an_account("Jo Stone")).get(f"/teams/{team.pk}/inbox").status_code == 404
    assert "It is yours now" in after(browsers.of(kim), f"/tasks/{task.pk}/take-up", {})


def test_whoever_stands_in_hears_how_much_they_may_not_open(known: Known, signed_in: Client) -> None:
    kim = an_account("Kim Lee")
    promised(known.author)
    promised(known.author, "Ring the nursery", family=seen_by_author(known))
    with acting_as(known.author) as viewer:
        deputies.stand_in(by=viewer, away=known.author, deputy=kim, since=today(), until=FRIDAY)
    shown = said(browsers.of(kim), "/")
    assert "Ring school" in shown
    assert "Ring the nursery" not in shown
    assert "1 more thing that waits for Sam Reed is about families that are not open to you" in shown


def seen_by_author(known: Known) -> object:
    with acting_as(known.author):
        return seen_by(known.author, known.family)


def test_being_away_is_arranged_and_ended(db: None) -> None:
    ruth, kim = two_of_a_team()
    client = browsers.of(ruth)
    days = {"since": show_date(today()), "until": show_date(FRIDAY)}
    form = {"opened_for": seal(ruth.pk), "away": str(ruth.pk), "to": str(kim.pk), "email": "", **days}
    shown = after(client, "/away/stand-in", form)
    assert "Kim Lee stands in for you" in shown
    assert "Ruth Vale" in said(browsers.of(kim), "/away")


def test_nobody_arranges_it_for_a_colleague_they_do_not_supervise(db: None) -> None:
    ruth, kim = two_of_a_team()
    form = {"opened_for": seal(ruth.pk), "away": str(kim.pk), "to": str(kim.pk), "email": "", "since": "1 1 2027"}
    answer = browsers.of(ruth).post("/away/stand-in", form)
    assert answer.status_code == 422


@pytest.mark.parametrize("count", [0, 30])
def test_today_asks_the_same_however_much_waits(
    known: Known, signed_in: Client, count: int, django_assert_max_num_queries: object
) -> None:
    for number in range(count):
        promised(known.author, f"Ring {number}")
    said(signed_in, "/")
    with django_assert_max_num_queries(QUERIES):  # type: ignore[operator]
        said(signed_in, "/")


QUERIES = 30


def test_a_person_with_two_teams_has_two_inboxes(db: None) -> None:
    ruth, _ = two_of_a_team()
    midwives = a_team("Midwives")
    place(ruth, midwives, "practitioner")
    with acting_as(ruth) as viewer:
        teams = list(viewer.teams)
    assert [browsers.of(ruth).get(f"/teams/{team}/inbox").status_code for team in teams] == [200, 200]
