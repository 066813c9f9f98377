"""The eight A's: what a worker thinks about the work, beside it. Never asked for by anything, and never counted."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from onestory.access.roles import May
from onestory.access.viewer import Viewer
from onestory.audit.actions import events
from onestory.core.errors import Invalid, NotThere
from onestory.people.models import Family
from onestory.support.models import Thought

QUESTIONS = {
    Thought.Prompt.ATTACH: "How did they come to trust anybody here? Who do they let in?",
    Thought.Prompt.ATTUNE: "What have you noticed about how they are, today and on other days?",
    Thought.Prompt.ASSESS: "What is going well and what is hard, as they see it?",
    Thought.Prompt.ANALYSE: "What do you make of it? What else could it be?",
    Thought.Prompt.ADAPT: "What have you changed about how you work, for them?",
    Thought.Prompt.ATTEND: "What do you keep in mind between times? Whom might you be missing?",
    Thought.Prompt.ACTIVATE: "What do they do for themselves, and who helps them do it?",
    Thought.Prompt.ASPIRE: "What do they hope for? What would a good year be?",
}


@transaction.atomic
def think(*, by: Viewer, family: Family, prompt: str, words: str, now: datetime) -> Thought:
    """One more thought. What was thought before stays: how it changed is what supervision looks at."""
    if not by.may(May.WRITE):
        raise NotThere("writing")
    if prompt not in Thought.Prompt.values:
        raise NotThere("prompt")
    if not words.strip():
        raise Invalid("Write a few words, or leave it for another day.", "words")
    made = Thought(family=family, account_id=by.account_id, prompt=prompt, words=words.strip(), written_at=now)
    made.save(force_insert=True)
    events.record(by=by, action="thoughts.think", family=family.pk, subject=made)
    return made
