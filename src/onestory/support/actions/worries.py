"""Worries: raising one, looking into it, referring it, hearing the answer, ending it with a reason.

One is always somebody's and always due. What is passed on stays with its owner until somebody takes it on. Nothing here, and
nothing that the machine does, ends one without a person's reason.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import DatabaseError, connection, transaction

from onestory.access.actions import wall
from onestory.access.roles import ROLES, May
from onestory.access.sections import Section
from onestory.access.viewer import Viewer
from onestory.audit.actions import events
from onestory.core import news
from onestory.core.dates import LONDON
from onestory.core.errors import Invalid, NotThere
from onestory.people import queries as people
from onestory.people.models import Family
from onestory.support import worry_queries
from onestory.support.actions.locking import catch_up
from onestory.support.models import Worry, WorryEvent, WorryReferral
from onestory.support.worry_functions import CALLED_IN
from onestory.support.worry_states import OPEN, WORRIES

WITHIN = {"now": timedelta(hours=1), "today": timedelta(hours=4), "soon": timedelta(days=2)}
"""By when somebody looks at it, from the moment it is raised."""

LONGEST_WAIT = timedelta(days=28)
"""Whoever looks at one says when it is looked at again; never further away than this."""


@dataclass(frozen=True)
class NewWorry:
    """`about` are people of the family, `about_words` whoever there is no record of. `why_untold`: unless the family knows."""

    seen: str
    urgency: str
    told: str
    why_untold: str = ""
    whose_words: str = ""
    about: Sequence[UUID] = ()
    about_words: str = ""
    request_id: UUID | None = None


@transaction.atomic
def raise_worry(
    *, by: Viewer, family: Family | None, new: NewWorry, now: datetime, form_key: UUID | None = None
) -> Worry:
    """It is the one's who raised it until somebody takes it on. Where they may not look further, others are called at once.

    The same `form_key` twice raises it once, and answers with what was raised.
    """
    if not by.may(May.WRITE):
        raise NotThere("worry")
    _check(new, family)
    standing = Worry.objects.filter(form_key=form_key, raised_by_id=by.account_id).first() if form_key else None
    if standing:
        return standing
    worry = Worry(
        family=family, request_id=new.request_id, about=list(new.about), about_words=new.about_words.strip(),
        seen=new.seen.strip(), whose_words=new.whose_words.strip(), urgency=new.urgency, state=OPEN,
        owner_id=by.account_id, due_at=now + WITHIN[new.urgency], family_told=new.told,
        untold_why="" if new.told == Worry.Told.YES else new.why_untold.strip(), raised_by_id=by.account_id,
        form_key=form_key, created_at=now,
    )  # fmt: skip
    worry.save(force_insert=True)
    _happened(by=by, worry=worry, act="worries.raise", before="", words="", now=now)
    call_whoever_is_needed()
    return worry


@transaction.atomic
def take_on(*, by: Viewer, worry: Worry, now: datetime) -> Worry:
    """By somebody who sees the section: it is theirs from now on."""
    _may_look(by, worry)
    WORRIES.after(worry.state, "worries.take_on")
    worry.owner_id = by.account_id
    worry.save(update_fields=["owner_id"])
    _happened(by=by, worry=worry, act="worries.take_on", before=worry.state, words="", now=now)
    return worry


@transaction.atomic
def answer_call(*, by: Viewer, call_id: UUID, now: datetime) -> Worry:
    """By somebody who was called, who sees what the worry needs of the family from then on. Raises NotThere where it is no
    longer waiting, or was never theirs.
    """
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT worry, family, opened FROM wall.take_on_worry(%s)", [call_id])
            worry_id, family, opened = cursor.fetchone()
    except DatabaseError:
        raise NotThere("worry") from None
    worry = Worry.objects.get(pk=worry_id)
    if family:
        worry.family = people.family(by, family)
    if opened:
        events.record(by=by, action="grants.give", family=family, grant=opened, reason=CALLED_IN)
    _happened(by=by, worry=worry, act="worries.take_on", before=worry.state, words="", now=now)
    return worry


@transaction.atomic
def open_loose(*, by: Viewer, worry_id: UUID) -> Worry:
    """One about somebody there is no record of, for showing its page: there is no family whose opening would say so."""
    worry = worry_queries.loose_worry(by, worry_id)
    events.record(by=by, action="worries.open", subject=worry, fields=[Section.SAFEGUARDING])
    return worry


@transaction.atomic
def join(*, by: Viewer, worry: Worry, family: Family, now: datetime) -> Worry:
    """There is a record of whom it is about, which is open to its owner: it belongs there from now on. Raises NotThere."""
    _may_look(by, worry)
    WORRIES.after(worry.state, "worries.join")
    wall.call("SELECT wall.join_worry(%s, %s)", [worry.pk, family.pk], not_there="worry")
    worry.family = family
    _happened(by=by, worry=worry, act="worries.join", before=worry.state, words="", now=now)
    call_whoever_is_needed()
    return worry


@transaction.atomic
def look(*, by: Viewer, worry: Worry, words: str, again_at: datetime, now: datetime) -> None:
    """What somebody did about it, and when it is looked at again."""
    _may_look(by, worry)
    if not words.strip():
        raise Invalid("Write what you did, or who you spoke to.", "words")
    if not now < again_at <= now + LONGEST_WAIT:
        raise Invalid("Choose a day within the next four weeks to look at it again.", "again")
    _move(by, worry, "worries.look", words=words, now=now, due_at=again_at)


@transaction.atomic
def tell_family(*, by: Viewer, worry: Worry, told: str, why: str, now: datetime) -> None:
    """Whether the family knows; and where they do not, why."""
    _may_look(by, worry)
    _check_told(told, why)
    worry.family_told, worry.untold_why = told, "" if told == Worry.Told.YES else why.strip()
    worry.save(update_fields=["family_told", "untold_why"])
    said = f"{Worry.Told(told).label}. {why.strip()}".strip()
    _move(by, worry, "worries.tell_family", words=said, now=now, due_at=worry.due_at)


@dataclass(frozen=True)
class NewReferral:
    to_whom: str
    said: str
    reference: str = ""


@transaction.atomic
def refer(*, by: Viewer, worry: Worry, new: NewReferral, now: datetime) -> WorryReferral:
    """Social care was told. They answer within one working day; if nobody has heard by then, it is due again."""
    _may_look(by, worry)
    if not new.to_whom.strip():
        raise Invalid("Write who you spoke to, or which team.", "to_whom")
    if not new.said.strip():
        raise Invalid("Write what you told them.", "said")
    made = WorryReferral(
        worry=worry, family_id=worry.family_id, to_whom=new.to_whom.strip(), said=new.said.strip(),
        reference=new.reference.strip(), referred_at=now, written_by_id=by.account_id,
    )  # fmt: skip
    # First, so that a second referral is refused in words: one answer is waited for at a time.
    _move(by, worry, "worries.refer", words=f"Told {new.to_whom.strip()}", now=now, due_at=asked_again(worry, now=now))
    made.save(force_insert=True)
    return made


@transaction.atomic
def hear(*, by: Viewer, worry: Worry, outcome: str, answer: str, now: datetime) -> None:
    """What social care answered. The worry goes on: somebody decides what it means, and may disagree."""
    _may_look(by, worry)
    if outcome not in WorryReferral.Outcome.values:
        raise Invalid("Choose what they answered.", "outcome")
    WORRIES.after(worry.state, "worries.hear")
    referral = WorryReferral.objects.get(worry=worry, heard_at__isnull=True)
    referral.outcome, referral.answer, referral.heard_at = outcome, answer.strip(), now
    referral.heard_by_id = by.account_id
    referral.save(update_fields=["outcome", "answer", "heard_at", "heard_by_id"])
    said = str(WorryReferral.Outcome(outcome).label)
    _move(by, worry, "worries.hear", words=said, now=now, due_at=asked_again(worry, now=now))


@transaction.atomic
def end(*, by: Viewer, worry: Worry, reason: str, now: datetime) -> None:
    """Nobody needs to look at it any more, and somebody says why. What was opened by it ends too, unless nobody would be left."""
    _may_look(by, worry)
    if worry.family_told == Worry.Told.NOT_YET:
        raise Invalid("First say whether the family knows, or why it is not safe to tell them.", "reason")
    _move(by, worry, "worries.end", words=reason, now=now, due_at=worry.due_at, reason=reason)
    with connection.cursor() as cursor:
        cursor.execute("SELECT wall.end_what_worry_opened(%s)", [worry.pk])
        ended = [grant for (grant,) in cursor.fetchall()]
    for grant in ended:
        events.record(by=by, action="grants.end", family=worry.family_id, grant=grant, reason=CALLED_IN)


@transaction.atomic
def reopen(*, by: Viewer, worry: Worry, reason: str, now: datetime) -> None:
    """It is looked at again, by whoever opened it again."""
    _may_look(by, worry)
    WORRIES.after(worry.state, "worries.reopen", reason=reason)
    worry.owner_id = by.account_id
    worry.save(update_fields=["owner_id"])
    _move(by, worry, "worries.reopen", words=reason, now=now, due_at=now + WITHIN["soon"], reason=reason)


def call_whoever_is_needed() -> None:
    """Whoever must hear that a worry waits is called, once for each time and round. Run by the worker; again, it does nothing."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT wall.call_about_worries()")


