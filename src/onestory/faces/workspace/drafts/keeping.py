"""Drafts as pages know them: which form one is of, whose page it was typed on, and where to carry on with it.

Each page that keeps a draft carries a sealed ticket: this draft, of this form, about this family, by this account. So
nothing typed can be kept for another family (HZ-46), and what arrives after a session has ended can still be kept for
whoever typed it.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import astuple, dataclass
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.http import QueryDict
from django.urls import reverse

from onestory.access.viewer import Viewer
from onestory.core.errors import NotThere
from onestory.faces.workspace.drafts.kinds import KINDS
from onestory.people import queries as people
from onestory.people.models import Family
from onestory.story import queries
from onestory.story.actions import drafts
from onestory.story.models import Draft, StorySection

_SIGNER = signing.TimestampSigner(salt="onestory.workspace.draft")
LONGEST_DAY = 16 * 60 * 60
"""Seconds a page may lie open and still have its draft kept without signing in: a working day, and an evening."""

START, ENTRY, CORRECTION, PART = "start", "entry", "correction", "part"
_TYPED = {ENTRY: ("title", "text", "agreed", "others_there", "others_named"), CORRECTION: ("text",), PART: ("text",)}
_CHOSEN = {
    ENTRY: ("kind", "day", "time", "words_by", "section", "appointment"),
    CORRECTION: (),
    PART: ("said_by", "based_on"),
}
_SEVERAL = {ENTRY: ("about", "there"), CORRECTION: (), PART: ()}


@dataclass(frozen=True)
class Ticket:
    """`form` is "entry", "correction:<entry>" or "part:<part>:<voice>"."""

    draft: str
    form: str
    family: str
    account: str


@dataclass(frozen=True)
class Keeping:
    """What a page needs to keep its draft: the number, the ticket to send with it, and what was typed before."""

    draft: UUID
    ticket: str
    content: Mapping[str, Any]

    @property
    def url(self) -> str:
        return reverse("workspace:draft", args=[self.draft])


def begin(viewer: Viewer, family: Family | None, *, form: str, draft: UUID | None = None) -> Keeping:
    """The draft of this page, as it was left. A form that is given no number has one draft for each family."""
    number = draft or _number(viewer, family, form)
    ticket = Ticket(str(number), form, str(family.pk) if family else "", str(viewer.account_id))
    return Keeping(number, seal(ticket), _left(viewer, family, number, form))


def seal(ticket: Ticket) -> str:
    """As pages carry it: nobody can make one up, or change one."""
    return _SIGNER.sign_object(astuple(ticket))


def read(ticket: str) -> Ticket | None:
    """None for one that was not given out by a page, or too long ago."""
    try:
        return Ticket(*_SIGNER.unsign_object(ticket, max_age=LONGEST_DAY))
    except signing.BadSignature:
        return None


def keep(viewer: Viewer, ticket: Ticket, sent: QueryDict) -> None:
    """Raises NotThere for somebody else's ticket. A family may have gone from sight; what they typed is theirs."""
    if ticket.account != str(viewer.account_id):
        raise NotThere("draft")
    try:
        family = people.family(viewer, UUID(ticket.family)) if ticket.family else None
    except NotThere:
        family = None
    drafts.keep(
        by=viewer, draft_id=UUID(ticket.draft), form=ticket.form, family=family, content=_typed(ticket.form, sent)
    )


def carry_on_at(draft: Draft) -> str:
    """Where the draft can be carried on with; empty where its family is gone from sight."""
    if draft.form == START:
        return reverse("workspace:start_draft", args=[draft.pk])
    kind, _, rest = draft.form.partition(":")
    if kind in KINDS and (draft.family or not KINDS[kind].of_a_family):
        of = [draft.family.pk] if draft.family else []
        own = [draft.pk] if KINDS[kind].numbered else []
        return reverse(KINDS[kind].page, args=[*of, *filter(None, rest.split(":")), *own])
    if draft.family is None:
        return ""
    if kind == ENTRY:
        return reverse("workspace:write", args=[draft.family.pk, draft.pk])
    if kind == CORRECTION:
        return reverse("workspace:correct", args=[draft.family.pk, rest])
    part, _, voice = rest.partition(":")
    return reverse("workspace:part", args=[draft.family.pk, part, voice])


def about_what(draft: Draft) -> str:
    """What kind of writing it is, in words."""
    kind, _, rest = draft.form.partition(":")
    if kind in KINDS:
        return KINDS[kind].words
    if kind == START:
        return "A record you began"
    if kind == PART:
        return StorySection.Part(rest.partition(":")[0]).label
    return "Something put right" if kind == CORRECTION else "Something that happened"


def is_quiet(draft: Draft) -> bool:
    """Whether no list shows a word of it."""
    named = KINDS.get(draft.form.partition(":")[0])
    return bool(named and named.quiet)


def typed_in(draft: Draft) -> list[str]:
    """What was typed, a text for each box that holds any."""
    named = KINDS.get(draft.form.partition(":")[0])
    boxes = named.typed if named else _TYPED[ENTRY]
    return [text for name in boxes if (text := str(draft.content.get(name, "")).strip())]


def _typed(form: str, sent: QueryDict) -> dict[str, Any]:
    """What was typed, with what was chosen beside it; nothing where only choices were made."""
    kind = form.partition(":")[0]
    named = KINDS.get(kind)
    typed, chosen, several = (
        (named.typed, named.chosen, named.several) if named else (_TYPED[kind], _CHOSEN[kind], _SEVERAL[kind])
    )
    words = {name: sent.get(name, "") for name in typed}
    if not any(text.strip() for text in words.values()):
        return {}
    return (
        words | {name: sent[name] for name in chosen if name in sent} | {name: sent.getlist(name) for name in several}
    )


def _left(viewer: Viewer, family: Family | None, number: UUID, form: str) -> Mapping[str, Any]:
    try:
        left = queries.draft(viewer, number)
    except NotThere:
        return {}
    of_it = family.pk if family else None
    return left.content if left.family_id == of_it and left.form == form else {}


def _number(viewer: Viewer, family: Family | None, form: str) -> UUID:
    """The same each time for one form of one family by one account, and not to be guessed by another."""
    of = f"onestory.draft:{viewer.account_id}:{family.pk if family else ''}:{form}"
    return UUID(bytes=hmac.new(settings.SECRET_KEY.encode(), of.encode(), hashlib.sha256).digest()[:16])
