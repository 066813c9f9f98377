"""The same for our own Python: one comparison, condition or answer changed, in the function that is running.

mutmut starts the tests afresh for each change, and with them a PostgreSQL and all its tables; here a function's code is
exchanged where it stands, so that each change costs no more than the first test that notices it.
"""

from __future__ import annotations

import ast
import copy
import importlib
import inspect
import types
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from tests.safety.mutations.exercising import place

MODULES = (
    "onestory.access.viewer", "onestory.access.roles", "onestory.access.queries", "onestory.access.tickets",
    "onestory.access.models.grants", "onestory.access.actions.grants", "onestory.access.actions.guarding",
    "onestory.access.actions.agreements", "onestory.access.actions.portal", "onestory.access.actions.wall",
    "onestory.people.queries",
)  # fmt: skip
OTHER_WAY: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.Lt: ast.GtE, ast.GtE: ast.Lt, ast.Gt: ast.LtE, ast.LtE: ast.Gt,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
}  # fmt: skip


Undo = Callable[[], None]


@dataclass(frozen=True)
class PythonMutant:
    """One change to one function. `make` and `take_back` exchange its code; the database is left alone."""

    name: str
    what: str
    where: str
    function: types.FunctionType
    changed: types.CodeType
    kept: types.CodeType

    @property
    def told(self) -> str:
        return f"{self.name}: {self.what}: {self.where}"

    @property
    def met(self) -> frozenset[str]:
        return frozenset({place(self.kept)})

    def make(self, url: str) -> bool:
        self.function.__code__ = self.changed
        return True

    def take_back(self, url: str) -> bool:
        self.function.__code__ = self.kept
        return True


def mutants() -> list[PythonMutant]:
    return [mutant for name in MODULES for mutant in _of_module(importlib.import_module(name))]


def _of_module(module: types.ModuleType) -> Iterator[PythonMutant]:
    """Every function written in the module, those of its classes too; what is inside a function goes with it."""
    tree = ast.parse(inspect.getsource(module))
    for path, node in _functions(tree):
        function = _standing(module, path)
        if function is not None:
            for what, where, changed in _changes(tree, node):
                code = _code(changed, module, node)
                if code is not None and len(code.co_freevars) == len(function.__code__.co_freevars):
                    yield PythonMutant(f"{module.__name__}.{path}", what, where, function, code, function.__code__)


def _functions(tree: ast.Module) -> Iterator[tuple[str, ast.FunctionDef]]:
    for node in tree.body:
        if isinstance(node, ast.FunctionDef):
            yield node.name, node
        elif isinstance(node, ast.ClassDef):
            yield from (
                (f"{node.name}.{inner.name}", inner) for inner in node.body if isinstance(inner, ast.FunctionDef)
            )


def _standing(module: types.ModuleType, path: str) -> types.FunctionType | None:
    found: object = module
    for name in path.split("."):
        found = inspect.getattr_static(found, name, None)
    found = getattr(found, "fget", None) or getattr(found, "func", None) or found
    found = inspect.unwrap(found) if callable(found) else found
    return found if isinstance(found, types.FunctionType) else None


def _changes(tree: ast.Module, function: ast.FunctionDef) -> Iterator[tuple[str, str, ast.Module]]:
    """The whole module each time, with one thing in the function changed and put back before the next."""
    for node in [inner for line in function.body for inner in ast.walk(line)]:
        for what, undo in _tries(node):
            yield what, " ".join(ast.unparse(node).split())[:80], copy.deepcopy(tree)
            undo()


def _tries(node: ast.AST) -> Iterator[tuple[str, Undo]]:
    if isinstance(node, ast.Compare) and type(node.ops[0]) in OTHER_WAY:
        yield from _swap(node.ops, 0, OTHER_WAY[type(node.ops[0])](), "turns a comparison round")
    elif isinstance(node, ast.BoolOp):
        for place in range(len(node.values)):
            yield from _swap(node.values, place, ast.Constant(isinstance(node.op, ast.And)), "drops a term")
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield from _set(node, "operand", ast.UnaryOp(ast.Not(), node.operand), "forgets not")
    elif isinstance(node, ast.If | ast.IfExp):
        yield from _set(node, "test", ast.UnaryOp(ast.Not(), node.test), "turns a condition round")
    elif isinstance(node, ast.Return) and node.value is not None:
        yield from _set(node, "value", ast.Constant(None), "answers nothing")
    elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr | ast.BitAnd):
        other = ast.BitAnd() if isinstance(node.op, ast.BitOr) else ast.BitOr()
        yield from _set(node, "op", other, "turns | and & round")
    elif (
        isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in ("filter", "exclude")
    ):
        yield from _set(
            node.func, "attr", "exclude" if node.func.attr == "filter" else "filter", "turns a filter round"
        )
        for place in range(len(node.keywords)):
            kept = node.keywords[place]
            yield "drops a condition of a filter", _removed(node.keywords, place, kept)


def _removed(keywords: list[ast.keyword], place: int, kept: ast.keyword) -> Undo:
    del keywords[place]
    return lambda: keywords.insert(place, kept)


def _swap(
    values: list[ast.expr] | list[ast.cmpop], place: int, other: ast.AST, what: str
) -> Iterator[tuple[str, Undo]]:
    kept = values[place]
    values[place] = other
    yield what, lambda: values.__setitem__(place, kept)


def _set(node: ast.AST, name: str, other: object, what: str) -> Iterator[tuple[str, Undo]]:
    kept = getattr(node, name)
    setattr(node, name, other)
    yield what, lambda: setattr(node, name, kept)


def _code(tree: ast.Module, module: types.ModuleType, function: ast.FunctionDef) -> types.CodeType | None:
    """The function's own code from the changed module, found by its name and line."""
    compiled = compile(ast.fix_missing_locations(tree), inspect.getsourcefile(module) or "", "exec", dont_inherit=True)
    waiting = [compiled]
    while waiting:
        code = waiting.pop()
        if code.co_name == function.name and code.co_firstlineno in _lines(function):
            return code
        waiting += [const for const in code.co_consts if isinstance(const, types.CodeType)]
    return None


def _lines(function: ast.FunctionDef) -> set[int]:
    """Where a decorator stands above it, its code begins there."""
    return {function.lineno, *(decorator.lineno for decorator in function.decorator_list)}
