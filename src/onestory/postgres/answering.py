"""Whether a server answers at all, asked without a password and without a driver."""

import socket
import struct
from pathlib import Path

# The question that begins many connections ("do you speak TLS?"): two numbers out, one letter back.
DO_YOU_SPEAK_TLS = struct.pack("!II", 8, 80877103)
PATIENCE = 10.0


def answers(path: Path) -> bool:
    """True when a living PostgreSQL replies. A process with a kill on its way can no longer do so, a file still can."""
    with socket.socket(socket.AF_UNIX) as line:
        line.settimeout(PATIENCE)
        try:
            line.connect(str(path))
            line.sendall(DO_YOU_SPEAK_TLS)
            return line.recv(1) in (b"S", b"N")
        except OSError:
            return False
