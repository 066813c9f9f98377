"""Which families had which past, with whom: each story is lived through once and printed for all the others."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random
from uuid import UUID

from onestory.access.models import Account
from onestory.city.past import PASTS, Past
from onestory.config.demo.past import living, printing
from onestory.config.demo.past.living import Cast
from onestory.config.demo.past.printing import Copy


@dataclass(frozen=True)
class Worker:
    """Somebody who may lead or join, by what their account is called."""

    account: UUID
    name: str


def fill(
    *, opener: Account, cast: Sequence[Account], workers: Sequence[Worker], families: Sequence[UUID],
    pasts: Sequence[Past] = PASTS, seed: int = 7,
) -> int:  # fmt: skip
    """Every family of these has a past from now on; the first of each story by the acts themselves. Returns how many rows.

    `opener` sees them all; `cast` are the lead and the other of the stories that are lived through.
    """
    chance = Random(seed)  # noqa: S311 - repeatable, not secret
    by_past = _shared_out(families, pasts, chance)
    people = Cast(opener, *cast)
    rows = 0
    for past, theirs in by_past.items():
        if not theirs:
            continue
        first, others = theirs[0], theirs[1:]
        lived = printing.catch(lambda past=past, first=first: living.live(past, cast=people, family=first))  # type: ignore[misc]
        copies = _copies(past, first, others, cast=people, workers=workers, chance=chance)
        rows += lived.rows + printing.print_all(lived, copies)
    return rows


def _shared_out(families: Sequence[UUID], pasts: Sequence[Past], chance: Random) -> dict[Past, list[UUID]]:
    found: dict[Past, list[UUID]] = {past: [] for past in pasts}
    weights = [past.often for past in pasts]
    for family in families:
        found[chance.choices(pasts, weights)[0]].append(family)
    return found


def _copies(
    past: Past, first: UUID, others: Sequence[UUID], *, cast: Cast, workers: Sequence[Worker], chance: Random
) -> Iterator[Copy]:
    for number, family in enumerate(others):
        # In turn, so that nobody has many more than anybody else.
        lead = workers[number % len(workers)]
        other = workers[(number + 1 + chance.randrange(len(workers) - 1)) % len(workers)]
        yield Copy(
            ids={first: family, cast.lead.pk: lead.account, cast.other.pk: other.account},
            names={cast.lead.name: lead.name, cast.other.name: other.name},
            # In whole weeks: what fell due on a Monday does so in every copy.
            earlier=7 * chance.randrange(past.ago // 7 + 1),
        )
