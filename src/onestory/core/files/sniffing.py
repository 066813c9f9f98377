"""What a file is, by how it begins. Its name and what the browser calls it are never read: anybody can write those."""

from __future__ import annotations

from onestory.core.files.limits import NOT_TAKEN, Kind, Refused

_BEGINNINGS: tuple[tuple[bytes, Kind], ...] = (
    (b"\xff\xd8\xff", "picture"), (b"\x89PNG\r\n\x1a\n", "picture"), (b"%PDF-", "pdf"),
)  # fmt: skip
_OFFICE = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")


def kind_of(data: bytes) -> Kind:
    """Raises Refused, with what to do where people often have such a file."""
    for beginning, kind in _BEGINNINGS:
        if data.startswith(beginning):
            return kind
    if data[4:8] == b"ftyp":
        raise Refused(
            "This is a picture or a film as some telephones keep them, and it was not added. Take a picture of the screen with "
            "it, or choose “Most compatible” in the settings of the camera, and add a JPEG."
        )
    if data.startswith(_OFFICE):
        raise Refused("This looks like a document of an office program. Save it as a PDF there, and add that one.")
    raise Refused(NOT_TAKEN)
