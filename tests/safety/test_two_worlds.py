"""Worlds that differ in a secret alone answer alike whoever it is kept from, in every byte and number of statements.

What a search for tokens cannot see shows here: a count, an order, a button, a line that is missing. The steps are drawn by
Hypothesis, the same ones each time; `ONESTORY_STEPS=5000` draws so many, and others each time.

Where the worlds part, the walk that found it is told as it was drawn. `ONESTORY_SHORTEN=yes` has Hypothesis look for a shorter
one, which asks both worlds again for minutes, and looks like a test that hangs.
"""

from __future__ import annotations

import difflib
import os
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any
from unittest import mock

import pytest
from django.db import connection
from django.urls import reverse
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test
from tests.safety.worlds.pair import Pair, standing

from onestory.faces.workspace.family import presenters
from onestory.safety.canaries import forms, pages
from onestory.safety.canaries.asking import WORTH_TYPING
from onestory.safety.canaries.driving import Drive
from onestory.safety.canaries.world import BY_KEY
from onestory.safety.declared import Opening

STEPS = int(os.environ.get("ONESTORY_STEPS", "60"))
AT_ONCE = 20
PHASES = [Phase.generate, *([Phase.shrink] if os.environ.get("ONESTORY_SHORTEN") == "yes" else [])]

# To whom part of the family is open, and what of it is open to none of them.
PARTLY = ("in_circle", "volunteer_in_circle", "other_home", "other_parent")
# To whom nothing of it is: for them, everything differs.
OUTSIDE = (
    "practitioner",
    "not_named",
    "denied",
    "supervising",
    "same_team",
    "by_agreement",
    "another_parent",
    "administrator",
)


def _of_none_of(actors: tuple[str, ...]) -> Any:
    return lambda open_to: not any(needed <= BY_KEY[actor].sees for actor in actors for needed in open_to)


@pytest.fixture(scope="module")
def hidden(django_db_blocker: Any) -> Iterator[Pair]:
    """The address, whatever tells of it, safeguarding, what a young person said, and who works with them."""
    with django_db_blocker.unblock(), standing("near", differs=_of_none_of(PARTLY)) as pair:
        yield pair


@pytest.fixture(scope="module")
def everything(django_db_blocker: Any) -> Iterator[Pair]:
    with django_db_blocker.unblock(), standing("far", differs=_of_none_of(OUTSIDE)) as pair:
        yield pair


def tell_apart(pair: Pair, actor: str, method: str, path: str, data: Mapping[str, Any] | None = None) -> str:
    """Where the answers of both worlds part, in a line or two; nothing where they are alike."""
    here, there = pair.ask(actor, method, path, data)
    if here == there:
        return ""
    lines = difflib.unified_diff(here.splitlines(), there.splitlines(), "one world", "the other", lineterm="", n=1)
    return "\n".join([f"{actor}: {method} {path} {data or ''}", *islice(lines, 14)])


COUNTS = {
    "people-TOTAL_FORMS": "1",
    "people-INITIAL_FORMS": "0",
    "people-MIN_NUM_FORMS": "1",
    "people-MAX_NUM_FORMS": "20",
}
REASON = "They have asked me for help with the school."
FAMILY = st.sampled_from(["protected", "ordinary"])
QUERY = st.sampled_from(["", "?kind=note", "?page=2", "?after=x", "?order=-created_at"])
WHICH = st.integers(0, 9_999)
# A value of either world: whole, as far as it is typed, or in small letters.
TYPED = st.tuples(WHICH, st.sampled_from([slice(None), slice(6), slice(4)]), st.booleans())
Typed = tuple[int, slice, bool]


