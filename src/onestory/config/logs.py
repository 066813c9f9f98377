"""Structured logs that hold nothing personal: only the fields on the list below are ever written (HZ-75).

An exception is logged by its type and the lines it passed through, never by its message or the values in it, which may
quote what somebody typed.
"""

from __future__ import annotations

import logging
import traceback
from collections.abc import MutableMapping
from typing import Any

import structlog

ALLOWED = frozenset(
    {
        "event", "level", "timestamp", "logger", "request_id", "status", "method", "route", "milliseconds", "exception",
        "where", "feed", "delivery", "rows", "accepted", "quarantined", "seconds", "queue", "task", "job", "port", "version",
        "account",
    }
)  # fmt: skip
# Messages of libraries may quote values; ours are fixed sentences.
OURS = "onestory"


def keep_allowed(_: Any, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Drop every field not on the list, and the free text of messages that are not ours."""
    kept = {key: value for key, value in event.items() if key in ALLOWED}
    if not str(event.get("logger", "")).startswith(OURS):
        kept["event"] = "message from a library"
    return kept


def describe_exception(_: Any, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """An exception's type and the lines of code it came through; not its words."""
    record = event.get("_record")
    info = event.pop("exc_info", None) or (record.exc_info if isinstance(record, logging.LogRecord) else None)
    if isinstance(info, BaseException):
        info = (type(info), info, info.__traceback__)
    if isinstance(info, tuple) and info[0] is not None:
        event["exception"] = info[0].__name__
        event["where"] = [f"{f.filename}:{f.lineno} {f.name}" for f in traceback.extract_tb(info[2])][-12:]
    return event


def configuration(*, level: str) -> dict[str, Any]:
    """Python's logging, in lines of JSON on standard error."""
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        describe_exception,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "json": {
                "()": structlog.stdlib.ProcessorFormatter,
                "foreign_pre_chain": shared,
                "processors": [
                    structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                    keep_allowed,
                    structlog.processors.JSONRenderer(),
                ],
            }
        },
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {
            "procrastinate": {"level": "WARNING"},
            "django.server": {"handlers": [], "propagate": False},
        },
    }
