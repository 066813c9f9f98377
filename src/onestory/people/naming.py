"""What to call somebody, of the names they have gone by."""

from __future__ import annotations

from collections.abc import Iterable

from onestory.core import names
from onestory.people.models import Person, PersonName


def usual(called: Iterable[PersonName]) -> str:
    """The name people use for them: "Ada Lovelace"; the newest there is where none is marked as usual."""
    known = list(called)
    if not known:
        return "Somebody"
    chosen = max(known, key=lambda name: (name.use == Person.NameUse.USUAL, name.ends_on is None, name.pk))
    return names.show(names.PersonName(given=chosen.given, family=chosen.family))
