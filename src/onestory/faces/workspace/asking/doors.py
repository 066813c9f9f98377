"""Who takes requests, sees them and passes them on; and one of each kind, in the hands of the home team of the matrix's world."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from onestory.access import knocking
from onestory.access.models import Account, Team
from onestory.access.roles import May
from onestory.access.viewer import Viewer, acting_as
from onestory.core.errors import NotThere
from onestory.core.ids import uuid7
from onestory.faces.workspace import sending
from onestory.people import queries as people
from onestory.people.actions import families
from onestory.people.inputs import NameGiven, NewPerson
from onestory.safety.doors import ACCEPTED, FORM, SEND, Door, Example, Of, Thing, nothing, staff
from onestory.safety.making import Making, made_account
from onestory.support import request_queries
from onestory.support.actions import passing, request_families, requests
from onestory.support.models import Request, ToldHome
from onestory.support.request_inputs import About, NewRequest

_SAID = "So we said together"
_COLLEAGUE = "colleague@matrix.example"


def _colleague() -> Account:
    """Of the home team, which is on duty in the matrix's world."""
    found = knocking.by_email(_COLLEAGUE)
    assert found, "a colleague in the world that was made"
    return found


def _made(viewer: Viewer, *, own: bool) -> Request:
    new = NewRequest(door="phone", words="Nights are long", about=About(given="Zed", family="Quixwell"))
    number = requests.receive(by=viewer, new=new, form_key=uuid7(), own=own)
    return request_queries.request(viewer, number)


def _request(_: Making) -> UUID:
    with acting_as(_colleague()) as viewer:
        return _made(viewer, own=True).pk


def _ended(_: Making) -> UUID:
    with acting_as(_colleague()) as viewer:
        made = _made(viewer, own=True)
        requests.not_wanted(by=viewer, request=made, reason=_SAID)
        return made.pk


def _passed(_: Making) -> UUID:
    """By the home team, to the author's."""
    with acting_as(_colleague()) as viewer:
        made, other = _made(viewer, own=True), Team.objects.exclude(pk__in=viewer.teams).order_by("pk")[0]
        return passing.offer(by=viewer, request=made, to_team=other, why=_SAID).pk


def _offered(making: Making) -> UUID:
    """By the author, to the home team."""
    with acting_as(_colleague()) as colleague:
        home = Team.objects.get(pk=colleague.teams[0])
    with acting_as(made_account(making.viewer.account_id)) as viewer:
        return passing.offer(by=viewer, request=_made(viewer, own=True), to_team=home, why=_SAID).pk


def _telling(_: Making) -> UUID:
    with acting_as(_colleague()) as viewer:
        return request_queries.tellings(viewer, _made(viewer, own=True))[0].pk


def _told(_: Making) -> UUID:
    """A postcode that the record of a family does not say."""
    with acting_as(_colleague()) as viewer:
        name = NameGiven(given="Wil", family="Marrowby")
        family = people.family(viewer, families.start(by=viewer, people=[NewPerson(name=name, role="parent")]).pk)
        new = NewRequest(door="phone", words="Nights are long", about=About(given="Wil", postcode="PL5 2TL"))
        made = requests.receive(by=viewer, new=new, form_key=uuid7(), own=True)
        request_families.link(by=viewer, request=request_queries.request(viewer, made), family=family)
        return ToldHome.objects.get(request_id=made).pk


def _asks(_: Example) -> Mapping[str, Any]:
    return {"words": "They could do with a hand", "urgency": "usual", "who": "me", "door": "phone", "keep_it": "duty"}


def _correcting(example: Example) -> Mapping[str, Any]:
    """With what stood on its page, as whoever has it read it; nothing, where there is no such request."""
    with acting_as(_colleague()) as viewer:
        try:
            seen = request_queries.reach_digest(viewer, request_queries.request(viewer, example["request_id"]))
        except NotThere:
            seen = ""
    return dict(_about(reach_how="call", reach_at="07700 900456", why=_SAID, seen=seen)(example))


