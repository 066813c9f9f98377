"""JSON objects as rows: one is read with what is wrong with it in words, and its cells are found by their paths.

`child.name.given` looks into objects, and `child.names.0.given` into lists. What is not declared stays in the row's text.
"""

from __future__ import annotations

import json
from typing import Any

from onestory.core.errors import Invalid

NOT_WHOLE = "This is not one whole JSON object. The file may have been cut short."
NOT_AN_OBJECT = "This is JSON, and not an object with a value for each column."
TOO_DEEP = "This is nested too deeply to be a row."


def read(text: str) -> dict[str, Any]:
    """One object. Raises Invalid in words. Numbers stay as they were written, so that 1.0 and 07 keep their shape."""
    try:
        found = json.loads(
            text, object_pairs_hook=_once_each, parse_int=str, parse_float=str, parse_constant=_no_number
        )
    except Invalid:
        raise
    except RecursionError:
        raise Invalid(TOO_DEEP) from None
    except ValueError:
        raise Invalid(NOT_WHOLE) from None
    if not isinstance(found, dict):
        raise Invalid(NOT_AN_OBJECT)
    return found


def _once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise Invalid(f"{clean(twice)[:60]} stands in this row more than once.")
    return found


def _no_number(_: str) -> str:
    """NaN and Infinity are no values: somebody's program had none."""
    return ""


def paths_of(found: dict[str, Any], *, under: str = "") -> list[str]:
    """Every path of an object that leads to a value, those of objects inside it too; a list counts as one value."""
    paths: list[str] = []
    for name, value in found.items():
        path = f"{under}.{name}" if under else name
        paths += paths_of(value, under=path) if isinstance(value, dict) and path.count(".") < 5 else [path]
    return paths


def cells(text: str, paths: tuple[str, ...]) -> list[str]:
    """The text of what stands at each path; "" where nothing does."""
    found = read(text)
    return [as_text(at(found, path)) for path in paths]


def at(found: dict[str, Any], path: str) -> Any:
    """What stands at a path; a name that has dots in it is found as it stands."""
    if path in found:
        return found[path]
    here: Any = found
    for name in path.split("."):
        if isinstance(here, dict):
            here = here.get(name)
        elif isinstance(here, list) and name.isdigit() and int(name) < len(here):
            here = here[int(name)]
        else:
            return None
    return here


def as_text(value: Any) -> str:
    """A value as a cell would hold it."""
    if value is None:
        return ""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list) and not any(isinstance(one, (dict, list)) for one in value):
        return ", ".join(filter(None, map(as_text, value)))
    return clean(json.dumps(value, ensure_ascii=False))


def clean(text: str) -> str:
    """Without what no text in the database may hold: NULs, and halves of a character that were cut in two."""
    if "\0" in text:
        text = text.replace("\0", "")
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")
