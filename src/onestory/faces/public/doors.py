"""Doors of asking for help. Each opens to anybody, and none says more to one than to another."""

from __future__ import annotations

from onestory.safety.doors import FORM, SEND, Door, anyone, nothing

_PAGE = {"number": 1}
# Before anything was typed there is nothing to check or to have sent.
_TO_THE_START = (302,)
_NOT_THERE = (404,)

DOORS = {
    "start": Door("ask for help", anyone(), methods=FORM, sends=lambda _: {"door": "self"}),
    "step": Door(
        "say how they may be reached safely, and what is going on", anyone(), methods=FORM,
        sends=lambda _: {"how": "they_come"}, example=_PAGE,
    ),
    "keep": Door(
        "have what they type kept", anyone(), methods=SEND, sends=nothing, example=_PAGE, accepts=(204,), refuses=(204,)
    ),
    "now": Door("read where to ring when somebody may not be safe", anyone()),
    "check": Door("check what they are about to send", anyone(), methods=FORM, sends=nothing, shows=_TO_THE_START),
    "sent": Door("read their reference and their code", anyone(), shows=_TO_THE_START),
    "hidden": Door("hide their code, so that this browser holds nothing any more", anyone()),
    "leave": Door("leave quickly", anyone(), shows=_TO_THE_START),
    "back": Door(
        "come back by a code to hear what became of it", anyone(), methods=FORM,
        sends=lambda _: {"code": "0000-0000-0000"}, accepts=(422, 429), refuses=(422, 429),
    ),
    # One exists for a week and one press, and of none does the matrix's world know.
    "word": Door(
        "say a word by a link that works once", anyone(), methods=FORM, sends=lambda _: {"words": "He is well"},
        example={"token": "no-such-link"}, shows=_NOT_THERE, accepts=_NOT_THERE, refuses=_NOT_THERE,
    ),
    "keep_word": Door(
        "have the word they type kept", anyone(), methods=SEND, sends=nothing, example={"token": "no-such-link"},
        accepts=_NOT_THERE, refuses=_NOT_THERE,
    ),
}  # fmt: skip
