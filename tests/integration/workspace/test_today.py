from dataclasses import replace
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import resolve
from django.utils import timezone
from tests.factories import Known, a_family, an_account
from tests.integration.workspace import browsers
from tests.integration.workspace.editing import said

from onestory.access.viewer import acting_as
from onestory.core.dates import today
from onestory.core.ids import uuid7
from onestory.faces.workspace.today import leading
from onestory.people import queries
from onestory.story.actions import drafts, entries
from onestory.support.actions import circle, episodes
from onestory.support.due.all import SOURCES
from onestory.support.due.asking import Waiting
from onestory.support.models import Review


def _alongside(known: Known, *, wrote: int) -> None:
    """The author joins the circle, having last written so many days ago."""
    with acting_as(known.author) as viewer:
        family = queries.family(viewer, known.family.pk)
        circle.bring_in(by=viewer, family=family, account=known.author, role="Family support")
        new = entries.NewEntry(title="Had tea", happened_at=timezone.now() - timedelta(days=wrote))
        entries.write(by=viewer, family=family, new=new)


def test_a_first_day_says_what_will_be_here_and_how_to_begin(db: None) -> None:
    shown = said(browsers.of(an_account()), "/")
    assert "You are not alongside a family yet" in shown
    assert "begin from Families" in shown


@pytest.mark.parametrize("role", ["administrator", "information_governance", "analyst"])
def test_somebody_whose_work_opens_no_family_is_sent_to_look_for_none(db: None, role: str) -> None:
    shown = said(browsers.of(an_account(role=role)), "/")
    assert "Nobody’s story is open to you" in shown
    assert "Families" not in shown


def test_it_lists_the_families_one_walks_alongside(known: Known, signed_in: Client) -> None:
    assert "The Okafor family" not in said(signed_in, "/")
    _alongside(known, wrote=0)
    assert "The Okafor family" in said(signed_in, "/")


def test_families_nobody_wrote_about_for_longest_come_first(known: Known, signed_in: Client) -> None:
    other = a_family(known.author, surname="Penrose")
    for each, wrote in ((other, 2), (known, 40)):
        _alongside(each, wrote=wrote)
    shown = said(signed_in, "/")
    assert shown.index("The Okafor family") < shown.index("The Penrose family")
    assert shown.count("No word for a while") == 1


def test_what_was_left_half_written_is_there_to_carry_on_with(known: Known, signed_in: Client) -> None:
    with acting_as(known.author) as viewer:
        family = queries.family(viewer, known.family.pk)
        kept = drafts.keep(
            by=viewer, draft_id=uuid7(), form="entry", family=family, content={"title": "We had tea and"}
        )
    assert kept
    shown = said(signed_in, "/")
    assert "We had tea and" in shown
    assert signed_in.get(f"/drafts/{kept.pk}").headers["Location"] == f"/families/{known.family.pk}/write/{kept.pk}"


def test_nobody_sees_somebody_elses_draft(known: Known, stranger: Client) -> None:
    with acting_as(known.author) as viewer:
        kept = drafts.keep(by=viewer, draft_id=uuid7(), form="start", family=None, content={"lines": "1 Sea Road"})
    assert kept
    assert "A record you began" not in said(stranger, "/")
    assert stranger.get(f"/drafts/{kept.pk}").status_code == 404
    assert stranger.post(f"/drafts/{kept.pk}/throw-away").status_code == 404


def test_a_draft_can_be_thrown_away(known: Known, signed_in: Client) -> None:
    with acting_as(known.author) as viewer:
        kept = drafts.keep(by=viewer, draft_id=uuid7(), form="entry", family=None, content={"title": "We had tea and"})
    assert kept
    signed_in.post(f"/drafts/{kept.pk}/throw-away")
    assert "We had tea and" not in said(signed_in, "/")


@pytest.mark.parametrize("role", ["administrator", "analyst"])
def test_whoever_may_not_write_or_find_is_shown_neither(role: str, db: None) -> None:
    shown = said(browsers.of(an_account(role=role)), "/")
    assert "Write<span" not in shown
    assert 'action="/find"' not in shown


def test_a_review_that_is_due_leads_to_the_page_where_it_is_held(known: Known, signed_in: Client) -> None:
    with acting_as(known.author) as viewer:
        family = queries.family(viewer, known.family.pk)
        circle.bring_in(by=viewer, family=family, account=known.author, role="Family support")
        episodes.begin(by=viewer, family=family, level="targeted", why="Mornings", on=today() - timedelta(days=60))
        review = Review.objects.order_by("due_on")[0]
    shown = said(signed_in, "/")
    assert "Reviews to hold" in shown
    assert f"/families/{known.family.pk}/walking/reviews/{review.pk}" in shown


def test_every_kind_that_waits_leads_somewhere_that_answers() -> None:
    """Or somebody reads that they are needed, and cannot go there."""
    one = Waiting("", uuid7(), uuid7(), today(), uuid7(), None, "", False, "")
    for source in SOURCES:
        act, url = leading.lead_of(replace(one, kind=source.kind))
        assert act
        assert resolve(url).url_name
