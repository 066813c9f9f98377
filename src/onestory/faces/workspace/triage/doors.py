"""Who holds meetings and sees what is on their agendas; and one of each kind, of the home team of the matrix's world."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from onestory.access.models import Account
from onestory.access.roles import May
from onestory.access.viewer import Viewer, acting_as
from onestory.core.dates import show_date, today
from onestory.core.ids import uuid7
from onestory.faces.workspace import sending
from onestory.safety.doors import ACCEPTED, FORM, SEND, SHOWN, Door, Of, Thing, nothing, staff
from onestory.safety.making import UNBOUND, Making, made_account
from onestory.support import request_queries, triage_queries
from onestory.support.actions import contributions, requests, triage
from onestory.support.actions.contributions import NewAsk
from onestory.support.models import Meeting
from onestory.support.request_inputs import About, NewRequest

_SAID = "So we said together"
_SOON = show_date(today() + timedelta(days=3))


def _colleague() -> Account:
    """Of the home team, which is on duty in the matrix's world."""
    return made_account(Account.objects.using(UNBOUND).get(email="colleague@matrix.example").pk)


def _called(viewer: Viewer) -> Meeting:
    new = NewRequest(door="phone", words="Nights are long", about=About(given="Zed", family="Quixwell"))
    number = requests.receive(by=viewer, new=new, form_key=uuid7(), own=True)
    request = request_queries.request(viewer, number)
    requests.bring_to_meeting(by=viewer, request=request, next_on=today())
    return triage.call_meeting(by=viewer, held_on=today())


def _meeting(_: Making) -> UUID:
    with acting_as(_colleague()) as viewer:
        return _called(viewer).pk


def _minuted(_: Making) -> UUID:
    with acting_as(_colleague()) as viewer:
        made = _called(viewer)
        triage.minute(by=viewer, meeting=made)
        return made.pk


def _item(_: Making) -> UUID:
    with acting_as(_colleague()) as viewer:
        return triage_queries.items(viewer, _called(viewer))[0].pk


def _word(_: Making) -> UUID:
    with acting_as(_colleague()) as viewer:
        made = _called(viewer)
        item = triage_queries.item(viewer, triage_queries.items(viewer, made)[0].pk)
        contributions.ask(
            by=viewer, item=item, new=NewAsk(name="Mo", service="", question="How is he?", about_name="Zed")
        )
        return triage_queries.contributions(viewer, made)[item.pk][0].pk


THINGS = {
    "meeting_id": Thing(_meeting, of=Of.NETWORK),
    "minuted_id": Thing(_minuted, of=Of.NETWORK),
    "item_id": Thing(_item, of=Of.NETWORK),
    "word_id": Thing(_word, of=Of.NETWORK),
}
_ON_DUTY = staff(may=May.TAKE_REQUESTS, on_duty=True)

DOORS = {
    "meetings": Door("see meetings of their team, and those they were asked to", staff()),
    "call_meeting": Door("call a meeting", staff(may=May.TAKE_REQUESTS), methods=FORM, sends=lambda _: {"held_on": _SOON}),
    "meeting": Door("see a meeting and its agenda", _ON_DUTY),
    "minutes": Door("read what was decided at a meeting", _ON_DUTY),
    "ask_to_meeting": Door(
        "ask somebody to a meeting", _ON_DUTY, methods=FORM, sends=sending.about("meeting_id", name="Mo Lane")
    ),
    "came_to_meeting": Door("say who came", _ON_DUTY, methods=FORM, sends=sending.about("meeting_id")),
    # Every request of the matrix's world that waits is on the agenda of the meeting that was called last.
    "add_to_agenda": Door(
        "put a request on the agenda", _ON_DUTY, methods=FORM, sends=sending.about("meeting_id"), accepts=(422,)
    ),
    "minute_meeting": Door("minute a meeting", _ON_DUTY, methods=SEND, sends=nothing, refuses=(ACCEPTED,)),
    "correct_minutes": Door(
        "put something right beside the minutes", _ON_DUTY, methods=FORM, sends=sending.about("minuted_id", words=_SAID)
    ),
    "say_what_is_known": Door(
        "say what their service knows", _ON_DUTY, methods=FORM,
        sends=sending.about("item_id", service="Hub", section="shared", words=_SAID),
    ),
    "decide_together": Door(
        "decide what is offered, and who goes", _ON_DUTY, methods=FORM,
        sends=sending.about("item_id", level="targeted", decision="more", words=_SAID),
    ),
    "ask_for_a_word": Door(
        "ask a school or a surgery for a word", _ON_DUTY, methods=FORM, accepts=(SHOWN,),
        sends=sending.about("item_id", name="Mo", about_name="Zed", question="How is he?", section="shared"),
    ),
    "take_back_word": Door("take back a link", _ON_DUTY, methods=SEND, sends=nothing, refuses=(ACCEPTED,)),
}  # fmt: skip
