"""How tasks are worded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from onestory.core.dates import show_date, show_moment
from onestory.faces.workspace.changing import FormPage
from onestory.people.models import Family
from onestory.support import task_states
from onestory.support.models import Deputy, Task, TaskEvent
from onestory.ui.parts import Link, SummaryRow

_SAID = {step.act: step.said for step in task_states.TASK.steps}


@dataclass(frozen=True)
class EventLine:
    words: str
    about: str
    why: str


def rows(task: Task) -> list[SummaryRow]:
    found = [
        SummaryRow(key="By when", values=(show_date(task.due_on),)),
        SummaryRow(key="Whose it is", values=(owner(task),)),
        SummaryRow(key="How it stands", values=(_standing(task),)),
    ]
    return [SummaryRow(key="Family", values=(task.family.name,)), *found] if task.family else found


def owner(task: Task) -> str:
    return task.owner.name if task.owner else f"{task.team}: whoever takes it up"


def _standing(task: Task) -> str:
    if task.state == task_states.OFFERED and task.offered_to:
        return f"Offered to {task.offered_to.name}, who has not answered yet"
    return task_states.TASK.names[task.state]


def events(found: Sequence[TaskEvent]) -> list[EventLine]:
    return [
        EventLine(words=_SAID.get(one.act, ""), about=f"{one.written_by.name}, {show_moment(one.created_at)}", why=one.why)
        for one in found
    ]  # fmt: skip


def back(task: Task) -> Link:
    return Link(text="Back", url=reverse("workspace:task", args=[task.pk]))


def to_today() -> Link:
    return Link(text="Today", url=reverse("workspace:today"))


def promising(family: Family | None) -> FormPage:
    return FormPage(
        title="Something promised", heading="Write down what you promised",
        caption=family.name if family else "", back=to_family(family) if family else to_today(), button="Keep it",
        intro="It waits on Today until it is done, passed on to whoever takes it on, or let go with a reason.",
        said="It waits on Today.",
    )  # fmt: skip


def to_family(family: Family) -> Link:
    return Link(text="Back", url=reverse("workspace:family", args=[family.pk]))


def changing(task: Task, *, heading: str, button: str, said: str, intro: str = "", then_today: bool = True) -> FormPage:
    return FormPage(
        title="A task", heading=heading, caption=task.title, back=back(task), button=button, said=said, intro=intro,
        then=reverse("workspace:today") if then_today else "",
    )  # fmt: skip


def due_words(day: date, *, on: date) -> str:
    """ "today", "tomorrow", "on Friday", "3 days late"."""
    days = (day - on).days
    if days < 0:
        return "since yesterday" if days == -1 else f"for {-days} days" if days > -14 else f"for {-days // 7} weeks"
    if days < 2:
        return ("today", "tomorrow")[days]
    return f"on {day:%A}" if days < 7 else f"by {show_date(day)}"


def away_words(one: Deputy | None) -> str:
    return f"Away until {show_date(one.ends_on)}; {one.deputy.name} stands in" if one else ""
