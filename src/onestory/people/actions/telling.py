"""Taking the answers of one form: what still holds is confirmed, what is new told, each counted as asked or reused."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from onestory.access.viewer import Viewer
from onestory.people.actions import facts
from onestory.people.actions.facts import Said
from onestory.people.asking import Question, Standing
from onestory.people.models import Ask, Fact, Family, Person


@dataclass(frozen=True)
class Answer:
    """To one question: a value that stands and still holds (`keeps`), or else a new `value`."""

    question: Question
    value: Any = None
    keeps: Fact | None = None


@transaction.atomic
def take(*, by: Viewer, about: Person | Family, answers: Sequence[Answer], said: Said, form: str) -> None:
    """Write down every answer, or none. Raises Invalid, naming the fact, for a value that does not fit."""
    for answer in answers:
        _write(by, about, answer, said)
        outcome = Ask.Outcome.REUSED if _was_reused(answer) else Ask.Outcome.ASKED
        facts.count_ask(by=by, about=about, key=answer.question.key, outcome=outcome, form=form)


def _write(by: Viewer, about: Person | Family, answer: Answer, said: Said) -> None:
    if answer.keeps is None:
        made = facts.tell(by=by, about=about, key=answer.question.key, value=answer.value, said=said)
        if answer.question.facts:
            facts.agree(by=by, fact=made, said=said)
    elif answer.question.standing is Standing.CONFLICTING:
        facts.agree(by=by, fact=answer.keeps, said=said)
    else:
        facts.confirm(by=by, fact=answer.keeps, said=said)


def _was_reused(answer: Answer) -> bool:
    """Choosing between two answers we held is having been asked again: the muddle was ours."""
    return answer.keeps is not None and answer.question.standing is not Standing.CONFLICTING
