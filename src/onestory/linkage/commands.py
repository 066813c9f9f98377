"""`onestory feed`: partner files at the command line."""

from __future__ import annotations

import json
from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from onestory.core.errors import Invalid
from onestory.core.text import plural

if TYPE_CHECKING:
    from onestory.access.models import Account
    from onestory.linkage.models import Delivery
    from onestory.linkage.queries import Report


def add_arguments(parser: ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="act", required=True, metavar="load|report|collect")
    load = actions.add_parser("load", help="bring one file of a feed in; stopping and starting again is safe")
    load.add_argument("name", help="the feed, such as school_census")
    load.add_argument("file", type=Path)
    report = actions.add_parser("report", help="say how good the newest delivery of a feed was")
    report.add_argument("name")
    collect = actions.add_parser(
        "collect", help="look once into the folders where partners drop files, as the worker does"
    )
    for each in (load, report, collect):
        each.add_argument("--as", dest="email", default="", metavar="EMAIL", help="the service account to act as")
        each.add_argument("--json", action="store_true", help="one JSON object on the last line")


def run(options: Namespace) -> int:
    """Do what was asked and print the quality report. Returns the exit code."""
    from onestory.access.viewer import acting_as
    from onestory.linkage import queries

    account = service_account(options.email)
    if options.act == "collect":
        return _collect(account, as_json=options.json)
    delivery = _load(options, account) if options.act == "load" else None
    with acting_as(account) as viewer:
        report = queries.report(viewer, options.name, delivery=delivery)
    print(json.dumps(report.as_dict()) if options.json else in_words(report))  # noqa: T201
    return 0


def _load(options: Namespace, account: Account) -> Delivery:
    from tqdm import tqdm

    from onestory.linkage.actions import feeds

    size = options.file.stat().st_size if options.file.is_file() else 0
    with tqdm(total=size, unit="B", unit_scale=True, desc=options.name, disable=None) as bar:

        def taken(position: int) -> None:
            bar.update(position - bar.n)

        return feeds.load(name=options.name, file=options.file, by=account, progress=taken)


def _collect(account: Account, *, as_json: bool) -> int:
    from django.conf import settings

    from onestory.linkage.actions import dropping

    if settings.FEEDS_FOLDER is None:
        raise Invalid("No folder is set. Set ONESTORY_FEEDS_FOLDER to where partners drop files.")
    ended = dropping.see_to_everything(by=account, folder=settings.FEEDS_FOLDER)
    said = [{"feed": one.feed, "file": one.file_name, "state": str(one.state), "why": one.why} for one in ended]
    words = "\n".join(f"{one['feed']}: {one['file']}: {one['state']}. {one['why']}".rstrip() for one in said)
    print(json.dumps(said) if as_json else words or "Nothing to take in.")  # noqa: T201
    return 0


def service_account(email: str) -> Account:
    """The account that loads feeds: the one named, or the only program there is."""
    from onestory.access import knocking

    found = knocking.by_email(email) if email else knocking.by_being_the_program()
    if found is None or found.kind != "service" or not found.is_active:
        raise Invalid("No service account loads feeds here. Make one with the role linkage first.")
    return found


def in_words(report: Report) -> str:
    """The report as a person reads it."""
    lines = [
        f"{report.partner}: {report.file}, received {report.received_on}"
        + ("" if report.finished else " (not finished: load it again to go on)"),
        f"{plural(report.read, 'row')} read: {report.new:,} new, {report.changed:,} changed,"
        f" {report.unchanged:,} unchanged, {report.repeated:,} repeated, {report.quarantined:,} set aside.",
        f"{plural(report.records, 'record')} held, {report.no_longer_sent:,} of them not in this file.",
        *report.notes,
        "",
        f"{'Column':24}{'Filled':>9}{'Readable':>10}",
        *(f"{each.column:24}{each.filled_percent:8.1f}%{each.valid_percent:9.1f}%" for each in report.columns),
    ]
    if report.reasons:
        lines += ["", "What could not be read, commonest first:"]
        lines += [
            f"{each.rows:>8,}  {each.column + ': ' if each.column else ''}{each.reason}" for each in report.reasons
        ]
    return "\n".join(lines)
