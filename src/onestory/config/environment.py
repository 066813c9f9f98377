"""Everything an installation may set, from the environment or one settings file, read once.

A name in the environment wins over the same name in the file. The file is TOML, named by `ONESTORY_SETTINGS`:
`database_url = "postgresql://..."`, `secret_key = "..."`, `hosts = ["stories.example.gov.uk"]` and so on; every name is
in docs/reference/settings.md.
"""

from __future__ import annotations

import os
import tomllib
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit


@dataclass(frozen=True)
class SignOn:
    """The identity provider by which staff may sign in. `issuer`: to the letter as it calls itself, which is compared.
    `origins`: the places a browser is sent to on the way."""

    name: str
    issuer: str
    client_id: str
    client_secret: str
    origins: tuple[str, ...]


@dataclass(frozen=True)
class SocialCare:
    """Whom to ring about a worry, as this authority says. Empty where nobody has said."""

    name: str
    phone: str
    hours: str
    phone_at_night: str


@dataclass(frozen=True)
class Environment:
    database_url: str
    owner_url: str
    home: Path
    secret_key: str
    hosts: tuple[str, ...]
    network_name: str
    debug: bool
    https: bool
    log_level: str
    demo: bool
    sealer_url: str
    queue_url: str
    audit_key: Path
    audit_anchors: Path
    require_second_factor: bool
    sign_on: SignOn | None
    social_care: SocialCare
    # Where partners drop files, a folder for each feed; nowhere, where none is set.
    feeds_folder: Path | None


class Unset(RuntimeError):
    """Something an installation must set is not set."""


def home() -> Path:
    """Where an embedded installation keeps its data."""
    return Path(given("ONESTORY_HOME", "~/.onestory")).expanduser().resolve()


def read() -> Environment:
    """Raises `Unset`, naming what to set, where a value has no safe default."""
    return Environment(
        database_url=given("DATABASE_URL"),
        owner_url=given("ONESTORY_OWNER_DATABASE_URL"),
        home=home(),
        secret_key=given("ONESTORY_SECRET_KEY") or _own_secret(),
        hosts=tuple(given("ONESTORY_HOSTS", "127.0.0.1,localhost").split(",")),
        network_name=given("ONESTORY_NETWORK_NAME", "Family hubs"),
        debug=given("ONESTORY_DEBUG") == "yes",
        https=given("ONESTORY_HTTPS", "no") == "yes",
        log_level=given("ONESTORY_LOG_LEVEL", "INFO"),
        demo=given("ONESTORY_DEMO") == "yes",
        sealer_url=given("ONESTORY_SEALER_DATABASE_URL"),
        queue_url=given("ONESTORY_QUEUE_DATABASE_URL"),
        audit_key=_file_at("ONESTORY_AUDIT_KEY", "audit-key.pem"),
        audit_anchors=_file_at("ONESTORY_AUDIT_ANCHORS", "audit-anchors.jsonl"),
        require_second_factor=given("ONESTORY_REQUIRE_SECOND_FACTOR", _if_in_earnest()) == "yes",
        sign_on=_sign_on(),
        social_care=SocialCare(
            name=given("ONESTORY_SOCIAL_CARE_NAME", "Children’s social care"),
            phone=given("ONESTORY_SOCIAL_CARE_PHONE"),
            hours=given("ONESTORY_SOCIAL_CARE_HOURS"),
            phone_at_night=given("ONESTORY_SOCIAL_CARE_NIGHT_PHONE"),
        ),
        feeds_folder=_file_at("ONESTORY_FEEDS_FOLDER", "") if given("ONESTORY_FEEDS_FOLDER") else None,
    )


def _if_in_earnest() -> str:
    """Where families' stories are, and not only made-up ones: everybody needs more than a password."""
    return "yes" if given("ONESTORY_HTTPS", "no") == "yes" and given("ONESTORY_DEMO") != "yes" else "no"


def _sign_on() -> SignOn | None:
    """Raises `Unset` where an issuer is named and what it needs is not, or where it could be read on the way."""
    issuer = given("ONESTORY_OIDC_ISSUER")
    if not issuer:
        return None
    if may_be_read_on_the_way(issuer):
        raise Unset("Set ONESTORY_OIDC_ISSUER to an address that begins with https.")
    parts = urlsplit(issuer)
    origin = f"{parts.scheme}://{parts.netloc}"
    others = tuple(filter(None, given("ONESTORY_OIDC_ORIGINS").split(",")))
    return SignOn(
        name=given("ONESTORY_OIDC_NAME", "your organisation"),
        issuer=issuer,
        client_id=needed("ONESTORY_OIDC_CLIENT_ID", why="the provider named by ONESTORY_OIDC_ISSUER knows us by it"),
        client_secret=needed("ONESTORY_OIDC_CLIENT_SECRET", why="the provider knows by it that it is us"),
        origins=(origin, *others),
    )


def may_be_read_on_the_way(address: str) -> bool:
    """All but TLS, and what never leaves this machine."""
    parts = urlsplit(address)
    return parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in ("127.0.0.1", "localhost"))


def _file_at(name: str, in_the_home: str) -> Path:
    path = given(name)
    return Path(path).expanduser().resolve() if path else home() / in_the_home


def given(name: str, default: str = "") -> str:
    """One value as it was given, in the environment or in the settings file."""
    value = os.environ.get(name)
    if value is not None:
        return value
    found = _file().get(name.removeprefix("ONESTORY_").lower(), default)
    if isinstance(found, bool):
        return "yes" if found else "no"
    return ",".join(found) if isinstance(found, list) else str(found)


def needed(name: str, *, why: str) -> str:
    """The same, for what this act cannot do without. Raises `Unset`."""
    value = given(name)
    if not value:
        raise Unset(f"Set {name}: {why}.")
    return value


def _file() -> dict[str, object]:
    path = os.environ.get("ONESTORY_SETTINGS")
    return tomllib.loads(Path(path).read_text()) if path else {}


def _own_secret() -> str:
    """The secret an embedded installation made for itself; a real server is told its own."""
    kept = home() / "secret-key"
    if kept.exists():
        return kept.read_text().strip()
    raise Unset("Set ONESTORY_SECRET_KEY to a long random value, or start with `onestory serve`, which makes one.")
