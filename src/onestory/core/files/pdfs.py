"""PDF, put together anew: the pages and what is drawn on them go into a new document, and nothing else does.

So there is nothing to forget: scripts, what happens when it is opened, files inside it, links, its author and history belong to
the document and to marks on its pages, and neither is copied. Notes and filled boxes become part of what is drawn. What cannot
be cleaned is refused: layers may hide things, and a JPEG 2000 picture may carry what we do not read.
"""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO

import pikepdf

from onestory.core.files import jpegs
from onestory.core.files.limits import LARGEST_KEPT, PAGES, PIXELS, PRINT_IT, UNPACKED, Clean, Refused

_OF_A_PAGE = {"/Type", "/Parent", "/Contents", "/Resources", "/MediaBox", "/CropBox", "/Rotate", "/UserUnit", "/Group"}
# Deeper down: histories and notes of programs, and pictures that stand in for others or lie outside.
_UNSEEN = ("/Metadata", "/PieceInfo", "/LastModified", "/Alternates", "/OPI", "/Ref", "/Thumb", "/AF")
_OUTSIDE = ("/F", "/FFilter", "/FDecodeParms")
_DEEPEST = 60

LOCKED = f"This PDF is locked with a password, so it cannot be made safe to keep. {PRINT_IT}"
BROKEN = f"This PDF could not be read, so it was not added. {PRINT_IT}"
LAYERS = f"This PDF has layers, of which some may be hidden, so it was not added. {PRINT_IT}"
A_PROGRAM = f"This PDF is a form that changes while it is read, so it was not added. {PRINT_IT}"
TOO_MANY = f"This PDF has more than {PAGES} pages, and was not added. Add the pages that matter."
TOO_MUCH = f"This PDF unpacks to more than can be looked through, so it was not added. {PRINT_IT}"
UNREADABLE_PICTURE = f"This PDF has a picture of a kind that cannot be made clean, so it was not added. {PRINT_IT}"


def clean(data: bytes) -> Clean:
    """The same pages, and nothing else. Raises Refused."""
    try:
        with pikepdf.open(BytesIO(data)) as source:
            _check(source)
            content = _anew(source)
            pages = len(source.pages)
    except pikepdf.PasswordError:
        raise Refused(LOCKED) from None
    except pikepdf.PdfError:
        raise Refused(BROKEN) from None
    if len(content) > LARGEST_KEPT:
        raise Refused(TOO_MUCH)
    return Clean("pdf", content, pages=pages)


def _check(source: pikepdf.Pdf) -> None:
    if source.is_encrypted:
        raise Refused(LOCKED)
    if not source.pages:
        raise Refused(BROKEN)
    if len(source.pages) > PAGES:
        raise Refused(TOO_MANY)
    if "/OCProperties" in source.Root:
        raise Refused(LAYERS)
    form = source.Root.get("/AcroForm")
    if isinstance(form, pikepdf.Dictionary) and "/XFA" in form:
        raise Refused(A_PROGRAM)


def _anew(source: pikepdf.Pdf) -> bytes:
    if "/AcroForm" in source.Root:
        source.generate_appearance_streams()
    source.flatten_annotations("screen")
    with pikepdf.new() as fresh:
        for page in source.pages:
            for key in set(page.obj.keys()) - _OF_A_PAGE:
                del page.obj[key]
            fresh.pages.append(page)
        _look_through(fresh)
        out = BytesIO()
        fresh.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate, deterministic_id=True)
    return out.getvalue()


def _look_through(pdf: pikepdf.Pdf) -> None:
    unpacked = 0
    for one in _streams(pdf):
        if one.get("/Subtype") == pikepdf.Name.Image:
            _clean_picture(pdf, one)
            continue
        drawn = one.read_bytes()
        unpacked += len(drawn)
        # A photograph may stand in the middle of what is drawn, where it is not taken out.
        if unpacked > UNPACKED or b"Exif\0\0" in drawn:
            raise Refused(TOO_MUCH if unpacked > UNPACKED else UNREADABLE_PICTURE)


def _streams(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Stream]:
    for one in pdf.objects:
        _forget(one, depth=0)
        if isinstance(one, pikepdf.Stream):
            yield one


def _forget(one: object, *, depth: int) -> None:
    """Take what does not show out of it, and out of what stands directly within it; what it points at has its own turn."""
    if depth > _DEEPEST:
        raise Refused(BROKEN)
    if isinstance(one, pikepdf.Dictionary | pikepdf.Stream):
        for key in (*_UNSEEN, *(_OUTSIDE if isinstance(one, pikepdf.Stream) else ())):
            if key in one:
                del one[key]
        parts = [value for _, value in one.items()]
    elif isinstance(one, pikepdf.Array):
        parts = list(one)
    else:
        return
    for part in parts:
        if isinstance(part, pikepdf.Object) and not part.is_indirect:
            _forget(part, depth=depth + 1)


def _clean_picture(pdf: pikepdf.Pdf, picture: pikepdf.Stream) -> None:
    if int(picture.get("/Width", 0)) * int(picture.get("/Height", 0)) > PIXELS:
        raise Refused(TOO_MUCH)
    filters = _filters(picture)
    if "/JPXDecode" in filters:
        raise Refused(UNREADABLE_PICTURE)
    if "/DCTDecode" in filters or "/DCT" in filters:
        settings = picture.get("/DecodeParms")
        last = settings[-1] if isinstance(settings, pikepdf.Array) else settings
        shown = jpegs.only_what_shows(_unwrapped(pdf, picture, filters))
        how = last if isinstance(last, pikepdf.Dictionary) else None
        picture.write(shown, filter=pikepdf.Name.DCTDecode, decode_parms=how)


def _filters(stream: pikepdf.Stream) -> list[str]:
    named = stream.get("/Filter")
    several = list(named) if isinstance(named, pikepdf.Array) else [named] if named is not None else []
    return [str(name) for name in several]


def _unwrapped(pdf: pikepdf.Pdf, picture: pikepdf.Stream, filters: list[str]) -> bytes:
    """The photograph itself, out of what it was wrapped in."""
    if len(filters) == 1:
        return picture.read_raw_bytes()
    wrapped = pikepdf.Stream(pdf, picture.read_raw_bytes())
    wrapped.Filter = pikepdf.Array([pikepdf.Name(name) for name in filters[:-1]])
    return wrapped.read_bytes()
