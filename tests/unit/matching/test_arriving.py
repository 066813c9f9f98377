"""What arrives is matched against everything known, and comes out as if it had always been there."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from random import Random

import duckdb
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as some
from tests.unit.matching import households
from tests.unit.matching.households import Record

from onestory.config.cli import main
from onestory.core.errors import Invalid
from onestory.matching import arriving, block, book, checking, model, naming
from onestory.matching.arriving import Added, Withdrawal
from onestory.matching.dedupe import connect, dedupe
from onestory.matching.model import Model

Clusters = set[frozenset[str]]
ALL = households.records(homes=14)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("arriving")


@pytest.fixture(scope="module")
def learnt(folder: Path) -> Model:
    return dedupe(
        connect(), files=[households.write(folder / "learnt.csv", households.records(homes=60, seed=2))]
    ).model


@pytest.fixture(scope="module")
def whole(folder: Path, learnt: Model) -> Clusters:
    """What one run over all records makes of them."""
    connection = connect()
    found = dedupe(connection, files=[households.write(folder / "all.csv", ALL)], using=learnt)
    groups: defaultdict[int, set[str]] = defaultdict(set)
    for (key,), cluster in zip(
        connection.execute("SELECT id FROM delivered ORDER BY record").fetchall(), found.clusters.tolist(), strict=True
    ):
        groups[cluster].add(key)
    return {frozenset(group) for group in groups.values()}


def _kept(path: Path, learnt: Model, rows: Iterable[Record]) -> Path:
    """A book of these records."""
    connection = connect()
    file = households.write(path.with_suffix(".csv"), rows)
    found = dedupe(connection, files=[file], using=learnt, source="city", ids=True)
    naming.name(connection, found)
    book.keep(connection, found, path, columns={})
    connection.close()
    return path


def _add(path: Path, rows: Iterable[Record] = (), *, gone: Iterable[str] = (), whole: bool = False) -> Added:
    files = [households.write(path.with_suffix(".arrived.csv"), rows)]
    left = path.with_suffix(".gone.csv")
    left.write_text("\n".join(["id", *gone]) + "\n", encoding="utf-8")
    return arriving.add(
        path, files=files, source="city", withdrawal=Withdrawal(file=None if whole else left, whole=whole)
    )


def _identities(path: Path) -> dict[str, str]:
    with book.opened(path) as (connection, _):
        return {key: cluster for _, key, cluster in connection.execute(book.CLUSTERS).fetchall()}


def _clusters(path: Path) -> Clusters:
    groups: defaultdict[str, set[str]] = defaultdict(set)
    for key, cluster in _identities(path).items():
        groups[cluster].add(key)
    return {frozenset(group) for group in groups.values()}


def test_the_households_are_a_test_of_clustering(whole: Clusters) -> None:
    assert len(ALL) > 80
    assert max(map(len, whole)) > 2


@settings(
    max_examples=4, deadline=None, phases=[Phase.generate], suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(seed=some.integers(0, 10_000), batches=some.integers(1, 3), begun=some.integers(0, len(ALL) - 1))
def test_the_outcome_is_that_of_one_run_whatever_came_first(
    folder: Path, learnt: Model, whole: Clusters, seed: int, batches: int, begun: int
) -> None:
    rng, rows = Random(seed), list(ALL)
    rng.shuffle(rows)
    wrong = {record[0] for record in rng.sample(rows, 10)}
    first = [households.put_right(record) if record[0] in wrong else record for record in rows[:begun]]
    strangers = [("x" + record[0], *record[1:]) for record in rng.sample(rows, 10)]
    path = _kept(folder / "shuffled.onestory", learnt, [*first, *strangers])
    _add(path, [record for record in rows[:begun] if record[0] in wrong])
    for batch in range(batches):
        _add(path, rows[begun:][batch::batches], gone=() if batch else [record[0] for record in strangers])
    assert _clusters(path) == whole


def test_one_at_a_time_is_as_good_as_all_at_once(folder: Path, learnt: Model, whole: Clusters) -> None:
    path = _kept(folder / "single.onestory", learnt, ALL[:-3])
    for record in ALL[:-4:-1]:
        _add(path, [record])
    assert _clusters(path) == whole
    assert checking.check(path).otherwise == ()


def test_a_delivery_that_is_repeated_changes_nothing(folder: Path, learnt: Model) -> None:
    path = _kept(folder / "repeated.onestory", learnt, ALL)
    before = _identities(path)
    added = _add(path, ALL)
    assert (added.new, added.changed, added.unchanged, added.touched) == (0, 0, len(ALL), 0)
    assert _identities(path) == before


def test_whoever_was_known_keeps_their_identity_when_others_arrive(folder: Path, learnt: Model) -> None:
    path = _kept(folder / "stable.onestory", learnt, ALL[10:])
    before = _identities(path)
    added = _add(path, ALL[:10])
    after = _identities(path)
    moved = {key for key, name in before.items() if after[key] != name}
    assert {before[key] for key in moved} <= {*added.change.joined, *added.change.parted}
    assert len(moved) < 10


def test_a_correction_moves_the_record_that_is_put_right(folder: Path, learnt: Model) -> None:
    stranger = ("new", "Zebedee", "Quill", "1950-01-01", "", "1 Elsewhere Road", "PL9 9ZZ", "", "")
    path = _kept(folder / "corrected.onestory", learnt, [*ALL, stranger])
    before = _identities(path)
    _add(path, [("new", *ALL[0][1:])])
    after = _identities(path)
    assert after.pop("new") == before[ALL[0][0]] != before.pop("new")
    assert after == before


def test_what_is_withdrawn_twice_is_withdrawn_once(folder: Path, learnt: Model) -> None:
    path = _kept(folder / "twice.onestory", learnt, ALL[:20])
    assert [_add(path, gone=[ALL[0][0]]).withdrawn for _ in range(2)] == [1, 0]


def test_a_model_names_nobody(learnt: Model, folder: Path) -> None:
    rare = ("rare", "Zebedee", "Quill", "1950-01-01", "", "", "", "", "")
    file = households.write(folder / "named.csv", [*households.records(homes=20), rare])
    said = model.as_text(dedupe(connect(), files=[file]).model)
    assert "mia" in said
    assert "zebedee" not in said


def test_an_identity_that_ended_is_never_given_again(folder: Path, learnt: Model) -> None:
    stranger = ("new", "Zebedee", "Quill", "1950-01-01", "", "1 Elsewhere Road", "PL9 9ZZ", "", "")
    path = _kept(folder / "ended.onestory", learnt, [*ALL[:20], stranger])
    before = _identities(path)["new"]
    assert _add(path, gone=["new"]).change.ended == (before,)
    _add(path, [stranger])
    assert _identities(path)["new"] not in ("", before)


def test_a_whole_delivery_withdraws_what_it_lacks(folder: Path, learnt: Model) -> None:
    path = _kept(folder / "whole.onestory", learnt, ALL)
    assert _add(path, ALL[5:], whole=True).withdrawn == 5
    assert set(_identities(path)) == {record[0] for record in ALL[5:]}


def test_a_key_that_too_many_come_to_share_is_given_up_and_taken_up_again(folder: Path, learnt: Model) -> None:
    namesakes = [
        (f"n{n}", "Mia", "Lee", f"19{n:02d}-05-1{n % 10}", "", "", "", "", "") for n in range(block.WIDEST + 3)
    ]
    path = _kept(folder / "wide.onestory", learnt, namesakes[: block.WIDEST])
    with book.opened(path) as (connection, _):
        narrow = connection.execute("SELECT count(*) FROM book.pairs").fetchall()
    _add(path, namesakes[block.WIDEST :])
    assert checking.check(path).otherwise == ()
    with book.opened(path) as (connection, _):
        assert connection.execute("SELECT count(*) FROM book.pairs").fetchall() < narrow
    _add(path, gone=[record[0] for record in namesakes[block.WIDEST :]])
    with book.opened(path) as (connection, _):
        assert connection.execute("SELECT count(*) FROM book.pairs").fetchall() == narrow


_KILLED = """
import os, signal, sys
from pathlib import Path
from onestory.matching import arriving, rejoining
at, path, file = sys.argv[1:]
def progress(step):
    if step == at:
        os.kill(os.getpid(), signal.SIGKILL)
