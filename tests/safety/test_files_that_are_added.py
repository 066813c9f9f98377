"""A file that somebody adds tells nobody where it was made, and does nothing to whoever opens it (HZ-18, HZ-88)."""

from __future__ import annotations

import resource
import sys
import zlib
from io import BytesIO

import pikepdf
import pytest
from PIL import Image
from tests import dirty

from onestory.config import doctor
from onestory.core.errors import Invalid
from onestory.core.files import child, cleaning, jpegs, limits, samples
from onestory.core.files.limits import Clean

SECRET = dirty.SECRET.encode()


@pytest.fixture(scope="module")
def letter() -> bytes:
    return dirty.saved(dirty.letter())


def words_of(data: bytes) -> str:
    with pytest.raises(Invalid) as refused:
        cleaning.clean(data)
    assert refused.value.field == "file"
    return refused.value.message


def opened(clean: Clean) -> Image.Image:
    return Image.open(BytesIO(clean.content))


def in_pdf(clean: Clean) -> pikepdf.Pdf:
    return pikepdf.open(BytesIO(clean.content))


@pytest.mark.hazard("HZ-18")
def test_a_photograph_keeps_nothing_of_where_and_by_what_it_was_taken() -> None:
    sent = dirty.photograph()
    assert sent.count(SECRET) > 3, "there was something to take out"
    assert Image.open(BytesIO(sent)).getexif().get_ifd(dirty.EXIF_GPS)
    kept = cleaning.clean(sent)
    assert SECRET not in kept.content
    assert not opened(kept).getexif()
    assert set(opened(kept).info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}


def test_a_photograph_taken_on_its_side_is_turned_before_that_is_forgotten() -> None:
    kept = cleaning.clean(dirty.photograph())
    assert (kept.width, kept.height) == opened(kept).size == (40, 60)
    red, _, blue = opened(kept).getpixel((20, 5))
    assert (red > 200, blue < 50) == (True, True), "what was left of it is above now"


@pytest.mark.hazard("HZ-18")
def test_a_small_copy_that_shows_what_was_cut_off_is_gone() -> None:
    """Cameras put one before the picture itself, and programs that cut a picture forget it."""
    small = dirty.photograph(exif=False)
    beside = b"\xff\xe1" + (len(small) + 2 + 6).to_bytes(2, "big") + b"Exif\0\0" + small
    sent = dirty.photograph(exif=False)
    kept = cleaning.clean(sent[:2] + beside + sent[2:])
    assert kept.content.count(b"\xff\xd8\xff") == 1


@pytest.mark.hazard("HZ-18")
def test_a_drawing_keeps_none_of_its_words_and_stands_on_white() -> None:
    sent = dirty.drawing()
    assert SECRET in sent
    kept = cleaning.clean(sent)
    assert SECRET not in kept.content
    assert opened(kept).format == "JPEG"
    assert opened(kept).getpixel((25, 25)) == (255, 255, 255)


def test_a_scan_in_thousands_of_greys_is_not_taken_for_a_white_sheet() -> None:
    scan = BytesIO()
    Image.new("I;16", (40, 30), 128 * 256).save(scan, "PNG")
    assert opened(cleaning.clean(scan.getvalue())).getpixel((20, 15)) == (128, 128, 128)


def test_of_several_pictures_in_one_file_the_first_is_kept() -> None:
    """Telephones keep a second beside it, for depth or a larger screen."""
    two = BytesIO()
    red, blue = (Image.new("RGB", (40, 30), colour) for colour in ("red", "blue"))
    red.save(two, "MPO", save_all=True, append_images=[blue])
    kept = cleaning.clean(two.getvalue())
    assert kept.content.count(b"\xff\xd8\xff") == 1
    assert opened(kept).getpixel((20, 15))[0] > 200


