"""Anything that anybody may do with requests, by chance; and what must hold of all of them, wherever it broke off."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from random import Random
from uuid import UUID

# The program is run by itself as well (`main`), before Django knows its settings: what needs them is imported when it is used.

# What was done, from what to what, as the declared table of states has it; and anything else, which leaves the state alone.
_STEPS = "SELECT * FROM (VALUES {rows}) s (act, before, after)"
WRONG = """
SELECT 'an owner that is none', r.id FROM support_request r WHERE num_nonnulls(r.owner_id, r.owner_team_id) <> 1
UNION ALL SELECT 'events that do not follow', r.id FROM support_request r
  WHERE r.changes <> (SELECT count(*) FROM support_requestevent e WHERE e.request_id = r.id AND e.number BETWEEN 1 AND r.changes)
UNION ALL SELECT 'a state that its last event does not explain', r.id FROM support_request r
  LEFT JOIN support_requestevent e ON e.request_id = r.id AND e.number = r.changes
  WHERE (r.state, r.owner_id, r.owner_team_id, r.team_id, r.next_on)
    IS DISTINCT FROM (e.state, e.owner_id, e.owner_team_id, e.team_id, e.next_on)
UNION ALL SELECT 'an event that does not follow the one before', e.request_id FROM support_requestevent e
  JOIN support_requestevent b ON b.request_id = e.request_id AND b.number = e.number - 1 WHERE e.before <> b.state
UNION ALL SELECT 'a step that no table names', e.request_id FROM support_requestevent e
  LEFT JOIN ({steps}) s ON (s.act, s.before, s.after) = (e.act, e.before, e.state) WHERE s.act IS NULL AND e.before <> e.state
UNION ALL SELECT 'an end without a reason', e.request_id FROM support_requestevent e
  WHERE e.state IN ({ends}) AND e.before <> e.state AND trim(e.why) = ''
UNION ALL SELECT 'offered to two', p.request_id FROM support_passing p WHERE p.state = 'offered' GROUP BY 2 HAVING count(*) > 1
UNION ALL SELECT 'offered, and ended', p.request_id FROM support_passing p JOIN support_request r ON r.id = p.request_id
  WHERE p.state = 'offered' AND r.state IN ({ends})
"""


def wrong() -> str:
    """SQL: whatever there is that must not be; no row, where all is well."""
    from onestory.support.request_states import ENDS, REQUEST

    rows = ", ".join(f"('{s.act}', '{before}', '{s.after}')" for s in REQUEST.steps for before in s.before or ("",))
    return WRONG.format(steps=_STEPS.format(rows=rows), ends=", ".join(f"'{one}'" for one in sorted(ENDS)))


class BrokeOff(Exception):
    """The power went, in the middle."""


def anything(by: object, chance: Random, *, others: list[UUID], breaks: bool = False) -> UUID | None:
    """One act by somebody, in a transaction of its own; the request it received, where it received one and all was kept."""
    from onestory.access.viewer import acting_as
    from onestory.core.errors import Invalid, NotThere

    try:
        with acting_as(by) as viewer:  # type: ignore[arg-type]
            made = chance.choice(_acts())(viewer, chance, others)
            if breaks:
                raise BrokeOff
            return made if isinstance(made, UUID) else None
    except (Invalid, NotThere, BrokeOff):
        return None


def _acts() -> list[Callable[..., object]]:
    often = [_receive, _look, _offer, _end, _pass, _answer]
    return [*often, *often, _receive, _take, _give_back, _again, _note, _take_back, _join, _start]


def _receive(viewer, chance, _):  # type: ignore[no-untyped-def]
    from tests.asking import HER_TEACHER, said

    from onestory.core.ids import uuid7
    from onestory.support.actions import requests

    new = said(asker=HER_TEACHER if chance.random() < 0.5 else None)
    done = chance.random() < 0.8
    return requests.receive(by=viewer, new=new, form_key=uuid7(), own=chance.random() < 0.6, finished=done)


def _one(viewer, chance):  # type: ignore[no-untyped-def]
    from onestory.core.errors import NotThere
    from onestory.support import request_queries

    found = list(request_queries.visible(viewer).order_by("pk"))
    if not found:
        raise NotThere("request")
    return chance.choice(found)


def _do(name: str, **said: object) -> Callable[..., object]:
    def act(viewer, chance, _):  # type: ignore[no-untyped-def]
        from onestory.support.actions import requests

        getattr(requests, name)(by=viewer, request=_one(viewer, chance), **said)

    return act


_look, _again, _take = _do("look_at"), _do("open_again"), _do("take", why="They are ill")
_give_back, _offer, _note = (
    _do("give_back", why="Back now"),
    _do("offer_help", what="A visit"),
    _do("note", text="Rang"),
)


def _end(viewer, chance, _):  # type: ignore[no-untyped-def]
    _do(chance.choice(["take_up", "find_other_help", "not_wanted"]), reason=chance.choice(["They said so", ""]))(
        viewer, chance, _
    )


def _pass(viewer, chance, others):  # type: ignore[no-untyped-def]
    from onestory.access.models import Account, Team
    from onestory.support.actions import passing

    to = {"to_account": Account.objects.get(pk=chance.choice(others))}
    if chance.random() < 0.4:
        to = {"to_team": chance.choice(list(Team.objects.order_by("pk")))}
    passing.offer(by=viewer, request=_one(viewer, chance), why="Nearer", **to)


def _answer(viewer, chance, _):  # type: ignore[no-untyped-def]
    from onestory.support import request_queries
    from onestory.support.actions import passing

    for offered in request_queries.offered_to(viewer, limit=1):
        if chance.random() < 0.6:
            passing.accept(by=viewer, passing=offered)
        else:
            passing.send_back(by=viewer, passing=offered, reason="Full")


def _take_back(viewer, chance, _):  # type: ignore[no-untyped-def]
    from onestory.support import request_queries
    from onestory.support.actions import passing

    offered = request_queries.passing_of(viewer, _one(viewer, chance))
    if offered:
        passing.take_back(by=viewer, passing=offered, reason="She came by")


def _join(viewer, chance, _):  # type: ignore[no-untyped-def]
    from onestory.support.actions import request_families

    one, other = _one(viewer, chance), _one(viewer, chance)
    request_families.join(by=viewer, request=one, other=other, reason="The same family")


def _start(viewer, chance, _):  # type: ignore[no-untyped-def]
    from tests.factories import person

    from onestory.support.actions import request_families

    request_families.start(by=viewer, request=_one(viewer, chance), everybody=[person("Ada")])


def main() -> None:
    """As many acts as there is time for, until this process is killed; each request that was kept is noted, and only then."""
    from onestory.config import installation

    installation.set_up_django()
    from onestory.access import knocking

    seed, journal, *accounts = sys.argv[1:]
    chance, others = Random(int(seed)), [UUID(one) for one in accounts]
    with Path(journal).open("a") as noted:
        while True:
            somebody = knocking.by_account(chance.choice(others))
            made = anything(somebody, chance, others=others, breaks=chance.random() < 0.1)
            if made:
                noted.write(f"{made}\n")
                noted.flush()
                os.fsync(noted.fileno())


if __name__ == "__main__":
    main()
