"""`onestory link`: linking what waits, taking a link apart, and what people's judgements say of the lanes."""

from __future__ import annotations

import json
import time
from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING
from uuid import UUID

from onestory.core.errors import Invalid
from onestory.core.text import plural

if TYPE_CHECKING:
    from onestory.access.models import Account
    from onestory.linkage.actions.links import Linked
    from onestory.linkage.evaluation import Counted, Evaluation


def add_arguments(parser: ArgumentParser) -> None:
    acts = parser.add_subparsers(dest="act", required=True, metavar="run|undo|evaluate")
    run = acts.add_parser("run", help="link every record that waits; stopping and starting again is safe")
    run.add_argument("--feed", default="", help="of this feed alone, such as school_census")
    undo = acts.add_parser("undo", help="take one link apart")
    undo.add_argument("id", help="the link")
    evaluate = acts.add_parser(
        "evaluate", help="how often each lane of doubtful pairs was right, by people's judgements"
    )
    for each in (run, undo, evaluate):
        each.add_argument("--as", dest="email", default="", metavar="EMAIL", help="the service account to act as")
        each.add_argument("--json", action="store_true", help="one JSON object on the last line")


def run(options: Namespace) -> int:
    """Do what was asked and print what came of it. Returns the exit code."""
    from onestory.linkage.commands import service_account

    account = service_account(options.email)
    acts = {"run": _run, "undo": _undo, "evaluate": _evaluate}
    found, words = acts[options.act](options, account)
    print(json.dumps(found) if options.json else words)  # noqa: T201
    return 0


def _run(options: Namespace, account: Account) -> tuple[dict[str, object], str]:
    from onestory.linkage import declaration
    from onestory.linkage.actions import links

    began = time.monotonic()
    wanted = [declaration.feed(options.feed).feed] if options.feed else sorted(declaration.feeds())
    woken = links.wake(by=account)
    tried = {name: _link(name, account) for name in wanted}
    done = {name: one for name, one in tried.items() if one is not None}
    not_agreed = sorted(tried.keys() - done.keys())
    seconds = round(time.monotonic() - began, 1)
    total = sum(done.values(), links.Linked())
    feeds = {name: one.as_dict() for name, one in done.items()}
    return (
        {"feeds": feeds, "not_agreed": not_agreed, **total.as_dict(), "asked_again": woken, "seconds": seconds},
        "\n".join(
            [
                *(_line(name, one) for name, one in done.items()),
                *(f"{name}: nobody has agreed yet what its columns mean." for name in not_agreed),
                _line("Together", total),
            ]
        ),
    )


def _link(name: str, account: Account) -> Linked | None:
    """None where nobody has agreed yet what the columns of this feed mean: nobody in it is looked for."""
    from tqdm import tqdm

    from onestory.access.viewer import acting_as
    from onestory.linkage import declaration, standing
    from onestory.linkage.actions import links, settling

    declared = declaration.feed(name)
    with acting_as(account) as viewer:
        if standing.signing(declared) is None:
            return None
        settling.settle(by=viewer, declared=declared)
    with tqdm(total=links.to_link(by=account, name=name), unit=" records", desc=name, disable=None) as bar:

        def linked(records: int) -> None:
            bar.update(records - bar.n)

        found = links.link(name=name, by=account, progress=linked)
    # Its deliveries have been looked at; there is nothing left in them to link.
    settling.link_what_may_be(name=name, by=account)
    return found


def _line(name: str, linked: Linked) -> str:
    return (
        f"{name}: {linked.linked:,} linked, {linked.new:,} new, {linked.waiting:,} waiting for somebody to look, "
        f"{linked.left:,} left with their record."
    )


def _undo(options: Namespace, account: Account) -> tuple[dict[str, object], str]:
    from onestory.access.viewer import acting_as
    from onestory.linkage.actions import links

    try:
        which = UUID(options.id)
    except ValueError:
        raise Invalid(f"{options.id} is not the reference of a link.", "id") from None
    with acting_as(account) as viewer:
        link = links.one(by=viewer, link=which)
        undone = links.undo(by=viewer, link=link)
    words = f"Undone. {undone.taken_back:,} of what it brought taken back, {undone.left:,} left, since somebody has used it."
    found = {"link": str(link.pk), "undone": True, "taken_back": undone.taken_back, "left": undone.left}
    return found, f"{words} No program makes this link again."


def _evaluate(options: Namespace, account: Account) -> tuple[dict[str, object], str]:
    from onestory.access.viewer import acting_as
    from onestory.linkage import evaluation

    with acting_as(account) as viewer:
        found = evaluation.evaluate(viewer)
    return found.as_dict(), _in_words(found)


def _in_words(found: Evaluation) -> str:
    if not found.bands:
        return "Nobody has judged a pair yet."
    lines = [f"{'Lane':58}{'Same':>7}{'Not':>7}{'Unsure':>8}{'Right':>8}{'At least':>10}", *map(_row, found.bands)]
    lines += ["", "By what agreed, the commonest first:", *map(_row, found.patterns)]
    if found.twice:
        lines += ["", f"{plural(found.twice, 'pair')} judged twice, {found.agreed:,} of them alike."]
    return "\n".join(lines)


def _row(one: Counted) -> str:
    right, least = (f"{value:.1%}" if value is not None else "" for value in (one.precision, one.at_least))
    return f"{one.kind[:57]:58}{one.same:>7,}{one.different:>7,}{one.unsure:>8,}{right:>8}{least:>10}"
