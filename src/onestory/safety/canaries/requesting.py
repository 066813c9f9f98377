"""Asking for help with the protected family: a token in everything that is written of a request, seen by whose request it is."""

from __future__ import annotations

from onestory.access.models import Team
from onestory.core.ids import uuid7
from onestory.safety.canaries.planting import AUTHOR, Planted
from onestory.support import request_queries
from onestory.support.actions import passing, request_families, requests, tellings
from onestory.support.models import Request
from onestory.support.request_inputs import About, AskedBy, NewRequest, SafeReach


def plant(p: Planted) -> None:
    """One about nobody who is known yet, and one about the family; the second was passed on, and taken back."""
    _put_right(p, _asked(p, "a request"))
    about_them = _asked(p, "a request of theirs")
    linked = request_families.link(by=p.by, request=about_them, family=p.family)
    other = Team.objects.exclude(pk__in=p.by.teams).order_by("name", "pk")[0]
    why = p.token("a request: why it was passed on", AUTHOR)
    offered = passing.offer(by=p.by, request=linked, to_team=other, why=why)
    passing.take_back(by=p.by, passing=offered, reason=p.token("a request: why it was taken back", AUTHOR))
    again = request_queries.request(p.by, linked.pk)
    requests.offer_help(by=p.by, request=again, what=p.token("a request: what was offered", AUTHOR))
    telling = request_queries.tellings(p.by, again)[0]
    tellings.do_not_tell(by=p.by, telling=telling.pk, why_not=p.token("a request: why nobody was told", AUTHOR))


def _put_right(p: Planted, request: Request) -> None:
    """How they and whoever asked are reached now; what it was is kept."""

    def token(what: str, shape: str = "word") -> str:
        return p.token(f"a request: {what}", AUTHOR, shape=shape)

    reach = SafeReach(
        how="call", at=token("where to ring now", "phone"), when=token("when now"), code_word=token("code word now")
    )
    requests.correct_reach(
        by=p.by, request=request, reach=reach, asker_how="email", asker_at=token("their address now", "email"),
        why=token("why it was put right"), seen=request_queries.reach_digest(p.by, request),
    )  # fmt: skip


def _asked(p: Planted, name: str) -> Request:
    def token(what: str, shape: str = "word") -> str:
        return p.token(f"{name}: {what}", AUTHOR, shape=shape)

    theirs = name == "a request of theirs"
    new = NewRequest(
        door="phone", words=token("words"), words_by=token("in whose words"),
        reach=SafeReach(how="call", at=token("where to ring", "phone"), when=token("when"), code_word=token("code word")),
        about=About(
            given=token("first name"), family=token("last name"), others=token("who else"),
            postcode=token("postcode", "postcode"),
        ),
        asker=None if theirs else AskedBy(
            name=token("who asked"), role=token("what they are"), organisation=token("where they work"), how="email",
            at=token("their address", "email"),
        ),
    )  # fmt: skip
    made = requests.receive(by=p.by, new=new, form_key=uuid7(), own=True)
    return request_queries.request(p.by, made)
