"""How the audit is chained, sealed and anchored: one set of rules, by which it is written and by which it is checked.

Like the verifier, which needs this file alone beside it, it knows neither Django nor the database. How it fits together:
docs/adr/0011-sealed-audit.md.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import rfc8785
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_public_key

FORMAT = 1
BEGINNING = bytes(32)
SIGNED_BY_A_SEAL = (
    "kind", "format", "number", "at", "first", "last", "previous", "head", "root", "horizon", "cluster", "key",
)  # fmt: skip
SIGNED_BY_A_LOSS = ("kind", "format", "after", "upto", "at", "why", "key")

Json = dict[str, Any]
Keys = Mapping[str, Ed25519PublicKey]

# How an event becomes a link of the chain.


def canonical(value: Any) -> bytes:
    """RFC 8785: the one way to write a value as JSON."""
    return rfc8785.dumps(value)


def quickly(value: Any) -> bytes:
    """The same bytes five times as fast, for what holds no fractions and has plain keys; checked against `canonical` by tests."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def commitment(salt: bytes, personal: bytes) -> bytes:
    """What stands for the personal part of an event. Nobody can try out families on it without the salt."""
    return hmac.digest(salt, personal, "sha256")


def leaf(plain: bytes, committed: bytes) -> bytes:
    return hashlib.sha256(b"\x00" + plain + committed).digest()


def link(previous: bytes, of_event: bytes) -> bytes:
    return hashlib.sha256(previous + of_event).digest()


def merkle_root(leaves: Sequence[bytes]) -> bytes:
    """As in RFC 6962: one event can be shown to stand under a seal without showing the others."""
    if len(leaves) == 1:
        return leaves[0]
    half = 1 << (len(leaves) - 1).bit_length() - 1
    return hashlib.sha256(b"\x01" + merkle_root(leaves[:half]) + merkle_root(leaves[half:])).digest()


def signed_part(line: Json) -> bytes:
    """The bytes that a seal, or the note of a loss, is signed over."""
    names = SIGNED_BY_A_SEAL if line["kind"] == "seal" else SIGNED_BY_A_LOSS
    return canonical({name: line[name] for name in names})


def key_name(key: Ed25519PublicKey) -> str:
    return hashlib.sha256(key.public_bytes(Encoding.Raw, PublicFormat.Raw)).hexdigest()[:16]


def read_keys(text: bytes) -> dict[str, Ed25519PublicKey]:
    """Every public key in a file of PEM, by name: the ones used before are kept beside the one in use."""
    end = b"-----END PUBLIC KEY-----"
    keys = [load_pem_public_key(part + end) for part in text.split(end)[:-1]]
    return {key_name(key): key for key in keys if isinstance(key, Ed25519PublicKey)}


def is_signed(line: Json, keys: Keys) -> bool:
    try:
        keys[line["key"]].verify(bytes.fromhex(line["signature"]), signed_part(line))
    except (KeyError, ValueError, InvalidSignature):
        return False
    return True


class Bad(Exception):
    """Something is wrong at a place in the chain; nothing after it proves anything."""

    def __init__(self, seq: int, why: str) -> None:
        super().__init__(why)
        self.seq, self.why = seq, why


@dataclass(frozen=True)
class Anchors:
    """The lines of the append-only file outside the database: seals as they were made, and losses that somebody owned up to."""

    seals: dict[int, Json]
    losses: list[Json]

    def excuse(self, number: int) -> Json | None:
        return next((loss for loss in self.losses if loss["after"] < number <= loss["upto"]), None)


def read_anchors(lines: Iterable[str], keys: Keys) -> Anchors:
    """Raises Bad for a line nobody signed, or two seals of one number that no loss explains."""
    seals: dict[int, Json] = {}
    losses: list[Json] = []
    for text in filter(str.strip, lines):
        line = parsed(text)
        if not is_signed(line, keys):
            raise Bad(int(line.get("first", 0)), "an anchor is not signed by a key that is known")
        if line["kind"] == "lost":
            losses.append(line)
        elif seals.setdefault(line["number"], line) != line:
            raise Bad(line["first"], f"two different seals have the number {line['number']}")
    return Anchors(seals, losses)


def parsed(text: str) -> Json:
    try:
        line = json.loads(text)
    except ValueError:
        line = None
    if not isinstance(line, dict) or line.get("kind") not in {"seal", "lost", "event", "begin"}:
        raise Bad(0, "a line cannot be read")
    return line
