"""Random worlds: merging and undoing leaves every row as it was; what happens between is neither lost nor told of the other."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from tests.factories import a_family, an_account, person
from tests.merging import everything, put_together

from onestory.access.actions import grants, guarding
from onestory.access.models import Account
from onestory.access.viewer import Viewer, acting_as
from onestory.core.dates import PartialDate, today
from onestory.core.errors import Invalid, NotThere
from onestory.core.merging import Of
from onestory.people import queries
from onestory.people.actions import contact_points, facts, families, merging, people, relationships, residences
from onestory.people.actions.facts import Said
from onestory.people.inputs import NameGiven, NewAddress, SafeToUse
from onestory.people.merging import queries as merges
from onestory.people.models import ContactPoint, Fact, Family, Identifier, Merge, Person, PersonName, Residence
from onestory.story.actions import entries, sections
from onestory.support import planning
from onestory.support.actions import circle, episodes, goals, needs, plans
from onestory.support.actions.goals import Wanted
from onestory.support.actions.plans import Seen

pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class World:
    """Two families, and in them two children who may be one: in one family both, or each in their own."""

    keeper: Account
    second: Account
    families: tuple[UUID, UUID]
    homes: tuple[UUID, UUID]
    children: tuple[UUID, UUID]

    def of(self, viewer: Viewer, which: int) -> tuple[Family, Person]:
        """The family and the child as they are now: a merged one is the other."""
        led = merges.lead_to(viewer, (*self.families, *self.children))
        family = queries.family(viewer, led.get(self.homes[which], self.homes[which]))
        return family, Person.objects.get(pk=led.get(self.children[which], self.children[which]))


Act = Callable[[Viewer, World, Family, Person, int], object]


def _tell(viewer: Viewer, world: World, family: Family, child: Person, n: int) -> object:
    return facts.tell(by=viewer, about=child, key="good_at", value=f"Counting to {n % 3}", said=Said())


def _confirm(viewer: Viewer, world: World, family: Family, child: Person, n: int) -> object:
    told = Fact.objects.filter(person=child, ended_at__isnull=True).first()
    return told and facts.confirm(by=viewer, fact=told, said=Said())


def _name(viewer: Viewer, world: World, family: Family, child: Person, n: int) -> object:
    return people.rename(
        by=viewer, person=child, name=NameGiven(f"Chi{n % 3}", "Okafor", use="nickname" if n % 2 else "usual")
    )


def _correct(viewer: Viewer, world: World, family: Family, child: Person, n: int) -> object:
    name = PersonName.objects.filter(person=child).order_by("pk").last()
    return name and people.correct_name(by=viewer, name=name, to=NameGiven(f"Chid{n}", "Okafor", use=name.use))


def _number(viewer: Viewer, world: World, family: Family, child: Person, n: int) -> object:
    return people.add_identifier(
        by=viewer, person=child, system=Identifier.System.LOCAL, typed=f"H{n % 3}", issuer="housing"
    )


def _reach(viewer: Viewer, world: World, family: Family, child: Person, n: int) -> object:
    safe = SafeToUse(call=n % 2 == 0, text=True)
    kind = ContactPoint.Kind.PHONE
    return contact_points.add(
        by=viewer, person=child, kind=kind, typed=f"07700 90012{n % 2}", safe=safe, checked_on=today()
    )


def _move(viewer: Viewer, world: World, family: Family, child: Person, n: int) -> object:
    to = NewAddress(f"{n % 3} Quay", "PL1 1AA")
    return residences.move(by=viewer, family=family, people=[child], to=to, confidential=n % 4 == 0)


def _relate(viewer: Viewer, world: World, family: Family, child: Person, n: int) -> object:
    mother = family.memberships.filter(role="parent").order_by("pk")[0].person
    return relationships.relate(by=viewer, person=mother, other=child, kind=("parent", "carer")[n % 2])


def _write(viewer: Viewer, world: World, family: Family, child: Person, n: int) -> object:
    return entries.write(by=viewer, family=family, new=entries.NewEntry(f"Tea {n}", about=[child.pk]))


def _part(viewer: Viewer, world: World, family: Family, child: Person, n: int) -> object:
    based_on = max(
        (one.version for one in family.story_sections.filter(part="what_matters", voice="worker")), default=0
    )
    return sections.write(
        by=viewer, family=family, part="what_matters", voice="worker", text=f"W {n}", based_on=based_on
    )


def _born(viewer: Viewer, world: World, family: Family, child: Person, n: int) -> object:
    birth = people.Birth(born=PartialDate("2019-03-14") if n % 2 else None)
    return people.change_birth(by=viewer, person=child, birth=birth, sex="")


def _lead(viewer: Viewer, world: World, family: Family, child: Person, n: int) -> object:
    standing = family.circle.filter(ends_on__isnull=True).exists()
    return standing or circle.lead_from_the_start(by=viewer, family=family, account=world.keeper)


def _walk(viewer: Viewer, world: World, family: Family, child: Person, n: int) -> object:
    standing = family.episodes.filter(state="walking").first()
    if standing is None:
        return episodes.begin(by=viewer, family=family, level="targeted", why=f"Mornings {n}")
    level = ("universal", "targeted", "specialist")[n % 3]
    return level == standing.level or episodes.step(by=viewer, episode=standing, to=level, reason=f"So {n}")


def _plan(viewer: Viewer, world: World, family: Family, child: Person, n: int) -> object:
    goal = family.goals.filter(state="wanted").first()
    if goal is None:
        return goals.write(by=viewer, family=family, wanted=Wanted(words=f"Calm {n}"), said_by=child)
    needs.write_down(by=viewer, family=family, code=f"{n % 3 + 1}.1", evidence="So", person=child, goal=goal)
    seen = Seen(by=child, how="aloud")
    return plans.agree(by=viewer, family=family, seen=seen, digest=planning.plan(viewer, family).digest)


def _give(viewer: Viewer, world: World, family: Family, child: Person, n: int) -> object:
    return grants.give(by=viewer, family=family.pk, account=world.second.pk, sections=["shared", "health"][: n % 2 + 1])


def _deny(viewer: Viewer, world: World, family: Family, child: Person, n: int) -> object:
    who = an_account("Kept Out")
    return guarding.deny(by=viewer, family=family.pk, account=who.pk, kind="safety", reason="He frightens her")


def _join(viewer: Viewer, world: World, family: Family, child: Person, n: int) -> object:
    return families.join(by=viewer, family=family, person=child, role="child")


ACTS: tuple[Act, ...] = (
    _tell, _confirm, _name, _correct, _number, _reach, _move, _relate, _write, _part, _born, _lead, _walk, _plan,
    _give, _deny, _join,
)  # fmt: skip
acts = some.lists(some.tuples(some.integers(0, len(ACTS) - 1), some.integers(0, 1), some.integers(0, 11)), max_size=14)
drawn = settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def _make(together: bool) -> World:
    keeper, second = an_account(role="supervisor"), an_account(role="supervisor")
    one, other = a_family(keeper), a_family(keeper, name="Other")
    child = other.child
    with acting_as(keeper) as viewer:
        if together:
            family = queries.family(viewer, one.family.pk)
            child = families.add_person(by=viewer, family=family, new=person("Chidi", role="child"))
        for known in (one, other):
            grants.give(
                by=viewer, family=known.family.pk, account=second.pk, sections=["shared", "health", "home", "location"]
            )
    both = (one.family.pk, other.family.pk)
    homes = (one.family.pk, one.family.pk) if together else both
    return World(keeper, second, both, homes, (one.child.pk, child.pk))


def _act(viewer: Viewer, world: World, several: list[tuple[int, int, int]]) -> None:
    for act, which, n in several:
        family, child = world.of(viewer, which)
        try:
            with transaction.atomic():
                ACTS[act](viewer, world, family, child, n)
        except (Invalid, NotThere):
            continue


def _merge(world: World, of: Of) -> Merge | None:
    """None where the world that was drawn forbids it, as two homes kept to different people do."""
    kept, merged = world.families if of is Of.FAMILY else world.children
    try:
        with transaction.atomic(), acting_as(world.keeper) as viewer:
            merge = put_together(viewer, of, kept, merged)
        if merge.state == Merge.State.ASKED:
            with transaction.atomic(), acting_as(world.second) as viewer:
                merging.agree(by=viewer, merge=merge, plan=merging.plan(by=viewer, of=of, kept=kept, merged=merged))
    except Invalid:
        return None
    return merge


def _undo(world: World, merge: Merge) -> None:
    with acting_as(world.keeper) as viewer:
        merging.undo(by=viewer, merge=merge, reason="They are two after all")


@drawn
@given(before=acts, together=some.booleans(), of=some.sampled_from(Of))
def test_merging_and_undoing_is_as_if_nothing_had_been(before: Any, together: bool, of: Of) -> None:
    with transaction.atomic():
        world = _make(together)
        with acting_as(world.keeper) as viewer:
            _act(viewer, world, before)
        was = everything()
        if merge := _merge(world, of):
            _undo(world, merge)
            assert everything() == was
        transaction.set_rollback(True)


POINTERS = ("person_id", "family_id", "other_id", "child_id", "adult_id", "said_by_person_id", "words_by_id")


@drawn
@given(before=acts, since=acts, together=some.booleans(), of=some.sampled_from(Of))
def test_what_happens_between_is_kept_and_told_of_whom_it_was_told(
    before: Any, since: Any, together: bool, of: Of
) -> None:
    with transaction.atomic():
        world = _make(together)
        with acting_as(world.keeper) as viewer:
            _act(viewer, world, before)
        was = _by_number(everything())
        if merge := _merge(world, of):
            as_one = _by_number(everything())
            with acting_as(world.keeper) as viewer:
                _act(viewer, world, since)
            between = _by_number(everything())
            _undo(world, merge)
            now = _by_number(everything())
            assert was.keys() <= now.keys()
            assert between.keys() - as_one.keys() <= now.keys(), "something written since is gone"
            assert _pointing(was) == {number: of_whom for number, of_whom in _pointing(now).items() if number in was}
            merged = str(merge.merged_id)
            closed = {("access_denial", "family_id")}
            new = [(table, now[table, number]) for table, number in now.keys() - was.keys()]
            assert [t for t, row in new if merged in _of_whom(row) and (t, "family_id") not in closed] == []
        transaction.set_rollback(True)


def _by_number(rows: dict[str, list[str]]) -> dict[tuple[str, str], dict[str, Any]]:
    read = ((table, json.loads(row)) for table, several in rows.items() for row in several)
    return {(table, str(row["id"])): row for table, row in read if "id" in row}


def _of_whom(row: dict[str, Any]) -> list[Any]:
    return [row.get(column) for column in POINTERS]


def _pointing(rows: dict[tuple[str, str], dict[str, Any]]) -> dict[tuple[str, str], list[Any]]:
    return {number: _of_whom(row) for number, row in rows.items()}


def test_a_home_of_either_is_found_again() -> None:
    """That the worlds above can be merged at all: one that could not would prove nothing."""
    world = _make(together=False)
    with acting_as(world.keeper) as viewer:
        _act(viewer, world, [(ACTS.index(_move), which, 1) for which in (0, 1)])
    assert _merge(world, Of.PERSON)
    with acting_as(world.keeper):
        assert Residence.objects.filter(person=world.children[0]).count() == 2
