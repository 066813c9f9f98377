"""Every kind of row about a family, read, changed and added by everybody who could look, beside a model in plain Python.

The statements are the application's own role's, with no condition of ours in them: what comes back is what the walls leave.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, models, transaction
from tests.factories import a_family, a_team, an_account, as_superuser
from tests.safety.rows import HEALTH, SHARED, Eyes, Given, Kind, kinds

from onestory.access.models import Account
from onestory.access.viewer import acting_as
from onestory.core.ids import uuid7
from onestory.people.models import Address

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.hazard("HZ-24"),
    pytest.mark.hazard("HZ-26"),
    pytest.mark.hazard("HZ-28"),
]

OVER = Given(ends="now() - interval '1 second'", holds=False)
LATER = Given(starts="now() + interval '1 minute'", holds=False)
ENDING = Given(ends="now() + interval '1 minute'")
STORY, BODY = frozenset({SHARED}), frozenset({HEALTH})
EYES = {
    "nobody alongside": Eyes(),
    "alongside": Eyes((Given(),)),
    "alongside until later": Eyes((ENDING,)),
    "no longer alongside": Eyes((OVER,)),
    "not yet alongside": Eyes((LATER,)),
    "for the shared story alone": Eyes((Given(STORY),)),
    "for health alone": Eyes((Given(BODY),)),
    "for the story, and for health no longer": Eyes((Given(STORY), replace(OVER, sections=BODY))),
    "for the story, and for health later": Eyes((Given(STORY), replace(LATER, sections=BODY))),
    "for health, and for the story no longer": Eyes((Given(BODY), replace(OVER, sections=STORY))),
    "for health, and for the story later": Eyes((Given(BODY), replace(LATER, sections=STORY))),
    "by their team": Eyes((Given(to="team"),)),
    "a volunteer of a team alongside": Eyes((replace(Given(to="team"), holds=False),), role="volunteer"),
    "supervising somebody alongside": Eyes((Given(to="their people"),), role="supervisor"),
    "a volunteer given everything": Eyes((Given(),), role="volunteer", ceiling=STORY),
    "of another family": Eyes((Given(other=True),)),
    "of another family, and for the story here": Eyes((Given(STORY), Given(other=True))),
    "of another family, and for health here": Eyes((Given(BODY), Given(other=True))),
    "of a family the child left": Eyes((Given(),), left="current_date - 1", gone=True),
    "of a family the child leaves today": Eyes((Given(),), left="current_date"),
    "of a family the child left, no longer": Eyes((OVER,), left="current_date - 1", gone=True),
    "the program that brings records in": Eyes(role="linkage"),
    "somebody who governs": Eyes(role="information_governance"),
}


@pytest.fixture
def planted(db: None) -> dict[str, tuple[Kind, models.Model]]:
    """Written by the program that brings records in, which may write each of them."""
    author = an_account("Ada Author")
    known, other = a_family(author), a_family(author, surname="Reed")
    with acting_as(an_account(role="linkage")) as viewer:
        address = Address.objects.create(lines="1 Quay", postcode="PL1 1AA")
        made = kinds(known, other, address)
        return {name: (kind, _add(kind, viewer.account_id)) for name, kind in made.items()}


@pytest.fixture
def families(planted: dict[str, tuple[Kind, models.Model]]) -> Iterator[tuple[Any, Any]]:
    child = planted["way to reach"][1].person  # type: ignore[attr-defined]
    godmother = planted["godmother"][1].person  # type: ignore[attr-defined]
    with acting_as(an_account(role="linkage")):
        yield child.memberships.get().family_id, godmother.memberships.get().family_id


def _add(kind: Kind, writer: Any) -> models.Model:
    named = {f"{kind.author}_id": writer} if kind.author else {}
    row = kind.model(**kind.values, **named)
    row.save(force_insert=True)
    return row


@pytest.mark.parametrize("who", EYES)
def test_each_row_is_read_changed_and_added_by_those_the_model_names(planted: Any, families: Any, who: str) -> None:
    eyes = EYES[who]
    with _looking(eyes, families) as account:
        seen = {name for name, (kind, row) in planted.items() if kind.model._default_manager.filter(pk=row.pk).exists()}
        changed = _changed(planted)
        added = {name for name, (kind, _) in planted.items() if _is_let(kind, account.pk)}
    assert seen == {name for name, (kind, _) in planted.items() if _may(kind.reads, eyes)}
    assert changed == _expected(planted, eyes)
    assert added == {name for name, (kind, _) in planted.items() if _may(kind.adds, eyes)}


@pytest.mark.parametrize("who", ["alongside", "the program that brings records in"])
def test_nothing_is_written_in_somebody_elses_name(planted: Any, families: Any, who: str) -> None:
    somebody_else = an_account().pk
    with _looking(EYES[who], families):
        written = {name for name, (kind, _) in planted.items() if kind.author and _is_let(kind, somebody_else)}
    assert written == set()


def _changed(planted: Any) -> dict[type[models.Model], int]:
    """A statement that names no row meets all those that its wall lets it change, and reads none of them."""
    return {kind.model: kind.model._default_manager.update(**kind.to) for kind, _ in planted.values() if kind.changes}


def _expected(planted: Any, eyes: Eyes) -> dict[type[models.Model], int]:
    changing = [kind for kind, _ in planted.values() if kind.changes]
    return {
        model: sum(_may(kind.changes, eyes) for kind in changing if kind.model is model)
        for model in {kind.model for kind in changing}
    }


def _may(says: Any, eyes: Eyes) -> bool:
    return eyes.program or bool(says(eyes))


def _is_let(kind: Kind, writer: Any) -> bool:
    """A row that is there already is refused by what keeps rows single, which is asked after the wall."""
    try:
        with transaction.atomic():
            _add(kind, writer)
    except IntegrityError:
        return True
    except DatabaseError as error:
        if getattr(error.__cause__, "sqlstate", "") != "42501":
            raise
        return False
    return True


@contextmanager
def _looking(eyes: Eyes, families: tuple[Any, Any]) -> Iterator[Account]:
    family, other = families
    as_superuser(
        f"UPDATE people_membership SET ends_on = {eyes.left} WHERE family_id = {{}} AND role = 'child'", family
    )
    team = a_team()
    account = an_account("Lou Looker", role=eyes.role, team=team)
    people = an_account("Wren Worker")
    if eyes.role == "supervisor":
        as_superuser(
            "INSERT INTO access_supervision (id, created_at, supervisor_id, account_id, starts_at)"
            " VALUES ({}, now(), {}, {}, now())", uuid7(), account.pk, people.pk,
        )  # fmt: skip
    holders = {
        "me": ("account_id", account.pk),
        "team": ("team_id", team.pk),
        "their people": ("account_id", people.pk),
    }
    for one in eyes.grants:
        column, holder = holders[one.to]
        as_superuser(
            f"INSERT INTO access_grant (id, created_at, family_id, {column}, reason, sections, given_by_id, starts_at, ends_at)"
            f" VALUES ({{}}, now(), {{}}, {{}}, 'circle', {{}}, {{}}, {one.starts}, {one.ends})",
            uuid7(), other if one.other else family, holder, sorted(map(str, one.sections)), people.pk,
        )  # fmt: skip
    with acting_as(account):
        yield account
