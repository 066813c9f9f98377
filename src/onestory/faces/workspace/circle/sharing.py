"""Who sees a family, as its circle page words it: what of it, why, on what basis, until when, and who opened it to them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.urls import reverse

from onestory.access.models import Grant
from onestory.access.queries import Holding
from onestory.access.sections import Section
from onestory.core.dates import LONDON, show_date, show_time
from onestory.core.text import join_words
from onestory.faces.workspace.changing import FormPage
from onestory.faces.workspace.circle import terms
from onestory.people.models import Family
from onestory.ui.parts import Link

_SEES = {
    Section.SHARED: "the shared story", Section.HEALTH: "health", Section.HOME: "money and home",
    Section.SAFEGUARDING: "what is written about safety", Section.YOUNG_PERSON: "what is between the young person and them",
    Section.LOCATION: "confidential addresses",
}  # fmt: skip


@dataclass(frozen=True)
class SharingLine:
    """One reason for which somebody sees the family."""

    who: str
    sees: str
    why: str
    given: str
    evidence: str
    end_url: str


def lines(family: Family, holdings: Sequence[Holding]) -> list[SharingLine]:
    return [_line(family, one) for one in holdings]


def _line(family: Family, one: Holding) -> SharingLine:
    basis = Grant.Basis(one.basis).label
    return SharingLine(
        who=called(one),
        sees=f"Sees {join_words(words for section, words in _SEES.items() if section in one.sections)}",
        why=f"{_why(one)}, for: {one.purpose.rstrip('.')}. It rests on {basis[0].lower()}{basis[1:]}",
        given=f"From {show_date(one.since)} {_until(one)}. Opened by {one.given_by.name}",
        evidence=one.evidence,
        end_url=reverse("workspace:end_sharing", args=[family.pk, one.grant]),
    )


def called(one: Holding) -> str:
    if one.team:
        return f"Everybody in {one.team.name}"
    assert one.account, "a grant is to an account or to a team"
    return ", ".join(filter(None, (one.account.name, one.account.job_title)))


def _why(one: Holding) -> str:
    reason = str(Grant.Reason(one.reason).label)
    return f"{reason}: {one.agreement.name}" if one.agreement else reason


def _until(one: Holding) -> str:
    if one.until is None:
        return "with no end yet"
    # One that ends at midnight lasts through the day before, which is what anybody would call its last.
    last = one.until.astimezone(LONDON) - timedelta(microseconds=1)
    at = f"{show_time(one.until)} on " if one.in_an_emergency else ""
    return f"until {at}{show_date(last)}"


def _back(family: Family) -> Link:
    return Link(text="The circle", url=reverse("workspace:circle", args=[family.pk]))


def to_a_team(family: Family) -> FormPage:
    return FormPage(
        caption=family.name, back=_back(family), title="Who may see", heading="Open this family to a team",
        button="Open it to them",
        intro="Everybody in the team whose work is with families will see it, and whoever joins the team later.",
        said="The team can see this family now.", template="workspace/circle/joining.html", more={"terms": terms.FIELDS},
    )  # fmt: skip


def ending(family: Family, one: Holding, *, others: Sequence[Holding], myself: bool) -> FormPage:
    """`others` are the other ways in which they see it: they are said, or somebody would believe that it is over."""
    who = one.team.name if one.team else one.account.name if one.account else ""
    at_once = "At once: also on a page that is open somewhere now. Everything written stays."
    return FormPage(
        caption=family.name, back=_back(family), title="Who may see", grave=True, button="Yes, end it",
        heading=_no_longer(who, others=others, myself=myself),
        intro=f"{at_once} {_goes_on(others, myself=myself)}".strip(),
        said="Done. It ended at once.", then=reverse("workspace:families") if myself and not others else "",
    )  # fmt: skip


def _no_longer(who: str, *, others: Sequence[Holding], myself: bool) -> str:
    if others:
        return f"End this way for {'you' if myself else who} to see this family?"
    return "Will you no longer see this family?" if myself else f"Will {who} no longer see this family?"


def _goes_on(others: Sequence[Holding], *, myself: bool) -> str:
    """ "They would still see it through Whitleigh team: end that too if they must not." """
    if not others:
        return ""
    ways = join_words(
        list(dict.fromkeys(f"through {one.team.name}" if one.team else "for another reason" for one in others))
    )
    return f"{'You' if myself else 'They'} would still see it {ways}. End that too if {'you' if myself else 'they'} must not."
