"""The demonstration: a small city that nobody lives in, filled once and then served."""

from __future__ import annotations

import os
import sys

from onestory.config import installation


def run(*, host: str, port: int, processes: int, people: int, episodes: int) -> int:
    """Fill the city where there is none yet, serve it, and say who to sign in as. Ctrl-C stops all that was started."""
    os.environ["ONESTORY_DEMO"] = "yes"
    # Numbers that Ofcom keeps for stories: nobody answers them.
    os.environ.setdefault("ONESTORY_SOCIAL_CARE_PHONE", "01632 960110")
    os.environ.setdefault("ONESTORY_SOCIAL_CARE_HOURS", "Monday to Friday, 8:30am to 5pm")
    os.environ.setdefault("ONESTORY_SOCIAL_CARE_NIGHT_PHONE", "01632 960120")
    with installation.database():
        installation.set_up_django()
        from onestory.config import pages, work
        from onestory.config.demo import filling, telling

        # Asked before a minute of filling, and again when it is taken.
        pages.check_free(host, port)
        filling.fill(people=people, episodes=episodes, say=_say)
        with work.working(), pages.serving(host=host, port=port, processes=processes) as served:
            print(telling.who_to_sign_in_as(), flush=True)
            print(f"Onestory is ready at {served.address}", flush=True)
            return served.wait()


def _say(message: str) -> None:
    print(message, file=sys.stderr, flush=True)
