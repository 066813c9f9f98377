"""Commands at the command line: what they print, what they write to a file, and how they complain.

Each is run as `onestory` runs it. Whoever has the machine has the database as well; what counts is what a terminal, a mail or a
ticket into which somebody copies its words would hold, and that a command asked as somebody shows what they may see.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from onestory.core.dates import today
from onestory.safety.canaries.driving import Drive, Said
from onestory.safety.canaries.planting import LINKAGE
from onestory.safety.canaries.surfaces import ASKING, surface
from onestory.safety.canaries.world import ANONYMOUS

# One of each kind of thing that may be typed into the one box.
_TYPED = ("mother’s last name", "the hidden home, postcode", "mother’s phone", "nhs number", "local number")


def _run(*words: str) -> str:
    """What a command prints, whichever way it goes. Breaking off is an answer too."""
    from onestory.config.cli import main

    said = io.StringIO()
    with redirect_stdout(said), redirect_stderr(said):
        try:
            said.write(f"exit {main(list(words))}")
        except (Exception, SystemExit) as broke:  # noqa: BLE001 - whatever it is, a terminal would show its words
            said.write(f"{broke!r}")
    return said.getvalue()


@surface("onestory find", commands=("find",))
def find(drive: Drive) -> Iterator[Said]:
    for token in drive.world.worth(*_TYPED):
        for actor in (*ASKING, "other_parent"):
            email = drive.world.emails[actor]
            for extra in ([], ["--json"]):
                said = [_run("find", "--as", email, *extra, value) for value in (token.value, token.twin)]
                yield Said(actor, "onestory find", said[0], typed=(token,), control=said[1])


@surface("onestory known", commands=("known",))
def known(drive: Drive) -> Iterator[Said]:
    """A form’s boxes, one filled in at a time beside a first name that anybody may bear."""
    boxes = {"family_name": "mother’s last name", "postcode": "the hidden home, postcode", "phone": "mother’s phone",
             "nhs_number": "nhs number"}  # fmt: skip
    for box, name in boxes.items():
        for token in drive.world.worth(name):
            for actor in (*ASKING, "other_parent"):
                asked = [json.dumps({"given_name": "Ann", box: value}) for value in (token.value, token.twin)]
                said = [_run("known", "--as", drive.world.emails[actor], "--json", one) for one in asked]
                yield Said(actor, "onestory known", said[0], typed=(token,), control=said[1])


@surface("onestory link", commands=("link",))
def link(drive: Drive) -> Iterator[Said]:
    """What is printed of linking and of judgements is counts and lanes, never whom they are about."""
    undo = ["undo", "00000000-0000-7000-8000-000000000000"]
    for words in (["evaluate"], ["evaluate", "--json"], ["run", "--feed", "housing", "--json"], undo, ["undo", "him"]):
        yield Said(ANONYMOUS, f"onestory link {words[0]}", _run("link", *words))


@surface("onestory audit", commands=("audit",))
def audit(drive: Drive) -> Iterator[Said]:
    """All of it, sealed, checked, asked and handed to somebody else in a file."""
    period = ["--from", (today() - timedelta(days=1)).isoformat(), "--to", (today() + timedelta(days=1)).isoformat()]
    for words in (["seal"], ["verify"], ["seen", "--family", str(drive.world.protected.family), *period]):
        yield Said("information_governance", f"onestory audit {words[0]}", _run("audit", *words, "--json"))
    with TemporaryDirectory() as folder:
        file = Path(folder) / "audit"
        said = _run("audit", "export", str(file), "--json")
        assert file.exists(), said
        yield Said("information_governance", "onestory audit export", said + file.read_text())


@surface("onestory feed report", commands=("feed",))
def feed_report(drive: Drive) -> Iterator[Said]:
    """How good a delivery was, for those who handle the file itself."""
    for words in (["report", "housing"], ["report", "housing", "--json"], ["report", "no-such-feed"]):
        yield Said("linkage", "onestory feed report", _run("feed", *words), beyond=LINKAGE)


@surface("onestory doctor", commands=("doctor",))
def doctor(drive: Drive) -> Iterator[Said]:
    yield Said(ANONYMOUS, "onestory doctor", _run("doctor"))


@surface("what is printed of a backup, and what its file is called", commands=("backup", "restore"))
def backup(drive: Drive) -> Iterator[Said]:
    with TemporaryDirectory() as folder:
        said = _run("backup", str(Path(folder) / "kept"))
        yield Said(ANONYMOUS, "onestory backup", said + "\n".join(str(one) for one in Path(folder).rglob("*")))
        yield Said(ANONYMOUS, "onestory restore", _run("restore", str(Path(folder) / "kept")))


@surface("complaints of commands", commands=("migrate", "account", "safety"))
def complaints(drive: Drive) -> Iterator[Said]:
    family, email = str(drive.world.protected.family), drive.world.emails["author"]
    for words in (
        ("audit", "seen", "--family", f"{family}0", "--from", "never", "--to", "now"),
        ("find", "--as", "nobody@example.org", "Ann"),
        ("account", "open", email, "--name", "Ann", "--role", "practitioner", "--team", "Elsewhere"),
        ("feed", "load", "housing", "/none"), ("migrate", "--what"), ("safety", "nothing"), ("account", "password"),
    ):  # fmt: skip
        yield Said(ANONYMOUS, " ".join(words[:2]), _run(*words))
