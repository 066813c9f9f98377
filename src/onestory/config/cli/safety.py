"""Proving who may see what: every address tried as everybody, in a world made up for it."""

from __future__ import annotations

import argparse
import json
import sys
import time
from typing import Any

from onestory.config import throwaway
from onestory.core.errors import Invalid

SHOWN_AT_MOST = 40


def add_commands(commands: Any) -> None:
    parser = commands.add_parser("safety", help="prove who may see what")
    actions = parser.add_subparsers(required=True, metavar="PROOF")
    matrix = actions.add_parser("matrix", help="try every address as every role, in every relation, by every method")
    matrix.add_argument("--processes", type=int, default=2)
    matrix.add_argument(
        "--sample", type=int, default=0, help="only so many cells, every address as every role among them"
    )
    matrix.add_argument("--seed", type=int, default=1, help="which cells a sample draws")
    matrix.add_argument("--json", action="store_true", help="print one JSON object as the last line, for programs")
    matrix.set_defaults(run=_matrix)
    canaries = actions.add_parser(
        "canaries", help="look for hidden values at every place where somebody is told something"
    )
    canaries.add_argument(
        "--only", action="append", default=[], metavar="WORDS", help="surfaces with these words in their name"
    )
    canaries.add_argument("--json", action="store_true", help="print one JSON object as the last line, for programs")
    canaries.set_defaults(run=_canaries)


def _matrix(options: argparse.Namespace) -> int:
    """In an installation of its own: what it makes up must never stand beside real people."""
    began = time.monotonic()
    with throwaway.installed() as superuser:
        from onestory.safety import declared
        from onestory.safety.matrix import cells, working, world

        if without := declared.undeclared() + declared.unexampled():
            raise Invalid("These declare no door (docs/how-to/add-a-page.md):\n" + "\n".join(without))
        _say("Making a world to try it in.")
        with world.unbound(superuser):
            made = world.build()
        if options.sample:
            outcome = working.try_these(made, cells.sample(made, size=options.sample, seed=options.seed))
        else:
            outcome = working.try_all(made, processes=options.processes, heard=_heard)
    return _tell(outcome, seconds=time.monotonic() - began, as_json=options.json)


def _canaries(options: argparse.Namespace) -> int:
    """In an installation of its own, like the matrix."""
    began = time.monotonic()
    with throwaway.installed() as superuser:
        from onestory.safety.canaries import crawling, surfaces, world
        from onestory.safety.matrix.world import unbound

        every = surfaces.registered()
        only = [one for one in every if not options.only or any(words in one.says for words in options.only)]
        if not only:
            raise Invalid("No surface is called that. These there are:\n" + "\n".join(one.says for one in every))
        _say("Making a world with a family that is hidden.")
        with unbound(superuser):
            made = world.build()
        outcome = crawling.crawl(made, only=only, heard=_looked)
    return _tell_of_canaries(outcome, seconds=time.monotonic() - began, as_json=options.json)


def _tell_of_canaries(outcome: Any, *, seconds: float, as_json: bool) -> int:
    """A surface at which nothing could be looked at counts as much as a hit: it proves nothing."""
    for hit in outcome.hits[:SHOWN_AT_MOST]:
        _say(str(hit))
    for says in outcome.blind:
        _say(f"{says}: nothing was there to look at")
    told = {
        "surfaces": outcome.surfaces,
        "hits": len(outcome.hits),
        "answers": outcome.asked,
        "blind": len(outcome.blind),
    }
    print(
        f"{outcome.asked:,} answers at {outcome.surfaces} surfaces, {len(outcome.hits):,} hits, in {seconds:,.0f} seconds."
    )
    if as_json:
        print(json.dumps({**told, "seconds": round(seconds, 1)}))
    return 1 if outcome.hits or outcome.blind else 0


def _looked(says: str, answers: int, hits: int) -> None:
    _say(f"{answers:6,} answers, {hits} hits so far: {says}")


def _tell(outcome: Any, *, seconds: float, as_json: bool) -> int:
    for surprise in outcome.surprises[:SHOWN_AT_MOST]:
        _say(f"{surprise.cell}\n  expected: {surprise.expected}\n  but it {surprise.found}")
    more = len(outcome.surprises) - SHOWN_AT_MOST
    if more > 0:
        _say(f"and {more:,} more")
    unexpected = len(outcome.surprises)
    print(f"{outcome.cells:,} cells, {unexpected:,} unexpected, in {seconds:,.0f} seconds.")
    if as_json:
        print(json.dumps({"cells": outcome.cells, "unexpected": unexpected, "seconds": round(seconds, 1)}))
    return 1 if outcome.surprises else 0


def _heard(cells: int, per_cent: int) -> None:
    _say(f"{per_cent:3} % of the addresses, {cells:,} cells tried")


def _say(message: str) -> None:
    print(message, file=sys.stderr, flush=True)
