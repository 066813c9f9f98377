"""What keeps the audit honest and is not in the database: the key that signs seals, and the file they are anchored in.

Whoever can change the database but not these two files is found out. Both paths are settings; on a real server the anchors belong
where the database's administrator cannot write, and a copy with somebody else.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

from onestory.audit.chain import Anchors, Json, canonical, key_name, read_anchors, read_keys, signed_part
from onestory.core.errors import Invalid

LATELY = 16_384
"""The last bytes of the anchors: some thirty seals."""


@dataclass(frozen=True)
class Keeping:
    """Where the key and the anchors are."""

    key: Path
    anchors: Path

    @property
    def public(self) -> Path:
        """Every public key there was, the newest last: what others check with."""
        return self.key.with_name(f"{self.key.name}.pub")

    def public_keys(self) -> dict[str, Ed25519PublicKey]:
        return read_keys(self.public.read_bytes()) if self.public.exists() else {}

    def anchored(self) -> Anchors:
        """Raises `chain.Bad` for a line that was not signed."""
        lines = self.anchors.read_text(encoding="utf-8").splitlines() if self.anchors.exists() else []
        return read_anchors(lines, self.public_keys())

    def anchored_lately(self) -> Anchors:
        """The newest of them, which is all that sealing asks: the file only grows. May raise `chain.Bad`."""
        if not self.anchors.exists():
            return Anchors({}, [])
        with self.anchors.open("rb") as file:
            size = file.seek(0, os.SEEK_END)
            file.seek(max(0, size - LATELY))
            lines = file.read().decode().splitlines()
        return read_anchors(lines if size <= LATELY else lines[1:], self.public_keys())

    def signer(self) -> Signer:
        """Raises Invalid for a key that others may read. Makes one where there is none."""
        if not self.key.exists():
            self._make()
        if self.key.stat().st_mode & 0o077:
            raise Invalid(f"Only its owner may read {self.key}, which signs the seals of the audit: chmod 600.")
        private = load_pem_private_key(self.key.read_bytes(), password=None)
        if not isinstance(private, Ed25519PrivateKey):
            raise Invalid(f"{self.key} is not an Ed25519 key.")
        if key_name(private.public_key()) not in self.public_keys():
            self._publish(private)
        return Signer(private)

    def anchor(self, lines: Sequence[Json]) -> None:
        """Append, and wait until the disc has it. Nothing in the file is ever written over."""
        self.anchors.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(self.anchors, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        with os.fdopen(handle, "ab") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            file.write(b"".join(canonical(line) + b"\n" for line in lines))
            file.flush()
            os.fsync(file.fileno())

    def _make(self) -> None:
        self.key.parent.mkdir(parents=True, exist_ok=True)
        made = Ed25519PrivateKey.generate()
        text = made.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        unfinished = self.key.with_name(f".{self.key.name}.{os.getpid()}")
        with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(text)
        try:
            os.link(unfinished, self.key)  # of two processes that begin together, the first one's stands
        except FileExistsError:
            pass
        finally:
            unfinished.unlink()

    def _publish(self, private: Ed25519PrivateKey) -> None:
        with self.public.open("ab") as file:
            file.write(private.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo))


@dataclass(frozen=True)
class Signer:
    private: Ed25519PrivateKey

    @property
    def name(self) -> str:
        return key_name(self.private.public_key())

    def sign(self, line: Json) -> Json:
        """The line with its signature."""
        named = line | {"key": self.name}
        return named | {"signature": self.private.sign(signed_part(named)).hex()}
