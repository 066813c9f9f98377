"""What whoever judges doubtful pairs may see: one pair at a time, and nothing of what is closed to them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone
from tests.factories import Known, a_family, an_account, as_superuser
from tests.integration.linkage.delivering import PUPIL, agree
from tests.integration.linkage.judged import say, taken, waiting
from tests.safety.acting import deny, restrict

from onestory.access.models import Account
from onestory.access.viewer import acting_as
from onestory.core.errors import Invalid
from onestory.core.ids import uuid7
from onestory.core.walls import walled
from onestory.linkage import pairs
from onestory.linkage.actions import feeds, judging, links
from onestory.linkage.models import Candidate, Link
from onestory.people import queries
from onestory.people.actions import residences
from onestory.people.inputs import NewAddress

CHIDI = "H801200001001,Okafor,Chidi,14/03/2019,M,PL1 2AB,879/2001,Ada,Okafor"
# Read by everyone who works here, or about nobody.
STAFF_TABLES = {"access_account", "access_team", "access_teammembership", "access_night"}


@pytest.fixture
def linkage(db: None) -> Account:
    return an_account("Linkage", role="linkage")


@pytest.fixture
def steward(db: None) -> Account:
    return an_account("Sian Webb", role="steward")


@pytest.fixture
def known(linkage: Account, tmp_path) -> Known:  # type: ignore[no-untyped-def]
    """A family, and a school's record of somebody who looks like their child, and of somebody like the mother."""
    family = a_family(an_account())
    home(family)
    deliver(linkage, tmp_path, CHIDI)
    return family


def home(known: Known, *, confidential: bool = False) -> None:
    with acting_as(known.author) as viewer:
        family = queries.family(viewer, known.family.pk)
        to = NewAddress("77 Marker Buildings", "PL1 2AB")
        residences.move(by=viewer, family=family, people=[known.mother, known.child], to=to, confidential=confidential)


def deliver(linkage: Account, folder, *lines: str, name: str = "file.csv") -> None:  # type: ignore[no-untyped-def]
    file = folder / name
    file.write_bytes("\r\n".join((PUPIL, *lines, "")).encode("utf-8-sig"))
    agree("school_census", an_account("Fay Dean", role="feeds"))
    feeds.load(name="school_census", file=file, by=linkage)


def _rows_seen() -> dict[str, int]:
    tables = [table for table, wall in walled() if wall.select is not None and table not in STAFF_TABLES]
    counted = {}
    for table in tables:
        with connection.cursor() as cursor:
            cursor.execute(f'SELECT count(*) FROM "{table}"')
            counted[table] = int(cursor.fetchone()[0])
    return {table: rows for table, rows in counted.items() if rows}


@pytest.mark.hazard("HZ-39")
def test_a_steward_reads_no_row_of_any_table_but_what_they_said(known: Known, steward: Account) -> None:
    assert taken(steward)
    with acting_as(steward):
        assert _rows_seen() == {}
    say("different", by=steward)
    with acting_as(steward):
        assert _rows_seen() == {"linkage_judgement": 1}


@pytest.mark.hazard("HZ-39")
def test_only_the_pair_in_hand_is_shown(known: Known, steward: Account, linkage: Account) -> None:
    mine = taken(steward)
    assert mine is not None
    with acting_as(linkage):
        others = Candidate.objects.exclude(pk=mine.id).values_list("pk", flat=True)
    with acting_as(steward) as viewer:
        assert [pairs.in_hand(viewer, other) for other in others] == [None] * len(others)
    with acting_as(an_account("Ben Cole", role="steward")) as viewer:
        assert pairs.in_hand(viewer, mine.id) is None


@pytest.mark.hazard("HZ-41")
@pytest.mark.hazard("HZ-16")
def test_of_a_family_kept_to_others_a_steward_learns_nothing(known: Known, steward: Account) -> None:
    assert waiting(steward) > 0
    restrict(known, known.author)
    assert waiting(steward) == 0
    assert taken(steward) is None


@pytest.mark.hazard("HZ-25")
@pytest.mark.hazard("HZ-16")
def test_of_a_family_they_are_kept_out_of_a_steward_learns_nothing(known: Known, steward: Account) -> None:
    mine = taken(steward)
    assert mine is not None
    deny(known, steward)
    assert waiting(steward) == 0
    assert taken(steward) is None
    with acting_as(steward) as viewer:
        assert pairs.in_hand(viewer, mine.id) is None
        with pytest.raises(Invalid, match="no longer in your hand"):
            judging.judge(by=viewer, pair=mine.id, seen=mine.seen, verdict="same", why="They are one")
    assert taken(an_account("Ben Cole", role="steward")) is not None


@pytest.mark.hazard("HZ-25")
def test_a_record_that_speaks_of_a_closed_family_in_another_line_is_closed_too(
    known: Known, steward: Account, linkage: Account
) -> None:
    """The mother is linked to the closed family; the pair that waits is about somebody in an open one."""
    other = a_family(an_account(), surname="Hill")
    with acting_as(linkage):
        one = Candidate.objects.filter(who="pupil").get()
        Candidate.objects.exclude(pk=one.pk).update(state="different")
        Candidate.objects.filter(pk=one.pk).update(person=other.child)
        Link(record=one.record, who="parent", person=known.mother, basis="judged", linked_by=linkage).save()
    assert waiting(steward) == 1
    deny(known, steward)
    assert waiting(steward) == 0


