"""Reading requests: those one owns or is on duty for, what is offered to one, and what one asked for oneself."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet
from django.db.models.expressions import RawSQL

from onestory.access.roles import May
from onestory.access.viewer import Viewer
from onestory.core.errors import NotThere
from onestory.support import coming_back
from onestory.support.models import Asker, Passing, ReachBefore, Request, RequestEvent, Telling
from onestory.support.request_inputs import SafeReach
from onestory.support.request_states import ENDS

AT_MOST = 100
# As `coming_back.reference_of` has it.
_MADE_OF = (
    "substr(sha256(convert_to('onestory.reference.' || replace(support_request.id::text, '-', ''), 'UTF8')), 1, 5)"
)


@dataclass(frozen=True)
class FrontDoor:
    """A team to which requests go when nobody takes them on."""

    id: UUID
    name: str


@dataclass(frozen=True)
class MyAsk:
    """What somebody asked for themselves, in their own words, with what they have been told, newest first."""

    id: UUID
    asked_at: datetime
    about: str
    words: str
    urgency: str
    told: tuple[tuple[datetime, str], ...]


@dataclass(frozen=True)
class AlsoAsked:
    """Another open request about a family that the viewer sees: whom to talk to, and nothing that was said."""

    id: UUID
    asked_at: datetime
    team: UUID
    team_name: str
    mine: bool


def visible(viewer: Viewer) -> QuerySet[Request]:
    """The first wall: those the viewer or whom they supervise owns, and those their teams are on duty for."""
    found = Request.objects.filter(Q(owner_id__in=viewer.accounts) | Q(team_id__in=viewer.teams))
    about_somebody = Q(family__isnull=False) | Q(joined_to__isnull=False)
    return found.exclude(about_somebody, pk__in=RawSQL("SELECT unnest(wall.shut_requests())", ()))


def everything_joined_to(viewer: Viewer, request: Request) -> list[Request]:
    """Those that go on as part of this one, and as part of those, as far as the viewer sees them. Each once."""
    found: dict[UUID, Request] = {}
    at = [request.pk]
    while at:
        further = visible(viewer).filter(joined_to__in=at).exclude(pk__in=[request.pk, *found])
        nearer = {one.pk: one for one in further.order_by("created_at", "pk")}
        found, at = found | nearer, list(nearer)
    return list(found.values())


def request(viewer: Viewer, request_id: UUID) -> Request:
    """Raises NotThere."""
    found = (
        visible(viewer)
        .filter(pk=request_id)
        .select_related("owner", "owner_team", "team", "taken_by", "family")
        .first()
    )
    if found is None:
        raise NotThere("request")
    return found


def by_form(viewer: Viewer, form_key: UUID) -> Request | None:
    return visible(viewer).filter(form_key=form_key).first()


def by_reference(viewer: Viewer, typed: str) -> Request | None:
    """The one whose reference was typed, where the viewer sees it: of any other, no more is said than of none."""
    made_of = coming_back.read_reference(typed)
    if made_of is None or not viewer.may(May.TAKE_REQUESTS):
        return None
    return visible(viewer).annotate(made_of=RawSQL(_MADE_OF, ())).filter(made_of=made_of).order_by("pk").first()  # noqa: S611


def waiting(viewer: Viewer, *, whose: str = "all", limit: int = AT_MOST) -> list[Request]:
    """Those that have not ended, the soonest first. `whose`: "mine", "nobody" (the teams' own), or "all"."""
    found = visible(viewer).exclude(state__in=ENDS)
    if whose == "mine":
        found = found.filter(owner_id=viewer.account_id)
    if whose == "nobody":
        found = found.filter(owner_id__isnull=True)
    return list(found.select_related("owner", "team", "family").order_by("next_on", "created_at", "pk")[:limit])


def ended(viewer: Viewer, *, limit: int = 50) -> list[Request]:
    """The latest first."""
    found = visible(viewer).filter(state__in=ENDS).select_related("owner", "team", "family")
    return list(found.order_by("-next_on", "-created_at", "-pk")[:limit])


def joined_to(viewer: Viewer, request: Request) -> list[Request]:
    return list(visible(viewer).filter(joined_to=request).order_by("created_at", "pk")[:AT_MOST])


def others_about(viewer: Viewer, request: Request) -> list[AlsoAsked]:
    """Other open requests about the same family, while the viewer sees the family; the oldest first."""
    if request.family_id is None:
        return []
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM wall.also_asked(%s) WHERE id <> %s", [request.family_id, request.pk])
        return [AlsoAsked(*row) for row in cursor.fetchall()]


def happened(viewer: Viewer, request: Request, *, limit: int = 200) -> list[RequestEvent]:
    """Every change, the newest first."""
    found = RequestEvent.objects.filter(request=request).select_related("by", "owner", "owner_team", "team")
    return list(found.order_by("-number")[:limit])


def asker(viewer: Viewer, request: Request) -> Asker | None:
    return Asker.objects.filter(request=request).first()


def reach_digest(viewer: Viewer, request: Request) -> str:
    """Stands for how they, and whoever asked, are reached as this row says: another once any of it is put right."""
    hears = asker(viewer, request)
    said = [SafeReach.of(request), [hears.how, hears.at] if hears else []]
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


def reached_before(viewer: Viewer, request: Request) -> list[ReachBefore]:
    """How they, and whoever asked, were reached until it was put right; the latest first."""
    return list(ReachBefore.objects.filter(request=request).order_by("-event_number", "whose")[:AT_MOST])


# --- passing on -------------------------------------------------------------------------------------------------------


def passing_of(viewer: Viewer, request: Request) -> Passing | None:
    """The one that waits for an answer."""
    open_now = Passing.objects.filter(request=request, state=Passing.State.OFFERED)
    return open_now.select_related("to_account", "to_team", "offered_by").first()


def offered_to(viewer: Viewer, *, limit: int = AT_MOST) -> list[Passing]:
    """What is offered to the viewer or their teams, the soonest first: from whom and how urgent, and nothing of the family."""
    mine = Q(to_account_id=viewer.account_id) | Q(to_team_id__in=viewer.teams)
    found = Passing.objects.filter(mine, state=Passing.State.OFFERED)
    return list(
        found.select_related("offered_by", "from_team", "to_team").order_by("answer_by", "created_at", "pk")[:limit]
    )


def passing(viewer: Viewer, passing_id: UUID) -> Passing:
    """One that is offered to the viewer. Raises NotThere."""
    for found in offered_to(viewer):
        if found.pk == passing_id:
            return found
    raise NotThere("passing on")


def passed(viewer: Viewer, passing_id: UUID) -> Passing:
    """One that the viewer's side offers, and nobody has answered. Raises NotThere."""
    found = Passing.objects.filter(pk=passing_id, state=Passing.State.OFFERED, request__in=visible(viewer))
    one = found.select_related("request").first()
    if one is None:
        raise NotThere("passing on")
    return one


# --- what whoever asked is told ----------------------------------------------------------------------------------------


def telling(viewer: Viewer, telling_id: UUID) -> Telling:
    """Raises NotThere."""
    found = Telling.objects.filter(pk=telling_id, request__in=visible(viewer)).select_related("request").first()
    if found is None:
        raise NotThere("telling")
    return found


def tellings(viewer: Viewer, request: Request) -> list[Telling]:
    """The newest first."""
    return list(Telling.objects.filter(request=request).select_related("told_by").order_by("-event_number")[:AT_MOST])


def still_to_tell(viewer: Viewer, *, on: date | None = None, limit: int = AT_MOST) -> list[Telling]:
    """What nobody has told yet, the longest overdue first; with `on`, only what was due before that day."""
    found = Telling.objects.filter(told_at__isnull=True, request__in=visible(viewer))
    found = found.filter(due_on__lt=on) if on else found
    return list(
        found.select_related("request", "request__owner", "request__team").order_by("due_on", "created_at", "pk")[
            :limit
        ]
    )


# --- what one asked for oneself -----------------------------------------------------------------------------------------


def my_asks(viewer: Viewer) -> list[MyAsk]:
    """The newest first. Where it stands is said in the words they were told, and in no others."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM wall.my_asks()")
        rows = cursor.fetchall()
    told: dict[UUID, list[tuple[datetime, str]]] = {}
    mine = Telling.objects.filter(to_account_id=viewer.account_id, request_id__in=[row[0] for row in rows])
    for one in mine.filter(told_at__isnull=False).order_by("-told_at", "-pk"):
        if one.told_at:
            told.setdefault(one.request_id, []).append((one.told_at, one.words))
    return [
        MyAsk(id=row[0], asked_at=row[1], about=row[2], words=row[3], urgency=row[4], told=tuple(told.get(row[0], ())))
        for row in rows
    ]


def front_doors() -> list[FrontDoor]:
    """Also to nobody who signs in."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, name FROM wall.front_doors()")
        return [FrontDoor(*row) for row in cursor.fetchall()]
