"""Rows of working together: what waits, who stands in, and what somebody who left handed over."""

from __future__ import annotations

from tests.factories import an_account, as_superuser

from onestory.access.models import Account
from onestory.access.viewer import Viewer
from onestory.core.dates import today
from onestory.people.models import Family
from onestory.support.actions import deputies, tasks


def everything(viewer: Viewer, family: Family) -> None:
    tasks.promise(by=viewer, family=family, title="Ring school", due_on=today())
    author, away = Account.objects.get(pk=viewer.account_id), an_account("Lou Park")
    deputies.stand_in(by=viewer, away=author, deputy=away, since=today(), until=today())
    as_superuser(
        "INSERT INTO support_handover (id, created_at, kind, subject_id, left_id, to_account_id, closed_by_id)"
        " VALUES (gen_random_uuid(), now(), 'task', gen_random_uuid(), {}, {}, {})",
        away.pk, author.pk, author.pk,
    )  # fmt: skip
