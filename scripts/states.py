"""Makes docs/reference/states.md: what each part of the work alongside a family may be, and by which act it becomes what."""

from __future__ import annotations

from onestory.core.states import States
from onestory.support.states import ALL
from scripts.documents import ROOT, Document

PAGE = ROOT / "docs" / "reference" / "states.md"
INTRODUCTION = """# States of the work

What a request, a meeting, an introduction and the others may be, and by which act each becomes what. Nothing changes by itself:
every line below is something a person does, and whatever ends something carries that person's reason.

Made from the code by `python -m scripts.states`, which `make fix` runs; a test fails when it is out of date.
"""


def words() -> str:
    return INTRODUCTION + "".join(map(_section, ALL))


def _section(states: States) -> str:
    rows = "".join(
        f"| `{step.act}` | {_named(states, step.before) or 'nothing yet'} | {states.names[step.after]} | "
        f"{'yes' if step.needs_reason else ''} |\n"
        for step in states.steps
    )
    return (
        f"\n## {states.noun.capitalize()}\n\n```mermaid\n{states.diagram()}\n```\n\n"
        f"| act | from | to | needs a reason |\n|---|---|---|---|\n{rows}"
    )


def _named(states: States, which: tuple[str, ...]) -> str:
    return ", ".join(states.names[state] for state in which)


DOCUMENT = Document(PAGE, words)

if __name__ == "__main__":
    DOCUMENT.write()
