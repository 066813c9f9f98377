from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from onestory.access.roles import May
from onestory.access.sections import Section
from onestory.core.files.limits import LARGEST_BODY, Clean
from onestory.faces.workspace import sending
from onestory.safety.doors import FORM, Door, Thing, family
from onestory.safety.making import Making
from onestory.story.actions import entries
from onestory.support.actions import attachments

_WRITES = family(may=May.WRITE)
# What is kept is not read again on its way out.
_LETTER = Clean("pdf", b"%PDF-1.7", pages=1)


def _added(section: str) -> Callable[[Making], UUID]:
    def make(making: Making) -> UUID:
        entry = entries.write(
            by=making.viewer, family=making.its_family, new=entries.NewEntry(title="A letter came", section=section)
        )
        new = attachments.NewAttachment(what=f"A letter {making.mark(section)}")
        return attachments.add(by=making.viewer, family=making.its_family, entry=entry, new=new, file=_LETTER).pk

    return make


THINGS = {
    "attachment_id": (
        Thing(_added(Section.SHARED), section=Section.SHARED),
        Thing(_added(Section.HEALTH), section=Section.HEALTH, state="about health"),
    ),
}

DOORS = {
    # No file is sent here: each one is read by a process of its own, and the matrix asks thousands of times.
    "attach": Door(
        "add a picture or a PDF to something that was written", _WRITES, methods=FORM, accepts=(422,),
        sends=sending.about("entry_id", what="A drawing", shows="A house"), takes=LARGEST_BODY,
    ),
    "attachment": Door("see what was added to something that was written", family()),
    "attachment_content": Door("open a picture or a PDF that was added", family()),
    "withdraw_attachment": Door(
        "take out what should not have been added, with a reason", _WRITES, methods=FORM,
        sends=sending.about("attachment_id", reason="It is another family’s"),
    ),
}  # fmt: skip
