"""A day goes by for one appointment: what nobody can wait for in a test, in a process of its own; run by a journey."""

import sys

from onestory.config import installation


def main(purpose: str) -> None:
    installation.set_up_django()
    from onestory.config.demo.past.printing import as_the_wall

    with as_the_wall() as cursor:
        cursor.execute("UPDATE support_appointment SET at = at - interval '2 days' WHERE purpose = %s", [purpose])
        assert cursor.rowcount == 1, f"{cursor.rowcount} appointments are for {purpose}"


if __name__ == "__main__":
    main(sys.argv[1])
