"""From the words of the demonstration's files to those of the record."""

from __future__ import annotations

from datetime import date
from typing import Any

from onestory.city import demo
from onestory.core.dates import PartialDate
from onestory.people.catalogue import FactKind
from onestory.people.inputs import NameGiven, NewPerson, SafeToUse

KIN = {
    "mother": "parent", "father": "parent", "parent": "parent", "step_parent": "step_parent", "grandparent": "grandparent",
    "great_grandparent": "grandparent", "aunt_or_uncle": "aunt_or_uncle", "special_guardian": "special_guardian",
    "partner": "partner", "former_partner": "former_partner", "sibling": "sibling", "half_sibling": "half_sibling",
    "twin": "sibling", "friend": "friend",
}  # fmt: skip
SEXES = {"female": "F", "male": "M", "not_known": ""}
# Of a hundred nights; somebody who always lives here needs no share written down.
SHARES = {"always": None, "mostly": 70, "half": 50, "sometimes": 30, "never": 0}
EVIDENCE = {
    "birth certificate": "birth_certificate", "order": "court_order", "married": "marriage", "adopt": "adoption",
    "agreement": "agreement",
}  # fmt: skip


def new_person(told: demo.DemoPerson) -> NewPerson:
    expected = told.role == "expected"
    due = PartialDate(told.due).exact if told.due else None
    return NewPerson(
        name=NameGiven(given=told.given or ("Baby" if expected else ""), family=told.family), role=role(told),
        born=partial(told.born) if told.born else None, due_on=due, sex=SEXES[told.sex], lives_here_share=share(told),
    )  # fmt: skip


def role(told: demo.DemoPerson) -> str:
    return "other" if told.role == "other_adult" else told.role


def share(told: demo.DemoPerson) -> int | None:
    return SHARES[told.lives_here]


def other_names(told: demo.DemoPerson) -> list[tuple[str, str, str]]:
    """(use, given, family) of what they are known as, and of the surname they had before."""
    names = []
    if told.known_as:
        names.append(("nickname", told.known_as, ""))
    if told.former:
        names.append(("old", told.given, told.former))
    return names


def partial(text: str) -> PartialDate:
    return PartialDate(text)


def day(text: str) -> date:
    """The first day a partial date could mean, for something that needs one."""
    return PartialDate(text).earliest


def safe(phone: demo.DemoPhone) -> SafeToUse:
    return SafeToUse(
        call=phone.may_call,
        text=phone.may_text,
        voicemail=phone.may_voicemail,
        hours=phone.hours,
        code_word=phone.code_word,
    )


def evidence(words: str) -> str:
    lowered = words.lower()
    return next((kind for said, kind in EVIDENCE.items() if said in lowered), "told")


def fact_value(kind: FactKind, value: Any) -> Any:
    if isinstance(value, tuple):
        return list(value)
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if kind.kind in ("choice", "text", "date") and not isinstance(value, str) else value