def test_a_large_picture_is_made_as_large_as_a_letter_needs() -> None:
    kept = cleaning.clean(dirty.drawing((4_000, 1_000)))
    assert sorted((kept.width, kept.height)) == [limits.SIDE // 4, limits.SIDE]


@pytest.mark.hazard("HZ-18", "HZ-88")
def test_a_pdf_keeps_its_page_and_nothing_that_is_not_on_it(letter: bytes) -> None:
    assert dirty.everything_in(letter).count(SECRET) > 6, "there was something to take out"
    kept = cleaning.clean(letter)
    inside = dirty.everything_in(kept.content)
    assert b"Dear family" in inside
    for gone in (
        SECRET,
        b"JavaScript",
        b"OpenAction",
        b"/AA",
        b"EmbeddedFile",
        b"Annot",
        b"Metadata",
        b"Exif",
        b"/Info",
    ):
        assert gone not in inside, gone
    assert kept.pages == 1


@pytest.mark.hazard("HZ-88")
def test_a_pdf_that_was_cleaned_does_nothing_when_it_is_opened(letter: bytes) -> None:
    with in_pdf(cleaning.clean(letter)) as kept:
        assert set(kept.Root.keys()) == {"/Type", "/Pages"}
        assert set(kept.pages[0].obj.keys()) <= {"/Type", "/Parent", "/Contents", "/Resources", "/MediaBox"}
        assert not kept.attachments
        assert "/Info" not in kept.trailer


def test_a_photograph_inside_a_pdf_is_kept_point_for_point(letter: bytes) -> None:
    with in_pdf(cleaning.clean(letter)) as kept:
        inside = kept.pages[0].Resources.XObject.P.read_raw_bytes()
    was, now = (Image.open(BytesIO(one)) for one in (dirty.photograph(), inside))
    assert was.tobytes() == now.tobytes()
    assert not now.getexif()


def test_what_was_filled_into_a_form_stays_on_its_page() -> None:
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(200, 200))
    look = pikepdf.Stream(pdf, b"BT /F 9 Tf 2 2 Td (We moved in May) Tj ET")
    look.stream_dict = pikepdf.Dictionary(Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form, BBox=[0, 0, 90, 20])
    box = pdf.make_indirect(
        pikepdf.Dictionary(
            Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Widget, FT=pikepdf.Name.Tx, T="moved", V="We moved in May",
            Rect=[10, 10, 100, 30], AP=pikepdf.Dictionary(N=look), F=4,
        )
    )  # fmt: skip
    page.Annots = pikepdf.Array([box])
    pdf.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array([box]))
    inside = dirty.everything_in(cleaning.clean(dirty.saved(pdf)).content)
    assert b"We moved in May" in inside
    assert b"AcroForm" not in inside


@pytest.mark.hazard("HZ-88")
@pytest.mark.parametrize(
    "name", ["a page of HTML", "a drawing in SVG", "a program", "a film", "a Word document", "nothing"]
)
def test_what_is_no_picture_and_no_pdf_is_refused_whatever_its_name(name: str) -> None:
    sent = {
        "a page of HTML": b"<html><script>alert(1)</script></html>",
        "a drawing in SVG": b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
        "a program": b"MZ" + bytes(200),
        "a film": b"\0\0\0\x18ftypmp42" + bytes(200),
        "a Word document": b"PK\x03\x04" + bytes(200),
        "nothing": b"",
    }[name]
    assert words_of(sent).endswith(".")


@pytest.mark.hazard("HZ-88")
def test_a_page_behind_the_beginning_of_a_picture_is_refused_too() -> None:
    for beginning in (b"\xff\xd8\xff\xe0", b"\x89PNG\r\n\x1a\n", b"%PDF-1.7\n"):
        assert "not added" in words_of(beginning + b"<html><script>alert(1)</script></html>")


@pytest.mark.hazard("HZ-88")
def test_a_small_file_of_four_hundred_million_points_is_refused_before_it_is_drawn() -> None:
    sent = dirty.pixel_flood()
    assert len(sent) < limits.LARGEST
    assert "50 million points" in words_of(sent)


