from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image
from tests import dirty
from tests.factories import Known, an_account
from tests.integration.workspace import browsers
from tests.integration.workspace.editing import about_family, said, typed_of_family

from onestory.access.sections import Section
from onestory.access.viewer import acting_as
from onestory.core.files.limits import LARGEST, Clean
from onestory.core.ids import uuid7
from onestory.faces.workspace.bound import seal
from onestory.people import queries
from onestory.story import queries as story
from onestory.story.actions import entries
from onestory.story.models import Entry
from onestory.support import attachment_queries
from onestory.support.actions import attachments, circle
from onestory.support.models import Attachment, AttachmentContent

WHAT = "A drawing of their new house"


def an_entry(known: Known, *, section: str = Section.SHARED) -> Entry:
    with acting_as(known.author) as viewer:
        new = entries.NewEntry("Tea and drawing", section=section)
        return entries.write(by=viewer, family=queries.family(viewer, known.family.pk), new=new)


def added(known: Known, *, section: str = Section.SHARED, what: str = WHAT) -> Attachment:
    """A PDF, as it stands once it was cleaned."""
    entry = an_entry(known, section=section)
    with acting_as(known.author) as viewer:
        family, new = queries.family(viewer, known.family.pk), attachments.NewAttachment(what)
        file = Clean("pdf", b"%PDF-1.7 their letter", pages=2)
        return attachments.add(by=viewer, family=family, entry=entry, new=new, file=file)


def at(name: str, one: Attachment) -> str:
    return reverse(f"workspace:{name}", args=[one.family_id, one.pk])


def sends(client: Client, entry: Entry, file: bytes, **more: Any) -> Any:
    boxes = {"opened_for": seal(entry.pk), "key": uuid7(), "what": WHAT, "shows": "A red house by the sea"}
    sent = {"file": SimpleUploadedFile("IMG_Okafor_2041.exe", file)} if file else {}
    return client.post(reverse("workspace:attach", args=[entry.family_id, entry.pk]), boxes | more | sent)


def of(known: Known, entry: Entry) -> list[Attachment]:
    with acting_as(known.author) as viewer:
        return attachment_queries.of_entry(viewer, queries.family(viewer, known.family.pk), entry)


@pytest.mark.hazard("HZ-18")
def test_a_photograph_is_cleaned_and_stands_with_what_was_written(known: Known, signed_in: Client) -> None:
    entry = an_entry(known)
    answer = sends(signed_in, entry, dirty.photograph(), about=[str(known.child.pk)])
    assert answer.headers["Location"] == about_family("entry", known, entry.pk)
    one = of(known, entry)[0]
    assert WHAT in said(signed_in, about_family("entry", known, entry.pk))
    shown = said(signed_in, at("attachment", one))
    assert 'alt="A red house by the sea"' in shown
    assert "Chidi" in shown
    assert "IMG_Okafor" not in shown
    with acting_as(known.author):
        kept = bytes(AttachmentContent.objects.get(attachment=one).data)
    assert dirty.SECRET.encode() not in kept
    assert Image.open(BytesIO(kept)).size == (40, 60)


def test_a_picture_is_shown_by_itself_where_it_can_do_nothing(known: Known, signed_in: Client) -> None:
    entry = an_entry(known)
    sends(signed_in, entry, dirty.photograph())
    answer = signed_in.get(at("attachment_content", of(known, entry)[0]))
    assert answer.headers["Content-Type"] == "image/jpeg"
    assert answer.headers["Content-Disposition"] == 'inline; filename="picture.jpg"'
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Cache-Control"] == "private, no-store"


def test_a_pdf_is_handed_out_to_be_kept_and_never_shown_within_our_pages(known: Known, signed_in: Client) -> None:
    one = added(known)
    assert "Open the PDF" in said(signed_in, at("attachment", one))
    answer = signed_in.get(at("attachment_content", one))
    assert answer.headers["Content-Disposition"] == 'attachment; filename="document.pdf"'
    assert answer.content == b"%PDF-1.7 their letter"


@pytest.mark.parametrize(
    ("file", "words"),
    [
        (b"<html><script>alert(1)</script>", "neither a photograph"),
        (b"", "Choose a picture or a PDF to add."),
        (b"\xff\xd8\xff" + bytes(LARGEST), "larger than 10 MB"),
        (b"%PDF-1.7 broken", "could not be read"),
    ],
    ids=["a page", "no file", "too large", "broken"],
)
def test_what_is_refused_is_said_beside_the_file_and_the_words_are_kept(
    file: bytes, words: str, known: Known, signed_in: Client
) -> None:
    entry = an_entry(known)
    answer = sends(signed_in, entry, file)
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert words in shown
    assert 'href="#id_file"' in shown
    assert WHAT in shown
    assert "A red house by the sea</textarea>" in shown
    assert of(known, entry) == []


def test_of_a_picture_it_is_asked_what_it_shows(known: Known, signed_in: Client) -> None:
    answer = sends(signed_in, an_entry(known), dirty.photograph(), shows="")
    assert "Say what the picture shows, for whoever cannot see it." in answer.content.decode()
    assert "Choose the file again" in answer.content.decode()


@pytest.mark.hazard("HZ-80")
def test_sent_twice_it_is_added_once(known: Known, signed_in: Client) -> None:
    entry, key = an_entry(known), uuid7()
    assert [sends(signed_in, entry, dirty.photograph(), key=key).status_code for _ in range(2)] == [302, 302]
    assert len(of(known, entry)) == 1


