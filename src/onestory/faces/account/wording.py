"""How the pages about one's own account are worded."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.urls import reverse
from django.utils import timezone

from onestory.access.accounts_functions import LINK_MINUTES
from onestory.access.actions import placements as placing
from onestory.access.models import Account, Placement, Recovery, SignedIn
from onestory.access.roles import ROLES
from onestory.access.viewer import Viewer
from onestory.core.dates import show_date, show_time


@dataclass(frozen=True)
class SessionLine:
    device: str
    about: str
    here: bool
    end_url: str


@dataclass(frozen=True)
class Waiting:
    """Something two people have to agree on: who it is about, what is known, and what the reader may do."""

    who: str
    about: str
    agree_url: str = ""
    refuse_url: str = ""
    link_url: str = ""


@dataclass(frozen=True)
class Found:
    name: str
    about: str
    state: str
    recover_url: str
    wake_url: str


def session_line(session: SignedIn, *, here: bool) -> SessionLine:
    shared = " Marked as shared." if session.shared else ""
    started = f"Signed in {_when(session.started_at)}." if session.started_at else ""
    active = f" Last used {_when(session.active_at)}." if session.active_at else ""
    return SessionLine(
        session.device, f"{started}{active}{shared}", here, reverse("own:end_session", args=[session.number])
    )


def let_back_in(recovery: Recovery) -> str:
    """Told to the account's owner. Whoever let them in stands by it with their names."""
    agreed = f" and {recovery.confirmed_by.name} agreed" if recovery.confirmed_by else ""
    return (
        f"Your way in was set up again on {_day(recovery.used_at)},"
        f" after {recovery.checked_by.name} checked who you are{agreed}."
    )


def recovery_waiting(viewer: Viewer, one: Recovery) -> Waiting:
    seen = f"{one.checked_by.name} checked who they are {_when(one.created_at)}: {_begin_low(one.get_seen_display())}."
    step = " Their second step will be taken away too." if one.second_step_too else ""
    mine = one.checked_by_id == viewer.account_id
    if one.confirmed_at is None:
        others = not mine and one.account_id != viewer.account_id
        agree = reverse("own:confirm_recovery", args=[one.pk]) if others else ""
        return Waiting(
            one.account.name, f"{seen}{step}" + (" Waiting for another administrator." if mine else ""), agree
        )
    agreed = f" {one.confirmed_by.name if one.confirmed_by else ''} agreed."
    if one.token_digest:
        return Waiting(one.account.name, f"{seen}{agreed} A link was made, and has not been used yet.")
    return Waiting(
        one.account.name, f"{seen}{step}{agreed}", link_url=reverse("own:recovery_link", args=[one.pk]) if mine else ""
    )


def placement_waiting(viewer: Viewer, one: Placement) -> Waiting:
    about = f"To be {_begin_low(ROLES[one.role].name)} in {one.team.name}. Asked by {one.asked_by.name} {_when(one.created_at)}."
    if not placing.can_decide(viewer, one):
        return Waiting(one.account.name, f"{about} Waiting for somebody else to agree.")
    return Waiting(
        one.account.name,
        about,
        reverse("own:agree_placement", args=[one.pk]),
        reverse("own:refuse_placement", args=[one.pk]),
    )


def found(viewer: Viewer, account: Account) -> Found:
    myself = account.pk == viewer.account_id
    asleep = account.is_active and account.asleep_since is not None
    state = "Closed" if not account.is_active else "Asleep" if asleep else ""
    return Found(
        account.name, " · ".join(filter(None, (account.job_title, account.email))), state,
        reverse("own:recover", args=[account.pk]) if account.is_active and not myself else "",
        reverse("own:wake", args=[account.pk]) if asleep else "",
    )  # fmt: skip


def link_lasts() -> str:
    return "one hour" if LINK_MINUTES == 60 else f"{LINK_MINUTES} minutes"


def _when(at: datetime | None) -> str:
    if at is None:
        return ""
    return (
        f"at {show_time(at)}"
        if show_date(at) == show_date(timezone.now())
        else f"on {show_date(at)} at {show_time(at)}"
    )


def _day(at: datetime | None) -> str:
    return show_date(at) if at else ""


def _begin_low(text: str) -> str:
    return text[:1].lower() + text[1:]


def number_of(session: dict[str, object]) -> UUID | None:
    number = session.get("number")
    return UUID(str(number)) if number else None
