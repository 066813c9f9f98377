"""Loading the published facts the project carries. Run by `onestory migrate`; loading again changes nothing."""

from __future__ import annotations

import csv
import gzip
from collections.abc import Iterator
from importlib.resources import files

from onestory.places.models import Neighbourhood, Postcode

FACTS = files("onestory.places") / "facts"


def load(*, using: str = "default") -> tuple[int, int]:
    """Neighbourhoods and postcodes now known, as (neighbourhoods, postcodes)."""
    neighbourhoods = [
        Neighbourhood(
            lsoa21=row["lsoa21"], name=row["name"], ward_code=row["ward_code"], ward=row["ward"],
            imd_decile=int(row["imd2025_decile"]), idaci_decile=int(row["idaci2025_decile"]), children=int(row["age_0_15"]),
        )
        for row in _rows("neighbourhoods.csv")
    ]  # fmt: skip
    fields = ["name", "ward_code", "ward", "imd_decile", "idaci_decile", "children"]
    Neighbourhood.objects.using(using).bulk_create(
        neighbourhoods, update_conflicts=True, update_fields=fields, unique_fields=["lsoa21"]
    )
    postcodes = [
        Postcode(
            postcode=row["postcode"],
            neighbourhood_id=row["lsoa21"],
            latitude=float(row["lat"]),
            longitude=float(row["lon"]),
        )
        for row in _rows("postcodes.csv.gz")
    ]
    Postcode.objects.using(using).bulk_create(
        postcodes, batch_size=2000, update_conflicts=True,
        update_fields=["neighbourhood", "latitude", "longitude"], unique_fields=["postcode"],
    )  # fmt: skip
    return len(neighbourhoods), len(postcodes)


def _rows(name: str) -> Iterator[dict[str, str]]:
    raw = (FACTS / name).read_bytes()
    text = gzip.decompress(raw).decode() if name.endswith(".gz") else raw.decode()
    return csv.DictReader(text.splitlines())
