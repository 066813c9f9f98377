"""A program of its own, never imported: `become.py <launcher> <uid> <gid> <command...>`.

It gives up root, asks the kernel to be told to stop when its launcher dies, and turns into the command. Doing this
here rather than between fork and exec keeps the launcher free to have threads. The order matters: changing user
clears the request.
"""

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1


def main(launcher: str, uid: str, gid: str, *command: str) -> None:
    libc = ctypes.CDLL(None)
    if uid:
        os.setgroups([])
        os.setgid(int(gid))
        os.setuid(int(uid))
    if sys.platform == "linux":
        libc.prctl(PR_SET_PDEATHSIG, int(signal.SIGINT), 0, 0, 0)
    if os.getppid() != int(launcher):  # it died before we could ask
        sys.exit("The process that was starting PostgreSQL has gone.")
    os.execv(command[0], command)  # noqa: S606 - our own programs, no shell


main(*sys.argv[1:])