THINGS = {
    "request_id": Thing(_request, of=Of.NETWORK),
    "ended_request_id": Thing(_ended, of=Of.NETWORK),
    "passed_id": Thing(_passed, of=Of.NETWORK),
    "passing_id": Thing(_offered, of=Of.NETWORK),
    "told_id": Thing(_told, of=Of.NETWORK),
    "telling_id": Thing(_telling, of=Of.NETWORK),
}
_ASKS, _TAKES = staff(may=May.ASK_FOR_HELP), staff(may=May.TAKE_REQUESTS)
_ON_DUTY = staff(may=May.TAKE_REQUESTS, on_duty=True)


def _about(**typed: Any) -> Any:
    return sending.about("request_id", **typed)


DOORS = {
    # Whoever only asks is led to what they asked for.
    "requests": Door("see which requests wait, and whose they are", _ASKS, shows=(200, ACCEPTED)),
    "requests_ended": Door("see requests that have ended", _TAKES),
    "asked": Door("see what became of what they asked for", _ASKS),
    "begin_request": Door("begin to take a request", _ASKS, shows=(ACCEPTED,)),
    "new_request": Door("ask for help for somebody", _ASKS, methods=FORM, sends=_asks),
    "request": Door("see one request", _ON_DUTY),
    "look_at_request": Door("look at a request", _ON_DUTY, methods=SEND, sends=nothing, refuses=(ACCEPTED,)),
    "take_request": Door(
        "take a request on in a colleague’s place", _ON_DUTY, methods=FORM, sends=_about(why=_SAID)
    ),
    "give_back_request": Door(
        "give a request back to the team", _ON_DUTY, methods=FORM, sends=_about(reason=_SAID)
    ),
    "note_request": Door("write down what was tried", _ON_DUTY, methods=FORM, sends=_about(text=_SAID)),
    "offer_help": Door("offer help", _ON_DUTY, methods=FORM, sends=_about(what=_SAID)),
    "end_request": Door(
        "say what became of a request", _ON_DUTY, methods=FORM,
        sends=_about(how="requests.not_wanted", reason=_SAID),
    ),
    "open_request_again": Door(
        "open a request again", _ON_DUTY, methods=SEND, sends=nothing, refuses=(ACCEPTED,)
    ),
    "correct_reach": Door(
        "put right how somebody is reached safely", _ON_DUTY, methods=FORM,
        sends=_correcting,
    ),
    # In the world of the matrix nobody is called anything like the one it is about.
    "request_family": Door(
        "find whom a request is about", _ON_DUTY, methods=FORM, sends=_about(), accepts=(422,)
    ),
    "told_home": Door(
        "check the postcode that was told at the door", _ON_DUTY, methods=FORM, sends=sending.about("told_id", answer="left")
    ),
    "start_for_request": Door(
        "start the record of whom a request is about", _ON_DUTY, methods=FORM, sends=_about(given="Zed", role="parent"),
    ),
    "join_request": Door(
        "join a request to another about the same family", _ON_DUTY, methods=FORM, sends=_about(reason=_SAID),
        accepts=(422,),
    ),
    "pass_on": Door(
        "offer a request to somebody else", _ON_DUTY, methods=FORM,
        sends=_about(email="author@matrix.example", why=_SAID),
    ),
    "take_back_request": Door(
        "take back what was offered", _ON_DUTY, methods=FORM, sends=sending.about("passed_id", reason=_SAID)
    ),
    "offered_request": Door(
        "see that a request is offered, and send it back", _ON_DUTY, methods=FORM,
        sends=sending.about("passing_id", reason=_SAID),
    ),
    "accept_request": Door(
        "accept a request that is offered", _ON_DUTY, methods=SEND, sends=nothing, refuses=(ACCEPTED,)
    ),
    "tell_asker": Door(
        "write down that whoever asked was told", _ON_DUTY, methods=FORM,
        sends=sending.about("telling_id", how="they_came"),
    ),
}  # fmt: skip
