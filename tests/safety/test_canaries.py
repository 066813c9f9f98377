"""Canaries: no hidden value is found anywhere by whom it is hidden from. The whole crawl is `onestory safety canaries`."""

from __future__ import annotations

import base64
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import psycopg
import pytest
from django.apps import apps
from django.db import models
from tests.safety.worlds.standing import database

from onestory.core.care import Care, Tag
from onestory.core.walls import care_of
from onestory.safety.canaries.tokens import Finder, Token, make

if TYPE_CHECKING:
    from onestory.safety.canaries.world import World

PROTECTED = {Tag.IDENTITY, Tag.CONTACT, Tag.LOCATION, Tag.STORY, Tag.BY_SECTION, Tag.SECRET}
# Columns in words that hold no token, each for a reason.
NOT_FILLED = {
    "people_fact.key": "the name of a question",
    "people_findable.use": "a code",
    "people_findable.given_sounds": "four letters of a sound",
    "people_findable.family_sounds": "four letters of a sound",
    "access_password.digest": "no password fits it",
    "access_recovery.token_digest": "a digest",
    "access_signedin.session_key": "a digest",
    "access_signedin.session_data": "signed, and holds nothing of a family: the surface of sessions reads it",
    "support_request.about_born": "a date",
    "support_contribution.about_born": "a date",
    "support_contribution.digest": "a digest",
    "support_returncode.digest": "a digest",
    "linkage_delivery.quality": "counts, and the words of a refusal",
}  # fmt: skip


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    from onestory.safety.canaries import world as making
    from onestory.safety.matrix.world import unbound

    with django_db_blocker.unblock(), database("canaries") as url, unbound(url):
        made = making.build()
        yield made


@pytest.mark.parametrize(
    "leaked",
    [
        "{0}", "x{0}y", "<!-- {0} -->", "{reversed}", "{upper}", "{hex}", "{base64}", "{json}", "{entities}", "{percent}",
    ],
)  # fmt: skip
def test_a_token_is_found_however_it_is_written(leaked: str) -> None:
    token = Token("a street", "Bavorinuteko", "Dosilamurexi", ())
    value, raw = token.value, token.value.encode()
    text = leaked.format(
        value, reversed=value[::-1], upper=value.upper(), hex=raw.hex(), base64=base64.b64encode(b"ab" + raw + b"c").decode(),
        json="".join(f"\\u{ord(one):04x}" for one in value), entities="".join(f"&#{ord(one)};" for one in value),
        percent="".join(f"%{ord(one):02X}" for one in value),
    )  # fmt: skip
    assert [one.name for one, _ in Finder([token]).found(f"before {text} after")] == ["a street"]


@pytest.mark.parametrize(
    "text", ["ZE99 1AB", "ze991ab", "ZE99+1AB", "ZE99%201AB", "in ZE99 1", "near ZE99 1, they say"]
)
def test_a_postcode_is_found_and_so_is_the_few_streets_it_is_in(text: str) -> None:
    assert Finder([Token("a postcode", "ZE99 1AB", "ZE98 2CD", ())]).found(text)


def test_another_value_is_not_found() -> None:
    from random import SystemRandom

    token = make("a phone", "phone", (), SystemRandom())
    assert Finder([token]).found(f"Ring {token.twin}, or 01752 000000") == []


def test_there_are_at_least_thirty_surfaces_and_each_group_of_addresses_has_one() -> None:
    from onestory.safety import declared
    from onestory.safety.canaries import surfaces

    every = surfaces.registered()
    standing = {one.address.name.rpartition(":")[0] for one in declared.openings()}
    assert len(every) >= 30
    assert standing - {namespace for surface in every for namespace in surface.namespaces} == set()


def test_every_command_that_touches_the_record_has_a_surface() -> None:
    from onestory.config.cli import _parser
    from onestory.safety.canaries import surfaces

    # These go on until they are stopped, make up people who do not exist, or read files and no record.
    without = {"serve", "worker", "demo", "city", "match"}
    parser = _parser()._subparsers
    assert parser is not None
    standing = set(parser._group_actions[0].choices or ())
    assert standing - without - {command for surface in surfaces.registered() for command in surface.commands} == set()


