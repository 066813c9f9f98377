"""Fills a database with the demonstration's staff and families, in a process of its own; run by `conftest.py`."""

from onestory.config import installation


def main() -> None:
    installation.set_up_django()
    from onestory.config.demo import places, sharing, stories

    staff = places.open_everything()
    stories.tell_all(staff)
    sharing.set_up(staff)


if __name__ == "__main__":
    main()
