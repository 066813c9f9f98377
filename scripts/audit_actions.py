"""Makes docs/reference/audit-actions.md: every name an event in the audit may have, read from the code itself."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from scripts.documents import ROOT, Document, link

SOURCE = ROOT / "src" / "onestory"
PAGE = ROOT / "docs" / "reference" / "audit-actions.md"
# Given for every event, in columns of its own; whatever else is given goes into `detail`.
COLUMNS = frozenset({
    "by", "action", "family", "people", "subject", "fields", "decision", "purpose", "grant", "on_behalf_of",
})  # fmt: skip
# What the helpers that write an event for several acts are given besides.
HELPERS = {"events.record": "action", "_tell": "act", "_record": "action"}
INTRODUCTION = """# What the audit says was done

Every act that changes a record, and every opening of a family, leaves one event in the same transaction
([what each holds](../../src/onestory/audit/models/events.py)): who, when, which family and people,
and one of the names below. It never says what was written: `detail` holds names of fields, counts and choices.

Made from the code by `python -m scripts.audit_actions`, which `make fix` runs; a test fails when it is out of date.

| action | `detail` | written by |
|---|---|---|
"""


@dataclass(frozen=True, order=True)
class Act:
    """One call that writes an event, and the function it stands in."""

    action: str
    detail: tuple[str, ...]
    function: str
    file: Path

    def row(self) -> str:
        detail = ", ".join(f"`{name}`" for name in self.detail)
        where = ".".join(self.file.relative_to(SOURCE).with_suffix("").parts)
        return f"| `{self.action}` | {detail} | [`{where}.{self.function}`]({link(self.file, page=PAGE)}) |\n"


def acts() -> list[Act]:
    """Every event the code can write, in the order of its name."""
    files = sorted(SOURCE.rglob("*.py"))
    return sorted({act for file in files for act in _in_file(file)})


def words() -> str:
    return INTRODUCTION + "".join(act.row() for act in acts())


def _in_file(file: Path) -> Iterator[Act]:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    for function in (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)):
        for call in (node for node in ast.walk(function) if isinstance(node, ast.Call)):
            name = _named(call)
            if name:
                yield Act(name, _detail(call), function.name, file)


def _named(call: ast.Call) -> str | None:
    """The name of the act, where the call gives one in so many words."""
    wanted = HELPERS.get(ast.unparse(call.func))
    value = next((k.value for k in call.keywords if wanted and k.arg == wanted), None)
    return value.value if isinstance(value, ast.Constant) and isinstance(value.value, str) else None


def _detail(call: ast.Call) -> tuple[str, ...]:
    if ast.unparse(call.func) != "events.record":
        return ()
    return tuple(k.arg for k in call.keywords if k.arg and k.arg not in COLUMNS)


DOCUMENT = Document(PAGE, words)

if __name__ == "__main__":
    DOCUMENT.write()
