"""The same comparing on Spark: Splink's own backend for it, with DuckDB's likenesses of two words.

Splink's library of likenesses for Spark is not that of DuckDB, and a pair would be linked on one engine and not on the other.
So the two likenesses are DuckDB's on both: each of Spark's workers asks a DuckDB of its own, a batch at a time. What is
blocked, learnt, weighed and clustered stays where it is; tables go over and come back as parquet files, in a folder that the
workers can read: on a cluster, say which one in Spark's own settings, as `spark.onestory.folder`.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import duckdb
import pyarrow as pa
from splink import Linker

from onestory.core.errors import Invalid
from onestory.matching.compare import Comparison
from onestory.matching.engine import levels_sql, settings_of

if TYPE_CHECKING:
    import pandas as pd


class SparkEngine:
    """Compares pairs of one table of people on whatever Spark its settings name; this machine, where they name none."""

    name = "spark"

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._connection = connection
        self._spark = _session()

    def compare(self, *, people: str, pairs: str, comparisons: Sequence[Comparison], into: str) -> None:
        """As Engine.compare."""
        from splink.backends.spark import SparkAPI

        base = self._spark.conf.get("spark.onestory.folder", None)
        with tempfile.TemporaryDirectory(prefix="onestory-spark-", dir=base) as made:
            folder = Path(made)
            api = SparkAPI(  # type: ignore[no-untyped-call]
                spark_session=self._spark, break_lineage_method="persist", register_udfs_automatically=False
            )
            linker = Linker(self._hand_over(api, people, folder), settings_of(comparisons, self.name), log_level=None)
            linker.table_management.register_blocked_pairs_for_predict(self._hand_over(api, pairs, folder))
            compared = linker.inference.predict(warning_mode="never")
            compared.as_spark_dataframe().write.parquet(str(folder / "compared"))
            levels = levels_sql(comparisons, f"read_parquet('{folder / 'compared'}/*.parquet')")
            self._connection.execute(f"CREATE OR REPLACE TABLE {into} AS {levels}")
            self._spark.catalog.clearCache()

    def _hand_over(self, api: Any, table: str, folder: Path) -> Any:
        # One session serves every engine of a process, and its names are for all of them.
        name = f"given_{uuid4().hex}"
        self._connection.execute(f"COPY {table} TO '{folder / name}.parquet' (FORMAT parquet)")
        return api.register(self._spark.read.parquet(str(folder / f"{name}.parquet")), table_name=name)


def _session() -> Any:
    try:
        from pyspark.errors import PySparkRuntimeError
        from pyspark.sql import SparkSession
    except ImportError:
        raise Invalid("The engine spark is not installed. Install it with: pip install 'onestory[spark]'") from None
    if not (shutil.which("java") or os.environ.get("JAVA_HOME")):
        raise Invalid("The engine spark needs Java, version 17, and there is none here: install a Java runtime.")
    # Its workers are to run what runs here, and not whatever is called python3; on a cluster, somebody has said which.
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    try:
        spark = SparkSession.builder.appName("onestory").config("spark.ui.enabled", "false").getOrCreate()
    except PySparkRuntimeError as error:
        raise Invalid(f"Spark does not start: {error}") from None
    spark.sparkContext.setLogLevel("ERROR")
    if spark.sparkContext.master.startswith("local"):
        # On one machine two hundred parts are two hundred times nothing.
        spark.conf.set("spark.sql.shuffle.partitions", str(spark.sparkContext.defaultParallelism))
    _teach(spark)
    return spark


def _teach(spark: Any) -> None:
    """Give Spark DuckDB's likenesses, under the names that comparisons call them by."""
    from pyspark.sql.types import DoubleType, LongType

    spark.udf.register("jaro_winkler", _asking("jaro_winkler_similarity", DoubleType()))
    spark.udf.register("damerau_levenshtein", _asking("damerau_levenshtein", LongType()))


def _asking(function: str, returns: Any) -> Any:
    import pandas as pd
    from pyspark.sql.functions import pandas_udf

    def asked(one: Any, other: Any) -> Any:
        return _answers(function, one, other)

    # Spark reads the types of a function from its own module, where pandas is not imported until it is wanted.
    asked.__annotations__ = dict.fromkeys(("one", "other", "return"), pd.Series)
    return pandas_udf(asked, returnType=returns)


def _answers(function: str, one: pd.Series, other: pd.Series) -> pd.Series:
    """In the order given: a worker pairs answers with questions by their place."""
    import pandas as pd

    words = pa.table({"one": pa.array(one, pa.string()), "other": pa.array(other, pa.string())})
    with duckdb.connect(config={"threads": 1}) as connection:
        connection.register("words", words)
        answers: Any = connection.execute(f"SELECT {function}(one, other) FROM words").to_arrow_table()
    return pd.Series(answers.column(0).to_pandas())
