"""Files that partners drop into folders: taken in when whole, once and once only, and every one of them accounted for."""

from __future__ import annotations

import json
import os
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from tests.integration.linkage.delivering import ADA, HEALTH, agree, with_cells

from onestory.access.models import Account, Alert
from onestory.access.viewer import acting_as
from onestory.linkage import declaration, folders
from onestory.linkage.actions import dropping
from onestory.linkage.models import Delivery, DroppedFile

FEED = "health_visiting"
NOW = timezone.now()
LATER = NOW + dropping.SETTLES


@pytest.fixture
def box(tmp_path: Path, keeper: Account) -> Path:
    """The folder of health visiting, whose columns have been agreed."""
    agree(FEED, keeper)
    folders.prepare(tmp_path / FEED)
    return tmp_path / FEED


def drop(box: Path, name: str = "hv.csv", *rows: str) -> Path:
    file = box / "incoming" / name
    file.write_text("\n".join((HEALTH, *(rows or (ADA,)))))
    return file


def look(box: Path, linkage: Account, *times: datetime) -> list[DroppedFile]:
    return [one for now in times for one in dropping.see_to_everything(by=linkage, folder=box.parent, now=now)]


def lying(box: Path, where: str) -> list[str]:
    return sorted(one.name for one in (box / where).iterdir())


def test_a_file_is_taken_once_it_has_been_still(box: Path, linkage: Account) -> None:
    drop(box)
    assert look(box, linkage, NOW) == []
    [ended] = look(box, linkage, LATER)
    assert (ended.state, lying(box, "incoming"), lying(box, "taken")) == ("done", [], [])
    with acting_as(linkage):
        assert Delivery.objects.get().file_name == "hv.csv"


def test_what_goes_wrong_with_one_feed_holds_up_no_other(box: Path, linkage: Account) -> None:
    """Somebody has put a file where every other feed has its folder."""
    for name in declaration.feeds().keys() - {FEED}:
        (box.parent / name).write_text("not a folder")
    drop(box)
    for now in (NOW, LATER):
        with pytest.raises(ExceptionGroup) as wrong:
            look(box, linkage, now)
    assert len(wrong.value.exceptions) == len(declaration.feeds()) - 1
    with acting_as(linkage):
        assert Delivery.objects.get().file_name == "hv.csv"


def test_one_that_is_still_being_written_is_left(box: Path, linkage: Account) -> None:
    file = drop(box)
    look(box, linkage, NOW)
    file.write_text(file.read_text() + "\nHV2,")
    assert look(box, linkage, LATER) == []
    assert look(box, linkage, LATER + dropping.SETTLES)[0].state == "done"


@pytest.mark.parametrize("name", ["hv.csv.part", "hv.csv.tmp", ".hv.csv", "hv.csv.filepart"])
def test_one_named_as_unfinished_waits_until_it_is_renamed(box: Path, linkage: Account, name: str) -> None:
    file = drop(box, name)
    assert look(box, linkage, NOW, LATER) == []
    file.rename(file.with_name("hv.csv"))
    assert look(box, linkage, LATER, LATER + dropping.SETTLES)[0].state == "done"


def test_one_that_its_sender_says_is_whole_is_taken_at_once(box: Path, linkage: Account) -> None:
    drop(box)
    (box / "incoming" / "hv.csv.done").touch()
    assert look(box, linkage, NOW)[0].state == "done"
    assert lying(box, "incoming") == []


@pytest.mark.hazard("HZ-55")
def test_each_file_leaves_a_receipt_with_what_came_of_it(box: Path, linkage: Account) -> None:
    drop(box, "hv.csv", ADA, "HV2,too,short")
    look(box, linkage, NOW, LATER)
    file, receipt = lying(box, "done")
    said = json.loads((box / "done" / receipt).read_text())
    assert (said["came_to"], said["rows"]["new"], said["rows"]["set_aside"]) == ("taken in", 1, 1)
    assert "Ada" not in (box / "done" / receipt).read_text()
    assert receipt == f"{file}.receipt.json"


@pytest.mark.hazard("HZ-55")
def test_one_that_cannot_be_read_is_refused_with_the_reason_and_told(
    box: Path, linkage: Account, keeper: Account
) -> None:
    (box / "incoming" / "hv.csv").write_bytes(b"%PDF-1.4 not a file of theirs")
    [ended] = look(box, linkage, NOW, LATER)
    assert (ended.state, len(lying(box, "refused"))) == ("refused", 2)
    assert "PDF" in ended.why
    with acting_as(keeper):
        assert [one.kind for one in Alert.objects.all()] == ["feed_refused"]