@pytest.mark.hazard("HZ-46")
def test_what_was_opened_for_another_entry_is_not_added_to_this_one(known: Known, signed_in: Client) -> None:
    entry, other = an_entry(known), an_entry(known)
    assert sends(signed_in, entry, dirty.photograph(), opened_for=seal(other.pk)).status_code == 422
    assert of(known, entry) == []


def test_what_should_not_be_here_goes_and_its_row_and_reason_stay(known: Known, signed_in: Client) -> None:
    one = added(known)
    answer = signed_in.post(at("withdraw_attachment", one), {"opened_for": seal(one.pk), "reason": "Another family’s"})
    assert answer.headers["Location"] == at("attachment", one)
    shown = said(signed_in, at("attachment", one))
    assert "Another family’s" in shown
    assert "Open the PDF" not in shown
    assert signed_in.get(at("attachment_content", one)).status_code == 404
    with acting_as(known.author):
        assert not AttachmentContent.objects.filter(attachment=one).exists()
    assert "Taken out" in said(signed_in, about_family("entry", known, one.entry_id))


def test_the_story_marks_what_has_something_with_it(known: Known, signed_in: Client) -> None:
    one = added(known)
    for page in ("family", "story"):
        assert "1 attachment" in said(signed_in, about_family(page, known))
    with acting_as(known.author) as viewer:
        attachments.withdraw(by=viewer, attachment=one, reason="It was of somebody else.")
    assert "1 attachment" not in said(signed_in, about_family("story", known))


def test_taking_it_out_asks_for_a_reason_and_happens_once(known: Known, signed_in: Client) -> None:
    one = added(known)
    assert signed_in.post(at("withdraw_attachment", one), {"opened_for": seal(one.pk)}).status_code == 422
    assert signed_in.get(at("attachment_content", one)).status_code == 200
    for _ in range(2):
        signed_in.post(at("withdraw_attachment", one), {"opened_for": seal(one.pk), "reason": "Wrong"})
    assert "Wrong" in said(signed_in, at("attachment", one))


def test_the_story_says_that_something_was_added_and_taken_out(known: Known, signed_in: Client) -> None:
    one = added(known)
    signed_in.post(at("withdraw_attachment", one), {"opened_for": seal(one.pk), "reason": "Wrong"})
    shown = said(signed_in, about_family("story", known))
    assert "A document was added to “Tea and drawing”" in shown
    assert "A document was taken out of “Tea and drawing”" in shown


@pytest.mark.hazard("HZ-16")
def test_a_stranger_finds_nothing(known: Known, stranger: Client) -> None:
    one = added(known)
    for name in ("attachment", "attachment_content", "withdraw_attachment"):
        assert stranger.get(at(name, one)).status_code == 404
    assert sends(stranger, an_entry(known), dirty.photograph()).status_code == 404


@pytest.mark.hazard("HZ-27")
def test_to_whom_its_section_is_closed_it_is_not_there(known: Known) -> None:
    one, helper = added(known, section=Section.HEALTH), an_account("Jo Stone")
    with acting_as(known.author) as viewer:
        family = queries.family(viewer, known.family.pk)
        circle.bring_in(by=viewer, family=family, account=helper, role="Helper", sections=[Section.SHARED])
    client = browsers.of(helper)
    assert client.get(about_family("family", known)).status_code == 200
    for name in ("attachment", "attachment_content", "withdraw_attachment"):
        assert client.get(at(name, one)).status_code == 404


def test_a_contact_can_be_saved_and_have_a_picture_added(known: Known, signed_in: Client) -> None:
    page = signed_in.get(about_family("begin_contact", known)).headers["Location"]
    boxes = {"title": "Had tea", "kind": "visit", "section": "shared", "about": [str(known.mother.pk)], "attach": "yes"}
    answer = signed_in.post(page, typed_of_family(known, **boxes))
    with acting_as(known.author) as viewer:
        entry = story.timeline(viewer, queries.family(viewer, known.family.pk), kind="visit").entries[0]
    assert answer.headers["Location"] == about_family("attach", known, entry.pk)


def test_a_draft_keeps_the_words_and_not_the_file(known: Known, signed_in: Client) -> None:
    entry = an_entry(known)
    address = about_family("attach", known, entry.pk)
    ticket = said(signed_in, address).partition('name="ticket" value="')[2].partition('"')[0]
    answer = sends(signed_in, entry, dirty.photograph(), ticket=ticket, keep="yes")
    assert answer.status_code == 302
    assert WHAT in said(signed_in, address)
    assert of(known, entry) == []
    sends(signed_in, entry, dirty.photograph())
    with acting_as(known.author) as viewer:
        assert story.drafts(viewer) == []


def test_an_entry_asks_as_much_of_the_database_however_much_was_added(known: Known, signed_in: Client) -> None:
    one = added(known)
    address = about_family("entry", known, one.entry_id)
    before = browsers.statements(signed_in, address)
    with acting_as(known.author) as viewer:
        family, entry = queries.family(viewer, known.family.pk), one.entry
        for n in range(9):
            new = attachments.NewAttachment(f"Letter {n}")
            attachments.add(by=viewer, family=family, entry=entry, new=new, file=Clean("pdf", b"%PDF-1.7", pages=1))
    assert browsers.statements(signed_in, address) == before
