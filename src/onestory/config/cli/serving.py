"""Commands that go on until they are stopped: serve, worker and demo."""

from __future__ import annotations

import argparse
from typing import Any

from onestory.config.cli.inside import installed


def add_commands(commands: Any) -> None:
    serve = commands.add_parser("serve", help="serve the pages")
    _where(serve)
    serve.set_defaults(run=installed(_serve))
    worker = commands.add_parser("worker", help="do the work that waits in the queue")
    worker.set_defaults(run=installed(_work))
    demo = commands.add_parser("demo", help="fill a demonstration city, if there is none yet, and serve it")
    _where(demo)
    demo.add_argument("--people", type=int, default=6_000, help="how many people live in it (default 6000)")
    demo.add_argument("--episodes", type=int, default=400, help="families somebody walked alongside (default 400)")
    demo.set_defaults(run=_demo)
    doctor = commands.add_parser("doctor", help="say in words what is wrong with this installation")
    doctor.set_defaults(run=_doctor)


def _where(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--processes", type=int, default=2)


def _serve(options: argparse.Namespace) -> int:
    from onestory.config import pages

    with pages.serving(host=options.host, port=options.port, processes=options.processes) as served:
        print(f"Onestory is ready at {served.address}", flush=True)
        return served.wait()


def _work(options: argparse.Namespace) -> int:
    from onestory.config import work

    return work.run_until_stopped()


def _demo(options: argparse.Namespace) -> int:
    from onestory.config import demo

    return demo.run(
        host=options.host,
        port=options.port,
        processes=options.processes,
        people=options.people,
        episodes=options.episodes,
    )


def _doctor(options: argparse.Namespace) -> int:
    from onestory.config import doctor

    return doctor.run()
