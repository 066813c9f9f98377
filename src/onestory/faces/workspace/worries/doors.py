from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone

from onestory.access.models import Account, Supervision
from onestory.access.roles import ROLES, May
from onestory.access.sections import Section
from onestory.core.dates import show_date, today
from onestory.core.ids import uuid7
from onestory.faces.workspace import sending
from onestory.faces.workspace.asking.doors import THINGS as ASKED
from onestory.faces.workspace.bound import seal
from onestory.safety.doors import ACCEPTED, FORM, SEND, Door, Example, Of, Thing, family, nothing, staff
from onestory.safety.making import UNBOUND, Making, author
from onestory.support.actions import worries
from onestory.support.models import Worry, WorryCall, WorryReferral

_WRITES = family(may=May.WRITE)
# Whose role reads what is of the section: nobody else is ever called.
_CALLED = tuple(role.key for role in ROLES.values() if Section.SAFEGUARDING in role.ceiling)


def _worry(*, after: Callable[[Making, Worry], object] = lambda *_: None) -> Callable[[Making], UUID]:
    def make(making: Making) -> UUID:
        new = worries.NewWorry(
            seen=f"A bruise {making.mark(Section.SAFEGUARDING)}",
            urgency="soon",
            told="unsafe",
            why_untold="He is afraid",
        )
        worry = worries.raise_worry(by=making.viewer, family=making.its_family, new=new, now=timezone.now())
        after(making, worry)
        return worry.pk

    return make


def _loose(state: str = "open") -> Callable[[Making], UUID]:
    """About somebody there is no record of: its owner's alone, also of one whose role raises none."""

    def make(making: Making) -> UUID:
        me, now = making.viewer.account_id, timezone.now()
        worry = Worry.objects.using(UNBOUND).create(
            about_words="A boy in Fore Street", seen="Crying", urgency="soon", state=state, owner_id=me, due_at=now,
            family_told="unsafe", untold_why="I do not know them", raised_by_id=me,
        )  # fmt: skip
        if state == "referred":
            told = {"to_whom": "The duty team", "said": "What he said", "referred_at": now, "written_by_id": me}
            WorryReferral.objects.using(UNBOUND).create(worry=worry, **told)
        return worry.pk

    return make


def _refer(making: Making, worry: Worry) -> None:
    told = worries.NewReferral("The duty team", "What he said")
    worries.refer(by=making.viewer, worry=worry, new=told, now=timezone.now())


def _end(making: Making, worry: Worry) -> None:
    worries.end(by=making.viewer, worry=worry, reason="It was ink", now=timezone.now())


def _call(making: Making) -> UUID:
    """To whoever is asking, about somebody there is no record of: as the machine would call who supervises its owner."""
    now, me = timezone.now(), making.viewer.account_id
    owner, _ = Account.objects.using(UNBOUND).get_or_create(email="away@matrix.example", defaults={"name": "Wes Away"})
    Supervision.objects.using(UNBOUND).get_or_create(supervisor_id=me, account=owner)
    worry = Worry.objects.using(UNBOUND).create(
        about_words="A boy in Fore Street", seen="Crying", urgency="today", state="open", owner_id=owner.pk, due_at=now,
        owned_since=now, family_told="unsafe", untold_why="I do not know them", raised_by_id=author().pk,
    )  # fmt: skip
    called = {"round": 1, "why": "late", "for_due_at": now, "called_at": now}
    return WorryCall.objects.using(UNBOUND).create(id=uuid7(), worry=worry, to_id=me, **called).pk


def _raised_anywhere(example: Example) -> Mapping[str, Any]:
    return {
        "opened_for": seal(example["draft_id"]), "about_words": "A boy in Fore Street", "seen": "Crying", "urgency": "soon",
        "told": "yes",
    }  # fmt: skip


def _raised(example: Example) -> Mapping[str, Any]:
    return {
        "opened_for": seal(example["family_id"]), "seen": "A bruise", "urgency": "soon", "told": "yes", "about": [],
    }  # fmt: skip