if at == "written":
    class Killing:
        def __init__(self, connection): self._connection = connection
        def execute(self, statement, *rest):
            if statement == "COMMIT":
                os.kill(os.getpid(), signal.SIGKILL)
            return self._connection.execute(statement, *rest)
        def __getattr__(self, name): return getattr(self._connection, name)
    write = rejoining.write
    rejoining.write = lambda connection, change: write(Killing(connection), change)
arriving.add(Path(path), files=[Path(file)], source="city", progress=progress)
"""


@pytest.mark.parametrize("at", ["comparing", "writing", "written"])
def test_a_kill_in_the_middle_leaves_the_book_as_it_was(folder: Path, learnt: Model, at: str) -> None:
    path = _kept(folder / f"killed-{at}.onestory", learnt, ALL[:60])
    before, file = _identities(path), households.write(folder / "killed.csv", ALL)
    killed = subprocess.run([sys.executable, "-c", _KILLED, at, str(path), str(file)], check=False, capture_output=True)
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    assert _identities(path) == before
    assert checking.check(path).otherwise == ()
    assert _add(path, ALL).new == len(ALL) - 60


def test_a_book_is_for_one_at_a_time(folder: Path, learnt: Model) -> None:
    path = _kept(folder / "busy.onestory", learnt, ALL[:20])
    with book.opened(path):
        tried = subprocess.run(
            [sys.executable, "-m", "onestory.config.cli", "match", "check", str(path)],
            check=False, capture_output=True, text=True,
        )  # fmt: skip
    assert tried.returncode == 1
    assert "Somebody else is working with" in tried.stderr


def test_the_commands_say_what_came_of_it(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first, second = households.write(folder / "a.csv", ALL[:70]), households.write(folder / "b.csv", ALL[60:])
    path, out = str(folder / "told.onestory"), folder / "told.csv"
    assert main(["match", "dedupe", str(first), "--source", "city", "--keep", path]) == 0
    assert main(["match", "add", path, str(second), "--source", "city", "--out", str(out), "--json"]) == 0
    told = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert (told["new"], told["unchanged"], told["records"]) == (len(ALL) - 70, 10, len(ALL))
    assert len(dict(naming.clusters_of(out))) == len(ALL)
    assert main(["match", "check", path]) == 0


@pytest.mark.parametrize("rows", [[("", *ALL[0][1:])], [ALL[0], ALL[0]]], ids=["no id", "an id twice"])
def test_records_that_would_not_be_known_again_are_refused(folder: Path, learnt: Model, rows: list[Record]) -> None:
    path = _kept(folder / "named.onestory", learnt, ALL[:20])
    before = path.read_bytes()
    with pytest.raises(Invalid, match="id"):
        _add(path, rows)
    assert path.read_bytes() == before


def test_what_is_no_book_is_refused_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "no.onestory").write_text("hello")
    duckdb.connect(str(tmp_path / "other.onestory")).close()
    for name in ("none", "no", "other"):
        with pytest.raises(Invalid, match="book"):
            arriving.add(tmp_path / f"{name}.onestory", files=[tmp_path / "any.csv"])


def test_a_book_of_another_way_of_comparing_is_refused(folder: Path, learnt: Model) -> None:
    path = _kept(folder / "older.onestory", learnt, ALL[:20])
    with duckdb.connect(str(path)) as connection:
        connection.execute("UPDATE about SET declared = 'otherwise'")
    with pytest.raises(Invalid, match="compares otherwise"):
        _add(path, ALL)


def test_keys_are_made_again_where_they_are_hashed_otherwise(folder: Path, learnt: Model, whole: Clusters) -> None:
    path = _kept(folder / "hashed.onestory", learnt, ALL[:60])
    with duckdb.connect(str(path)) as connection:
        connection.execute("UPDATE about SET hashes = 1; UPDATE keys SET key = key + 1 WHERE key < 1000000000000000000")
    _add(path, ALL[60:])
    assert _clusters(path) == whole


def test_a_model_gives_the_same_answers_after_it_was_put_in_a_file(folder: Path, learnt: Model) -> None:
    model.save(learnt, folder / "model.json")
    assert model.load(folder / "model.json") == learnt
