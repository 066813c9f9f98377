"""Judging doubtful pairs: one at a time, kept for good, never asked again unless something has changed."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, transaction
from tests.factories import an_account
from tests.integration.linkage.delivering import ADA, ADA_AT_SCHOOL, PUPIL, Load, with_cells
from tests.integration.linkage.judged import in_state, say, say_of_all, taken, waiting

from onestory.access.models import Account
from onestory.access.viewer import acting_as
from onestory.core.errors import Invalid, NotThere
from onestory.linkage import pairs, queries
from onestory.linkage.actions import dropping, judging, links
from onestory.linkage.models import Candidate, Delivery, Judgement, Link, SourceRecord
from onestory.people.models import Identifier


@pytest.fixture
def doubtful(load: Load) -> None:
    """Ada as two partners have her, and her mother as both have her."""
    load(ADA)
    load(ADA_AT_SCHOOL, feed="school_census", header=PUPIL)


def test_both_sides_are_shown_with_where_they_came_from(doubtful: None, steward: Account) -> None:
    pair = taken(steward, lane="likely")
    assert pair is not None
    assert (pair.record.feed, pair.record.who, pair.record.given) == ("school_census", "pupil", ("Ada",))
    assert (pair.known.given, pair.known.nhs) == (("Ada",), ("9434765919",))
    assert [feed for feed, _ in pair.known.brought_by] == ["health_visiting"]
    assert [one.given for one in pair.record.beside] == ["Grace"] == [one.given for one in pair.known.beside]


def test_one_person_once_someone_says_so(doubtful: None, steward: Account, linkage: Account) -> None:
    assert say("same", by=steward) == "same"
    links.link(name="school_census", by=linkage)
    with acting_as(linkage):
        pupil = Link.objects.get(record__feed="school_census", who="pupil", undone_at__isnull=True)
        numbers = Identifier.objects.filter(person=pupil.person_id).values_list("value", flat=True)
        assert pupil.basis == Link.Basis.JUDGED
        assert set(numbers) == {"9434765919", "H801200001001"}


def test_what_was_said_is_acted_on_by_the_worker_within_a_minute(
    doubtful: None, steward: Account, linkage: Account
) -> None:
    assert say("same", by=steward) == "same"
    dropping.see_to_everything(by=linkage, folder=None)
    with acting_as(linkage):
        assert Link.objects.filter(record__feed="school_census", who="pupil", basis=Link.Basis.JUDGED).exists()
        assert not SourceRecord.objects.filter(to_link=True).exists()


def test_a_file_half_read_in_is_not_linked_for_a_judgement(doubtful: None, steward: Account, linkage: Account) -> None:
    assert say("same", by=steward) == "same"
    with acting_as(linkage):
        Delivery.objects.filter(feed="school_census").update(state=Delivery.State.LOADING)
    dropping.see_to_everything(by=linkage, folder=None)
    with acting_as(linkage):
        assert SourceRecord.objects.filter(feed="school_census", to_link=True).exists()


def test_two_people_once_someone_says_so(doubtful: None, steward: Account, linkage: Account) -> None:
    say_of_all("different", by=steward)
    links.link(name="school_census", by=linkage)
    with acting_as(linkage) as viewer:
        assert queries.waiting(viewer) == []
        assert Link.objects.get(record__feed="school_census", who="pupil").basis == Link.Basis.NEW


def test_what_was_judged_is_not_asked_again_after_another_delivery(
    doubtful: None, load: Load, steward: Account
) -> None:
    say_of_all("different", by=steward)
    load(ADA_AT_SCHOOL.replace("PL1 2AB", "PL1 2AC"), feed="school_census", header=PUPIL, name="next.csv")
    load(with_cells(ADA, ADDR1="9 Fore Street"), name="third.csv")
    assert taken(steward) is None


def test_what_was_judged_is_not_asked_from_the_other_side(
    doubtful: None, load: Load, steward: Account, linkage: Account
) -> None:
    say_of_all("different", by=steward)
    links.link(name="school_census", by=linkage)
    with acting_as(linkage) as viewer:
        links.undo(by=viewer, link=Link.objects.get(record__feed="health_visiting", who="child"))
    load(with_cells(ADA, ADDR1="9 Fore Street"), name="next.csv")
    with acting_as(linkage):
        began_of_school = Link.objects.get(record__feed="school_census", who="pupil").person_id
        assert not Candidate.objects.filter(record__feed="health_visiting", person=began_of_school).exists()


def test_a_judgement_says_who_when_and_why_and_is_never_changed(doubtful: None, steward: Account) -> None:
    say("different", by=steward, why="Cousins, by their mothers")
    with acting_as(steward):
        kept = Judgement.objects.get()
        assert (kept.judged_by_id, kept.verdict, kept.why) == (steward.pk, "different", "Cousins, by their mothers")
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            Judgement.objects.update(verdict="same")


def test_cannot_tell_needs_a_reason(doubtful: None, steward: Account) -> None:
    with pytest.raises(Invalid, match="few words why"):
        say("unsure", by=steward)


def test_cannot_tell_comes_back_only_when_a_side_has_changed(
    doubtful: None, load: Load, steward: Account, linkage: Account
) -> None:
    while taken(steward):
        say("unsure", by=steward, why="Nothing to go by")
    assert taken(steward) is None
    assert links.wake(by=linkage) == 0
    load(ADA_AT_SCHOOL.replace("Ada,", "Adah,"), feed="school_census", header=PUPIL, name="next.csv")
    again = taken(steward)
    assert again is not None
    assert "Adah" in {*again.record.given, *(one.given for one in again.record.beside)}


def test_the_last_word_is_taken_back(doubtful: None, steward: Account, linkage: Account) -> None:
    say("same", by=steward)
    with acting_as(steward) as viewer:
        again = judging.take_back(by=viewer)
        found = pairs.in_hand(viewer, again)
        assert found is not None
    with acting_as(linkage):
        assert not Link.objects.filter(basis="judged", undone_at__isnull=True).exists()
        assert Candidate.objects.get(pk=again).state == "waiting"
    assert say("different", by=steward) == "different"


def test_what_was_acted_on_is_not_taken_back(doubtful: None, steward: Account, linkage: Account) -> None:
    say_of_all("different", by=steward)
    links.link(name="school_census", by=linkage)
    with acting_as(steward) as viewer, pytest.raises(Invalid, match="acted on"):
        judging.take_back(by=viewer)


def test_the_others_somebody_might_have_been_wait_again_once_it_is_taken_back(
    load: Load, steward: Account, linkage: Account
) -> None:
    load(ADA)
    load(
        with_cells(ADA, RECORD_ID="HV2", NHS_NUMBER="", MOTHER_NHS="", MOTHER_GIVEN="", ADDR1="8 Fore Street"),
        name="b.csv",
    )
    before = waiting(steward)
    say("same", by=steward)
    with acting_as(steward) as viewer:
        judging.take_back(by=viewer)
    assert waiting(steward) == before


def test_nobody_is_given_the_pair_that_another_has_in_hand(doubtful: None, steward: Account) -> None:
    mine = taken(steward, lane="likely")
    theirs = taken(an_account("Ben Cole", role="steward"), lane="likely")
    assert mine is not None
    assert theirs is None or theirs.id != mine.id


def test_what_is_left_lying_goes_to_somebody_else(doubtful: None, steward: Account) -> None:
    from tests.factories import as_superuser

    mine, other = taken(steward, lane="likely"), an_account("Ben Cole", role="steward")
    assert mine is not None
    as_superuser("UPDATE linkage_candidate SET held_until = now() - interval '1 second'")
    theirs = taken(other, lane="likely")
    assert theirs is not None
    assert theirs.id == mine.id
    with acting_as(steward) as viewer, pytest.raises(Invalid, match="no longer in your hand"):
        judging.judge(by=viewer, pair=mine.id, seen=mine.seen, verdict="same")


def test_a_pair_that_changed_meanwhile_is_looked_at_again(doubtful: None, steward: Account) -> None:
    mine = taken(steward)
    assert mine is not None
    with acting_as(steward) as viewer, pytest.raises(Invalid, match="changed"):
        judging.judge(by=viewer, pair=mine.id, seen="0" * 32, verdict="same")


@pytest.mark.parametrize("role", ["practitioner", "supervisor", "information_governance", "administrator", "linkage"])
def test_nobody_else_may_judge(doubtful: None, role: str) -> None:
    with acting_as(an_account("Jo Stone", role=role)) as viewer:
        with pytest.raises(NotThere):
            judging.next_pair(by=viewer, lane="likely")
        with pytest.raises(NotThere):
            pairs.waiting(viewer)


def test_who_is_much_alike_waits_in_the_fast_lane(doubtful: None, steward: Account) -> None:
    with acting_as(steward) as viewer:
        assert pairs.waiting(viewer)["likely"] >= 1
    assert say_of_all("different", by=steward) >= 1
    with acting_as(steward) as viewer:
        assert pairs.waiting(viewer) == {"likely": 0, "unclear": 0}


def test_an_opened_pair_is_written_down_with_whom_it_showed(doubtful: None, steward: Account) -> None:
    from onestory.audit.models import AuditEvent

    pair = taken(steward)
    assert pair is not None
    with acting_as(an_account("Ivy Gray", role="information_governance")):
        seen = AuditEvent.objects.filter(action="pairs.open").latest("id")
        assert (seen.account_id, seen.person_ids) == (steward.pk, [pair.known.id])


def test_undoing_a_link_takes_the_pair_out_of_what_waits(doubtful: None, steward: Account, linkage: Account) -> None:
    say("same", by=steward)
    with acting_as(linkage) as viewer:
        links.undo(by=viewer, link=Link.objects.get(basis="judged"))
    assert in_state(linkage, "same") == 0
