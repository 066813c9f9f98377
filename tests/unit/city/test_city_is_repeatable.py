"""The same numbers make the same city, to the last byte, wherever and however often."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from onestory.city import extracts, truth
from onestory.city.model import City
from onestory.city.simulation import simulate

_PRINT_MARK = """
import sys; from pathlib import Path
from onestory.city import extracts, truth
from onestory.city.simulation import simulate
folder = Path(sys.argv[1]); city = simulate(people=1500, years=3, seed=int(sys.argv[2]))
extracts.write(city, folder); truth.write(city, folder / "truth.csv")
"""


def _mark(folder: Path) -> str:
    files = sorted(folder.iterdir())
    return hashlib.sha256(b"".join(file.name.encode() + file.read_bytes() for file in files)).hexdigest()


def _made_elsewhere(folder: Path, *, hash_seed: str, seed: int) -> str:
    surroundings = {**os.environ, "PYTHONHASHSEED": hash_seed}
    command = [sys.executable, "-c", _PRINT_MARK, str(folder), str(seed)]
    subprocess.run(command, env=surroundings, check=True)
    return _mark(folder)


def test_another_process_with_another_hash_seed_writes_the_same_bytes(tmp_path: Path) -> None:
    first = _made_elsewhere(tmp_path / "a", hash_seed="1", seed=4)
    assert _made_elsewhere(tmp_path / "b", hash_seed="99", seed=4) == first
    city = simulate(people=1500, years=3, seed=4)
    extracts.write(city, tmp_path / "c")
    truth.write(city, tmp_path / "c" / "truth.csv")
    assert _mark(tmp_path / "c") == first


def test_another_seed_makes_another_city(city: City) -> None:
    one, two = simulate(people=800, years=2, seed=1), simulate(people=800, years=2, seed=2)
    assert one == simulate(people=800, years=2, seed=1)
    assert [p.given for p in one.people] != [p.given for p in two.people]
    assert len({p.nhs_number for p in one.people} & {p.nhs_number for p in two.people}) < len(one.people) / 10


def test_the_last_day_is_an_argument_and_nothing_is_later() -> None:
    last = date(2024, 3, 1)
    city = simulate(people=800, years=2, seed=1, on=last)
    assert max(person.born for person in city.people) <= last
    assert max(stay.since for person in city.people for stay in person.homes) <= last


def test_a_city_needs_somebody_in_it() -> None:
    with pytest.raises(ValueError, match="at least one person"):
        simulate(people=0, years=1, seed=1)


@pytest.mark.parametrize("people", [1, 2, 37, 5000])
def test_exactly_as_many_people_live_there_as_were_asked_for(people: int) -> None:
    assert simulate(people=people, years=1, seed=3).living == people
