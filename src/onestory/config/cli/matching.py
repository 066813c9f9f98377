"""Commands about who is who in any files: they touch no database, and nothing of the record."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any


def add_commands(commands: Any) -> None:
    parser = commands.add_parser("match", help="find who is who in any files, and say why; touches no database")
    actions = parser.add_subparsers(required=True, metavar="ACTION")
    finding = actions.add_parser("dedupe", help="find the records that are of one person, in one file or several")
    finding.add_argument("files", nargs="+", type=Path, metavar="FILE", help="CSV or parquet")
    finding.add_argument(
        "--out", type=Path, metavar="FILE.csv", help="write source, id and cluster of each record here"
    )
    finding.add_argument(
        "--before", type=Path, metavar="FILE.csv", help="clusters of an earlier run, whose names are kept"
    )
    finding.add_argument(
        "--threshold", type=float, metavar="P", help="link from this probability, not from the one chosen"
    )
    finding.add_argument("--keep", type=Path, metavar="BOOK", help="keep it all, to add to later")
    _add_source(finding)
    _add_engine(finding)
    finding.add_argument(
        "--model", type=Path, metavar="FILE.json", help="use this model; where there is none yet, write it"
    )
    true = finding.add_mutually_exclusive_group()
    true.add_argument(
        "--truth-column", default="", metavar="C", help="the column that says who each record is truly about"
    )
    true.add_argument("--truth", type=Path, metavar="FILE.csv", help="the truth: [source,] id, person")
    _add_common(finding)
    finding.set_defaults(run=_dedupe)
    _add_book_commands(actions)
    why = actions.add_parser("explain", help="why two records are taken for one person, or are not")
    why.add_argument("files", nargs="+", type=Path, metavar="FILE", help="CSV or parquet")
    why.add_argument("one", metavar="ID_A")
    why.add_argument("other", metavar="ID_B")
    why.add_argument(
        "--model", type=Path, metavar="FILE.json", help="use this model; otherwise one is learnt from the file"
    )
    _add_common(why)
    why.set_defaults(run=_explain)


def _add_book_commands(actions: Any) -> None:
    adding = actions.add_parser(
        "add", help="match what arrived, was put right or withdrawn against a book that was kept"
    )
    adding.add_argument("book", type=Path, metavar="BOOK", help="what `onestory match dedupe --keep` wrote")
    adding.add_argument("files", nargs="*", type=Path, metavar="FILE", help="CSV or parquet")
    adding.add_argument("--out", type=Path, metavar="FILE.csv", help="write source, id and cluster of all records here")
    gone = adding.add_mutually_exclusive_group()
    gone.add_argument("--withdrawn", type=Path, metavar="FILE.csv", help="records to take out: [source,] id")
    gone.add_argument(
        "--whole", action="store_true", help="these files hold all that their source has: take out what they lack"
    )
    _add_source(adding)
    _add_engine(adding)
    _add_common(adding)
    adding.set_defaults(run=_add)
    checking = actions.add_parser("check", help="whether a book is what one run over all its records makes of them")
    checking.add_argument("book", type=Path, metavar="BOOK")
    checking.add_argument("--json", action="store_true", help="one JSON object on the last line")
    _add_engine(checking)
    checking.set_defaults(run=_check)


def _add_source(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--source", default="", metavar="NAME", help="whose records these are, where it is not the files' names"
    )


def _add_engine(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--engine", choices=("duckdb", "spark"), default="duckdb", help="where pairs are compared")
    parser.add_argument(
        "--memory", default="", metavar="4GB", help="use no more than this, and the disk for what is more"
    )


def _add_common(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--columns", default="", metavar="OURS=THEIRS,...", help="which column is which: given_name=fname"
    )
    parser.add_argument("--json", action="store_true", help="one JSON object on the last line")


def _dedupe(options: argparse.Namespace) -> int:
    # Splink and DuckDB take a second to import, which no other command should wait for.
    from onestory.matching import command

    return command.run_dedupe(options)


def _add(options: argparse.Namespace) -> int:
    from onestory.matching import command_add

    return command_add.run_add(options)


def _check(options: argparse.Namespace) -> int:
    from onestory.matching import command_add

    return command_add.run_check(options)


def _explain(options: argparse.Namespace) -> int:
    from onestory.matching import command

    return command.run_explain(options)
