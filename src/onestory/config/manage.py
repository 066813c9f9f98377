"""Django's own commands, for people who change the code: `python -m onestory.config.manage makemigrations`."""

from __future__ import annotations

import sys


def main() -> None:
    from onestory.config import installation

    with installation.database():
        installation.set_up_django()
        from django.core.management import execute_from_command_line

        execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
