"""How the form is worded: to whoever asks, in everyday words. Titles say nothing: they are read over shoulders (HZ-12)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from onestory.core.dates import PartialDate, show_date, show_moment
from onestory.faces.public.forms import FOR_WHOM, HOW, YES_NO
from onestory.faces.public.keeping import Kept
from onestory.support.actions.coming_back import Became
from onestory.support.models.requests import Door, Urgency
from onestory.support.request_inputs import show_at
from onestory.ui.parts import Link, SummaryRow

NOT_SAID = "You have not said yet"


@dataclass(frozen=True)
class Page:
    """One short page of the form."""

    name: str
    heading: str
    intro: str = ""


_OF_ONESELF = {
    "reach": Page("reach", "How can we reach you safely?", "We ask this first, so that nobody rings where it is not safe."),
    "words": Page("words", "What is going on?"),
    "about": Page("about", "Who are you?", "Only what you are happy to say."),
}  # fmt: skip
_OF_OTHERS = {
    "reach": Page("reach", "How can we reach them safely?", "We ask this first, so that nobody rings where it is not safe."),
    "words": Page("words", "What is going on?"),
    "about": Page("about", "Who is it about?", "As far as you know."),
    "you": Page("you", "Who are you?", "We tell you that something happens. What the family says stays with them."),
}  # fmt: skip


def pages(door: Door) -> list[Page]:
    return list((_OF_ONESELF if door == Door.SELF else _OF_OTHERS).values())


def check_rows(kept: Kept, door: Door) -> list[SummaryRow]:
    """Everything that will be sent, each with the way to change it."""
    numbers = {page.name: reverse("public:step", args=[at]) for at, page in enumerate(pages(door), 1)}
    how, urgency = dict(HOW), dict(Urgency.choices)
    born = kept.about.get("born")
    name = " ".join(filter(None, (kept.about.get("given"), kept.about.get("family"))))
    to_reach = "How to reach you" if door == Door.SELF else "How to reach them"
    rows = [
        ("For whom", dict(FOR_WHOM)[door], reverse("public:start")),
        (to_reach, how.get(kept.reach.get("how", ""), NOT_SAID), numbers["reach"]),
        ("Where", _where(kept), numbers["reach"]),
        ("When", kept.reach.get("when"), numbers["reach"]),
        ("A message", _message(kept.reach.get("leave_message")), numbers["reach"]),
        ("The word we say first", kept.reach.get("code_word"), numbers["reach"]),
        ("What is going on", kept.words.get("words"), numbers["words"]),
        ("How soon", urgency.get(kept.words.get("urgency", ""), ""), numbers["words"]),
        ("Name", name, numbers["about"]),
        ("Date of birth", PartialDate(born).show() if born else "", numbers["about"]),
        ("Postcode", kept.about.get("postcode"), numbers["about"]),
        ("Others", kept.about.get("others"), numbers["about"]),
    ]  # fmt: skip
    if door != Door.SELF:
        you = ", ".join(filter(None, (kept.you.get(each) for each in ("name", "role", "organisation"))))
        rows += [("You", you, numbers["you"]), ("To tell you", _hears(kept), numbers["you"])]
        rows += [("The family knows", dict(YES_NO).get(kept.you.get("family_knows") or ""), numbers["you"])]
    return [
        SummaryRow(key=key, values=tuple(said.splitlines()), links=(Link(text="Change", url=url, about=key.lower()),))
        for key, said, url in rows if said
    ]  # fmt: skip


def _hears(kept: Kept) -> str:
    how, at = kept.you.get("how") or "", kept.you.get("at") or ""
    said: dict[str, str] = dict(HOW)
    return ": ".join(filter(None, (said.get(how, ""), show_at(how, at))))


def _where(kept: Kept) -> str:
    return show_at(kept.reach.get("how") or "", str(kept.reach.get("at") or ""))


def _message(said: str | None) -> str:
    return {"yes": "You may leave one", "no": "Leave none"}.get(said or "", "")


@dataclass(frozen=True)
class Step:
    when: str
    words: str


def steps(became: list[Became]) -> list[Step]:
    """The newest first. The same words twice running are said once."""
    shown = [Step(show_moment(one.at), one.words) for one in became]
    return [one for at, one in enumerate(shown) if at + 1 == len(shown) or shown[at + 1].words != one.words][::-1]


def by_when(day: date) -> str:
    return show_date(day)
