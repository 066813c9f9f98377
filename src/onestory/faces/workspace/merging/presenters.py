"""How what was put together is worded."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse

from onestory.core.dates import show_moment
from onestory.people.models import Merge
from onestory.ui.parts import Label, Link, SummaryRow

_TONES = {Merge.State.ASKED: "attention", Merge.State.DONE: "good"}


@dataclass(frozen=True)
class Line:
    link: Link
    about: str
    label: Label


def line(one: Merge, family: UUID) -> Line:
    return Line(
        link=Link(text=_two(one), url=reverse("workspace:merge", args=[family, one.pk])),
        about=f"{one.asked_by.name}, {show_moment(one.created_at)}",
        label=Label(text=one.get_state_display(), tone=_TONES.get(Merge.State(one.state), "plain")),  # type: ignore[arg-type]
    )


def about(one: Merge, family: UUID) -> list[SummaryRow]:
    """`family` is one through which the record is seen."""
    page = (
        ("workspace:family", [one.leads_to])
        if one.of == Merge.Of.FAMILY
        else ("workspace:person", [family, one.leads_to])
    )
    opened = Link(text="Open", url=reverse(page[0], args=page[1]), about="the record that is kept")
    rows = [
        SummaryRow(key="Kept", values=(one.kept_name or "Somebody without a name",), links=(opened,)),
        SummaryRow(key="Put into it", values=(one.merged_name or "Somebody without a name",)),
        SummaryRow(key="Why", values=(one.why,), note=f"{one.asked_by.name}, {show_moment(one.created_at)}"),
    ]
    if one.agreed_by and one.done_at:
        rows.append(SummaryRow(key="Agreed by", values=(one.agreed_by.name,), note=show_moment(one.done_at)))
    return rows


def ended(one: Merge) -> str:
    """What came of one that is over."""
    if not (one.ended_by and one.ended_at):
        return ""
    return f"{one.get_state_display()} by {one.ended_by.name}, {show_moment(one.ended_at)}: {one.ended_why}"


def back() -> Link:
    return Link(text="Records put together", url=reverse("workspace:merges"))


def _two(one: Merge) -> str:
    return f"{one.merged_name or 'Somebody'} and {one.kept_name or 'somebody'}"
