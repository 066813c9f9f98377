"""Makes docs/explanation/what-is-safe.md: which hazards a test guards today, read from the tests' own marks."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from scripts.documents import ROOT, Document, link

PAGE = ROOT / "docs" / "explanation" / "what-is-safe.md"
WHAT_COULD_HAPPEN = {
    "HZ-01": "Of two parents who live apart, one reads where the other is, or what they said.",
    "HZ-02": "A partner's file makes a hidden person known a second time, unhidden.",
    "HZ-12": "What a browser remembers, or goes back to, shows that somebody was here.",
    "HZ-10": "A message reaches a wrong, old or shared telephone.",
    "HZ-13": "Somebody picks up a device on which another is still signed in.",
    "HZ-14": "Somebody makes another person sign in, and reads with them.",
    "HZ-15": "Somebody takes over an account by reading its owner's post, or answering their telephone.",
    "HZ-16": "An answer gives away that somebody has a record, or an account.",
    "HZ-17": "A family's list of who looked tells one of them where another is.",
    "HZ-18": "A picture or a document tells where, when or by whom it was made, or holds what nobody sees on it.",
    "HZ-21": "A search, or what was opened lately, shows what the searcher may not see.",
    "HZ-22": "Something that gives a place away (a school, a surgery, an address) shows where a hidden person is.",
    "HZ-23": "A child, or a brother or sister's page, leads to another home.",
    "HZ-24": "Somebody who joins or has left a family sees what is none of their business.",
    "HZ-25": "The person somebody is hiding from works here, or is a relative of somebody who does.",
    "HZ-26": "Somebody's access outlives the reason for it.",
    "HZ-27": "A page that looks different gives away that something is hidden.",
    "HZ-28": "A parent reads what a young person said in confidence.",
    "HZ-29": "Somebody without parental responsibility is taken to have it.",
    "HZ-31": "A parent goes on reading of a child after an order or an adoption.",
    "HZ-33": "On a birthday a parent keeps what became the young person's own.",
    "HZ-35": "A worker looks up themselves, a relative, a neighbour or somebody in the news.",
    "HZ-36": "Records are opened in emergencies that were none.",
    "HZ-37": "Somebody who has left, or moved, can still look.",
    "HZ-38": "A volunteer, or somebody here for a while, sees more than they need.",
    "HZ-39": "An administrator or an engineer reads families' records.",
    "HZ-40": "A partner sees more than was agreed, or for longer.",
    "HZ-41": "A colleague's, or a councillor's, family is read by those who work with them.",
    "HZ-42": "Somebody reads over a shoulder, or a screen that was left open.",
    "HZ-43": "Two people are taken for one.",
    "HZ-44": "Two records become one, and what was hidden on one of them is open.",
    "HZ-45": "A second record hides a worry written on the first.",
    "HZ-46": "Something is written on the wrong brother or sister.",
    "HZ-47": "Two people write at once, and one loses what they wrote.",
    "HZ-49": "A mistake about a family, or one that somebody disputes, goes on being told.",
    "HZ-50": "A date is read wrongly: summer time, 29 February, only a year known, a baby not yet born.",
    "HZ-52": "Something is sent to, or about, somebody who has died.",
    "HZ-55": "A request for help, or something a partner sent, is lost.",
    "HZ-56": "Somebody who was not seen is dropped: what was missed closes something, and nobody asks why.",
    "HZ-57": "What somebody wrote because a child may be harmed is read by nobody.",
    "HZ-58": "What must be looked at goes to somebody who is away or has left.",
    "HZ-60": "A consent or a wish is acted on after what it rested on has changed.",
    "HZ-61": "A consent is taken back, and somebody it let in goes on.",
    "HZ-74": "A demonstration or a test holds real people.",
    "HZ-75": "The server's log, or an address, holds something about a family.",
    "HZ-77": "Another company learns which page somebody visits.",
    "HZ-79": "Something said to be saved is lost when the machine fails.",
    "HZ-80": "Pressing twice writes twice.",
    "HZ-81": "A partner's file, sent again or late, overwrites something newer.",
    "HZ-82": "A backup cannot be restored.",
    "HZ-83": "A browser or a proxy keeps a family's page and shows it to somebody else.",
    "HZ-84": "Somebody takes over a session, or makes a browser act for them.",
    "HZ-86": "A wrong clock makes access end at the wrong time.",
    "HZ-87": "Background work has stopped, and nobody notices.",
    "HZ-88": "A file that somebody sends does harm: it unpacks without end, leads to a file of ours, or never lets go.",
    "HZ-89": "Somebody locks another out, or learns from the answer whether they have an account.",
    "HZ-90": "Help for a family ends without anybody having decided it.",
}
INTRODUCTION = """# Which hazards a test guards today

A hazard is a way this software could let somebody come to harm. Each has a number, cited in the code and by the test
that proves a control works: `@pytest.mark.hazard("HZ-22")`. This page is made from those marks. A hazard that is not
here may have a control in the code, but nothing proves it; and there are hazards nobody has thought of yet.

This is not a clinical safety case, and no safety officer has signed it. Whoever runs Onestory for families must
make their own.

Made by `python -m scripts.hazards`, which `make fix` runs; a test fails when it is out of date.

"""


@dataclass(frozen=True, order=True)
class Guard:
    """A test, and the hazard it says it guards against."""

    number: str
    file: Path
    test: str

    def line(self) -> str:
        return f"- [{self.test.removeprefix('test_').replace('_', ' ')}]({link(self.file, page=PAGE)})\n"


def guards() -> list[Guard]:
    return sorted({guard for file in (ROOT / "tests").rglob("test_*.py") for guard in _in_file(file)})


def unworded() -> set[str]:
    """Hazards that a test names and this page cannot put in words."""
    return {guard.number for guard in guards()} - set(WHAT_COULD_HAPPEN)


def words() -> str:
    parts = []
    for number, found in groupby(guards(), key=lambda guard: guard.number):
        lines = "".join(guard.line() for guard in found)
        parts.append(f"## {number}\n{WHAT_COULD_HAPPEN.get(number, '')}\n\n{lines}")
    return INTRODUCTION + "\n".join(parts)


def _in_file(file: Path) -> Iterator[Guard]:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    whole = [number for node in tree.body if isinstance(node, ast.Assign) for number in _marked(node)]
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
            marked = [number for mark in node.decorator_list for number in _marked(mark)]
            yield from (Guard(number, file, node.name) for number in (*marked, *whole))


def _marked(node: ast.AST) -> Iterator[str]:
    """The numbers in `pytest.mark.hazard("HZ-22")`, wherever it stands inside a decorator or `pytestmark`."""
    for call in (part for part in ast.walk(node) if isinstance(part, ast.Call)):
        if ast.unparse(call.func) == "pytest.mark.hazard":
            numbers = (str(given.value).removeprefix("HZ-") for given in call.args if isinstance(given, ast.Constant))
            yield from (f"HZ-{int(number):02}" for number in numbers)


DOCUMENT = Document(PAGE, words)

if __name__ == "__main__":
    DOCUMENT.write()
