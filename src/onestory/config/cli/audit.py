"""Commands about the audit: seal it, check it, hand it to somebody else, ask who saw a family."""

from __future__ import annotations

import argparse
import json
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from onestory.audit.checking import Sighting
from onestory.config.cli.inside import installed
from onestory.core.errors import Invalid

LONDON = ZoneInfo("Europe/London")


def add_commands(commands: Any) -> None:
    parser = commands.add_parser("audit", help="check who did what, or hand it over")
    actions = parser.add_subparsers(required=True, metavar="ACTION")
    _add(actions, "seal", _seal, "seal what has been written since the last seal, as the worker does by itself")
    _add(actions, "verify", _verify, "check every event against its seal and the seals against the anchors")
    export = _add(
        actions, "export", _export, "write what is sealed to one file, for `onestory-verify` on another machine"
    )
    export.add_argument("file", type=Path)
    export.add_argument("--after", type=int, default=0, metavar="SEAL", help="only what comes after this seal")
    seen = _add(actions, "seen", _seen, "who did anything with a family between two moments")
    seen.add_argument("--family", required=True, type=_family, metavar="ID")
    seen.add_argument(
        "--from",
        required=True,
        dest="since",
        type=_moment,
        metavar="TIME",
        help="such as 2026-11-01 or 2026-11-01T14:30",
    )
    seen.add_argument("--to", required=True, dest="until", type=_moment, metavar="TIME")
    resume = _add(actions, "resume", _resume, "own up to seals that are gone, as after restoring an older backup")
    resume.add_argument(
        "--because", required=True, metavar="WORDS", help="kept in the anchors, and told by every check"
    )


def _add(actions: Any, name: str, run: Any, words: str) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = actions.add_parser(name, help=words)
    parser.add_argument("--json", action="store_true", help="one JSON object on the last line")
    parser.set_defaults(run=installed(run))
    return parser


def _seal(options: argparse.Namespace) -> int:
    from onestory.audit.actions import seals
    from onestory.config import sealing

    began = time.monotonic()
    try:
        sealed = sealing.seal_now()
    except seals.Refused as refused:
        raise Invalid(str(refused)) from None
    print(f"{sealed:,} events were sealed.")
    _say(options, {"sealed": sealed, "seconds": round(time.monotonic() - began, 3)})
    return 0


def _verify(options: argparse.Namespace) -> int:
    from onestory.audit import checking, verifier
    from onestory.config import sealing

    progress = _Progress()
    finding = checking.verify(url=sealing.address(), keeping=sealing.keeping(), progress=progress)
    progress.close()
    print(verifier.say(finding))
    if options.json:
        print(verifier.as_json(finding))
    return 0 if finding.is_whole() else 1


def _export(options: argparse.Namespace) -> int:
    from onestory.audit import checking
    from onestory.config import sealing

    progress, began = _Progress(), time.monotonic()
    written = checking.export(url=sealing.address(), file=options.file, after=options.after, progress=progress)
    progress.close()
    _record(action="audit.export", events=written)
    keeping = sealing.keeping()
    print(f"{written:,} events are in {options.file}, which is as private as the record.")
    print(f"To check it: onestory-verify {options.file} --anchors {keeping.anchors} --key {keeping.public}")
    _say(options, {"events": written, "seconds": round(time.monotonic() - began, 3)})
    return 0


def _seen(options: argparse.Namespace) -> int:
    from onestory.audit import checking
    from onestory.config import sealing

    began = time.monotonic()
    found = checking.seen(url=sealing.address(), family=options.family, since=options.since, until=options.until)
    seconds = round(time.monotonic() - began, 3)
    _record(action="audit.seen", family=options.family, shown=len(found))
    for one in found:
        print(
            f"{one.at}  {one.who} ({', '.join(one.roles) or 'no role'})  {one.what}{f': {one.why}' if one.why else ''}"
        )
    _say(options, {"seen": [_row(one) for one in found], "seconds": seconds})
    return 0


def _row(one: Sighting) -> dict[str, object]:
    said = one.as_json()
    return {"when": said.pop("at"), "who": said.pop("who"), "role": ", ".join(said.pop("roles"))} | said


def _resume(options: argparse.Namespace) -> int:
    from onestory.audit.actions import seals
    from onestory.config import sealing

    try:
        lost = seals.resume(url=sealing.address(), keeping=sealing.keeping(), why=options.because)
    except seals.Refused as refused:
        raise Invalid(str(refused)) from None
    _record(action="audit.resume", after=lost["after"] if lost else 0, upto=lost["upto"] if lost else 0)
    print(f"It is noted that seals {lost['after'] + 1} to {lost['upto']} are gone." if lost else "Nothing is missing.")
    _say(options, {"after": lost["after"] if lost else None, "upto": lost["upto"] if lost else None})
    return 0


def _record(*, action: str, family: UUID | None = None, **detail: Any) -> None:
    """Reading the audit is something to answer for too. By nobody: whoever has the machine has no account here."""
    from django.db import transaction

    from onestory.audit.actions import events

    with transaction.atomic():
        events.record(by=None, action=action, family=family, **detail)


def _say(options: argparse.Namespace, said: dict[str, object]) -> None:
    if options.json:
        print(json.dumps(said, ensure_ascii=False))


def _family(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise argparse.ArgumentTypeError(
            f"{text} is not the number of a family, which looks like {UUID(int=0)}"
        ) from None


def _moment(text: str) -> datetime:
    """In our time zone, unless it says another."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text} is no time: write 2026-11-01 or 2026-11-01T14:30") from None
    return (moment if moment.tzinfo else moment.replace(tzinfo=LONDON)).astimezone(UTC)


class _Progress:
    """News of a long check, for people at a terminal alone."""

    def __init__(self) -> None:
        from tqdm import tqdm

        self._bar = tqdm(unit=" events", unit_scale=True, disable=None, file=sys.stderr)

    def __call__(self, done: int) -> None:
        self._bar.update(done - self._bar.n)

    def close(self) -> None:
        self._bar.close()
