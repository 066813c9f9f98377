"""By statements of one's own: putting a worry off until nobody remembers it."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone
from tests.factories import a_family, an_account

from onestory.access.viewer import acting_as
from onestory.people import queries as people
from onestory.support.actions import worries

pytestmark = [pytest.mark.django_db, pytest.mark.hazard("HZ-36")]
NEW = worries.NewWorry(seen="A bruise on his arm", urgency="today", told="unsafe", why_untold="He is afraid of him")


@pytest.mark.parametrize("when", ["'infinity'", "now() + interval '60 days'"])
def test_no_worry_is_put_off_until_nobody_remembers_it(when: str) -> None:
    """Whoever has it could not end it without a reason, and made it wait for ever: nobody is called before its time."""
    author = an_account()
    known = a_family(author)
    with acting_as(author) as viewer:
        family = people.family(viewer, known.family.pk)
        worries.raise_worry(by=viewer, family=family, new=NEW, now=timezone.now())
        with pytest.raises(DatabaseError, match="row-level"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"UPDATE support_worry SET due_at = {when}")
