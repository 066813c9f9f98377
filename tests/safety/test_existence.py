"""What is closed to somebody takes the work of what is not there: the same statements, in the same order, to the same answer.

Time itself is measured by `make bench NAME=existence`, and never by a test.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from tests.accounts import shown
from tests.factories import Known, a_family, an_account

from onestory.access.actions import grants, guarding
from onestory.access.models import Account
from onestory.access.viewer import acting_as
from onestory.core.ids import uuid7

pytestmark = [pytest.mark.hazard("HZ-16"), pytest.mark.hazard("HZ-21")]
PAGES = ("family", "circle", "person")
TYPED = {"why": "met", "reason": "They have asked me for help with the school.", "born": "4 5 1991"}


@dataclass(frozen=True)
class Answer:
    status: int
    body: bytes
    statements: list[str]


@pytest.fixture
def worker(db: None, client: Client) -> tuple[Account, Client]:
    account = an_account("Wyn Worker")
    client.force_login(account)
    return account, client


def not_theirs(_: Account) -> Known:
    return a_family(an_account())


def closed_to_them(account: Account) -> Known:
    known = _theirs(account)
    with acting_as(known.author) as author:
        guarding.deny(by=author, family=known.family.pk, account=account.pk, kind="conflict", reason="His cousin.")
    return known


def kept_to_a_few(account: Account) -> Known:
    known = _theirs(account)
    with acting_as(an_account(role="information_governance")) as governing:
        few = [known.author.pk]
        guarding.restrict(by=governing, family=known.family.pk, reason="Somebody is looking.", accounts=few)
    return known


def _theirs(account: Account) -> Known:
    known = a_family(an_account())
    with acting_as(known.author) as author:
        grants.give(by=author, family=known.family.pk, account=account.pk)
    return known


KINDS = (not_theirs, closed_to_them, kept_to_a_few)


def opened(client: Client, page: str, family: UUID, person: UUID) -> Answer:
    path = reverse(f"workspace:{page}", args=[family, *([person] if page == "person" else [])])
    return _answered(lambda: client.get(path))


def _answered(ask: Callable[[], object]) -> Answer:
    statements: list[str] = []

    def note(execute: Callable[..., object], sql: str, *more: object) -> object:
        """As they are written, without the values that are sent beside them; savepoints are numbered."""
        statements.append(re.sub(r"s\d+_x\d+", "savepoint", str(sql)))
        return execute(sql, *more)

    with connection.execute_wrapper(note):
        answer = ask()
    return Answer(answer.status_code, shown(answer), statements)  # type: ignore[attr-defined, arg-type]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("page", PAGES)
def test_a_page_that_is_closed_takes_the_work_of_one_that_is_not_there(
    worker: tuple[Account, Client], kind: Callable[[Account], Known], page: str
) -> None:
    account, client = worker
    known = kind(account)
    client.get("/families")
    assert opened(client, page, known.family.pk, known.mother.pk) == opened(client, page, uuid7(), uuid7())


@pytest.mark.parametrize("kind", KINDS)
def test_finding_somebody_hidden_takes_the_work_of_finding_nobody(
    worker: tuple[Account, Client], kind: Callable[[Account], Known]
) -> None:
    account, client = worker
    kind(account)
    client.get("/families")
    hidden = _answered(lambda: client.post("/find", {"q": "Okafor"}))
    nobody = _answered(lambda: client.post("/find", {"q": "Ofakor"}))
    assert (hidden.status, hidden.statements) == (nobody.status, nobody.statements)
    assert hidden.body.replace(b"Okafor", b"Ofakor") == nobody.body


@pytest.mark.parametrize("kind", [closed_to_them, kept_to_a_few])
def test_asking_who_is_alongside_somebody_hidden_takes_the_work_of_asking_about_nobody(
    worker: tuple[Account, Client], kind: Callable[[Account], Known]
) -> None:
    account, client = worker
    kind(account)
    client.get("/families")
    hidden = _answered(lambda: client.post("/alongside", TYPED | {"name": "Ada Okafor"}))
    nobody = _answered(lambda: client.post("/alongside", TYPED | {"name": "Ada Ofakor"}))
    assert (hidden.status, hidden.statements) == (nobody.status, nobody.statements)
    assert hidden.body.replace(b"Okafor", b"Ofakor") == nobody.body
