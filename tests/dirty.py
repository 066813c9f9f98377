"""Files as they come from telephones, office programs and attackers: real ones, with everything in them that must not stay."""

from __future__ import annotations

import zlib
from io import BytesIO

import pikepdf
from PIL import Image, ImageDraw, PngImagePlugin

SECRET = "Okafor-hidden-7731"
"""Stands wherever a file can hold words that nobody sees."""

EXIF_ORIENTATION, EXIF_MAKER, EXIF_COMMENT, EXIF_GPS = 0x0112, 0x010F, 0x9286, 0x8825
ON_ITS_SIDE = 6


def photograph(*, exif: bool = True) -> bytes:
    """A JPEG held on its side: red above once it is turned. With a place, a maker, comments, XMP, and words behind its end."""
    image = Image.new("RGB", (60, 40), "blue")
    ImageDraw.Draw(image).rectangle((0, 0, 29, 39), fill="red")
    out = BytesIO()
    more = {"exif": _exif(), "comment": SECRET.encode(), "xmp": _xmp()} if exif else {}
    image.save(out, "JPEG", quality=95, **more)
    return out.getvalue() + (SECRET.encode() if exif else b"")


def drawing(size: tuple[int, int] = (50, 30)) -> bytes:
    """A PNG, clear but for a black line, with words in its text chunks."""
    image = Image.new("RGBA", size, (0, 0, 0, 0))
    ImageDraw.Draw(image).line((0, 0, size[0], 0), fill="black")
    text = PngImagePlugin.PngInfo()
    text.add_text("Author", SECRET)
    text.add_itxt("XML:com.adobe.xmp", _xmp().decode())
    out = BytesIO()
    image.save(out, "PNG", pnginfo=text, exif=_exif())
    return out.getvalue()


def pixel_flood() -> bytes:
    """A small PNG of four hundred million points."""
    out = BytesIO()
    Image.new("1", (20_000, 20_000)).save(out, "PNG")
    return out.getvalue()


def letter(*, words: str = "Dear family") -> pikepdf.Pdf:
    """A page with words on it, by an author, with a script, a file inside it, a link, a note and a photograph with its place."""
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(300, 300))
    picture = pikepdf.Stream(pdf, photograph())
    picture.stream_dict = pikepdf.Dictionary(
        Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image, Width=60, Height=40, ColorSpace=pikepdf.Name.DeviceRGB,
        BitsPerComponent=8, Filter=pikepdf.Name.DCTDecode, Metadata=pikepdf.Stream(pdf, _xmp()),
    )  # fmt: skip
    font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
    page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F=font), XObject=pikepdf.Dictionary(P=picture))
    page.Contents = pikepdf.Stream(pdf, f"BT /F 12 Tf 20 200 Td ({words}) Tj ET q 60 0 0 40 20 20 cm /P Do Q".encode())
    script = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=f"app.alert('{SECRET}')")
    pdf.Root.OpenAction = pdf.make_indirect(script)
    pdf.Root.AA = pikepdf.Dictionary(WC=script)
    page.AA = pikepdf.Dictionary(O=script)
    page.PieceInfo = pikepdf.Dictionary(Word=pikepdf.Dictionary(Private=SECRET))
    pdf.Root.Names = pikepdf.Dictionary(JavaScript=pikepdf.Dictionary(Names=pikepdf.Array(["at once", script])))
    link = pikepdf.Dictionary(S=pikepdf.Name.URI, URI=f"https://elsewhere.example/{SECRET}")
    launch = pikepdf.Dictionary(S=pikepdf.Name.Launch, F=f"{SECRET}.exe")
    page.Annots = pikepdf.Array([
        pdf.make_indirect(
            pikepdf.Dictionary(
                Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=pikepdf.Array([0, 0, 50, 50]), A=act,
                Contents=SECRET,
            )
        )
        for act in (link, launch)
    ])  # fmt: skip
    pdf.attachments["hidden.txt"] = SECRET.encode()
    pdf.docinfo["/Author"] = SECRET
    with pdf.open_metadata() as metadata:
        metadata["dc:creator"] = [SECRET]
    return pdf


def saved(pdf: pikepdf.Pdf, **how: object) -> bytes:
    out = BytesIO()
    pdf.save(out, **how)
    return out.getvalue()


def unpacking_without_end() -> bytes:
    """A PDF of a few hundred kilobytes, whose page is a hundred and twenty megabytes."""
    pdf = pikepdf.new()
    packing = pikepdf.Dictionary(Filter=pikepdf.Name.FlateDecode)
    pdf.add_blank_page().Contents = pikepdf.Stream(pdf, zlib.compress(bytes(120_000_000), 1), packing)
    return saved(pdf)


def packed(*, times: int) -> bytes:
    """Ten megabytes of nothing, as many times: packed once, and repeated. Whoever unpacks it to its end finds the sum wrong."""
    packer, nothing = zlib.compressobj(9), bytes(10_000_000)
    first, next_ = (packer.compress(nothing) + packer.flush(zlib.Z_FULL_FLUSH) for _ in range(2))
    return first + next_ * (times - 1)


def everything_in(pdf: bytes) -> bytes:
    """All that stands in it, unpacked as far as it can be."""
    with pikepdf.open(BytesIO(pdf)) as opened:
        return saved(
            opened, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.generalized,
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
        )  # fmt: skip


def _exif() -> bytes:
    exif = Image.Exif()
    exif[EXIF_ORIENTATION], exif[EXIF_MAKER], exif[EXIF_COMMENT] = ON_ITS_SIDE, SECRET, SECRET
    exif[EXIF_GPS] = {1: "N", 2: (50.0, 22.0, 15.0), 3: "W", 4: (4.0, 8.0, 33.0)}
    return exif.tobytes()


def _xmp() -> bytes:
    return f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><creator>{SECRET}</creator></x:xmpmeta>'.encode()
