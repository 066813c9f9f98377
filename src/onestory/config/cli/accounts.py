"""Opening accounts from the machine itself: how the first administrator gets in, before anyone can sign in to let them."""

from __future__ import annotations

import argparse
import getpass
import sys
from typing import Any

from onestory.config.cli.inside import installed


def add_commands(commands: Any) -> None:
    parser = commands.add_parser("account", help="open an account, or set its password")
    actions = parser.add_subparsers(required=True, metavar="ACTION")
    opening = actions.add_parser("open", help="open an account in a team")
    opening.add_argument("email")
    opening.add_argument("--name", required=True)
    opening.add_argument("--job-title", default="")
    opening.add_argument("--role", required=True)
    opening.add_argument("--team", required=True)
    opening.set_defaults(run=installed(_open))
    password = actions.add_parser("password", help="set a password, read from the terminal or standard input")
    password.add_argument("email")
    password.set_defaults(run=installed(_password))


def _open(options: argparse.Namespace) -> int:
    from onestory.config import staffing

    staffing.open_account(
        email=options.email, name=options.name, job_title=options.job_title, role=options.role, team=options.team
    )
    print(f"{options.email} can sign in once a password is set: onestory account password {options.email}")
    return 0


def _password(options: argparse.Namespace) -> int:
    from onestory.config import staffing

    typed = getpass.getpass("New password: ") if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")
    staffing.set_password(email=options.email, password=typed)
    print("The password is set.")
    return 0
