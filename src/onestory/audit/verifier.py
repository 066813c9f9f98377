"""Whether an audit is whole: nothing edited, taken away, put in, put in another order or dated back.

It needs Python, `cryptography`, `rfc8785` and `chain` beside it, and neither Django nor the database, so that anybody who is
given an export, the anchors and the public key can check them: `onestory-verify EXPORT... --anchors FILE --key FILE`.
The database is checked by the same code (`audit.checking.verify`). How it fits together: docs/adr/0011-sealed-audit.md.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from onestory.audit.chain import (
    BEGINNING,
    Anchors,
    Bad,
    Json,
    Keys,
    canonical,
    commitment,
    is_signed,
    leaf,
    link,
    merkle_root,
    parsed,
    quickly,
    read_anchors,
    read_keys,
)

LONGEST_TRANSACTION = timedelta(days=1)
"""An event carries the time its transaction began, and none takes longer: an older one was dated back."""
CLOCKS_APART = timedelta(minutes=5)
SHREDDED = "audit.shred"

Progress = Callable[[int], None]


def unheard(_done: int) -> None:
    """For callers who want no news of progress."""


@dataclass
class Finding:
    """What was checked, and the first thing that is wrong. `first_bad` is a place in the chain."""

    events: int = 0
    first_bad: int | None = None
    why: str = ""
    seals: int = 0
    anchors: int = 0
    anchored_to: int = 0
    shredded: int = 0
    waiting: int = 0
    lost: list[Json] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    seconds: float = 0.0

    def is_whole(self) -> bool:
        return self.first_bad is None and not self.warnings


class Checker:
    """Is told every event and every seal in order, and says at the end what it found."""

    def __init__(self, keys: Keys, anchors: Anchors, *, after: Json | None = None) -> None:
        self.finding = Finding(anchors=len(anchors.seals))
        self._keys, self._anchors = keys, anchors
        self._head, self._seq = BEGINNING, 0
        self._leaves: list[bytes] = []
        self._times: list[str] = []
        self._newest = 0
        self._nothing_waited: str | None = None
        self._seal: Json | None = None
        self._awaiting: set[int] = set()
        if after is not None:
            self._continue(after)

    @property
    def reached(self) -> int:
        """The place in the chain that is looked at."""
        return self._seq + 1

    def _continue(self, after: Json) -> None:
        """An export may begin after a seal, which must then be one that an anchor holds."""
        if after["number"] and self._anchors.seals.get(after["number"]) != after:
            raise Bad(after["last"], "what the export begins after is not anchored")
        if after["number"]:
            self._head, self._seq, self._seal = bytes.fromhex(after["head"]), after["last"], after

    def event(
        self, *, seq: int, salt: bytes | None, committed: bytes | None, chain: bytes, plain: bytes | None, personal: bytes
    ) -> None:  # fmt: skip
        """Both parts as they are written. Raises Bad where the event is not the one that was sealed in this place."""
        expected = self._seq + 1
        if seq != expected:
            raise Bad(min(seq, expected), f"event {expected} is missing" if seq > expected else "two have one place")
        if plain is None:
            raise Bad(seq, "what was sealed here is gone")
        of_event = self._leaf(seq, salt, committed, plain, personal, chain)
        said = json.loads(plain)
        self._head, self._seq = chain, seq
        self._leaves.append(of_event)
        self._times.append(said["at"])
        self._newest = max(self._newest, int(said["transaction"]))
        self.finding.events += 1
        if said["action"] == SHREDDED:
            named = json.loads(json.loads(personal)["detail"])
            self._awaiting -= set(range(int(named["first"]), int(named["last"]) + 1))

    def _leaf(
        self, seq: int, salt: bytes | None, committed: bytes | None, plain: bytes, personal: bytes, chain: bytes
    ) -> bytes:  # fmt: skip
        # What was written quickly is written again by the book before it is called wrong.
        for write in (None, canonical):
            one, other = (write(json.loads(part)) if write else part for part in (plain, personal))
            of_event = leaf(one, (commitment(salt, other) if salt else committed) or b"")
            if link(self._head, of_event) == chain:
                break
        else:
            raise Bad(seq, "the event is not what was sealed")
        if not salt:
            self._awaiting.add(seq)
            self.finding.shredded += 1
        return of_event

    def seal(self, seal: Json) -> None:
        """Raises Bad where the seal is not signed, or does not seal the events told since the last one."""
        number, first = seal["number"], seal["first"]
        self._check_follows(seal)
        if not is_signed(seal, self._keys):
            raise Bad(first, f"seal {number} is not signed by a key that is known")
        anchored = self._anchors.seals.get(number)
        if anchored is not None and anchored != seal:
            raise Bad(first, f"seal {number} is not the one that was anchored")
        self._check_times(seal)
        if int(seal["horizon"]) > self._newest:
            self._nothing_waited = seal["at"]
        self._leaves, self._times, self._newest, self._seal = [], [], 0, seal
        self.finding.seals += 1

    def _check_follows(self, seal: Json) -> None:
        before = self._seal["number"] if self._seal else 0
        for skipped in range(before + 1, seal["number"]):
            if self._anchors.excuse(skipped) is None:
                raise Bad(seal["first"], f"seal {skipped} is missing")
        previous = self._seal["head"] if self._seal else BEGINNING.hex()
        stands = (
            seal["number"] > before
            and seal["previous"] == previous
            and (seal["first"], seal["last"]) == (self._seq - len(self._leaves) + 1, self._seq)
            and seal["head"] == self._head.hex()
            and bool(self._leaves)
            and seal["root"] == merkle_root(self._leaves).hex()
        )
        if not stands:
            raise Bad(seal["first"], f"seal {seal['number']} does not fit the events under it")

    def _check_times(self, seal: Json) -> None:
        latest = datetime.fromisoformat(seal["at"]) + CLOCKS_APART
        # A seal that took all there was says so by its horizon: whatever is sealed later cannot have happened long before it.
        waited = self._nothing_waited
        earliest = datetime.fromisoformat(waited) - LONGEST_TRANSACTION if waited else None
        for seq, text in enumerate(self._times, start=seal["first"]):
            at = datetime.fromisoformat(text)
            if at > latest or (earliest is not None and at < earliest):
                raise Bad(seq, "the event is dated to a time when it cannot have happened")

    def end(self) -> Finding:
        """Raises Bad where the anchors hold more than was told, or something was destroyed and no event says so."""
        if self._leaves:
            raise Bad(self._seq - len(self._leaves) + 1, "the last events are under no seal")
        last = self._seal["number"] if self._seal else 0
        for number in sorted(self._anchors.seals):
            if number > last and self._anchors.excuse(number) is None:
                raise Bad(self._seq + 1, f"everything from seal {number} on is missing: it was anchored")
        if self._awaiting:
            raise Bad(min(self._awaiting), "what the event said was destroyed, and no event says so")
        self._sum_up()
        return self.finding

    def _sum_up(self) -> None:
        held = [number for number in self._anchors.seals if self._seal and number <= self._seal["number"]]
        self.finding.anchored_to = self._anchors.seals[max(held)]["last"] if held else 0
        self.finding.lost = [
            {name: loss[name] for name in ("after", "upto", "at", "why")} for loss in self._anchors.losses
        ]
        if self._seal and not held:
            self.finding.warnings.append("No seal is anchored: events taken from the end would not be missed.")


def checked(
    tell: Callable[[Checker], None], *, anchors: Iterable[str], keys: Keys, after: Json | None = None
) -> Finding:
    """Run a check to its end, or to the first thing that is wrong."""
    began = time.monotonic()
    checker: Checker | None = None
    try:
        checker = Checker(keys, read_anchors(anchors, keys), after=after)
        tell(checker)
        finding = checker.end()
    except (Bad, KeyError, TypeError, ValueError) as found:
        # A line that says less than it must, or something else, is as wrong as one that says it falsely.
        bad = found if isinstance(found, Bad) else Bad(checker.reached if checker else 0, "a line cannot be read")
        finding = checker.finding if checker else Finding()
        finding.first_bad, finding.why = bad.seq, bad.why
    finding.seconds = round(time.monotonic() - began, 3)
    return finding


# Exports.


def read_export(files: Sequence[Path]) -> Iterator[Json]:
    """The lines of exports that follow one another. Raises Bad for a line that cannot be read."""
    for number, file in enumerate(files):
        with file.open(encoding="utf-8") as lines:
            for text in lines:
                line = parsed(text)
                if line["kind"] != "begin" or number == 0:
                    yield line


def tell_export(lines: Iterable[Json], checker: Checker, *, progress: Progress = unheard) -> None:
    for line in lines:
        if line["kind"] == "seal":
            checker.seal(line)
            progress(checker.finding.events)
        elif line["kind"] == "event":
            checker.event(
                seq=line["seq"], plain=_written(line["plain"]), personal=_written(line["personal"]) or b"",
                chain=_bytes(line["chain"]) or b"", salt=_bytes(line["salt"]), committed=_bytes(line["commitment"]),
            )  # fmt: skip


def _written(part: Json | str | None) -> bytes | None:
    """From a file, where it is read already; or as a database wrote it."""
    if part is None:
        return None
    return part.encode() if isinstance(part, str) else quickly(part)


def _bytes(given: str | bytes | None) -> bytes | None:
    """From hexadecimal in a file; as they are from a database."""
    return bytes.fromhex(given) if isinstance(given, str) else given


def verify_files(
    files: Sequence[Path],
    *,
    anchors: Sequence[Path],
    keys: Sequence[Path],
    progress: Progress = unheard,
) -> Finding:
    """Check exports that follow one another against anchors, any number of copies of which may be given."""
    known = {name: key for file in keys for name, key in read_keys(file.read_bytes()).items()}
    anchored = (line for file in anchors for line in file.read_text(encoding="utf-8").splitlines())
    lines = read_export(files)
    try:
        begin = next(lines)
    except (StopIteration, Bad):
        return Finding(first_bad=0, why="there is no export in the file")
    after = begin.get("after") if begin["kind"] == "begin" else None
    return checked(
        lambda checker: tell_export(lines, checker, progress=progress), anchors=anchored, keys=known, after=after
    )


def say(finding: Finding) -> str:
    """The finding in a sentence or two, for people."""
    said = [f"{finding.events:,} events under {finding.seals:,} seals"]
    if finding.first_bad is not None:
        said = [f"Not whole, at event {finding.first_bad:,} of the chain: {finding.why}"]
    elif finding.is_whole():
        said[0] += f" are whole, and anchored to event {finding.anchored_to:,}"
    lost = [
        f"After seal {one['after']:,} up to {one['upto']:,} were lost, as was noted on {one['at']}: {one['why']}"
        for one in finding.lost
    ]
    return ". ".join([*said, *finding.warnings, *lost]).replace("..", ".").rstrip(".") + "."


def as_json(finding: Finding) -> str:
    return json.dumps({"whole": finding.is_whole(), **vars(finding)}, ensure_ascii=False)


def console() -> None:
    sys.exit(main())


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="onestory-verify", description="Check an export of Onestory's audit. Exit status 0: whole."
    )
    parser.add_argument(
        "files", nargs="+", type=Path, metavar="FILE", help="what `onestory audit export` wrote, oldest first"
    )
    parser.add_argument("--anchors", nargs="+", type=Path, default=[], metavar="FILE", help="copies of the anchors")
    parser.add_argument(
        "--key", nargs="+", type=Path, required=True, metavar="FILE", help="the public key, from a source you trust"
    )
    parser.add_argument("--json", action="store_true", help="one JSON object on the last line")
    options = parser.parse_args(arguments)
    try:
        finding = verify_files(options.files, anchors=options.anchors, keys=options.key, progress=_progress)
    except OSError as error:
        print(error, file=sys.stderr)  # noqa: T201
        return 1
    print(say(finding))  # noqa: T201
    if options.json:
        print(as_json(finding))  # noqa: T201
    return 0 if finding.is_whole() else 1


def _progress(done: int) -> None:
    if sys.stderr.isatty():
        print(f"\r{done:,} events", end="", file=sys.stderr)  # noqa: T201


if __name__ == "__main__":
    console()
