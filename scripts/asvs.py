"""Makes docs/reference/asvs.md: how Onestory answers OWASP's ASVS 5.0, levels 1 and 2, from `security/asvs.toml`.

The requirements' words are OWASP's, under a licence that would have to be passed on; only their numbers stand here.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from scripts.documents import ROOT, Document, link

FOLDER = ROOT / "security"
PAGE = ROOT / "docs" / "reference" / "asvs.md"
STATUSES = {"met": "met", "partly": "partly", "not_met": "not met", "not_applicable": "does not apply"}
CHAPTERS = {
    1: "Encoding", 2: "Checking what is sent", 3: "In the browser", 4: "The server and APIs", 5: "Files", 6: "Signing in",
    7: "Sessions", 8: "Who may do what", 9: "Signed tokens", 10: "Single sign-on", 11: "Cryptography", 12: "TLS",
    13: "Configuration", 14: "Protecting data", 15: "Code and components", 16: "Logs and errors", 17: "Calls in the browser",
}  # fmt: skip
INTRODUCTION = """# How Onestory answers ASVS 5.0

OWASP's Application Security Verification Standard asks 253 things at levels 1 and 2. Each has its answer in
[`security/asvs.toml`](../../security/asvs.toml): met, partly, not met, or does not apply, with the tests that prove it or the
page that documents it. Nobody outside the project has checked these answers. What each number asks is in
[the standard itself](https://github.com/OWASP/ASVS/tree/v5.0.0/5.0), whose words are not repeated here.

Made by `python -m scripts.asvs`, which `make fix` runs; a test fails when it is out of date, or when an answer names a
test or a heading that is not there.

"""


@dataclass(frozen=True)
class Answer:
    """How one requirement stands."""

    requirement: str
    status: str
    level: int
    tests: tuple[str, ...] = ()
    doc: str = ""
    why: str = ""

    @property
    def chapter(self) -> int:
        return int(self.requirement[1:].partition(".")[0])

    @property
    def is_proved(self) -> bool:
        """Met, in whole or in part, and a test shows what is claimed."""
        return self.status in ("met", "partly") and bool(self.tests)


def answers() -> list[Answer]:
    """In the order of the standard."""
    told = tomllib.loads((FOLDER / "asvs.toml").read_text(encoding="utf-8"))
    made = (Answer(number, **{**said, "tests": tuple(said.get("tests", ()))}) for number, said in told.items())
    return sorted(made, key=lambda answer: [int(part) for part in answer.requirement[1:].split(".")])


def asked() -> dict[str, int]:
    """Every requirement of levels 1 and 2 with its level, as the standard numbers them."""
    lines = (FOLDER / "asvs-5.0.0-numbers.txt").read_text(encoding="utf-8").splitlines()
    return {number: int(level) for number, level in (line.split() for line in lines if not line.startswith("#"))}


def words() -> str:
    given = answers()
    chapters = [(chapter, list(found)) for chapter, found in groupby(given, key=lambda answer: answer.chapter)]
    return INTRODUCTION + _counts(given, chapters) + "".join(_chapter(number, found) for number, found in chapters)


def _counts(given: list[Answer], chapters: list[tuple[int, list[Answer]]]) -> str:
    applies = [answer for answer in given if answer.status != "not_applicable"]
    proved = sum(answer.is_proved for answer in applies)
    outright = sum(answer.is_proved and answer.status == "met" for answer in applies)
    share = (
        f"Of the {len(applies)} that apply, {proved} ({proved * 100 // len(applies)} %) have what is claimed proved by a test, "
        f"{outright} of them met in full and {proved - outright} in part.\n"
    )
    head = f"| chapter | {' | '.join(STATUSES.values())} | proved by a test |\n|---|{'--:|' * (len(STATUSES) + 1)}\n"
    rows = "".join(_count(f"{number} {CHAPTERS[number]}", found) for number, found in chapters)
    return f"{share}\n{head}{rows}{_count('all', given)}"


def _count(name: str, found: list[Answer]) -> str:
    many = Counter(answer.status for answer in found)
    proved = sum(answer.is_proved for answer in found)
    return f"| {name} | {' | '.join(str(many[status]) for status in STATUSES)} | {proved} |\n"


def _chapter(number: int, found: list[Answer]) -> str:
    head = f"\n## {number}. {CHAPTERS[number]}\n| number | level | | how, or why not | proof |\n|---|---|---|---|---|\n"
    return head + "".join(_line(answer) for answer in found)


def _line(answer: Answer) -> str:
    proof = ", ".join(_proofs(answer))
    return f"| {answer.requirement} | {answer.level} | {STATUSES[answer.status]} | {answer.why} | {proof} |\n"


def _proofs(answer: Answer) -> Iterator[str]:
    for test in answer.tests:
        file, _, name = test.partition("::")
        yield f"[{name.removeprefix('test_').replace('_', ' ')}]({link(ROOT / file, page=PAGE)})"
    if answer.doc:
        file, _, anchor = answer.doc.partition("#")
        yield f"[{anchor.replace('-', ' ')}]({link(ROOT / file, page=PAGE)}#{anchor})"


DOCUMENT = Document(PAGE, words)

if __name__ == "__main__":
    DOCUMENT.write()
