"""A real site: `onestory serve` in a process of its own, over a database of its own, that can be killed and started again."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

import psutil
from tests import ports

ONESTORY = [sys.executable, "-m", "onestory.config.cli"]


class Site:
    def __init__(self, environment: dict[str, str], *, processes: int = 1) -> None:
        self.environment, self.processes = environment, processes
        self.port = ports.free()
        self.process: subprocess.Popen[str] | None = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def by_name(self) -> str:
        """The same site. A browser keeps passkeys for names, and for no number."""
        return f"http://localhost:{self.port}"

    def elsewhere(self, url: str) -> bool:
        return not url.startswith((f"{self.address}/", f"{self.by_name}/"))

    def start(self) -> None:
        command = [*ONESTORY, "serve", "--port", str(self.port), "--processes", str(self.processes)]
        self.process = subprocess.Popen(command, env=os.environ | self.environment, stdout=subprocess.PIPE, text=True)
        assert self.process.stdout
        line = self.process.stdout.readline()
        assert line.startswith("Onestory is ready at"), line

    def kill(self) -> None:
        """Without warning: the command and the page servers, as when a machine loses power."""
        assert self.process
        everything = [*psutil.Process(self.process.pid).children(recursive=True), psutil.Process(self.process.pid)]
        for process in everything:
            process.send_signal(signal.SIGKILL)
        psutil.wait_procs(everything, timeout=20)
        self._let_go()

    def stop(self) -> None:
        if self.process is not None:
            self.process.terminate()
            self.process.wait(timeout=30)
            self._let_go()

    def _let_go(self) -> None:
        assert self.process
        assert self.process.stdout
        self.process.wait()
        self.process.stdout.close()
        self.process = None