@pytest.mark.hazard("HZ-88")
def test_a_small_pdf_that_unpacks_without_end_is_refused() -> None:
    sent = dirty.unpacking_without_end()
    assert len(sent) < limits.MB
    assert "unpacks to more" in words_of(sent)


@pytest.mark.hazard("HZ-88")
def test_a_pdf_packed_twice_takes_no_more_memory_than_its_reader_has() -> None:
    """What unpacks to a gigabyte while it is only being opened ends its reader, which is a process of its own."""
    twice = zlib.compress(dirty.packed(times=250), 9)
    pdf = pikepdf.new()
    packing = pikepdf.Dictionary(Filter=pikepdf.Array([pikepdf.Name.FlateDecode] * 2))
    pdf.add_blank_page().Contents = pikepdf.Stream(pdf, twice, packing)
    as_it_is = dirty.saved(pdf, stream_decode_level=pikepdf.StreamDecodeLevel.none, compress_streams=False)
    assert len(as_it_is) < limits.MB
    assert "not added" in words_of(as_it_is)


@pytest.mark.hazard("HZ-18", "HZ-88")
def test_what_cannot_be_cleaned_is_refused_in_words() -> None:
    layers, locked, pages, form = (dirty.letter() for _ in range(4))
    layers.Root.OCProperties = pikepdf.Dictionary(OCGs=pikepdf.Array())
    for _ in range(limits.PAGES):
        pages.add_blank_page()
    form.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array(), XFA="<xdp/>")
    password = pikepdf.Encryption(owner="one", user="two")
    assert "layers" in words_of(dirty.saved(layers))
    assert "password" in words_of(dirty.saved(locked, encryption=password))
    assert "more than 100 pages" in words_of(dirty.saved(pages))
    assert "a form that changes" in words_of(dirty.saved(form))


def test_a_pdf_that_anybody_can_read_and_nobody_may_change_is_locked_too() -> None:
    locked = dirty.saved(dirty.letter(), encryption=pikepdf.Encryption(owner="one", user=""))
    assert "password" in words_of(locked)


def test_a_file_cut_short_is_refused(letter: bytes) -> None:
    for whole in (dirty.photograph(exif=False), dirty.drawing((400, 400))):
        assert "broken" in words_of(whole[: len(whole) // 2])
    assert words_of(b"%PDF-1.7\n" + bytes(500))


def test_a_file_over_the_limit_is_refused_by_its_size() -> None:
    assert "larger than 10 MB" in words_of(b"\xff\xd8\xff" + bytes(limits.LARGEST))


def test_the_photographs_of_a_pdf_end_where_their_picture_ends() -> None:
    sent = dirty.photograph()
    kept = jpegs.only_what_shows(sent)
    assert SECRET not in kept
    assert kept.endswith(b"\xff\xd9")
    assert Image.open(BytesIO(kept)).tobytes() == Image.open(BytesIO(sent)).tobytes()


@pytest.mark.hazard("HZ-88")
def test_whoever_reads_a_file_knows_no_secret_and_writes_no_file() -> None:
    assert set(cleaning._KNOWS) == {"PYTHONPATH", "LC_ALL"}
    given_up = dict(child._LIMITS)
    assert given_up[resource.RLIMIT_FSIZE] == given_up[resource.RLIMIT_CORE] == 0


def test_where_files_cannot_be_read_at_all_it_is_written_down_and_the_doctor_says_so(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Of the file nothing is written: its words may stand in an error's."""
    assert doctor._files().mend == ""
    monkeypatch.setattr(cleaning, "_CHILD", (sys.executable, "-c", "import no_such_library_here"))
    with pytest.raises(Invalid, match="could not be read"):
        cleaning.clean(samples.PICTURE)
    written = caplog.text
    assert "ModuleNotFoundError" in written
    assert "no_such_library_here" not in written
    assert "pictures and PDFs cannot be read" in doctor._files().says
