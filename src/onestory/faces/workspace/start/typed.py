"""What has been typed so far, whether or not it holds: to show again, with a row more, and to keep as a draft."""

from __future__ import annotations

import re
from typing import Any

from django.http import QueryDict

from onestory.faces.workspace.start.forms import MOST, PREFIX

DRAFT = "start"
_ROW = re.compile(rf"{PREFIX}-(\d+)-(\w+)")
_SEVERAL = ("safe", "teams")
# Boxes in which something is written. A list that was only opened is no draft.
_WRITTEN = re.compile(rf"{PREFIX}-\d+-(given|family|born|due_on)|lines|postcode|phone")
_OURS = re.compile(rf"{PREFIX}-\d+-\w+|lines|postcode|phone|safe|teams|lead")


def content(sent: QueryDict) -> dict[str, Any]:
    """For a draft; empty where nothing has been written."""
    kept = {key: sent.getlist(key) if key in _SEVERAL else sent[key] for key in sent if _OURS.fullmatch(key)}
    written = any(_WRITTEN.fullmatch(key) and str(value).strip() for key, value in kept.items())
    return kept if written else {}


def rows(typed: dict[str, Any]) -> list[dict[str, Any]]:
    """What was typed about each person, in order; one empty row where nothing was."""
    made: list[dict[str, Any]] = [{}]
    for key, value in typed.items():
        match = _ROW.fullmatch(key)
        if match and int(match[1]) < MOST:
            made.extend({} for _ in range(len(made), int(match[1]) + 1))
            made[int(match[1])][match[2]] = value
    return made


def details(typed: dict[str, Any]) -> dict[str, Any]:
    """A box that was unticked was not sent, and stays so; on a page that is new it is ticked."""
    kept = {key: value for key, value in typed.items() if not _ROW.fullmatch(key)}
    return kept | {"lead": "lead" in kept} if typed else {}
