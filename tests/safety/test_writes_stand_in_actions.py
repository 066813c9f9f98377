"""Nothing is written outside an action, where the audit row is; read from the source, so that no path need be taken to see it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import onestory

SOURCE = Path(onestory.__file__).parent
# Nothing of these runs where families are: what the database is made of, made-up people, and worlds that are thrown away.
ELSEWHERE = ("city/", "matching/", "postgres/", "safety/")
# A plain `update`, `delete` or `create` is also a dictionary's, a set's, a progress bar's: they count where a queryset says them.
ALWAYS = frozenset(["save", "asave", "bulk_create", "bulk_update", "get_or_create", "update_or_create"])
OF_A_QUERYSET = frozenset(["create", "acreate", "update", "aupdate", "delete", "adelete"])
STATEMENTS = ("insert into ", "update ", "delete from ", "copy ", "truncate ")
# Each with why it is no action of the application's.
EXCEPTIONS = {
    "access/models/accounts.py": "narrows what the library that signs people in may save",
    "access/signing_in.py": "the library's moment of signing in, before which nobody acts",
    "access/tickets.py": "the owner's: the key of the tickets, given by `onestory migrate`",
    "config/demo/places.py": "the owner's: published places, before anybody could act",
    "config/remembering.py": "the cache that Django asks for: tries at signing in, before anyone acts",
    "core/files/pdfs.py": "a PDF put together in memory: no row of ours",
    "core/files/pictures.py": "a picture drawn in memory: no row of ours",
    "faces/workspace/merging/doors.py": "the matrix's own world: two people wait to be one before an address is tried",
    "config/sessions.py": "the store of sessions that Django asks for",
    "faces/workspace/feeds/doors.py": "a row of the matrix's world, as nobody could make it through the product",
    "faces/workspace/plan/doors.py": "the matrix's own world: nobody of the staff says for a family what is not right",
    "faces/workspace/worries/doors.py": "the matrix's own world: no person calls somebody to a worry",
    "linkage/formats/fhir.py": "a database of the file's own, gone when it is closed: no row of ours",
    "config/staffing.py": "the owner of the machine, before there is anybody to act; audited as such",
}


def _sources() -> Iterator[tuple[str, ast.Module]]:
    for file in sorted(SOURCE.rglob("*.py")):
        name = file.relative_to(SOURCE).as_posix()
        if "/actions/" not in name and "/migrations/" not in name and not name.startswith(ELSEWHERE):
            yield name, ast.parse(file.read_text(encoding="utf-8"))


def _writes(module: ast.Module) -> Iterator[str]:
    for node in ast.walk(module):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and _is_write(node.func):
            yield f"{node.lineno}: {ast.unparse(node.func)}"
        if isinstance(node, ast.Call) and _runs_a_writing_statement(node):
            yield f"{node.lineno}: a statement that writes"


def _is_write(called: ast.Attribute) -> bool:
    of_queryset = any(part in ast.unparse(called.value) for part in ("objects", ".filter(", ".exclude(", "super()"))
    return called.attr in ALWAYS or (called.attr in OF_A_QUERYSET and of_queryset)


def _runs_a_writing_statement(node: ast.Call) -> bool:
    runs = isinstance(node.func, ast.Attribute) and node.func.attr in {"execute", "executemany", "copy"}
    said = node.args[0].value if runs and node.args and isinstance(node.args[0], ast.Constant) else ""
    return isinstance(said, str) and said.lstrip().lower().startswith(STATEMENTS)


def test_no_module_but_an_action_writes() -> None:
    found = {name: writes for name, module in _sources() if (writes := list(_writes(module)))}
    assert {name: writes for name, writes in found.items() if name not in EXCEPTIONS} == {}
    assert set(EXCEPTIONS) <= set(found), "an exception that nothing needs any longer"


@pytest.mark.parametrize(
    "line",
    [
        "person.save()",
        "Fact.objects.filter(pk=1).update(value=2)",
        "Fact.objects.create(value=2)",
        "cursor.execute('DELETE FROM people_fact')",
    ],
)
def test_the_sweep_knows_a_write_when_it_reads_one(line: str) -> None:
    assert list(_writes(ast.parse(line)))


@pytest.mark.parametrize("line", ["known.update(more)", "seen.delete(1)", "cursor.execute('SELECT 1')"])
def test_the_sweep_lets_alone_what_writes_no_row(line: str) -> None:
    assert not list(_writes(ast.parse(line)))
