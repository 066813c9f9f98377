"""Splink as its own tutorials use it, over the same columns: the peer that `benchmarks.dedupe` measures beside ours."""

from __future__ import annotations

import json
import resource
import sys
from collections import Counter
from dataclasses import asdict
from pathlib import Path
from typing import Any

import duckdb
import splink.comparison_library as cl
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

from benchmarks.kin import harm
from onestory.matching import columns, evaluate, reading

_THRESHOLD = 0.95
_COMPARED = {
    "given_name": lambda: cl.NameComparison("given_name"),
    "family_name": lambda: cl.NameComparison("family_name"),
    "date_of_birth": lambda: cl.DamerauLevenshteinAtThresholds("date_of_birth", [1, 2]),
    "postcode": lambda: cl.LevenshteinAtThresholds("postcode", [1, 2]),
    "address": lambda: cl.JaroWinklerAtThresholds("address", [0.9, 0.7]),
    "phone": lambda: cl.ExactMatch("phone"),
    "nhs_number": lambda: cl.ExactMatch("nhs_number"),
    "reference": lambda: cl.LevenshteinAtThresholds("reference", [2]),
}
_RULES = (
    ("given_name", "family_name"), ("given_name", "date_of_birth"), ("family_name", "date_of_birth"), ("family_name", "postcode"),
    ("given_name", "postcode"), ("nhs_number",), ("reference",),
)  # fmt: skip


def main() -> None:
    file, mapping = Path(sys.argv[1]), columns.parse(sys.argv[2])
    connection = duckdb.connect()
    delivered = reading.read(connection, files=[file], told=mapping, truth="truth")
    filled = set(delivered.filled)
    settings = SettingsCreator(
        link_type="dedupe_only",
        unique_id_column_name="record",
        comparisons=[make() for name, make in _COMPARED.items() if name in filled],
        blocking_rules_to_generate_predictions=[block_on(*rule) for rule in _RULES if set(rule) <= filled],
    )
    api = DuckDBAPI(connection=connection)
    linker = Linker(api.register("delivered"), settings, log_level=None)
    linker.training.estimate_probability_two_random_records_match(
        [block_on("given_name", "family_name", "date_of_birth")], recall=0.7
    )
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6, seed=1)
    for rule in (("given_name", "family_name"), ("date_of_birth",)):
        linker.training.estimate_parameters_using_expectation_maximisation(block_on(*rule))
    pairs = linker.inference.predict(threshold_match_probability=_THRESHOLD, warning_mode="never")
    found = linker.clustering.cluster_pairwise_predictions_at_threshold(pairs, threshold_match_probability=_THRESHOLD)
    print(json.dumps(_told(connection, found.physical_name, file.with_suffix(".kin.csv"))))


def _told(connection: duckdb.DuckDBPyConnection, clusters: str, kin: Path) -> dict[str, Any]:
    rows = connection.execute(
        f"SELECT c.cluster_id, d.truth FROM {clusters} c JOIN delivered d USING (record)"
    ).fetchall()
    right = evaluate.evaluate(clusters=[row[0] for row in rows], truth=[row[1] for row in rows])
    sizes = Counter(row[0] for row in rows)
    told: dict[str, Any] = {
        "records": len(rows),
        "clusters": len(sizes),
        "largest_cluster": max(sizes.values()),
        "precision": round(right.pairs.precision, 4),
        "recall": round(right.pairs.recall, 4),
        "f1": round(right.pairs.f1, 4),
        "peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
    }
    if kin.exists():
        told["harm"] = asdict(harm(kin=kin, clusters=[(str(row[0]), row[1]) for row in rows]))
    return told


if __name__ == "__main__":
    main()
