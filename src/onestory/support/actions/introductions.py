"""Introductions: offered to the family and to whom they would meet, made, and asked after until they are settled or not right.

Whom a family would meet learns that somebody would like to introduce one, and no more, until both said yes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from onestory.access.models import Account
from onestory.access.sections import CIRCLE
from onestory.access.viewer import Viewer
from onestory.audit.actions import events
from onestory.core.dates import today
from onestory.core.errors import Invalid, NotThere
from onestory.people.models import Family
from onestory.support import introducing
from onestory.support.actions import circle
from onestory.support.actions.walking import Changed, locked, must_write, note, past, said
from onestory.support.introduction_states import OFFERED, OFFERS, STATES
from onestory.support.models import CircleMember, Introduction, IntroductionOffer

NOUN = "introduction"
TWO_WEEKS, SIX_WEEKS = timedelta(weeks=2), timedelta(weeks=6)


@dataclass(frozen=True, kw_only=True)
class Whom:
    """Whom the family would meet: a colleague who signs in, or somebody by name; who they are, and what for."""

    role: str
    why: str
    account: Account | None = None
    name: str = ""


@transaction.atomic
def offer(
    *,
    by: Viewer,
    family: Family,
    whom: Whom,
    family_words: str = "",
    meet_on: date | None = None,
    on: date | None = None,
) -> Introduction:
    """`family_words` is what the family said, where they were asked already and said yes; `meet_on`, the day hoped for.

    Raises Invalid for somebody who is in the circle, or to whom it is offered already.
    """
    must_write(by)
    _check(family, whom)
    day = past(on)
    made = Introduction(
        family=family, owner_id=by.account_id, to_account=whom.account, to_name="" if whom.account else whom.name.strip(),
        role=said(whom.role, field="role", ask="Say who they are, for example health visitor.", most=120),
        why=said(whom.why, field="why", ask="Say what they would be there for."), offered_on=day,
        family_words=family_words.strip(), family_agreed_on=day if family_words.strip() else None, meet_on=meet_on,
    )  # fmt: skip
    made.save(force_insert=True)
    if whom.account:
        IntroductionOffer(
            introduction=made, to_account=whom.account, from_account_id=by.account_id, as_what=made.role, offered_on=day
        ).save(force_insert=True)
    note(made, Changed(act="introductions.offer", noun=NOUN, after=OFFERED, on=day), by=by)
    return made


def _check(family: Family, whom: Whom) -> None:
    if whom.account is None and not whom.name.strip():
        raise Invalid("Say whom they would meet.", "name")
    if whom.account and family.circle.filter(account=whom.account, ends_on__isnull=True).exists():
        raise Invalid("They are in the circle already.", "name")
    if going_on(family, account=whom.account, name=whom.name).exists():
        raise Invalid("This introduction is offered already.", "name")


def going_on(family: Family, *, account: Account | None, name: str) -> QuerySet[Introduction]:
    """Introductions to this somebody that are neither settled nor let go."""
    still = family.introductions.exclude(state__in=STATES.ends)
    return still.filter(to_account=account) if account else still.filter(to_name=name.strip())


@transaction.atomic
def family_agrees(*, by: Viewer, introduction: Introduction, words: str, on: date | None = None) -> Introduction:
    """They were asked, and said yes."""
    standing = locked(introduction, by=by)
    standing.family_agreed_on = past(on)
    standing.family_words = said(words, field="words", ask="Write what the family said.")
    return _turn(standing, "introductions.family_agrees", by=by, fields=("family_agreed_on", "family_words"), on=on)


@transaction.atomic
def they_agree(*, by: Viewer, introduction: Introduction, words: str = "", on: date | None = None) -> Introduction:
    """Somebody who does not sign in said yes. Whoever does says so themselves, and nobody in their name."""
    standing = locked(introduction, by=by)
    if standing.to_account_id:
        raise Invalid("They sign in here, and answer for themselves.")
    standing.they_agreed_on = past(on)
    return _turn(standing, "introductions.they_agree", by=by, fields=("they_agreed_on",), reason=words, on=on)


@transaction.atomic
def accept(*, by: Viewer, offer: UUID, words: str = "") -> IntroductionOffer:
    """By the one to whom it is offered. It opens nothing yet: whoever introduces them does, with the family."""
    return _answer(by=by, offer=offer, act="introductions.accept", words=words)


@transaction.atomic
def refuse(*, by: Viewer, offer: UUID, words: str) -> IntroductionOffer:
    return _answer(by=by, offer=offer, act="introductions.refuse", words=words)


def _answer(*, by: Viewer, offer: UUID, act: str, words: str) -> IntroductionOffer:
    mine = IntroductionOffer.objects.select_for_update().filter(pk=offer, to_account_id=by.account_id).first()
    if mine is None:
        raise NotThere("offer")
    mine.state = OFFERS.after(mine.state, act, reason=words)
    mine.answer, mine.answered_on = words.strip()[:300], today()
    mine.save(update_fields=["state", "answer", "answered_on"])
    events.record(by=by, action=act, subject=mine)
    return mine


@transaction.atomic
def make(
    *, by: Viewer, introduction: Introduction, accompanied: bool, meet_on: date, sections: Sequence[str] = CIRCLE,
    on: date | None = None,
) -> Introduction:  # fmt: skip
    """They come into the circle and, where they sign in, may see these sections from now on.

    Raises Invalid before the family and they said yes.
    """
    standing = locked(introduction, by=by)
    if not standing.family_agreed_on:
        raise Invalid("Ask the family first, and write down what they say.")
    if not introducing.they_agreed(standing):
        raise Invalid("They have not said yes yet. Nothing of the family is shown to them before.")
    member = _bring_in(standing, by=by, sections=sections, since=past(on))
    standing.member_id, standing.accompanied, standing.meet_on, standing.made_on = (
        member.pk,
        accompanied,
        meet_on,
        past(on),
    )
    name = introducing.called(standing)
    return _turn(
        standing, "introductions.make", by=by, fields=("member_id", "accompanied", "meet_on", "made_on"), on=on,
        title=f"{name} was introduced{', and somebody they know came along' if accompanied else ''}",
    )  # fmt: skip


def _bring_in(one: Introduction, *, by: Viewer, sections: Sequence[str], since: date) -> CircleMember:
    if one.to_account:
        return circle.bring_in(
            by=by, family=one.family, account=one.to_account, role=one.role, purpose=one.why[:300], sections=sections,
            since=since,
        )  # fmt: skip
    return circle.add_helper(
        by=by, family=one.family, name=one.to_name, role=one.role, purpose=one.why[:300], since=since
    )


@transaction.atomic
def meet(*, by: Viewer, introduction: Introduction, words: str = "", on: date | None = None) -> Introduction:
    """They met. It is asked after in two weeks, and in six."""
    standing = locked(introduction, by=by)
    standing.met_on = past(on)
    standing.check_on = standing.met_on + TWO_WEEKS
    title = f"They met {introducing.called(standing)}"
    return _turn(standing, "introductions.meet", by=by, fields=("met_on", "check_on"), reason=words, on=on, title=title)


@transaction.atomic
def miss(*, by: Viewer, introduction: Introduction, reason: str) -> Introduction:
    """They have not met. It stays open until another day is found, or it is not right for them."""
    return _turn(locked(introduction, by=by), "introductions.miss", by=by, reason=reason)


@transaction.atomic
def try_again(*, by: Viewer, introduction: Introduction, meet_on: date) -> Introduction:
    standing = locked(introduction, by=by)
    standing.meet_on = meet_on
    return _turn(standing, "introductions.try_again", by=by, fields=("meet_on",))


@transaction.atomic
def ask_after(*, by: Viewer, introduction: Introduction, words: str, on: date | None = None) -> Introduction:
    """How is it between them? Asked at two weeks, then at six; and once more where it is still open after that."""
    standing = locked(introduction, by=by)
    heard, day = said(words, field="words", ask="Write what they say of it."), past(on)
    assert standing.met_on, "only what was met is asked after"
    six = standing.met_on + SIX_WEEKS
    standing.check_on = six if day < six else day + SIX_WEEKS
    return _turn(standing, "introductions.ask_after", by=by, fields=("check_on",), reason=heard, on=on)


@transaction.atomic
def settle(*, by: Viewer, introduction: Introduction, words: str = "") -> Introduction:
    """They found each other. Nothing more is asked."""
    standing = locked(introduction, by=by)
    standing.check_on = None
    return _turn(standing, "introductions.settle", by=by, fields=("check_on",), reason=words)


@transaction.atomic
def not_right(*, by: Viewer, introduction: Introduction, reason: str) -> Introduction:
    """It was not right for them. Whoever was introduced leaves the circle by it, and sees nothing more; the others stay."""
    standing = locked(introduction, by=by)
    standing.check_on = None
    turned = _turn(standing, "introductions.not_right", by=by, fields=("check_on",), reason=reason)
    assert standing.member_id, "whoever was introduced came into the circle"
    member = standing.family.circle.filter(pk=standing.member_id, ends_on__isnull=True).first()
    if member:
        circle.leave(by=by, member=member)
    return turned


@transaction.atomic
def decline(*, by: Viewer, introduction: Introduction, reason: str) -> Introduction:
    """The family, or whom they would meet, said no. Nobody asks them why twice."""
    standing = locked(introduction, by=by)
    turned = _turn(standing, "introductions.decline", by=by, reason=reason)
    if standing.to_account_id and OFFERS.can(standing.offer.state, "introductions.decline"):
        standing.offer.state = OFFERS.after(standing.offer.state, "introductions.decline")
        standing.offer.save(update_fields=["state"])
    return turned


def _turn(
    standing: Introduction, act: str, *, by: Viewer, fields: Sequence[str] = (), reason: str = "", title: str = "",
    on: date | None = None,
) -> Introduction:  # fmt: skip
    before, standing.state = standing.state, STATES.after(standing.state, act, reason=reason)
    standing.save(update_fields=["state", *fields])
    changed = Changed(act=act, noun=NOUN, before=before, after=standing.state, reason=reason, title=title, on=on)
    note(standing, changed, by=by)
    return standing
