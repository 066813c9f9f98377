"""The people of the demonstration's families who have an account of their own."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class WayIn:
    """Somebody of one of the families, with an account of their own; `lead` is the worker who gave it to them."""

    email: str
    given: str
    family: str
    lead: str
    kind: str
    children: tuple[str, ...]
    try_: str


CALLED = {"parent": "Parent", "young_person": "Young person"}

WAYS_IN = (
    WayIn("kerensa.rowe@demo.onestory.example", "Kerensa", "The Rowe family", "parent_engagement", "parent", ("Ivy", "Jago"),
          "Ivy's mum. See what is shared about Ivy and Jago, who may see it, and who looked."),
    WayIn("daniel.hart@demo.onestory.example", "Daniel", "The Hart family", "family_support", "parent", ("Ivy",),
          "Ivy's dad, in her other home. He sees Ivy, and nothing of her mum."),
    WayIn("kwame.osei@demo.onestory.example", "Kwame", "The Osei family", "family_support", "young_person", (),
          "A young person's own page."),
)  # fmt: skip
