"""The `onestory` command. Each sub-command is one module here, or belongs to the part it drives."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable

from onestory.config.environment import Unset
from onestory.core.errors import Invalid, NotThere
from onestory.postgres.errors import PostgresError

Run = Callable[[argparse.Namespace], int]


def main(arguments: list[str] | None = None) -> int:
    """Run one command; what goes wrong in a way we foresaw is one sentence and exit status 1."""
    options = _parser().parse_args(arguments)
    try:
        code = int(options.run(options))
        sys.stdout.flush()
        return code
    except (Invalid, PostgresError, Unset) as error:
        print(error, file=sys.stderr)
    except NotThere as error:
        print(f"There is no such thing, or it is not yours to see: {error}.", file=sys.stderr)
    except BrokenPipeError:
        # Whoever was reading, such as `head`, has enough. Python would complain of it once more as it closes the pipe.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        print("\nStopped.", file=sys.stderr)
        return 130
    return 1


def _parser() -> argparse.ArgumentParser:
    from onestory.config.cli import accounts, audit, data, matching, safety, serving

    parser = argparse.ArgumentParser(
        prog="onestory", description="The record a family hub network runs on. Settings: docs/reference/settings.md."
    )
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")
    for module in (serving, data, accounts, audit, safety, matching):
        module.add_commands(commands)
    return parser


def console() -> None:
    sys.exit(main())
