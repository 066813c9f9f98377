from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone

from onestory.access.roles import ROLES, May
from onestory.access.sections import Section
from onestory.core.dates import show_date, today
from onestory.core.ids import uuid7
from onestory.faces.workspace import sending
from onestory.faces.workspace.bound import seal
from onestory.safety.doors import ACCEPTED, FORM, SEND, Door, Example, Of, Thing, family, nothing, staff
from onestory.safety.making import UNBOUND, Making, author
from onestory.support.actions import worries
from onestory.support.models import Worry, WorryCall

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


def _refer(making: Making, worry: Worry) -> None:
    told = worries.NewReferral("The duty team", "What he said")
    worries.refer(by=making.viewer, worry=worry, new=told, now=timezone.now())


def _end(making: Making, worry: Worry) -> None:
    worries.end(by=making.viewer, worry=worry, reason="It was ink", now=timezone.now())


def _call(making: Making) -> UUID:
    """To whoever is asking, about somebody there is no record of: as the machine would call them."""
    now = timezone.now()
    worry = Worry.objects.using(UNBOUND).create(
        about_words="A boy in Fore Street", seen="Crying", urgency="today", state="open", owner_id=author().pk, due_at=now,
        family_told="unsafe", untold_why="I do not know them", raised_by_id=author().pk,
    )  # fmt: skip
    called = {"round": 1, "why": "late", "for_due_at": now, "called_at": now}
    return WorryCall.objects.using(UNBOUND).create(id=uuid7(), worry=worry, to_id=making.viewer.account_id, **called).pk


def _raised(example: Example) -> Mapping[str, Any]:
    return {
        "opened_for": seal(example["family_id"]), "seen": "A bruise", "urgency": "soon", "told": "yes", "about": [],
    }  # fmt: skip


THINGS = {
    "worry_id": Thing(_worry(), section=Section.SAFEGUARDING),
    "referred_worry_id": Thing(_worry(after=_refer), section=Section.SAFEGUARDING, state="referred to social care"),
    "ended_worry_id": Thing(_worry(after=_end), section=Section.SAFEGUARDING, state="ended"),
    "call_id": Thing(_call, of=Of.ACCOUNT),
}

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
    "worry_call": Door(
        "see that a worry waits and they were called, and take it on", staff(roles=_CALLED, own=True), methods=FORM,
        sends=nothing, refuses=(ACCEPTED,),
    ),
}  # fmt: skip
