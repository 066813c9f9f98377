"""The settings an embedded server starts with. A real server has its own; nothing here reaches it."""

import os
from pathlib import Path

MEBIBYTE = 1024 * 1024

# A log is read by people who may not read the record: no statement, no parameter, no DETAIL with the values
# of a row.
QUIET_LOG = {
    "log_statement": "none",
    "log_min_duration_statement": "-1",
    "log_min_error_statement": "panic",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
    "log_error_verbosity": "terse",
    "log_checkpoints": "off",
    "log_line_prefix": "%m [%p] %q%u@%d ",
    "log_timezone": "UTC",
}

# Loading a city writes gigabytes: fewer, longer checkpoints. Crash recovery stays within minutes.
BULK_LOAD = {
    "max_wal_size": "4GB",
    "checkpoint_timeout": "15min",
    "wal_compression": "on",
    "maintenance_work_mem": "256MB",
}

# Tests only: a crash of the machine may lose everything.
NOT_DURABLE = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
}


def embedded(*, sockets: Path, durable: bool) -> dict[str, str]:
    """Settings for one server whose only door is a socket in a private folder."""
    return {
        "listen_addresses": "",
        "unix_socket_directories": str(sockets),
        "unix_socket_permissions": "0700",
        "password_encryption": "scram-sha-256",
        "max_connections": "100",
        "timezone": "UTC",
        # Compiling costs more than it saves on the short queries of a page.
        "jit": "off",
        "random_page_cost": "1.1",
        **_memory(at_most=2048 if durable else 256),
        **QUIET_LOG,
        **BULK_LOAD,
        **({} if durable else NOT_DURABLE),
    }


def _memory(*, at_most: int) -> dict[str, str]:
    """An eighth of the machine for buffers, up to so many megabytes; the rest is the system's cache."""
    total = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // MEBIBYTE
    buffers = os.environ.get("ONESTORY_PG_SHARED_BUFFERS") or f"{max(16, min(at_most, total // 8))}MB"
    return {"shared_buffers": buffers, "effective_cache_size": f"{max(64, total // 2)}MB"}
