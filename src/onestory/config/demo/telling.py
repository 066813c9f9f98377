"""Saying who to sign in as."""

from __future__ import annotations

from onestory.access.roles import ROLES
from onestory.city import demo
from onestory.config.demo.ways_in import CALLED, WAYS_IN

PASSWORD = "a-harbour-in-autumn"  # noqa: S105 - printed for everyone, on purpose: nobody in this city is real


def who_to_sign_in_as() -> str:
    """The accounts, a line each, with what to try."""
    lines = ["", f"Everyone here is invented. The password of every account is: {PASSWORD}", ""]
    for worker in demo.load_workers():
        lines.append(f"  {worker.email:<46} {worker.job_title} ({ROLES[worker.role].name})")
        lines.append(f"      {worker.try_}")
    lines += ["", "So does everybody else who works here: find one in Annabel’s caseloads, and sign in as them."]
    lines += ["", "Families, each with their own page:", ""]
    for way in WAYS_IN:
        lines += [f"  {way.email:<46} {CALLED[way.kind]}", f"      {way.try_}"]
    return "\n".join([*lines, ""])
