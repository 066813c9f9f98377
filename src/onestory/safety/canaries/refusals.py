"""Refusals of every kind, and what goes wrong: what an error says is an answer too."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import DatabaseError, connection
from django.urls import reverse

from onestory.access.viewer import Viewer, viewer_for
from onestory.core.errors import Invalid, NotThere
from onestory.core.ids import uuid7
from onestory.people import queries
from onestory.people.actions import finds
from onestory.safety.canaries.driving import Drive, Said
from onestory.safety.canaries.surfaces import ASKING, nearest, surface
from onestory.safety.canaries.world import World
from onestory.safety.making import made_account


@surface("addresses that there are not")
def not_found(drive: Drive) -> Iterator[Said]:
    family = drive.world.protected.family
    for actor in nearest():
        for where in (
            f"/families/{family}/no-such-page", f"/families/{family}.json", f"/families/{family}/", f"/api/families/{family}",
            "/admin/", "/families/1", f"/families/{uuid7()}", f"/media/{family}", "/.env", "/static/../settings.py",
        ):  # fmt: skip
            yield drive.ask(actor, where)


@surface("methods that a page does not have")
def methods(drive: Drive) -> Iterator[Said]:
    for actor in nearest():
        for method in ("PUT", "PATCH", "DELETE", "TRACE"):
            yield drive.ask(actor, reverse("workspace:family", args=[drive.world.protected.family]), method=method)


@surface("forms without the token of our own pages")
def forged(drive: Drive) -> Iterator[Said]:
    """What was typed is kept as a draft, and said to be: for whoever typed it alone."""
    for actor in nearest():
        for family in (drive.world.protected.family, drive.world.ordinary.family):
            where = reverse("workspace:write", args=[family, uuid7()])
            yield drive.ask(actor, where, method="POST", data={"title": "Half a line"}, forged=True)


@surface("requests that are wrong from their first line")
def malformed(drive: Drive) -> Iterator[Said]:
    where = reverse("workspace:family", args=[drive.world.protected.family])
    for actor in nearest():
        yield drive.ask(actor, where, headers={"Host": "elsewhere.example"})
        yield drive.ask(actor, where, headers={"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors"})
        yield drive.ask(actor, reverse("workspace:find"), method="POST", data={"q": "x" * 2_100_000})
        yield drive.ask(actor, reverse("workspace:find"), method="POST", data={f"n{n}": "1" for n in range(1_100)})


@surface("pages that break")
def broken(drive: Drive) -> Iterator[Said]:
    """The database breaks off in the middle of a page with words that quote a row; neither page nor log may repeat them."""
    token = drive.world.tokens["the hidden home, street"].value
    for actor in nearest():
        for name in ("family", "circle", "story"):
            with _breaking_off(f'duplicate key value: Key (lines)=("{token}") already exists'):
                yield drive.ask(actor, reverse(f"workspace:{name}", args=[drive.world.ordinary.family]))


@contextmanager
def _breaking_off(words: str) -> Iterator[None]:
    def refuse(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        if "story_entry" in sql or "support_circlemember" in sql:
            raise DatabaseError(words)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(refuse):
        yield


@surface("the words of what is refused within")
def exceptions(drive: Drive) -> Iterator[Said]:
    """What a getter raises reaches whoever calls it next: pages, commands, and whatever is written later."""
    for actor in ASKING:
        with drive.acting(actor):
            viewer = viewer_for(made_account(drive.world.accounts[actor]))
            for act in _getters(drive.world, viewer):
                yield Said(actor, "a getter", _words(act))


def _getters(world: World, viewer: Viewer) -> tuple[Callable[[], object], ...]:
    return (
        lambda: queries.family(viewer, world.protected.family),
        lambda: queries.person(viewer, world.protected.people["mother_id"]),
        lambda: finds.find(by=viewer, typed=world.tokens["mother’s phone"].value),
    )


def _words(act: Callable[[], object]) -> str:
    try:
        return repr(act())
    except (NotThere, Invalid) as refused:
        return f"{refused!r} {refused} {refused.__cause__!r}"
