"""How many pictures and letters stand with one entry, however they are sent and by whom at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

import pytest
from tests.at_once import meanwhile
from tests.factories import Known, a_family, an_account

from onestory.access.viewer import Viewer, acting_as
from onestory.core.errors import Invalid
from onestory.core.files.limits import Clean
from onestory.core.ids import uuid7
from onestory.people import queries
from onestory.story.actions import entries
from onestory.story.models import Entry
from onestory.support.actions import attachments
from onestory.support.attachment_queries import AT_MOST
from onestory.support.models import Attachment

LETTER = Clean("pdf", b"%PDF-1.7 their letter", pages=2)


def _entry(known: Known) -> Entry:
    with acting_as(known.author) as viewer:
        new = entries.NewEntry("Tea and drawing")
        return entries.write(by=viewer, family=queries.family(viewer, known.family.pk), new=new)


def _add(viewer: Viewer, entry: Entry, key: UUID | None = None) -> Attachment:
    family, new = queries.family(viewer, entry.family_id), attachments.NewAttachment("A letter")
    return attachments.add(by=viewer, family=family, entry=entry, new=new, file=LETTER, form_key=key or uuid7())


def _all_but_one(known: Known) -> Entry:
    entry = _entry(known)
    with acting_as(known.author) as viewer:
        for _ in range(AT_MOST - 1):
            _add(viewer, entry)
    return entry


@pytest.mark.hazard("HZ-80")
def test_what_took_the_last_place_and_is_sent_again_is_there_and_not_too_much(db: None) -> None:
    known = a_family(an_account())
    entry, key = _all_but_one(known), uuid7()
    with acting_as(known.author) as viewer:
        first = _add(viewer, entry, key)
        assert _add(viewer, entry, key).pk == first.pk
        with pytest.raises(Invalid, match="here already"):
            _add(viewer, entry)


def test_of_two_who_add_to_one_entry_at_once_one_takes_the_last_place(transactional_db: None) -> None:
    known = a_family(an_account())
    entry = _all_but_one(known)

    def add() -> str:
        with acting_as(known.author) as viewer:
            try:
                return _add(viewer, entry).what
            except Invalid as refusal:
                return refusal.message

    with ThreadPoolExecutor(1) as threads:
        with acting_as(known.author) as viewer:
            _add(viewer, entry)
            other = meanwhile(threads, add)
        assert "here already" in other.result()


@pytest.mark.hazard("HZ-80")
def test_one_form_that_is_sent_twice_at_once_adds_one(transactional_db: None) -> None:
    known, key = a_family(an_account()), uuid7()
    entry = _entry(known)

    def add() -> str:
        with acting_as(known.author) as viewer:
            return str(_add(viewer, entry, key).pk)

    with ThreadPoolExecutor(1) as threads:
        with acting_as(known.author) as viewer:
            first = _add(viewer, entry, key)
            other = meanwhile(threads, add)
        assert other.result() == str(first.pk)
