"""Two workers, as processes of their own, over one folder: each file once, whichever of them is killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection
from tests.factories import an_account
from tests.integration.linkage.delivering import ADA, HEALTH, agree, with_cells

from onestory.access.models import Account
from onestory.access.viewer import acting_as
from onestory.linkage import folders
from onestory.linkage.models import Delivery, DroppedFile, SourceRecord

FEED, FILES, ROWS = "health_visiting", 6, 300
LOOK = "from onestory.config.cli import console; import sys; sys.argv[1:] = ['feed', 'collect']; console()"


@pytest.fixture
def linkage(transactional_db: None) -> Account:
    return an_account("Linkage", role="linkage", kind="service")


def filled(root: Path) -> Path:
    """Files that their sender says are whole, each of the same children a year on."""
    box = root / FEED
    folders.prepare(box)
    for n in range(FILES):
        rows = [with_cells(ADA, RECORD_ID=f"HV{row}", NHS_NUMBER="", ADDR1=f"{n} Fore Street") for row in range(ROWS)]
        (box / "incoming" / f"hv{n}.csv").write_text("\n".join((HEALTH, *rows)))
        (box / "incoming" / f"hv{n}.csv.done").touch()
    return box


def worker(root: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-c", LOOK], env=os.environ | {"ONESTORY_FEEDS_FOLDER": str(root)})


@pytest.mark.hazard("HZ-80")
@pytest.mark.hazard("HZ-79")
def test_two_workers_one_of_them_killed_take_each_file_in_once(linkage: Account, tmp_path: Path) -> None:
    box = filled(tmp_path)
    doomed, other = worker(tmp_path), worker(tmp_path)
    # Dead in the middle of something: as soon as it, or the other, has begun a delivery.
    while doomed.poll() is None and not any((box / "taken").iterdir()):
        connection.ensure_connection()
    doomed.send_signal(signal.SIGKILL)
    doomed.wait()
    assert other.wait() == 0
    assert worker(tmp_path).wait() == 0
    with acting_as(linkage):
        assert {one.state for one in DroppedFile.objects.all()} == {"done"}
        assert (DroppedFile.objects.count(), Delivery.objects.filter(state="loaded").count()) == (FILES, FILES)
        assert SourceRecord.objects.count() == ROWS
        assert {one.rows_read for one in Delivery.objects.all()} == {ROWS}
    assert [len(list((box / name).iterdir())) for name in ("incoming", "taken", "done")] == [0, 0, 2 * FILES]


def test_what_nobody_agreed_is_taken_in_and_not_linked(linkage: Account, tmp_path: Path) -> None:
    keeper = an_account("Fay Dean", role="feeds")
    filled(tmp_path)
    assert worker(tmp_path).wait() == 0
    with acting_as(linkage):
        assert not Delivery.objects.filter(linked_at__isnull=False).exists()
    agree(FEED, keeper)
    assert worker(tmp_path).wait() == 0
    with acting_as(linkage):
        assert not Delivery.objects.filter(linked_at__isnull=True).exists()
