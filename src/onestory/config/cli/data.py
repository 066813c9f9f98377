"""Commands about the data: migrate, back up and restore, city, feeds, find."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from onestory.city import command as city
from onestory.config import environment, installation
from onestory.config.cli.inside import installed


def add_commands(commands: Any) -> None:
    commands.add_parser("migrate", help="bring tables, rules and published facts up to date").set_defaults(
        run=installed(_migrate)
    )
    backup = commands.add_parser("backup", help="write the whole record to one file")
    backup.add_argument("file", type=Path)
    backup.set_defaults(run=_backup)
    restore = commands.add_parser("restore", help="fill an empty installation from a backup")
    restore.add_argument("file", type=Path)
    restore.set_defaults(run=_restore)
    simulate = commands.add_parser("city", help="simulate a city of people who do not exist")
    city.add_arguments(simulate)
    simulate.set_defaults(run=city.run)
    _add_feeds(commands)
    _add_find(commands)


def _add_feeds(commands: Any) -> None:
    from onestory.linkage import commands as feeds

    parser = commands.add_parser("feed", help="load a partner's file, or report on what came")
    feeds.add_arguments(parser)
    parser.set_defaults(run=installed(feeds.run))
    from onestory.linkage import linking

    link = commands.add_parser("link", help="link partners' records to people, or take a link apart")
    linking.add_arguments(link)
    link.set_defaults(run=installed(linking.run))


def _add_find(commands: Any) -> None:
    from onestory.people.finding import command as find
    from onestory.people.finding import known

    parser = commands.add_parser("find", help="find someone as an account would, from words as typed")
    find.add_arguments(parser)
    parser.set_defaults(run=installed(find.run))
    parser = commands.add_parser("known", help="say whether somebody is already known, of those an account may see")
    known.add_arguments(parser)
    parser.set_defaults(run=installed(known.run))


def _migrate(options: argparse.Namespace) -> int:
    installation.migrate()
    return 0


def _backup(options: argparse.Namespace) -> int:
    from onestory.postgres import backup, names

    with installation.database() as server:
        url = server.url(names.BACKUP) if server else _told("ONESTORY_BACKUP_DATABASE_URL", "onestory_backup")
        contents = backup.backup(url=url, file=options.file, progress=_say, programs=server.bin if server else None)
    print(f"Kept {contents.total:,} rows of {len(contents.rows)} tables in {options.file}.")
    return 0


def _restore(options: argparse.Namespace) -> int:
    from onestory.postgres import backup

    with installation.database() as server:
        told = server.url("postgres", database="onestory") if server else ""
        url = told or _told("ONESTORY_ADMIN_DATABASE_URL", "a superuser")
        contents = backup.restore(url=url, file=options.file, progress=_say, programs=server.bin if server else None)
    print(f"Brought back {contents.total:,} rows of {len(contents.rows)} tables, and counted every one.")
    print("Now run `onestory migrate`: until the database has this installation's own key, nobody sees anything.")
    return 0


def _told(name: str, role: str) -> str:
    return environment.needed(name, why=f"the database's address for {role}, who alone may do this")


def _say(message: str) -> None:
    print(message, file=sys.stderr)
