"""How guarding is worded: emergencies, and who may see a restricted record."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse

from onestory.access.models import BreakGlass
from onestory.access.queries import OwnAccount
from onestory.core.dates import show_moment, show_time
from onestory.faces.workspace.changing import FormPage
from onestory.ui.parts import Link, SummaryRow


@dataclass(frozen=True)
class EmergencyLine:
    """An emergency that waits for somebody to look at it."""

    link: Link
    about: str


def waiting(emergencies: Sequence[BreakGlass], names: Mapping[UUID, str]) -> list[EmergencyLine]:
    return [
        EmergencyLine(
            link=Link(
                text=f"{one.account.name} opened {names.get(one.family_id, 'a record')} in an emergency",
                url=reverse("workspace:emergency", args=[one.family_id, one.pk]),
            ),
            about=f"{show_moment(one.created_at)}. Look at why, and say what you found",
        )
        for one in emergencies
    ]  # fmt: skip


def rows(one: BreakGlass, name: str) -> list[SummaryRow]:
    rows = [
        SummaryRow(key="Who", values=tuple(filter(None, (one.account.name, one.account.job_title)))),
        SummaryRow(
            key="Whose record", values=(name or str(one.family_id),), note="" if name else "The family’s reference"
        ),
        SummaryRow(
            key="When", values=(f"{show_moment(one.created_at)}, until {show_time(one.ends_at)} at the latest",)
        ),
        SummaryRow(key="Why", values=(one.reason,)),
    ]
    if one.closed_at:
        right = "It was right to open it" if one.justified else "It was not right to open it"
        rows.append(
            SummaryRow(
                key="Looked at since", values=(right, one.finding),
                note=f"{one.closed_by.name if one.closed_by else ''}, {show_moment(one.closed_at)}",
            )
        )  # fmt: skip
    return rows


def own_pages(found: Sequence[OwnAccount], names: Mapping[UUID, str]) -> list[tuple[str, str]]:
    """Each account of the family that reads it, to choose from: by name to whoever sees the family."""
    return [(str(one.account), f"{_whose(one, names)}, since {show_moment(one.since)}") for one in found]


def _whose(one: OwnAccount, names: Mapping[UUID, str]) -> str:
    kinds = {"parent": "A parent’s own page", "young_person": "A young person’s own page"}
    kind = kinds.get(one.kind, "An adult’s own page")
    name = names.get(one.person, "") if one.person else ""
    return f"{name}: {kind[0].lower()}{kind[1:]}" if name else kind


def review(one: BreakGlass, name: str, *, back: Link) -> FormPage:
    return FormPage(
        title="An emergency",
        heading="A record was opened in an emergency",
        intro="Somebody else than who opened it says what they found. If it is still open, this closes it.",
        back=back,
        said="Thank you. What you found is kept beside it.",
        button="Say what I found",
        template="workspace/guarding/emergency.html",
        more={"rows": rows(one, name), "closed": one.closed_at is not None},
    )