class Walk(RuleBasedStateMachine):
    """Walks both worlds as one actor, step by step. Whoever runs it says in which pair, and as whom."""

    pair: Pair
    actors: tuple[str, ...]

    @initialize(which=WHICH)
    def begin(self, which: int) -> None:
        self.actor = self.actors[which % len(self.actors)]
        self.drive = Drive(self.pair.world)
        self.values = [one.value for side in self.pair.sides if side.world for one in side.world.worth(*WORTH_TYPING)]
        self.both = self.pair.together()
        self.both.__enter__()

    def teardown(self) -> None:
        if hasattr(self, "both"):
            self.both.__exit__(None, None, None)

    def step(self, method: str, path: str, data: Mapping[str, Any] | None = None) -> None:
        told = tell_apart(self.pair, self.actor, method, path, data)
        assert not told, told

    def value(self, typed: Typed) -> str:
        which, part, small = typed
        value = self.values[which % len(self.values)][part]
        return value.lower() if small else value

    def address(self, method: str, which: int, family: str, things: str) -> tuple[Opening, str, Mapping[str, Any]]:
        openings = [one for one in pages.within("workspace", "portal") if method in one.door.methods]
        of, mixed = getattr(self.pair.world, family), getattr(self.pair.world, things)
        opening = openings[which % len(openings)]
        filled = next(pages.arguments(self.drive, opening, self.actor, of=of, mixed=mixed))
        return opening, pages.path(opening, filled), filled

    @rule(which=WHICH, family=FAMILY, things=FAMILY, query=QUERY)
    def open_a_page(self, which: int, family: str, things: str, query: str) -> None:
        self.step("GET", self.address("GET", which, family, things)[1] + query)

    @rule(which=WHICH, family=FAMILY, filled_in=st.booleans())
    def send_a_form(self, which: int, family: str, filled_in: bool) -> None:
        opening, path, filled = self.address("POST", which, family, family)
        with self.pair.sides[0].entered():
            of = getattr(self.pair.world, family)
            data = forms.data(self.drive, opening, self.actor, filled, of) if filled_in else {}
        self.step("POST", path, data)

    @rule(q=TYPED)
    def find(self, q: Typed) -> None:
        self.step("POST", reverse("workspace:find"), {"q": self.value(q)})

    @rule(find=TYPED)
    def join(self, find: Typed) -> None:
        where = reverse("workspace:join_person", args=[self.pair.world.ordinary.family])
        self.step("POST", where, {"find": self.value(find)})

    @rule(given=TYPED, family=TYPED, postcode=TYPED, phone=TYPED)
    def start_a_record(self, given: Typed, family: Typed, postcode: Typed, phone: Typed) -> None:
        row = {"given": self.value(given), "family": self.value(family), "born": "17 2 1987", "role": "parent"}
        home = {"postcode": self.value(postcode), "phone": self.value(phone), "lines": self.value(given)}
        person = {f"people-0-{box}": typed for box, typed in row.items()}
        self.step("POST", reverse("workspace:start_alike", args=[0]), {**COUNTS, **person, **home})

    @rule(given=TYPED, family=TYPED, postcode=TYPED)
    def ask_who_is_alongside(self, given: Typed, family: Typed, postcode: Typed) -> None:
        asked = {
            "name": f"{self.value(given)} {self.value(family)}",
            "born": "17 2 1987",
            "why": "met",
            "reason": REASON,
        }
        self.step("POST", reverse("workspace:alongside"), {**asked, "postcode": self.value(postcode)})

    @rule(family=TYPED, postcode=TYPED)
    def say_whom_one_knows(self, family: Typed, postcode: Typed) -> None:
        knows = {"kind": "friend", "given": "Ann", "family": self.value(family), "postcode": self.value(postcode)}
        self.step("POST", reverse("workspace:people_you_know"), knows)


def walk(pair: Pair, actors: tuple[str, ...]) -> None:
    run_state_machine_as_test(
        type("Walking", (Walk,), {"pair": pair, "actors": actors}),
        settings=settings(
            max_examples=max(STEPS // AT_ONCE, 1), stateful_step_count=AT_ONCE, deadline=None, database=None, phases=PHASES,
            derandomize="ONESTORY_STEPS" not in os.environ, suppress_health_check=list(HealthCheck), print_blob=True,
        ),
    )  # fmt: skip


@pytest.mark.hazard("HZ-01")
@pytest.mark.hazard("HZ-22")
@pytest.mark.hazard("HZ-27")
def test_what_is_hidden_changes_nothing_for_those_who_see_the_rest(hidden: Pair) -> None:
    walk(hidden, PARTLY)


@pytest.mark.hazard("HZ-16")
@pytest.mark.hazard("HZ-21")
@pytest.mark.hazard("HZ-25")
def test_a_family_that_is_closed_changes_nothing_for_those_it_is_closed_to(everything: Pair) -> None:
    walk(everything, OUTSIDE)


@pytest.mark.hazard("HZ-17")
def test_who_looked_says_alike_to_the_other_parent_wherever_they_live(hidden: Pair) -> None:
    with hidden.together():
        told = [
            tell_apart(hidden, "other_parent", "GET", reverse(f"portal:{name}"))
            for name in ("own", "sharing", "looked")
        ]
    assert told == ["", "", ""]


@pytest.mark.hazard("HZ-24")
def test_a_worker_of_the_childs_other_home_learns_nothing_of_the_first(hidden: Pair) -> None:
    world = hidden.world
    child = reverse("workspace:person", args=[world.protected.family, world.protected.people["child_id"]])
    with hidden.together():
        told = [tell_apart(hidden, "other_home", "GET", path) for path in (child, reverse("workspace:families"))]
    assert told == ["", ""]


def test_the_worlds_do_differ_for_whom_the_secret_is(hidden: Pair) -> None:
    page = reverse("workspace:family", args=[hidden.world.protected.family])
    with hidden.together():
        assert tell_apart(hidden, "author", "GET", page)


def test_how_many_hidden_things_there_are_would_be_seen(hidden: Pair) -> None:
    """A leak planted on purpose: how many entries there are, whoever may read them. It must be told apart, or nothing is."""
    page = reverse("workspace:family", args=[hidden.world.protected.family])
    shown = presenters.own_words

    def leaking(family: Any, *asked: Any, **more: Any) -> Any:
        family.name = f"{family.name} {_all_entries()}"
        return shown(family, *asked, **more)

    with hidden.together(), mock.patch.object(presenters, "own_words", leaking):
        assert tell_apart(hidden, "in_circle", "GET", page)


def _all_entries() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT how_many_entries()")
        return int(cursor.fetchone()[0])
