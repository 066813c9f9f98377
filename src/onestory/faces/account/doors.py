"""Doors of one's own account, and of letting others in. Most are about one thing that exists for minutes, and of which there is
none in the matrix's world: what they do with one is tested in tests/safety and tests/integration/account."""

from __future__ import annotations

from onestory.access.roles import May
from onestory.safety.doors import FORM, READ, SEND, Door, anyone, nothing, signed_in, staff

_NONE = "00000000-0000-7000-8000-000000000000"
_ADMINISTERS = staff(may=May.MANAGE_ACCOUNTS)
_AGREES = staff(roles=("administrator", "supervisor"))
_NOT_THERE = (404,)


def _sent(says: str, **example: object) -> Door:
    gone = _NOT_THERE if example else (302,)
    return Door(says, signed_in(), methods=SEND, sends=nothing, example=example, accepts=gone, refuses=gone)


def _of_one(says: str, opens_to: object, **example: object) -> Door:
    return Door(
        says, opens_to, methods=FORM, sends=nothing, example=example,  # type: ignore[arg-type]
        shows=_NOT_THERE, accepts=_NOT_THERE, refuses=_NOT_THERE,
    )  # fmt: skip


DOORS = {
    "sessions": Door("see where they are signed in", signed_in()),
    "end_other_sessions": _sent("sign out everywhere but here"),
    "share_session": _sent("say that others use this device too"),
    "end_session": _sent("sign one device out", number=_NONE),
    "hidden": Door("hide what is on their screen", signed_in(), methods=READ),
    "asleep": Door("read that their account is asleep", anyone(), methods=READ),
    "no_account": Door("read that they have no account of that kind", anyone(), methods=READ),
    "second_step": Door("be led to set up a second step", signed_in(), methods=READ),
    "unreadable": Door("read that their second step must be set up again", anyone(), methods=READ),
    "set_up": _of_one("choose a password by a link two people agreed to", anyone(), token="no-such-link"),  # noqa: S106 - no secret
    "helping": Door(
        "find the account of somebody who cannot get in", _AGREES, methods=FORM, sends=lambda _: {"called": "Sam"},
        accepts=(200,),
    ),
    "recover": _of_one("say they have seen who somebody is", _ADMINISTERS, whose=_NONE),
    "wake": _of_one("wake an account", _ADMINISTERS, whose=_NONE),
    "confirm_recovery": _of_one("agree that somebody is let back in", _ADMINISTERS, recovery_id=_NONE),
    "recovery_link": _of_one("make the link that lets somebody back in", _ADMINISTERS, recovery_id=_NONE),
    "agree_placement": _of_one("agree that somebody joins a team", _AGREES, placement_id=_NONE),
    "refuse_placement": _of_one("keep somebody out of a team", _AGREES, placement_id=_NONE),
}  # fmt: skip