@pytest.mark.hazard("HZ-22")
def test_a_token_stands_in_every_column_that_says_something_of_somebody(world: World) -> None:
    from django.db import connection

    values = [token.value.lower() for token in world.tokens.values()]
    with psycopg.connect(_superuser(connection.settings_dict["NAME"])) as admin:
        bare = [name for name in _columns() if name not in NOT_FILLED and not _holds(admin, name, values)]
    assert bare == []


def _columns() -> Iterator[str]:
    """Those of tables and not of their histories, which triggers write."""
    for model in (one for one in apps.get_models() if one.__module__.startswith("onestory.")):
        care = care_of(model)
        if not isinstance(care, Care) or hasattr(model, "pgh_tracked_model"):
            continue
        for field in model._meta.concrete_fields:
            worded = isinstance(field, models.CharField | models.TextField | models.JSONField) and not field.choices
            if worded and type(field).__name__ != "PartialDateColumn" and care.columns.get(field.attname) in PROTECTED:
                yield f"{model._meta.db_table}.{field.column}"


def _holds(admin: psycopg.Connection[Any], name: str, values: list[str]) -> bool:
    table, column = name.split(".")
    statement = (
        f"SELECT EXISTS (SELECT FROM {table} t, unnest(%s::text[]) v WHERE strpos(lower(t.{column}::text), v) > 0)"
    )
    found = admin.execute(statement.encode(), [values + [one.replace(" ", "") for one in values]]).fetchone()
    return bool(found and found[0])


def _superuser(name: str) -> str:
    return os.environ["ONESTORY_TEST_ADMIN_URL"].replace("/postgres?", f"/{name}?")


@pytest.mark.hazard("HZ-01")
@pytest.mark.hazard("HZ-17")
@pytest.mark.hazard("HZ-39")
@pytest.mark.parametrize(
    "says",
    [
        "pages that show most of the protected family, to everybody", "a family’s own space",
        "asking whether somebody is alongside", "who might be meant, as a record is started",
    ],
)  # fmt: skip
def test_nothing_hidden_is_found_there(world: World, says: str) -> None:
    from onestory.safety.canaries import crawling, surfaces

    outcome = crawling.crawl(world, only=[one for one in surfaces.registered() if one.says == says])
    assert (outcome.hits, outcome.blind, outcome.surfaces) == ([], [], 1)


@pytest.mark.hazard("HZ-75")
def test_what_breaks_says_nothing_to_the_reader_or_the_log(world: World) -> None:
    from onestory.safety.canaries import crawling, surfaces

    outcome = crawling.crawl(
        world, only=[one for one in surfaces.registered() if one.says in ("pages that break", "the log")]
    )
    assert (outcome.hits, outcome.surfaces) == ([], 2)


def test_whoever_may_see_it_is_shown_most_of_it(world: World) -> None:
    from onestory.safety.canaries import crawling, surfaces

    pages = [one for one in surfaces.registered() if one.says.startswith("pages that show most")]
    assert len(crawling.crawl(world, only=pages).shown) > 60


def test_a_page_that_leaks_is_caught(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Planted on purpose: a hidden address, encoded, in a header that nobody reads."""
    from onestory.config.middleware import RequestId
    from onestory.safety.canaries import crawling, surfaces

    street, answer = world.tokens["the hidden home, street"].value, RequestId.__call__

    def leaking(self: RequestId, request: Any) -> Any:
        response = answer(self, request)
        response["X-Trace"] = base64.b64encode(f"at {street}".encode()).decode()
        return response

    monkeypatch.setattr(RequestId, "__call__", leaking)
    outcome = crawling.crawl(world, only=[one for one in surfaces.registered() if one.says == "a family’s own space"])
    assert {hit.token for hit in outcome.hits} == {"the hidden home, street"}
    assert "other_parent" in {hit.actor for hit in outcome.hits}


def test_the_command_says_how_many_surfaces_and_hits_there_were() -> None:
    words = ["safety", "canaries", "--only", "a family’s own space", "--only", "the log", "--json"]
    kept = {key: value for key, value in os.environ.items() if "ONESTORY" not in key and key != "DATABASE_URL"}
    command = [sys.executable, "-m", "onestory.config.cli", *words]
    done = subprocess.run(command, capture_output=True, text=True, env=kept, check=False)
    said = json.loads(done.stdout.splitlines()[-1])
    assert (done.returncode, said["hits"], said["surfaces"] >= 2) == (0, 0, True), done.stderr
