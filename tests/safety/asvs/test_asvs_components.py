"""What Onestory is made of: all of it named, from one place, by hash; and a list of it for whoever asks."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from scripts.documents import ROOT

LOCK = tomllib.loads((ROOT / "uv.lock").read_text(encoding="utf-8"))
COMPONENTS = [package for package in LOCK["package"] if package["name"] != "onestory"]


def test_every_component_comes_from_the_package_index_and_by_its_hash() -> None:
    assert {package["source"].get("registry") for package in COMPONENTS} == {"https://pypi.org/simple"}
    files = [file for package in COMPONENTS for file in (*package.get("wheels", []), package.get("sdist", {})) if file]
    assert all(file["hash"].startswith("sha256:") for file in files)


def test_every_component_of_ours_has_its_reason() -> None:
    lines = (ROOT / "pyproject.toml").read_text(encoding="utf-8").splitlines()
    begins = lines.index("dependencies = [")
    named = lines[begins + 1 : lines.index("]", begins)]
    unexplained = [
        line for before, line in zip(["", *named], named, strict=False)
        if not line.strip().startswith("#") and not before.strip().startswith(("#", '"'))
    ]  # fmt: skip
    assert unexplained == []


@pytest.fixture
def uv() -> str:
    found = shutil.which("uv", path=str(Path(sys.executable).parent)) or shutil.which("uv")
    if found is None:
        pytest.fail("uv is installed by make; run the tests by it.")
    return found


def test_a_list_of_everything_installed_is_made_for_whoever_asks(uv: str) -> None:
    command = [uv, "export", "--frozen", "--offline", "--no-default-groups", "--format", "cyclonedx1.5", "--quiet"]
    made = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    bill = json.loads(made.stdout)
    assert bill["bomFormat"] == "CycloneDX"
    listed = {component["name"]: component for component in bill["components"]}
    assert {"django", "django-allauth", "psycopg", "gunicorn", "cryptography"} <= set(listed)
    assert all(component.get("purl", "").startswith("pkg:pypi/") for component in listed.values())
    assert "pytest" not in listed


def test_the_framework_is_one_whose_makers_still_mend_it() -> None:
    versions = {package["name"]: package["version"] for package in COMPONENTS}
    assert versions["django"].startswith("5.2."), "the long-term support release, mended until April 2028"
