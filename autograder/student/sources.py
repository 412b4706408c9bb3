"""Find, among a student's cells, the source of a definition and of everything of theirs that it needs."""

import ast
import builtins
import symtable
from collections.abc import Iterable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Definition:
    """A top-level statement that gives a name its meaning.

    Args:
        name: the name it defines.
        source: the statement, decorators included.
        needs: the global names that it uses.
        is_import: whether it is an import.
    """

    name: str
    source: str
    needs: frozenset[str]
    is_import: bool = False


def definitions(cells: Iterable[str]) -> dict[str, Definition]:
    """What each name means after the cells have run in this order: the last definition wins.

    Cells that are not Python (magics, half-typed code) are passed over.
    """
    found: dict[str, Definition] = {}
    for cell in cells:
        try:
            statements = ast.parse(cell).body
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            continue
        for statement in statements:
            source = source_of(cell, statement)
            for name in defined_names(statement):
                needs = frozenset(used_names(source))
                found[name] = Definition(name, source, needs, isinstance(statement, (ast.Import, ast.ImportFrom)))
    return found


def defined_names(statement: ast.stmt) -> list[str]:
    """The global names a top-level statement defines."""
    if isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        return [statement.name]
    if isinstance(statement, (ast.Import, ast.ImportFrom)):
        return [(alias.asname or alias.name).partition(".")[0] for alias in statement.names]
    if isinstance(statement, (ast.Assign, ast.AnnAssign)):
        targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
        nodes = (node for target in targets for node in ast.walk(target))
        return [node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)]
    if isinstance(statement, (ast.If, ast.Try)):
        return [name for line in branches(statement) for name in defined_names(line)]
    return []


def branches(statement: ast.If | ast.Try) -> list[ast.stmt]:
    """The definitions and imports in every branch; assignments there may be experiments, and give no name a meaning."""
    handled = [line for handler in getattr(statement, "handlers", []) for line in handler.body]
    lines = [*statement.body, *statement.orelse, *handled, *getattr(statement, "finalbody", [])]
    return [line for line in lines if not isinstance(line, (ast.Assign, ast.AnnAssign))]


def used_names(source: str) -> set[str]:
    """The global names that a top-level statement reads, now or when it is called; its own arguments are none."""

    def read(table: symtable.SymbolTable) -> Iterator[str]:
        top = table.get_type() == "module"
        for symbol in table.get_symbols():
            if symbol.is_referenced() and (top or symbol.is_global()):
                yield symbol.get_name()
        for inner in table.get_children():
            yield from read(inner)

    return set(read(symtable.symtable(source, "<cell>", "exec"))) - set(dir(builtins))


def source_of(cell: str, statement: ast.stmt) -> str:
    """The text of a statement with its decorators."""
    decorators = getattr(statement, "decorator_list", [])
    if not decorators:
        return ast.get_source_segment(cell, statement) or ""
    return "\n".join(cell.splitlines()[decorators[0].lineno - 1 : statement.end_lineno])


def closure(name: str, known: dict[str, Definition], stop: Iterable[str]) -> list[Definition]:
    """A definition and all that it needs, needed ones first, imports before everything.

    Args:
        name: the definition wanted.
        known: what each name means.
        stop: names that come from elsewhere (other exercises, provided code) and are not followed.
    """
    seen: dict[str, Definition] = {}
    stops = set(stop) - {name}

    def visit(wanted: str) -> None:
        if wanted in seen or wanted in stops or wanted not in known:
            return
        seen[wanted] = known[wanted]
        for needed in sorted(known[wanted].needs):
            visit(needed)

    visit(name)
    helpers = [definition for wanted, definition in seen.items() if wanted != name]
    ordered = sorted(helpers, key=lambda definition: (not definition.is_import, list(known).index(definition.name)))
    return [*ordered, known[name]] if name in known else []
