"""Details to put right: a list that can be finished, of one's own families alone; and how good the record is night by night."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.factories import Known, a_family, an_account, seen_by
from tests.integration.workspace import browsers
from tests.merging import put_together, two_of_one

from onestory.access.models import Account
from onestory.access.viewer import acting_as
from onestory.core.dates import show_date, today
from onestory.core.merging import Of
from onestory.faces.workspace.bound import seal
from onestory.linkage import coverage, details, quality
from onestory.linkage.actions import details as act
from onestory.linkage.models import QualityReading
from onestory.people.actions import contact_points, facts, people
from onestory.people.actions.facts import Said
from onestory.people.inputs import SafeToUse
from onestory.support.actions import circle

DETAILS = reverse("workspace:details")


@pytest.fixture
def known(db: None) -> Known:
    """A family whose author walks alongside them, leads their circle, and has written down no number and no telephone."""
    known = a_family(an_account("Sam Reed"))
    in_circle(known)
    return known


def in_circle(known: Known) -> None:
    with acting_as(known.author) as viewer:
        family = seen_by(known.author, known.family)
        circle.bring_in(by=viewer, family=family, account=known.author, role="Family support")


def found(account: Account) -> list[tuple[str, str]]:
    with acting_as(account) as viewer:
        return [(one.rule, one.person_name) for one in details.to_put_right(viewer)]


def test_what_is_missing_is_said_of_whom(known: Known) -> None:
    assert found(known.author) == [("reach", "Ada Okafor"), ("nhs", "Chidi Okafor")]


def test_a_line_goes_by_itself_once_it_is_put_right(known: Known) -> None:
    with acting_as(known.author) as viewer:
        people.add_identifier(by=viewer, person=known.child, system="nhs", typed="9990000018")
        contact_points.add(
            by=viewer,
            person=known.mother,
            kind="phone",
            typed="07700 900123",
            safe=SafeToUse(call=True),
            checked_on=today(),
        )
    assert found(known.author) == []


def test_two_answers_side_by_side_are_a_line_until_one_is_agreed(known: Known) -> None:
    with acting_as(known.author) as viewer:
        first = facts.tell(by=viewer, about=known.child, key="ethnicity", value="BAFR", said=Said())
        facts.tell(by=viewer, about=known.child, key="ethnicity", value="WBRI", said=Said())
    assert ("facts", "Chidi Okafor") in found(known.author)
    with acting_as(known.author) as viewer:
        facts.end(by=viewer, fact=first, because="mistaken")
    assert ("facts", "Chidi Okafor") not in found(known.author)


def test_a_line_can_be_left_with_a_reason_until_a_day(known: Known) -> None:
    client, url = browsers.of(known.author), aside(known, "nhs")
    said = {"opened_for": seal(known.child.pk), "why": "Born abroad", "until": show_date(today() + timedelta(days=30))}
    assert client.post(url, said).status_code == 302
    assert found(known.author) == [("reach", "Ada Okafor")]


@pytest.mark.parametrize(("why", "days"), [("", 30), ("Born abroad", 0), ("Born abroad", 400)])
def test_leaving_a_line_needs_a_reason_and_a_near_day(known: Known, why: str, days: int) -> None:
    said = {"opened_for": seal(known.child.pk), "why": why, "until": show_date(today() + timedelta(days=days))}
    assert browsers.of(known.author).post(aside(known, "nhs"), said).status_code == 422
    assert ("nhs", "Chidi Okafor") in found(known.author)


def aside(known: Known, detail: str) -> str:
    return reverse("workspace:set_detail_aside", args=[known.family.pk, known.child.pk, detail])


def test_one_set_aside_comes_back_on_its_day(known: Known) -> None:
    with acting_as(known.author) as viewer:
        act.set_aside(
            by=viewer, family=known.family.pk, person=known.child.pk, rule="nhs", why="Born abroad",
            until=today() + timedelta(days=1),
        )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("SELECT test_as_superuser(%s)", ["UPDATE linkage_detailsetaside SET until = current_date - 1"])
    assert ("nhs", "Chidi Okafor") in found(known.author)


@pytest.mark.hazard("HZ-21")
def test_nobody_is_told_of_families_that_are_not_theirs(known: Known) -> None:
    stranger = an_account("Jo Stone")
    assert found(stranger) == []
    client = browsers.of(stranger)
    assert client.get(aside(known, "nhs")).status_code == 404
    assert client.get(aside(known, "nonsense")).status_code == 404


@pytest.mark.hazard("HZ-27")
def test_whoever_may_not_read_of_health_is_not_told_that_a_number_is_missing(known: Known) -> None:
    welcome = an_account("Wil Fox", role="front_of_house")
    with acting_as(known.author) as viewer:
        family = seen_by(known.author, known.family)
        circle.bring_in(by=viewer, family=family, account=welcome, role="Welcome", sections=["shared"])
    assert [rule for rule, _ in found(welcome)] == ["reach"]
    assert browsers.of(welcome).get(aside(known, "nhs")).status_code == 404


def test_the_page_says_whose_it_is_to_put_right_and_asks_as_often_for_many(known: Known) -> None:
    client = browsers.of(known.author)

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            shown = client.get(DETAILS).content.decode()
        assert "NHS number is not known" in shown
        return len(queries)

    once = asked()
    for surname in ("Hill", "Lee", "Orr"):
        in_circle(a_family(known.author, surname=surname))
    assert asked() == once


def test_an_empty_list_says_so(db: None) -> None:
    assert "Nothing to put right" in browsers.of(an_account()).get(DETAILS).content.decode()


# --- night by night ---------------------------------------------------------------------------------------------------


def counted(days: int = 2) -> Client:
    program, keeper = an_account("Linkage", role="linkage"), an_account("Fay Dean", role="feeds")
    for ago in range(days):
        act.count_quality(by=program, on=today() - timedelta(days=ago))
    return browsers.of(keeper)


def test_quality_is_counted_by_detail_source_and_owner(known: Known, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(quality, "FEWEST", 1)
    with acting_as(known.author) as viewer:
        people.add_identifier(
            by=viewer, person=known.child, system="nhs", typed="9990000018", source="Community health"
        )
    shown = counted().get(reverse("workspace:quality")).content.decode()
    assert "NHS number: 100% now, 100% on" in shown
    assert "Community health" in shown
    assert "Ethnicity: 0% now" in shown


def test_a_night_is_counted_once(known: Known) -> None:
    program = an_account("Linkage", role="linkage")
    assert act.count_quality(by=program) > 0
    assert act.count_quality(by=program) == 0


def test_whoever_was_merged_into_another_is_counted_once(db: None) -> None:
    two, program = two_of_one(), an_account("Linkage", role="linkage")
    with acting_as(two.keeper) as viewer:
        put_together(viewer, Of.PERSON, two.kept.pk, two.merged.pk)
    act.count_quality(by=program)
    with acting_as(program):
        assert QualityReading.objects.get(detail="nhs", source="", owner="").people == 1
        assert coverage.of_feed("health_visiting")["children"] == 1


def test_small_groups_are_left_out(known: Known) -> None:
    assert "Nothing has been counted yet" in counted().get(reverse("workspace:quality")).content.decode()


@pytest.mark.parametrize("role", ["practitioner", "administrator", "analyst"])
def test_quality_is_for_whoever_looks_after_feeds(role: str, db: None) -> None:
    assert browsers.of(an_account(role=role)).get(reverse("workspace:quality")).status_code == 404