def end_what_is_over() -> None:
    """What could not end with its worry, since nobody else was alongside the family, ends once somebody is. Run by the worker."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT wall.end_what_worries_opened()")


def asked_again(worry: Worry, *, now: datetime) -> datetime:
    """A day later, whatever day that is: somebody answers at night and on holidays. Only what is not urgent waits for Monday."""
    later = now + timedelta(days=1)
    while worry.urgency == Worry.Urgency.SOON and later.astimezone(LONDON).weekday() > 4:
        later += timedelta(days=1)
    return later


def may_look_anywhere(by: Viewer) -> bool:
    """In a role in which somebody reads what is written about safety; without it, others are called about what they raise."""
    return any(Section.SAFEGUARDING in ROLES[role].ceiling for role in by.roles if role in ROLES)


def may_look(by: Viewer, worry: Worry) -> bool:
    """Its owner, and whoever sees the section of its family."""
    if worry.owner_id == by.account_id:
        return True
    return bool(worry.family and Section.SAFEGUARDING in worry.family.sections_open_to(by))


def _may_look(by: Viewer, worry: Worry) -> None:
    catch_up(worry, "state", "owner", "due_at", "family_told", "untold_why")
    if not may_look(by, worry):
        raise NotThere("worry")


def _check(new: NewWorry, family: Family | None) -> None:
    if not new.seen.strip():
        raise Invalid("Write what you have seen, heard or been told.", "seen")
    if new.urgency not in WITHIN:
        raise Invalid("Choose how soon somebody must look at it.", "urgency")
    if family is None and not new.about_words.strip():
        raise Invalid("Write who it is about, as far as you know.", "about_words")
    _check_told(new.told, new.why_untold)


def _check_told(told: str, why: str) -> None:
    if told not in Worry.Told.values:
        raise Invalid("Say whether the family knows.", "told")
    if told != Worry.Told.YES and not why.strip():
        raise Invalid("Say why the family does not know, in a sentence.", "why_untold")


def _move(by: Viewer, worry: Worry, act: str, *, words: str, now: datetime, due_at: datetime, reason: str = "") -> None:
    before = worry.state
    worry.state, worry.due_at = WORRIES.after(before, act, reason=reason), due_at
    worry.save(update_fields=["state", "due_at"])
    _happened(by=by, worry=worry, act=act, before=before, words=words, now=now)


_NEWS = {
    "worries.raise": "A worry was raised", "worries.refer": "Social care was told of a worry",
    "worries.hear": "Social care answered about a worry", "worries.end": "A worry was ended, with a reason",
    "worries.reopen": "A worry was opened again",
}  # fmt: skip


def _happened(*, by: Viewer, worry: Worry, act: str, before: str, words: str, now: datetime) -> None:
    WorryEvent(
        worry=worry, family_id=worry.family_id, act=act, before=before, after=worry.state, owner_id=worry.owner_id,
        due_at=worry.due_at, words=words.strip(), written_by_id=by.account_id, written_at=now,
    ).save(force_insert=True)  # fmt: skip
    events.record(
        by=by, action=act, family=worry.family_id, people=worry.about, subject=worry, fields=[Section.SAFEGUARDING]
    )
    # On the timeline only by whoever may write there: for others, the event above says it to those who may read it.
    if worry.family and act in _NEWS and Section.SAFEGUARDING in worry.family.sections_open_to(by):
        news.tell(
            news.Happened(
                by=by, act=act, family=worry.family.pk, title=_NEWS[act], people=tuple(worry.about),
                section=Section.SAFEGUARDING,
            )
        )  # fmt: skip
