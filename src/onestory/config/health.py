"""Two questions a machine asks: is the process alive, and can it serve?"""

from __future__ import annotations

from collections.abc import Callable

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader
from django.http import HttpRequest, JsonResponse

from onestory.access.actions import watching


def outside_transaction(view: Callable[[HttpRequest], JsonResponse]) -> Callable[[HttpRequest], JsonResponse]:
    """Marks a view that must answer even when the database cannot."""
    view.outside_transaction = True  # type: ignore[attr-defined]
    return view


@outside_transaction
@login_not_required
def health(request: HttpRequest) -> JsonResponse:
    """The process answers. Says nothing of the database, so that a broken database does not restart every process."""
    return JsonResponse({"status": "ok"})


@outside_transaction
@login_not_required
def ready(request: HttpRequest) -> JsonResponse:
    """The database answers, and the tables are those this code expects.

    Whether the night was watched is told besides, for whoever is to be woken by it: pages serve families all the same.
    """
    try:
        checks = {"database": _answers(), "migrations": is_up_to_date()}
        watched = checks["migrations"] and not watching.is_late()
    except DatabaseError:
        checks, watched = {"database": False, "migrations": False}, False
    good = all(checks.values())
    said = {"status": "ok" if good else "not ready", **checks, "watched": watched}
    return JsonResponse(said, status=200 if good else 503)


def _answers() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return bool(cursor.fetchone() == (1,))


def is_up_to_date() -> bool:
    """Whether every migration this code has is applied."""
    loader = MigrationLoader(connection)
    return set(loader.graph.nodes) <= set(loader.applied_migrations)
