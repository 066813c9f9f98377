"""Doubtful pairs of two people who turn out to be one: what was judged of either stays judged."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

import pytest
from django.db import connection
from tests.factories import a_family, an_account, person
from tests.integration.linkage.delivering import ADA_AT_SCHOOL, PUPIL, Load
from tests.integration.linkage.judged import say, taken, waiting
from tests.merging import differences, everything, put_together

from onestory.access.models import Account
from onestory.access.viewer import acting_as
from onestory.core.merging import Of
from onestory.linkage.models import Candidate, Judgement, Link
from onestory.people import queries
from onestory.people.actions import families, merging
from onestory.people.models import Merge


@dataclass(frozen=True)
class Adas:
    """Ada, written down twice in one family; a school's record may speak of either."""

    keeper: Account
    judged: UUID
    other: UUID


@pytest.fixture
def adas(load: Load, steward: Account) -> Adas:
    keeper = an_account(role="supervisor")
    known = a_family(keeper, surname="Hill")
    with acting_as(keeper) as viewer:
        family = queries.family(viewer, known.family.pk)
        new = person("Ada", "Hill", "2024-03-14", role="child")
        both = {families.add_person(by=viewer, family=family, new=new).pk for _ in range(2)}
    load(ADA_AT_SCHOOL, feed="school_census", header=PUPIL)
    pair = taken(steward)
    assert pair is not None
    return Adas(keeper, pair.known.id, (both - {pair.known.id}).pop())


def _merge(adas: Adas, *, kept: UUID, merged: UUID) -> Merge:
    with acting_as(adas.keeper) as viewer:
        merge = put_together(viewer, Of.PERSON, kept, merged)
        # As when it is committed: nothing is left that points at what is gone.
        connection.check_constraints()
        return merge


def _pair(linkage: Account) -> Candidate:
    with acting_as(linkage):
        return Candidate.objects.get(who="pupil")


def test_that_they_are_two_stays_said_and_is_not_asked_again(adas: Adas, steward: Account, linkage: Account) -> None:
    say("different", by=steward)
    _merge(adas, kept=adas.other, merged=adas.judged)
    assert (_pair(linkage).person_id, _pair(linkage).state) == (adas.other, Candidate.State.DIFFERENT)
    assert waiting(steward) == 0
    with acting_as(steward):
        assert Judgement.objects.get().candidate_id == _pair(linkage).pk


def test_that_they_are_one_stays_said_of_the_one_that_is_kept(adas: Adas, steward: Account, linkage: Account) -> None:
    say("same", by=steward)
    _merge(adas, kept=adas.other, merged=adas.judged)
    assert _pair(linkage).state == Candidate.State.SAME
    with acting_as(linkage):
        assert Link.objects.get(who="pupil").person_id == adas.other


@pytest.mark.hazard("HZ-44")
def test_where_two_must_look_one_word_on_the_other_is_not_enough(
    adas: Adas, steward: Account, linkage: Account
) -> None:
    say("different", by=steward)
    with acting_as(linkage):
        Candidate.objects.filter(person=adas.other).update(guarded=True)
    _merge(adas, kept=adas.judged, merged=adas.other)
    pair = _pair(linkage)
    assert (pair.person_id, pair.guarded, pair.state) == (adas.judged, True, Candidate.State.WAITING)


def test_undoing_gives_each_pair_back_with_what_was_said_of_it(adas: Adas, steward: Account) -> None:
    say("different", by=steward)
    before = everything()
    merge = _merge(adas, kept=adas.other, merged=adas.judged)
    with acting_as(adas.keeper) as viewer:
        merging.undo(by=viewer, merge=merge, reason="They are twins after all")
        connection.check_constraints()
    assert differences(before, everything()) == {}
