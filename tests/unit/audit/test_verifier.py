"""The parts of the chain that need no database, and that the verifier needs no Django."""

from __future__ import annotations

import subprocess
import sys
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onestory.audit import chain, verifier

# What an event is made of: no fractions, and keys of plain letters.
TEXT = st.text(st.characters(exclude_categories=["Cs"]))
PLAIN = st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | TEXT
EVENTS = st.dictionaries(st.text("abcdefghij_", min_size=1), PLAIN | st.lists(PLAIN))


@given(EVENTS)
def test_the_quick_way_to_write_an_event_is_the_canonical_one(event: dict[str, object]) -> None:
    assert chain.quickly(event) == chain.canonical(event)


@given(st.lists(st.binary(min_size=32, max_size=32), min_size=1, max_size=40), st.data())
def test_a_root_stands_for_every_leaf_in_its_place(leaves: list[bytes], data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(leaves) - 1))
    other = [*leaves[:place], sha256(leaves[place]).digest(), *leaves[place + 1 :]]
    assert chain.merkle_root(leaves) != chain.merkle_root(other)


def test_a_root_is_made_as_the_standard_says() -> None:
    """RFC 6962, section 2.1: the left side is the largest power of two that leaves something for the right."""
    a, b, c = (bytes([n]) * 32 for n in range(3))

    def node(left: bytes, right: bytes) -> bytes:
        return sha256(b"\x01" + left + right).digest()

    assert chain.merkle_root([a, b, c]) == node(node(a, b), c)


def test_without_its_salt_an_event_cannot_be_guessed() -> None:
    """Trying out every family against the hash of what was said of one must come to nothing."""
    personal = b'{"family":"018f0000-0000-7000-8000-000000000000"}'
    one, other = (chain.commitment(salt, personal) for salt in (b"a" * 16, b"b" * 16))
    assert one != other


def test_the_verifier_runs_without_django_and_without_the_rest() -> None:
    program = (
        "import sys; sys.modules['django'] = sys.modules['psycopg'] = None; import onestory.audit.verifier;"
        "print([m for m in sys.modules if m.startswith(('django', 'psycopg')) and sys.modules[m]],"
        " sorted(m for m in sys.modules if m.startswith('onestory')))"
    )
    said = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "[] ['onestory', 'onestory.audit', 'onestory.audit.chain', 'onestory.audit.verifier']"


@pytest.mark.parametrize("text", ["", "not json", "{}", "[]", '{"kind": "seal"}', '{"kind": "event", "seq": 1}'])
def test_what_is_no_export_is_not_whole(text: str, tmp_path: object) -> None:
    from pathlib import Path

    file, key = Path(str(tmp_path)) / "export", Path(str(tmp_path)) / "key"
    file.write_text('{"kind": "begin", "after": null}\n' + text if text else "")
    key.write_bytes(b"")
    assert not verifier.verify_files([file], anchors=[], keys=[key]).is_whole()
