"""Fills a database with the demonstration's staff and families, in a process of its own; run by `conftest.py`."""

from onestory.config import installation


def main() -> None:
    installation.set_up_django()
    from onestory.config.demo import places, stories

    stories.tell_all(places.open_everything())


if __name__ == "__main__":
    main()
