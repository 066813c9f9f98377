"""People write of two records while somebody puts them together and takes them apart, over and over; run by `test_merging_races`.

Each is a process of its own, and the database a real one. What a writer was told is kept is printed, and so is what stands.
"""

from __future__ import annotations

import json
import random
import sys
from multiprocessing import get_context
from multiprocessing.synchronize import Event
from uuid import UUID

from onestory.config import installation

WRITERS, ROUNDS, ENOUGH = 3, 12, 40


def _write(number: int, author: UUID, family: UUID, ones: list[UUID], stop: Event, told: list[str]) -> None:
    installation.set_up_django()
    from django.db import DatabaseError

    from onestory.access import knocking
    from onestory.access.viewer import acting_as
    from onestory.core.errors import Invalid, NotThere
    from onestory.people import queries
    from onestory.people.actions import facts
    from onestory.people.actions.facts import Said

    chance, turn = random.Random(number), 0
    account = knocking.by_account(author)
    assert account
    while not stop.is_set():
        turn += 1
        word = f"{number}-{turn}"
        try:
            with acting_as(account) as viewer:
                person = queries.membership(viewer, queries.family(viewer, family), chance.choice(ones)).person
                facts.tell(by=viewer, about=person, key="good_at", value=word, said=Said())
        except (DatabaseError, Invalid, NotThere):
            continue
        told.append(word)


def main() -> None:
    installation.set_up_django()
    from tests.factories import an_account
    from tests.merging import put_together, two_of_one

    from onestory.access.viewer import acting_as
    from onestory.core.errors import Invalid
    from onestory.core.merging import Of
    from onestory.people.actions import merging
    from onestory.people.models import Fact

    two = two_of_one(an_account("Kit Keeper", role="supervisor"))
    context = get_context("spawn")
    with context.Manager() as manager:
        stop, told = context.Event(), manager.list()
        ones = [two.kept.pk, two.merged.pk]
        writers = [
            context.Process(target=_write, args=(number, two.keeper.pk, two.family.pk, ones, stop, told))
            for number in range(WRITERS)
        ]
        for writer in writers:
            writer.start()
        done = refused = 0
        while done < ROUNDS or len(told) < ENOUGH:
            try:
                with acting_as(two.keeper) as viewer:
                    merge = put_together(viewer, Of.PERSON, *(ones if done % 2 else reversed(ones)))
                with acting_as(two.keeper) as viewer:
                    merging.undo(by=viewer, merge=merge, reason="They are two after all")
                done += 1
            except Invalid:
                refused += 1
        stop.set()
        for writer in writers:
            writer.join()
        with acting_as(two.keeper):
            stands = sorted(Fact.objects.filter(person__in=ones).values_list("value", flat=True))
        json.dump({"told": sorted(told), "stands": stands, "refused": refused}, sys.stdout)


if __name__ == "__main__":
    main()