@pytest.mark.hazard("HZ-35")
def test_a_steward_does_not_judge_the_record_of_somebody_they_said_they_know(known: Known, steward: Account) -> None:
    from onestory.access.actions import guarding

    with acting_as(steward) as viewer:
        guarding.declare_interest(by=viewer, kind="neighbour", given="Chidi", family="Okafor")
    assert waiting(steward) == 0


@pytest.mark.hazard("HZ-43")
def test_where_somebodys_safety_may_rest_on_it_two_people_look(known: Known, linkage: Account) -> None:
    one, other = an_account("Sian Webb", role="steward"), an_account("Ben Cole", role="steward")
    restrict(known, known.author, one, other)
    assert say("same", by=one, why="The same mother") == "second"
    assert waiting(one) < waiting(other)
    shown = taken(other)
    assert shown is not None
    assert shown.careful
    assert shown.disagreed == ()
    with acting_as(linkage):
        assert not Link.objects.filter(basis="judged").exists()
    assert say("same", by=other, why="The same mother") == "same"


@pytest.mark.hazard("HZ-43")
def test_two_who_disagree_leave_it_to_a_third_who_reads_both_reasons(known: Known, linkage: Account) -> None:
    stewards = [an_account(name, role="steward") for name in ("Sian Webb", "Ben Cole", "Ida Mace")]
    restrict(known, known.author, *stewards)
    with acting_as(linkage):
        Candidate.objects.exclude(who="pupil").update(state="different")
    say("same", by=stewards[0], why="The same mother")
    assert say("different", by=stewards[1], why="Cousins, I think") == "disputed"
    third = taken(stewards[2])
    assert third is not None
    assert [(one.verdict, one.why) for one in third.disagreed] == [
        ("same", "The same mother"),
        ("different", "Cousins, I think"),
    ]
    assert say("different", by=stewards[2], why="Two mothers of one name") == "different"


@pytest.mark.hazard("HZ-43")
def test_with_care_nobody_judges_without_a_reason(known: Known, steward: Account) -> None:
    restrict(known, known.author, steward)
    with pytest.raises(Invalid, match="few words why"):
        say("same", by=steward)


@pytest.mark.hazard("HZ-22")
def test_of_somebody_hidden_no_place_is_shown_on_either_side(linkage: Account, steward: Account, tmp_path) -> None:  # type: ignore[no-untyped-def]
    home(a_family(an_account()), confidential=True)
    deliver(linkage, tmp_path, CHIDI)
    pair = taken(steward)
    assert pair is not None
    assert pair.careful
    for side in (pair.record, pair.known):
        assert (side.addresses, side.postcodes, side.phones, side.upn) == ((), (), (), ())
    assert "The same postcode." not in pair.reasons


@pytest.mark.hazard("HZ-22")
def test_where_somebody_hides_is_not_shown_with_a_pair_about_another_of_the_same_record(
    linkage: Account, steward: Account, tmp_path
) -> None:  # type: ignore[no-untyped-def]
    """The mother may be one who hides; the pair in hand is about the child, who is like a child of an open family."""
    hiding = a_family(an_account())
    home(hiding, confidential=True)
    deliver(linkage, tmp_path, CHIDI)
    other = a_family(an_account(), surname="Hill")
    held = {"held_by": an_account("Ben Cole", role="steward"), "held_until": timezone.now() + timedelta(hours=1)}
    with acting_as(linkage):
        Candidate.objects.exclude(person__in=[hiding.child, hiding.mother]).update(state="different")
        Candidate.objects.filter(person=hiding.mother).update(**held)
        Candidate.objects.filter(person=hiding.child).update(person=other.child, guarded=False)
    pair = taken(steward)
    assert pair is not None
    assert pair.record.who == "pupil"
    assert pair.careful
    assert (pair.record.addresses, pair.record.postcodes, pair.record.phones) == ((), (), ())


@pytest.mark.hazard("HZ-22")
def test_whether_a_hidden_address_is_the_one_they_said_is_told_to_no_steward(linkage: Account, tmp_path) -> None:  # type: ignore[no-untyped-def]
    from onestory.access.actions import guarding

    home(a_family(an_account()), confidential=True)
    deliver(linkage, tmp_path, CHIDI)
    stewards = {postcode: an_account(postcode, role="steward") for postcode in ("PL1 2AB", "PL9 9ZZ")}
    for postcode, steward in stewards.items():
        with acting_as(steward) as viewer:
            guarding.declare_interest(by=viewer, kind="neighbour", given="", family="Okafor", postcode=postcode)
    assert waiting(stewards["PL1 2AB"]) == waiting(stewards["PL9 9ZZ"])


