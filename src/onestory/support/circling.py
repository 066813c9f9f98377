"""What a circle says about itself in words: that it has grown confusing, or that several people are called the lead."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from onestory.core.text import join_words, plural
from onestory.support.actions.circle import called
from onestory.support.models import CircleMember

MANY = 6
"""Workers and volunteers around one family before somebody should ask whom they still need: more faces than a family can keep
apart. It is a question to ask them, and nothing is done by it."""


def flags(members: Sequence[CircleMember]) -> list[str]:
    """A sentence for each thing to talk over with the family; none for a circle that is clear."""
    helpers = [one for one in members if one.kind != CircleMember.Kind.OWN]
    return [*_many(helpers), *_same_role(helpers), *_leads(members)]


def _many(helpers: Sequence[CircleMember]) -> list[str]:
    if len(helpers) <= MANY:
        return []
    return [
        f"There are {plural(len(helpers), 'helper')} around this family. Ask them whom they still need, and who could step back."
    ]


def _same_role(helpers: Sequence[CircleMember]) -> list[str]:
    """Two with one name for what they are: a family cannot say which of them is for what."""
    roles = Counter(one.role.strip().casefold() for one in helpers)
    doubled = [role for role, count in roles.items() if count > 1]
    named = [(role, [called(one) for one in helpers if one.role.strip().casefold() == role]) for role in doubled]
    return [f"{join_words(names)} are each “{role}” to them. Say what each is there for." for role, names in named]


def _leads(members: Sequence[CircleMember]) -> list[str]:
    """The family's own lead, and whom other agencies call so."""
    lead = next((one for one in members if one.lead), None)
    others = [one for one in members if one.leads_for and not one.lead]
    if lead and others:
        said = join_words([f"{called(one)} (for {one.leads_for})" for one in others])
        return [
            f"{called(lead)} is whom they ring first, and {said} is called lead as well. Ask the family who leads for them."
        ]
    if len(others) > 1:
        said = join_words([f"{called(one)} for {one.leads_for}" for one in others])
        return [f"Several people are called lead: {said}. Ask the family whom they would ring first."]
    return ["Nobody leads yet. Ask the family whom they would ring first."] if members and not lead else []
