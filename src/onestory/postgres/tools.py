"""PostgreSQL's own tools, run against a database without showing anybody its password."""

import os
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from psycopg.conninfo import conninfo_to_dict

from onestory.postgres.errors import PostgresError

SERVICE = "onestory"


def run(name: str, arguments: Sequence[str], *, url: str, programs: Path, progress: Callable[[str], None]) -> None:
    """Run pg_dump or pg_restore, passing on what it says it is doing."""
    said: list[str] = []
    with (
        _service_file(url) as environment,
        subprocess.Popen(  # noqa: S603 - our own programs, no shell
            [str(programs / name), *arguments],
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        ) as process,
    ):
        assert process.stderr
        for line in process.stderr:
            message = line.strip().removeprefix(f"{name}: ")
            said.append(message)
            if message.startswith(("dumping contents", "processing data", "creating")):
                progress(message)
    if process.returncode != 0:
        raise PostgresError(f"{name} failed: {_errors(said)}")


def _errors(said: Sequence[str]) -> str:
    """Only the lines that name the error: others may quote rows of the record."""
    return " ".join(line for line in said if line.startswith(("error:", "fatal:"))) or "it gave no reason"


@contextmanager
def _service_file(url: str) -> Iterator[dict[str, str]]:
    """The connection in a private file: a command line and an environment can be seen by others."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "service"
        file.touch(mode=0o600)
        parameters = conninfo_to_dict(url)
        file.write_text(f"[{SERVICE}]\n" + "".join(f"{key}={value}\n" for key, value in parameters.items()))
        yield {
            "PATH": os.environ.get("PATH", os.defpath),
            "PGSERVICEFILE": str(file),
            "PGSERVICE": SERVICE,
            "LC_ALL": "C",
        }