@pytest.mark.hazard("HZ-25")
def test_a_relative_in_a_closed_family_is_nobody(linkage: Account, steward: Account, tmp_path) -> None:  # type: ignore[no-untyped-def]
    known = a_family(an_account())
    deliver(linkage, tmp_path, CHIDI)
    away = a_family(an_account(), surname="Hill")
    as_superuser(
        "INSERT INTO people_membership (id, created_at, family_id, person_id, role) VALUES ({}, now(), {}, {}, 'parent')",
        uuid7(), away.family.pk, known.mother.pk,
    )  # fmt: skip
    with acting_as(linkage):
        Candidate.objects.exclude(person=known.child).update(state="different")
    restrict(away, away.author)
    pair = taken(steward)
    assert pair is not None
    assert pair.known.beside == ()


CALLS = [
    "SELECT wall.shut_records(wall.viewer())",
    "SELECT wall.pair_guarded(gen_random_uuid())",
    "SELECT wall.pair_as_it_is(gen_random_uuid())",
    "SELECT wall.take_pair('likely')",
    "SELECT wall.judge_pair((SELECT gen_random_uuid()), '', 'same', '')",
    "SELECT wall.take_back_judgement()",
    "UPDATE linkage_candidate SET state = 'same'",
    "INSERT INTO linkage_judgement (id, created_at, candidate_id, judged_by_id, verdict, why, seen)"
    " VALUES (gen_random_uuid(), now(), gen_random_uuid(), wall.viewer(), 'same', '', '')",
    "DELETE FROM linkage_judgement",
    "SELECT wall.open_brought('{shared}')",
]


@pytest.mark.hazard("HZ-39")
@pytest.mark.parametrize("statement", CALLS)
def test_a_stolen_statement_judges_nothing(known: Known, linkage: Account, statement: str) -> None:
    with acting_as(an_account("Jo Stone")), transaction.atomic(), connection.cursor() as cursor:
        try:
            with transaction.atomic():
                cursor.execute(statement)
        except DatabaseError:
            pass
        else:
            assert cursor.rowcount == 0
    with acting_as(linkage):
        assert not Candidate.objects.filter(state="same").exists()


@pytest.mark.parametrize("role", ["practitioner", "supervisor", "administrator", "information_governance"])
def test_whoever_judges_nothing_is_told_of_no_pair(known: Known, role: str) -> None:
    with acting_as(an_account("Jo Stone", role=role)), connection.cursor() as cursor:
        for asked in ("wall.pairs_waiting()", "wall.pair_in_hand(gen_random_uuid())", "wall.guarded_people()"):
            cursor.execute(f"SELECT count(*) FROM {asked}")
            assert cursor.fetchone() == (0,)


@pytest.mark.hazard("HZ-58")
def test_governance_counts_pairs_that_no_steward_may_see(known: Known, steward: Account) -> None:
    governance = an_account("Ivy Gray", role="information_governance")
    with acting_as(governance) as viewer:
        assert pairs.stuck(viewer).unseen == 0
    restrict(known, known.author)
    with acting_as(governance) as viewer:
        assert pairs.stuck(viewer).unseen > 0


@pytest.mark.hazard("HZ-44")
def test_nothing_a_judgement_joins_becomes_open_to_the_programs_team(linkage: Account, tmp_path) -> None:  # type: ignore[no-untyped-def]
    from tests.factories import place_of

    from onestory.people.models import Family

    known = a_family(an_account())
    stewards = [an_account(name, role="steward") for name in ("Sian Webb", "Ben Cole")]
    restrict(known, known.author, *stewards)
    colleague = an_account("Jo Stone", team=place_of(linkage).team)
    deliver(linkage, tmp_path, CHIDI)
    while taken(stewards[0]):
        say("same", by=stewards[0], why="One child")
        say("same", by=stewards[1], why="One child")
    links.link(name="school_census", by=linkage)
    with acting_as(colleague):
        assert not Family.objects.exists()
    with acting_as(linkage):
        assert Link.objects.filter(person=known.child, basis="judged", undone_at__isnull=True).exists()
        assert Family.objects.count() == 1


@pytest.mark.hazard("HZ-16")
def test_of_a_family_closed_since_a_word_is_not_taken_back_in_the_words_of_one_acted_on(
    known: Known, steward: Account
) -> None:
    say("different", by=steward)
    deny(known, steward)
    with acting_as(steward) as viewer, pytest.raises(Invalid, match="acted on"):
        judging.take_back(by=viewer)


@pytest.mark.hazard("HZ-80")
def test_a_word_taken_back_takes_the_pair_out_of_nobody_elses_hand(known: Known) -> None:
    one, other = an_account("Sian Webb", role="steward"), an_account("Ben Cole", role="steward")
    restrict(known, known.author, one, other)
    first = taken(one)
    say("same", by=one, why="The same mother")
    theirs = taken(other)
    assert first is not None
    assert theirs is not None
    assert first.id == theirs.id
    with acting_as(one) as viewer:
        judging.take_back(by=viewer)
        assert pairs.in_hand(viewer, first.id) is None
    with acting_as(other) as viewer:
        assert pairs.in_hand(viewer, theirs.id) is not None
