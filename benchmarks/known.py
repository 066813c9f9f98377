"""How quickly, and how well, "is this person already known?" is answered among SCALE (by default 100,000) simulated people.

    make bench NAME=known SCALE=1000000

A form at the front door says what a worker was told on the doorstep: a name, a date of birth and a postcode, no number, spoilt
at the rates of the city's own model, in three kinds. *Slips* are of the ear, the eye and the keyboard; *changed* has a surname,
a home or a name that was true once, or is used instead; *twins* are those of whom another was born on the same day in the same
family. Two usual ways of searching are run beside it, as in `find`.
The last line is one JSON object.
"""

from __future__ import annotations

import json
import os
import random
from collections.abc import Iterator
from typing import Any

from benchmarks import find, scale
from benchmarks.find import Took, share, spreads
from benchmarks.town import SEED, Town, index, opened, report, uid

EACH = int(os.environ.get("EACH", "400"))
WARM = int(os.environ.get("WARM", "2000"))
CHANGED = frozenset(("nickname", "old_surname", "old_address", "other_home"))
ALWAYS = frozenset(("accents_lost", "punctuation", "upper_case", "spacing"))
GONE = ("nhs_missing", "phone_missing", "postcode_missing", "birth_missing")


def main() -> None:
    with opened(scale.asked(100_000)) as town:
        index(town)
        print(json.dumps(measure(town)))


def measure(town: Town) -> dict[str, Any]:
    viewers = find.viewers_of()
    front = viewers["front door (every family)"]
    for _, said in _take(told(town.people, "any", random.Random(SEED + 5)), WARM):
        one_question(front, said)
    report(f"answered {WARM:,} other questions")
    result: dict[str, Any] = {"people": town.scale, "load_average": os.getloadavg(), "viewers": {}}
    for kind, viewer in viewers.items():
        visible = find.visible_to(town.server, viewer, town.people)
        result["viewers"][kind] = ask_as(viewer, visible)
        report(f"{kind}: {json.dumps(result['viewers'][kind])}")
    result["baselines"] = find.baselines(town.server, viewers, town.people)
    return result


def ask_as(account: Any, people: list[Any]) -> dict[str, Any]:
    took: list[Took] = []
    by_kind = {kind: ask_about(account, people, kind, took) for kind in ("slips", "changed", "twins")}
    unknown, unknown_took = strangers(account)
    return {**spreads(took), "unknown": spreads(unknown_took), "unknown_recognised": unknown, "by_kind": by_kind}


def ask_about(account: Any, people: list[Any], kind: str, times: list[Took]) -> dict[str, Any]:
    first_five, right, wrong = [], [], []
    for person, said in _take(told(people, kind, random.Random(SEED)), EACH):
        took, found = one_question(account, said)
        times.append(took)
        ids, known = [each.person for each in found], bool(found and found[0].certain)
        first_five.append(uid("person", person.id) in ids[:5])
        right.append(known and ids[0] == uid("person", person.id))
        wrong.append(known and not right[-1])
        if os.environ.get("SHOW_MISSES") and not first_five[-1]:
            report(f"missed {said}: {person.given} {person.family} {person.born}")
    return {"first_five": share(first_five), "known_and_right": share(right), "known_and_wrong": share(wrong)}


def strangers(account: Any) -> tuple[float, list[Took]]:
    """People of another simulated city: nobody here is them, however alike."""
    from onestory.city.simulation import simulate

    others = [p for p in simulate(people=3_000, years=1, seed=SEED + 1).people if p.died is None]
    took, recognised = [], []
    for _, said in _take(told(others, "any", random.Random(SEED + 2)), EACH * 2):
        time, found = one_question(account, said)
        took.append(time)
        recognised.append(not (found and found[0].certain))
    return share(recognised), took


def told(people: list[Any], kind: str, chance: random.Random) -> Iterator[tuple[Any, Any]]:
    """People and what is said of them, endlessly: a name, a date of birth and a postcode, none of them always."""
    from onestory.city import errors
    from onestory.city.simulation import LAST_DAY

    twins = _twins(people) if kind == "twins" else people
    while True:
        person = chance.choice(twins)
        others = errors.others_of(person, LAST_DAY)
        spoilt = errors.corrupt(
            errors.of(person, LAST_DAY), rng=chance, rates=errors.RATES[errors.EARLY_HELP], others=others
        )
        struck = set(spoilt.errors) - ALWAYS - set(GONE)
        if (kind == "slips" and (not struck or struck & CHANGED)) or (kind == "changed" and not struck & CHANGED):
            continue
        yield person, _said(spoilt.details)


def _twins(people: list[Any]) -> list[Any]:
    """Everybody of whom another has the same mother and the same birthday."""
    by_birth: dict[Any, list[Any]] = {}
    for person in people:
        if person.mother is not None:
            by_birth.setdefault((person.mother, person.born), []).append(person)
    return [one for several in by_birth.values() if len(several) > 1 for one in several]


def _said(details: Any) -> Any:
    """As a form hands it over: a box that cannot be read is an empty box."""
    from onestory.core.dates import PartialDate
    from onestory.core.names import PersonName
    from onestory.people.finding import known

    read = known.readable({"postcode": details.postcode})
    born = PartialDate(details.born.isoformat()) if details.born else None
    return known.Said(name=PersonName(given=details.given, family=details.family), born=born, **read)


def _take(several: Iterator[tuple[Any, Any]], count: int) -> Iterator[tuple[Any, Any]]:
    return (pair for pair, _ in zip(several, range(count), strict=False))


def one_question(account: Any, said: Any) -> tuple[Took, list[Any]]:
    """The whole of a question, from opening the viewer's transaction to its end, without the audit a page also writes."""
    from onestory.people.finding import queries

    return find.timed_as(account, lambda viewer: queries.look_alikes(viewer=viewer, said=said))


if __name__ == "__main__":
    main()
