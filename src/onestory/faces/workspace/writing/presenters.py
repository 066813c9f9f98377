"""What stands on and beside the page one writes on: what is known already stands there, so that nobody asks twice."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.urls import reverse

from onestory.faces.workspace.changing import FormPage
from onestory.faces.workspace.drafts.keeping import Keeping
from onestory.people.models import Family
from onestory.ui.parts import Link

SAID = "Written. It is on the family’s story now."
KEPT = "Your draft is kept. Only you can see it, and it waits for you on Today."


def page(family: Family, *, keeping: Keeping, beside: Mapping[str, Any]) -> FormPage:
    return FormPage(
        title="Write something down",
        heading="Write something down",
        caption=family.name,
        intro="Who and what happened are enough. Everything else can wait.",
        button="Save to the story",
        said=SAID,
        back=Link(text="Back", url=reverse("workspace:family", args=[family.pk])),
        template="workspace/writing/write.html",
        more={"keeping": keeping, "writing_url": "", "family": family, **beside},
    )
