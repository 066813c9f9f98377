"""Who is put in a family, and who lives where: only by somebody who sees of them what the others would then see."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from tests.factories import Known, a_family, a_team, an_account, as_superuser
from tests.safety import acting
from tests.safety.acting import ALL, DONE, ENDING, LATER, NOW, OVER, REFUSED, answer, refusal

from onestory.access.models import Account
from onestory.access.viewer import acting_as
from onestory.core.ids import uuid7
from onestory.people import queries
from onestory.people.actions import residences
from onestory.people.inputs import NewAddress

pytestmark = [pytest.mark.django_db, pytest.mark.hazard("HZ-24"), pytest.mark.hazard("HZ-26")]
SOME = ("shared", "health")


class Two:
    """Two families of other people, and somebody who brings the mother of one into the other."""

    def __init__(self) -> None:
        self.hers, self.new = a_family(an_account("Ada Author")), a_family(an_account("Noa Author"), surname="Reed")
        for known in (self.hers, self.new):
            self.over(known)
        self.me = an_account("Bea Bringer")

    def over(self, known: Known) -> None:
        """Whoever began the record sees it no longer: nothing but what a test gives counts."""
        as_superuser(
            f"UPDATE access_grant SET starts_at = {OVER[0]}, ends_at = {OVER[1]} WHERE family_id = {{}}",
            known.family.pk,
        )

    def left(self, day: str) -> None:
        as_superuser(f"UPDATE people_membership SET ends_on = {day} WHERE person_id = {{}}", self.hers.mother.pk)

    def brings(self) -> bool:
        with acting_as(self.me):
            return bool(answer("SELECT wall.may_bring(%s, %s)", self.hers.mother.pk, self.new.family.pk)[0][0])


def bringing(
    mine: tuple[str, ...] = ALL, here: tuple[str, ...] = SOME, *, span: tuple[str, str] = NOW, here_span: tuple[str, str] = NOW,
    reason: str = "circle", here_reason: str = "circle",
) -> Callable[[Two], None]:  # fmt: skip
    """What the bringer sees of her family, and what of the one she joins."""

    def write(two: Two) -> None:
        if mine:
            acting.grant(two.hers, two.me, mine, span=span, reason=reason)
        if here:
            acting.grant(two.new, two.me, here, span=here_span, reason=here_reason)

    return write


def and_(*steps: Callable[[Two], Any]) -> Callable[[Two], None]:
    return lambda two: [step(two) for step in steps] and None


def others(sections: tuple[str, ...], *, span: tuple[str, str] = NOW) -> Callable[[Two], Any]:
    return lambda two: acting.grant(two.new, an_account(), sections, span=span)


def elsewhere(two: Two) -> None:
    """She is of a third family too, of which the bringer sees nothing."""
    third = a_family(an_account(), surname="Moss")
    as_superuser(
        "UPDATE people_membership SET person_id = {} WHERE person_id = {}", two.hers.mother.pk, third.mother.pk
    )


def of_both(day: str) -> Callable[[Two], None]:
    """She belongs, or belonged, to the family she is brought into."""

    def write(two: Two) -> None:
        as_superuser(
            f"UPDATE people_membership SET person_id = {{}}, ends_on = {day} WHERE person_id = {{}}",
            two.hers.mother.pk, two.new.mother.pk,
        )  # fmt: skip

    return write


OPEN_ENDED = ("now() - interval '3 days'", "now() + interval '2 minutes'")
BRINGING: dict[str, tuple[Callable[[Two], None], bool]] = {
    "who sees both": (bringing(), True),
    "who sees nothing of her": (bringing(()), False),
    "who sees nothing of the family she joins": (bringing(here=()), False),
    "who sees her no longer": (bringing(span=OVER), False),
    "who does not see her yet": (bringing(span=LATER), False),
    "who sees the family no longer": (bringing(here_span=OVER), False),
    "who sees less of her than is seen there": (bringing(("shared",)), False),
    "who sees of her just what is seen there": (bringing(SOME), True),
    "where others see more than the bringer": (and_(bringing(SOME), others(ALL)), False),
    "where others saw more": (and_(bringing(SOME), others(ALL, span=OVER)), True),
    "where others will see more": (and_(bringing(SOME), others(ALL, span=LATER)), True),
    "where others see less": (and_(bringing(SOME), others(("shared",))), True),
    "who sees her for less long than it is seen": (bringing(span=ENDING), False),
    "who sees her as long as it is seen": (bringing(span=ENDING, here_span=ENDING), True),
    "who sees her for longer than it is seen": (bringing(span=OPEN_ENDED, here_span=ENDING), True),
    "who sees her for less long than others did": (
        and_(bringing(span=ENDING, here_span=ENDING), others(SOME, span=OVER)), True
    ),
    "who sees her for less long than others will": (
        and_(bringing(span=ENDING, here_span=ENDING), others(SOME, span=LATER)), True
    ),
    "who sees her for less long than another family is seen": (
        and_(bringing(span=ENDING, here_span=ENDING), lambda two: acting.grant(two.hers, an_account())), True
    ),
    "who sees her in an emergency": (bringing(reason="break_glass", span=OPEN_ENDED, here_span=ENDING), False),
    "who sees the family in an emergency": (bringing(here_reason="break_glass", here_span=ENDING), True),
    "who left": (and_(bringing(), lambda two: two.left("current_date - 1")), False),
    "who leaves today": (and_(bringing(), lambda two: two.left("current_date")), True),
    "of another family as well": (and_(bringing(), elsewhere), True),
    "of another family as well, seeing less": (and_(bringing(("shared",)), elsewhere), False),
    "who belongs to it already": (and_(bringing((), ("shared",)), of_both("NULL"), others(ALL)), True),
    "who belonged to it": (and_(bringing((), ("shared",)), of_both("current_date - 1"), others(ALL)), False),
    "who leaves it today": (and_(bringing((), ("shared",)), of_both("current_date"), others(ALL)), True),
}  # fmt: skip


@pytest.mark.parametrize("what", BRINGING)
def test_somebody_is_brought_into_a_family_by_those(what: str) -> None:
    two = Two()
    circumstance, expected = BRINGING[what]
    circumstance(two)
    assert two.brings() is expected


def a_person(by: Account) -> Any:
    made = uuid7()
    as_superuser(
        "INSERT INTO people_person (id, created_at, updated_at, born, born_estimated, died, sex, created_by_id)"
        " VALUES ({}, now(), now(), NULL, false, NULL, '', {})", made, by.pk,
    )  # fmt: skip
    return made


def test_whoever_wrote_somebody_down_puts_them_in_their_first_family_and_nobody_else_does() -> None:
    two = Two()
    bringing(())(two)
    mine, another = a_person(two.me), a_person(an_account())
    with acting_as(two.me):
        asked = "SELECT wall.may_join(%s), wall.may_bring(%s, %s)"
        assert answer(asked, mine, mine, two.new.family.pk) == [(True, True)]
        assert answer(asked, another, another, two.new.family.pk) == [(False, False)]
        assert answer(asked, mine, mine, two.hers.family.pk) == [(True, False)]


def test_whom_one_wrote_down_is_no_longer_ones_own_once_in_a_family() -> None:
    two = Two()
    as_superuser("UPDATE people_person SET created_by_id = {} WHERE id = {}", two.me.pk, two.hers.mother.pk)
    with acting_as(two.me):
        assert answer("SELECT wall.may_join(%s)", two.hers.mother.pk) == [(False,)]


def test_whoever_left_is_written_of_by_nobody_there() -> None:
    two = Two()
    bringing()(two)
    with acting_as(two.me):
        assert answer("SELECT wall.may_join(%s)", two.hers.mother.pk) == [(True,)]
    two.left("current_date - 1")
    with acting_as(two.me):
        assert answer("SELECT wall.may_join(%s)", two.hers.mother.pk) == [(False,)]
    two.left("current_date")
    with acting_as(two.me):
        assert answer("SELECT wall.may_join(%s)", two.hers.mother.pk) == [(True,)]


@pytest.mark.hazard("HZ-22")
@pytest.mark.parametrize("confidential", [False, True])
@pytest.mark.parametrize("sections", [(), SOME, ALL])
@pytest.mark.parametrize("left", ["NULL", "current_date", "current_date - 1"])
def test_a_home_is_moved_into_by_those_who_see_that_somebody_lives_there(
    sections: tuple[str, ...], confidential: bool, left: str
) -> None:
    two = Two()
    author = two.hers.author
    acting.grant(two.hers, author)
    with acting_as(author) as viewer:
        residences.move(
            by=viewer, family=queries.family(viewer, two.hers.family.pk), people=[two.hers.mother],
            to=NewAddress("1 Quay", "PL1 1AA"), confidential=confidential,
        )  # fmt: skip
        lived = answer("SELECT address_id FROM people_residence")[0][0]
    bringing(sections)(two)
    two.left(left)
    with acting_as(two.me):
        seen = bool(sections) and left != "current_date - 1" and (not confidential or "location" in sections)
        assert answer("SELECT wall.may_live_at(%s), wall.may_live_at(%s)", lived, uuid7()) == [(seen, True)]


OPENING = "SELECT wall.open_family(%s, '{shared}', %s::uuid[], '{shared}')"


def a_new_family(by: Account) -> Any:
    made = uuid7()
    as_superuser(
        "INSERT INTO people_family (id, created_at, name, created_by_id) VALUES ({}, now(), 'New', {})", made, by.pk
    )
    return made


def test_a_family_is_opened_to_its_author_once_and_to_nobody_else() -> None:
    me = an_account()
    made, other = a_new_family(me), a_new_family(an_account())
    acting.grant(a_family(me), an_account())
    with acting_as(me):
        assert refusal(OPENING, other, []) == REFUSED
        assert refusal(OPENING, uuid7(), []) == REFUSED
        assert refusal(OPENING, made, []) == DONE
    acting.plant(
        "access_grant", OVER, family_id=made, account_id=me.pk, reason="started", sections=["shared"], given_by_id=me.pk
    )
    with acting_as(me):
        assert refusal(OPENING, made, []) == REFUSED


def test_a_new_family_is_opened_to_ones_own_teams_alone() -> None:
    team, other = a_team(), a_team()
    me, colleague, stranger = an_account(team=team), an_account(team=team), an_account(team=other)
    made = a_new_family(me)
    with acting_as(me):
        from django.db import connection

        with connection.cursor() as cursor:
            cursor.execute(OPENING, [made, [team.pk, other.pk]])
    for who, seen in ((me, 1), (colleague, 1), (stranger, 0)):
        with acting_as(who):
            assert answer("SELECT count(*) FROM people_family WHERE id = %s", made) == [(seen,)]


@pytest.mark.parametrize("role", ["linkage", "administrator", "supervisor", "practitioner"])
def test_what_a_program_brought_is_opened_to_its_teams_by_the_program(role: str) -> None:
    team, other = a_team(), a_team()
    program = an_account(role=role, team=team)
    acting.place(program, a_team(), role, span=OVER)
    acting.place(program, other, role, span=LATER)
    made, _ = a_new_family(program), a_new_family(an_account())
    a_new_family(program)
    acting.plant(
        "access_grant", family_id=made, team_id=team.pk, reason="team", sections=["shared"], given_by_id=program.pk
    )
    again = a_new_family(program)
    acting.plant(
        "access_grant", family_id=again, team_id=other.pk, reason="team", sections=["shared"], given_by_id=program.pk
    )
    with acting_as(program):
        found = answer("SELECT wall.open_brought('{shared}')")
    assert found == ([(2,)] if role == "linkage" else REFUSED)