THINGS = {
    "worry_id": Thing(_worry(), section=Section.SAFEGUARDING),
    "referred_worry_id": Thing(_worry(after=_refer), section=Section.SAFEGUARDING, state="referred to social care"),
    "ended_worry_id": Thing(_worry(after=_end), section=Section.SAFEGUARDING, state="ended"),
    "loose_worry_id": Thing(_loose(), of=Of.ACCOUNT),
    "loose_referred_id": Thing(_loose("referred"), of=Of.ACCOUNT, state="referred to social care"),
    "loose_ended_id": Thing(_loose("ended"), of=Of.ACCOUNT, state="ended"),
    "request_id": ASKED["request_id"],
    "call_id": Thing(_call, of=Of.ACCOUNT),
}

_WRITER = staff(may=May.WRITE)
_OWN = staff(may=May.WRITE, own=True)
_TOMORROW = show_date(today() + timedelta(days=1))

DOORS = {
    "worries": Door("see the worries about a family", family(), displays=frozenset({Section.SAFEGUARDING})),
    "begin_worry": Door("begin to raise a worry", _WRITES, shows=(ACCEPTED,)),
    "raise_worry": Door("raise a worry about a family", _WRITES, methods=FORM, sends=_raised),
    "worry": Door("see one worry, who has it and what was done", family()),
    "take_on_worry": Door("take a worry on", _WRITES, methods=SEND, sends=nothing, refuses=(ACCEPTED,)),
    "look_at_worry": Door(
        "say what they did about a worry", _WRITES, methods=FORM,
        sends=sending.about("worry_id", words="I rang the school", again=_TOMORROW),
    ),
    "refer_worry": Door(
        "say that social care was told of a worry", _WRITES, methods=FORM,
        sends=sending.about("worry_id", to_whom="The duty team", said="What he said"),
    ),
    "tell_of_worry": Door(
        "say whether the family knows of a worry", _WRITES, methods=FORM, sends=sending.about("worry_id", told="yes")
    ),
    "end_worry": Door(
        "end a worry, with a reason", _WRITES, methods=FORM, sends=sending.about("worry_id", reason="It was ink")
    ),
    "hear_of_worry": Door(
        "say what social care answered", _WRITES, methods=FORM, sends=sending.about("referred_worry_id", outcome="assessment"),
    ),
    "reopen_worry": Door(
        "open a worry again", _WRITES, methods=FORM, sends=sending.about("ended_worry_id", reason="There is another")
    ),
    "my_worries": Door("raise a worry from anywhere, and see theirs about somebody without a record", _WRITER),
    "begin_loose_worry": Door("begin to raise a worry about somebody without a record", _WRITER, shows=(ACCEPTED,)),
    "raise_loose_worry": Door(
        "raise a worry about somebody without a record", _WRITER, methods=FORM,
        sends=_raised_anywhere,
    ),
    "begin_worry_from_request": Door(
        "begin to raise a worry about whom a request is about", staff(may=May.TAKE_REQUESTS, on_duty=True), shows=(ACCEPTED,)
    ),
    "loose_worry": Door("see one about somebody without a record", _OWN),
    "look_at_loose_worry": Door(
        "say what they did about one without a record", _OWN, methods=FORM,
        sends=sending.about("loose_worry_id", words="I rang the school", again=_TOMORROW),
    ),
    "refer_loose_worry": Door(
        "say that social care was told of one without a record", _OWN, methods=FORM,
        sends=sending.about("loose_worry_id", to_whom="The duty team", said="What he said"),
    ),
    "tell_of_loose_worry": Door(
        "say whether the family knows of one without a record", _OWN, methods=FORM,
        sends=sending.about("loose_worry_id", told="yes"),
    ),
    "end_loose_worry": Door(
        "end one without a record, with a reason", _OWN, methods=FORM,
        sends=sending.about("loose_worry_id", reason="It was ink"),
    ),
    "join_worry": Door(
        "put a worry with the record of the family it is about", _OWN, methods=FORM, accepts=(422,),
        sends=sending.about("loose_worry_id"),
    ),
    "hear_of_loose_worry": Door(
        "say what social care answered of one without a record", _OWN, methods=FORM,
        sends=sending.about("loose_referred_id", outcome="assessment"),
    ),
    "reopen_loose_worry": Door(
        "open one without a record again", _OWN, methods=FORM,
        sends=sending.about("loose_ended_id", reason="There is another"),
    ),
    "worry_call": Door(
        "see that a worry waits and they were called, and take it on", staff(roles=_CALLED, own=True), methods=FORM,
        sends=nothing, refuses=(ACCEPTED,),
    ),
}  # fmt: skip
