"""Two people, or two families, beside each other: what is known of each, and where it differs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from onestory.core.dates import show_date
from onestory.faces.workspace.people.presenters.person import in_full, where
from onestory.faces.workspace.wording import name_of
from onestory.people.models import Family, Membership
from onestory.ui.parts import Column, Table


@dataclass(frozen=True)
class Side:
    """One of the two: what it is called, and the families it is seen in."""

    name: str
    place: Membership
    families: Sequence[Family]


def of_people(kept: Side, merged: Side) -> Table:
    told: Iterable[tuple[str, Callable[[Side], Iterable[str]]]] = (
        ("Names", lambda one: (in_full(name) for name in one.place.person.all_names)),
        ("Born", _born),
        ("Died", lambda one: [one.place.person.died.show()] if one.place.person.died else []),
        ("Sex recorded at birth", lambda one: filter(None, [one.place.person.get_sex_display()])),
        ("Families", lambda one: (family.name for family in one.families)),
        ("In the family", lambda one: [one.place.get_role_display()]),
        ("Numbers", _numbers),
        ("Lives at", _homes),
        ("Reached by", lambda one: (where(point) for point in one.place.person.ways_to_reach)),
    )
    return _beside([(heading, list(read(kept)), list(read(merged))) for heading, read in told])


def of_families(kept: tuple[Family, list[Membership]], merged: tuple[Family, list[Membership]]) -> Table:
    return _beside(
        [
            ("Called", [kept[0].name], [merged[0].name]),
            ("People", [_member(one) for one in kept[1]], [_member(one) for one in merged[1]]),
            ("Started", [show_date(kept[0].created_at)], [show_date(merged[0].created_at)]),
        ],
    )


def _beside(told: list[tuple[str, list[str], list[str]]]) -> Table:
    rows = [(heading, one, other) for heading, one, other in told if one or other]
    return Table(
        caption="Both records beside each other", caption_hidden=True,
        columns=(Column(heading="Known"), Column(heading="Kept"), Column(heading="The other")),
        rows=tuple((_headed(heading, one, other), _said(one), _said(other)) for heading, one, other in rows),
    )  # fmt: skip


def _headed(heading: str, one: list[str], other: list[str]) -> str:
    return heading if sorted(one) == sorted(other) else f"{heading} (differs)"


def _said(values: list[str]) -> str:
    return "; ".join(values) or "Not known"


def _born(one: Side) -> list[str]:
    person = one.place.person
    due = f"due {show_date(person.due_on)}" if person.due_on and not person.born else ""
    guess = " (our best guess)" if person.born_estimated else ""
    return [f"{person.born.show()}{guess}"] if person.born else [due] if due else []


def _numbers(one: Side) -> Iterable[str]:
    for number in one.place.person.all_identifiers:
        checked = ", checked" if number.status == "verified" else ""
        yield f"{number.get_system_display()} {number.value}{checked}"


def _homes(one: Side) -> Iterable[str]:
    for home in one.place.person.homes:
        hidden = " (confidential)" if home.confidential else ""
        yield f"{home.address.lines}, {home.address.postcode}{hidden}"


def _member(one: Membership) -> str:
    born = one.person.born
    return f"{name_of(one)}, {one.get_role_display().lower()}" + (f", born {born.show()}" if born else "")
