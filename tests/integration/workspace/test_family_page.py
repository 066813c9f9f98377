from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.factories import Known, an_account, person
from tests.integration.workspace import browsers

from onestory.access.viewer import acting_as
from onestory.audit.models import AuditEvent
from onestory.core.dates import today
from onestory.core.ids import uuid7
from onestory.faces.workspace import wording
from onestory.people import queries
from onestory.people.actions import contact_points, facts, families, relationships, residences
from onestory.people.inputs import NewAddress, SafeToUse
from onestory.people.models import Membership, Person
from onestory.story.actions import entries, sections
from onestory.support.actions import circle


def page(known: Known, client: Client) -> str:
    return client.get(f"/families/{known.family.pk}").content.decode()


def test_it_opens_on_the_family_in_their_own_words(known: Known) -> None:
    with acting_as(known.author) as viewer:
        family = queries.family(viewer, known.family.pk)
        words = {"family": family, "part": "what_matters", "based_on": 0, "by": viewer}
        sections.write(voice="ours", text="That Chidi sleeps.", said_by=known.mother, **words)
        sections.write(voice="worker", text="They are close.", **words)
    shown = page(known, browsers.of(known.author))
    assert shown.index("That Chidi sleeps.") < shown.index("A worker’s words") < shown.index("They are close.")
    assert "Ada Okafor" in shown
    assert "Written down by Sam Reed" in shown
    assert "<title>Family – Onestory</title>" in shown


def test_a_new_family_is_told_how_to_begin(known: Known) -> None:
    shown = page(known, browsers.of(known.author))
    for words in ("Their story starts here", "Nobody is in the circle yet", "Nobody has asked them anything yet"):
        assert words in shown


def test_a_child_who_died_is_never_said_to_live_elsewhere() -> None:
    living = Membership(person=Person(), lives_here_share=0)
    gone = Membership(person=Person(died="2025-09-03"), lives_here_share=0)
    assert (wording.lives_here(living), wording.lives_here(gone)) == ("Does not live here", "")


def test_it_warns_about_what_is_not_safe(known: Known) -> None:
    with acting_as(known.author) as viewer:
        safe = SafeToUse(call=True, text=True)
        contact_points.add(
            by=viewer, person=known.mother, kind="phone", typed="07700 900134", safe=safe, checked_on=today()
        )
    shown = page(known, browsers.of(known.author))
    assert "07700 900134" in shown
    assert "Do not leave a voicemail" in shown


def test_what_nobody_has_asked_about_is_not_safe(known: Known) -> None:
    with acting_as(known.author) as viewer:
        contact_points.add(
            by=viewer, person=known.mother, kind="phone", typed="07700 900134", safe=SafeToUse(), checked_on=None
        )
    assert "Nobody has asked whether it is safe" in page(known, browsers.of(known.author))


def test_a_confidential_address_is_shown_only_to_those_it_is_open_to(known: Known) -> None:
    helper = an_account("Jo Stone")
    with acting_as(known.author) as viewer:
        family = queries.family(viewer, known.family.pk)
        to = NewAddress(lines="3 Larkspur Mews", postcode="PL6 6LA")
        residences.move(by=viewer, family=family, people=[known.mother], to=to, confidential=True)
        circle.bring_in(by=viewer, family=family, account=helper, role="Health visitor")
    assert "3 Larkspur Mews" in page(known, browsers.of(known.author))
    assert "Larkspur" not in page(known, browsers.of(helper))


def test_facts_told_in_two_ways_stand_side_by_side(known: Known) -> None:
    with acting_as(known.author) as viewer:
        for told in ("A walk by the sea", "A nap"):
            facts.tell(by=viewer, about=known.mother, key="a_good_day", value=told, said=facts.Said())
    shown = page(known, browsers.of(known.author))
    assert "1 told in two ways" in shown
    assert (
        shown.index("A nap (Ada") < shown.index("A walk by the sea (Ada") < shown.index("Nobody has agreed which holds")
    )


def test_somebody_elses_family_looks_exactly_like_a_mistyped_address(known: Known, stranger: Client) -> None:
    answers = [stranger.get(path) for path in (f"/families/{known.family.pk}", f"/families/{uuid7()}", "/famlies/x")]
    told = {(a.status_code, a.content, tuple(sorted(_headers(a).items()))) for a in answers}
    assert len(told) == 1
    assert answers[0].status_code == 404


def _headers(answer: object) -> dict[str, str]:
    return {name: value for name, value in answer.headers.items() if name != "X-Request-Id"}  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "path", ["", "/story", "/write", "/circle", "/story/who_we_are/ours", "/story/who_we_are/versions"]
)
def test_no_page_of_somebody_elses_family_is_there(path: str, known: Known, stranger: Client) -> None:
    theirs, nobodys = (stranger.get(f"/families/{one}{path}") for one in (known.family.pk, uuid7()))
    assert (theirs.status_code, theirs.content) == (nobodys.status_code, nobodys.content) == (404, theirs.content)


def test_opening_it_is_written_down(known: Known) -> None:
    page(known, browsers.of(known.author))
    with acting_as(an_account("Ig Lead", role="information_governance")):
        assert AuditEvent.objects.filter(action="families.open", family_id=known.family.pk).count() == 1


def test_it_asks_as_many_questions_of_a_large_family_as_of_a_small_one(known: Known) -> None:
    _grow(known, by=1)
    small = _queries(known)
    _grow(known, by=30)
    large = _queries(known)
    assert large == small
    assert small <= 12


def _queries(known: Known) -> int:
    client = browsers.of(known.author)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(f"/families/{known.family.pk}").status_code == 200
    return len([one for one in asked if one["sql"].startswith("SELECT")])


def _grow(known: Known, *, by: int) -> None:
    with acting_as(known.author) as viewer:
        family = queries.family(viewer, known.family.pk)
        for n in range(by):
            one = families.add_person(by=viewer, family=family, new=person(f"Kit{n}", born="2020", role="child"))
            relationships.relate(by=viewer, person=known.mother, other=one, kind="parent")
            facts.tell(by=viewer, about=one, key="a_good_day", value=f"The beach {n}", said=facts.Said())
            residences.move(by=viewer, family=family, people=[one], to=NewAddress(lines=f"{n} Sea Road"))
            contact_points.add(
                by=viewer, person=one, kind="email", typed=f"k{n}@example.org", safe=SafeToUse(), checked_on=today()
            )
            circle.add_own_person(by=viewer, family=family, name=f"Gran {n}", role="Grandmother")
        for n in range(by * 2):
            at = timezone.now() - timedelta(days=n)
            new = entries.NewEntry(title=f"Visit {n}", happened_at=at, about=[known.mother.pk])
            entries.write(by=viewer, family=family, new=new)