@pytest.mark.hazard("HZ-80")
def test_the_same_file_again_is_said_to_be_the_same(box: Path, linkage: Account) -> None:
    for name in ("hv.csv", "again.csv"):
        drop(box, name)
        look(box, linkage, NOW, LATER)
    with acting_as(linkage):
        assert Delivery.objects.count() == 1
    said = [json.loads(one.read_text())["the_same_as_before"] for one in sorted((box / "done").glob("*.receipt.json"))]
    assert sorted(said) == [False, True]


@pytest.mark.parametrize("name", ["a b;$(touch x).csv", "x∕y.csv", "\u202egnp.csv", "n\nl.csv"])
def test_whatever_a_file_is_called_it_is_taken_in(box: Path, linkage: Account, name: str) -> None:
    drop(box, name)
    assert look(box, linkage, NOW, LATER)[0].state == "done"
    assert all(one.isascii() for one in lying(box, "done"))


def test_a_name_in_no_encoding_is_taken_in_too(box: Path, linkage: Account) -> None:
    drop(box).rename(os.fsdecode(os.fsencode(box / "incoming") + b"/caf\xe9.csv"))
    assert look(box, linkage, NOW, LATER)[0].file_name == "caf\ufffd.csv"


@pytest.mark.hazard("HZ-88")
def test_a_link_to_a_file_of_ours_is_not_followed(box: Path, linkage: Account, tmp_path: Path) -> None:
    ours = tmp_path / "ours.csv"
    ours.write_text("\n".join((HEALTH, ADA)))
    (box / "incoming" / "soft.csv").symlink_to(ours)
    os.link(ours, box / "incoming" / "hard.csv")
    ended = look(box, linkage, NOW, LATER)
    assert [(one.file_name, one.state) for one in ended] == [("hard.csv", "refused")]
    with acting_as(linkage):
        assert not Delivery.objects.exists()


def test_older_files_that_wait_together_are_all_taken_in(box: Path, linkage: Account) -> None:
    for n in range(3):
        drop(box, f"hv{n}.csv", with_cells(ADA, ADDR1=f"{n} Fore Street"))
    assert [one.file_name for one in look(box, linkage, NOW, LATER)] == ["hv0.csv", "hv1.csv", "hv2.csv"]


# --- killed, at every step --------------------------------------------------------------------------------------------


class Killed(BaseException):
    """As if by kill -9: nothing of ours gets to tidy up."""


STEPS = ["folders.take", "feeds.load", "folders.end", "_end"]


@pytest.mark.hazard("HZ-79")
@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("step", STEPS)
def test_killed_at_any_step_a_file_is_taken_in_once(
    box: Path, linkage: Account, monkeypatch: pytest.MonkeyPatch, step: str, when: str
) -> None:
    drop(box)
    look(box, linkage, NOW)
    holder, _, name = step.rpartition(".")
    where = getattr(dropping, holder) if holder else dropping
    real = getattr(where, name)

    def dies(*args: object, **kwargs: object) -> None:
        if when == "after":
            real(*args, **kwargs)
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(where, name, dies)
        with pytest.raises(Killed):
            look(box, linkage, LATER)
    look(box, linkage, LATER, LATER + timedelta(minutes=5))
    with acting_as(linkage):
        assert [one.state for one in DroppedFile.objects.all()] == ["done"]
        assert [one.rows_new for one in Delivery.objects.all()] == [1]
    assert [len(lying(box, where)) for where in ("incoming", "taken", "done", "refused")] == [0, 0, 2, 0]


# --- late -------------------------------------------------------------------------------------------------------------


def test_a_feed_that_has_not_come_is_told_of_once_a_day(
    load: object, linkage: Account, keeper: Account, tmp_path: Path
) -> None:
    from onestory.linkage.actions import settling

    file = tmp_path / "hv.csv"
    file.write_text("\n".join((HEALTH, ADA)))
    from onestory.linkage.actions import feeds

    feeds.load(name=FEED, file=file, by=linkage, on=(NOW - timedelta(days=30)).date())
    assert [settling.tell_of_late(by=linkage) for _ in range(2)] == [[FEED], [FEED]]
    with acting_as(keeper):
        [told] = Alert.objects.all()
        assert (told.kind, told.why.split(":")[0]) == ("feed_late", "Health visiting caseload")


def test_the_same_file_on_time_is_a_file_on_time(box: Path, linkage: Account) -> None:
    from onestory.linkage.actions import feeds, settling

    file = drop(box)
    feeds.load(name=FEED, file=file, by=linkage, on=(NOW - timedelta(days=30)).date())
    look(box, linkage, NOW, LATER)
    assert settling.tell_of_late(by=linkage) == []
