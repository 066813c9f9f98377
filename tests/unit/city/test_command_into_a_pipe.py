"""A command whose reader, such as `head`, has seen enough."""

import os
import subprocess
import sys


def test_a_reader_that_stops_early_is_no_mistake() -> None:
    read, write = os.pipe()
    os.close(read)
    command = [sys.executable, "-m", "onestory.config.cli", "city", "--people", "100", "--years", "1"]
    done = subprocess.run(command, stdout=write, stderr=subprocess.PIPE, text=True, check=False)
    os.close(write)
    assert (done.returncode, done.stderr) == (0, "")
