"""Spark and DuckDB join the same records. `make test` brings the extra `spark`, and Java; without either it says so in words."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from benchmarks import adversaries
from tests.unit.matching import households

from onestory.config.cli import main
from onestory.core.errors import Invalid
from onestory.matching import spark
from onestory.matching.compare import for_columns
from onestory.matching.dedupe import connect, dedupe
from onestory.matching.engine import open_engine

# Spark's own client leaves sockets to be closed by whoever collects them, and asks an old module for versions.
pytestmark = [
    pytest.mark.filterwarnings("ignore:distutils Version classes:DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


@pytest.fixture(scope="module", autouse=True)
def stopped() -> Iterator[None]:
    yield
    if "pyspark.sql" in sys.modules:
        from pyspark.sql import SparkSession

        if session := SparkSession.getActiveSession():
            session.stop()


def test_one_model_gives_the_same_clusters_on_both(tmp_path: Path) -> None:
    file = tmp_path / "records.csv"
    adversaries.write(file, pairs=220)
    on_duckdb = dedupe(connect(), files=[file])
    on_spark = dedupe(connect(), files=[file], using=on_duckdb.model, engine="spark")
    assert on_spark.clusters.tolist() == on_duckdb.clusters.tolist()
    assert (on_spark.linked, on_spark.doubtful) == (on_duckdb.linked, on_duckdb.doubtful)


def test_what_is_learnt_on_spark_is_what_is_learnt_on_duckdb(tmp_path: Path) -> None:
    file = households.write(tmp_path / "records.csv", households.records(homes=40))
    on_duckdb, on_spark = dedupe(connect(), files=[file]), dedupe(connect(), files=[file], engine="spark")
    assert on_spark.model == on_duckdb.model
    assert on_spark.clusters.tolist() == on_duckdb.clusters.tolist()


def test_every_comparison_reaches_the_same_level_on_both() -> None:
    """Words of every kind that the likenesses meet: short and long, doubled letters, none, other alphabets' remains."""
    words = ["", "a", "ab", "ba", "martha", "marhta", "dwayne", "duane", "dixon", "dicksonx", "jellyfish", "smellyfish"]
    words += [
        "12 high street flat 3",
        "12 hgih street flat 3",
        "flat 3 12 high street",
        "o neill",
        "oneill",
        "aaaa",
        "aaab",
    ]
    connection = connect()
    rows = ", ".join(
        f"({n}, '{word}', ['{word[:4]}'], '{word[:2]}', '20100{n % 10}1{n % 7}')" for n, word in enumerate(words)
    )
    connection.execute(f"""
      CREATE TABLE people AS
      SELECT record, word AS given, forms, sound AS given_sound, word AS family, sound AS family_sound, born, word AS address,
        CAST(NULL AS VARCHAR) AS postcode, CAST(NULL AS VARCHAR) AS sector, concat(word, '@x.uk') AS email,
        word AS mother FROM (VALUES {rows}) AS t(record, word, forms, sound, born)
    """)
    connection.execute("""
      CREATE TABLE pairs AS SELECT a.record AS join_key_l, b.record AS join_key_r, 0 AS match_key FROM people a JOIN people b
      ON a.record < b.record
    """)
    comparisons = for_columns(("given", "family", "born", "address", "email", "mother"))
    for engine in ("duckdb", "spark"):
        open_engine(engine, connection).compare(people="people", pairs="pairs", comparisons=comparisons, into=engine)
    assert connection.execute("SELECT count(*) FROM duckdb").fetchall() == [(len(words) * (len(words) - 1) // 2,)]
    assert connection.execute("SELECT * FROM duckdb EXCEPT SELECT * FROM spark").fetchall() == []


def test_without_spark_it_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyspark.errors", None)
    with pytest.raises(Invalid, match=r"pip install 'onestory\[spark\]'"):
        spark.SparkEngine(connect())


def test_without_java_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.delenv("JAVA_HOME", raising=False)
    with pytest.raises(Invalid, match="needs Java"):
        spark.SparkEngine(connect())


def test_an_engine_that_is_none_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["match", "dedupe", "any.csv", "--engine", "abacus"])
    assert "abacus" in capsys.readouterr().err
