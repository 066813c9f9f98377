"""A port for a server that a test starts in a process of its own."""

from __future__ import annotations

import random
import socket

# Below those that outgoing connections are given (from 32,768 on Linux, from 49,152 elsewhere): a browser of another test would
# take a port of theirs between here and the start of the server, or while it is killed and started again.
_OURS = range(20_000, 32_000)


def free() -> int:
    """One that nobody listens at. Raises OSError where there is none."""
    for port in random.SystemRandom().sample(_OURS, k=100):
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise OSError("no port is free")
