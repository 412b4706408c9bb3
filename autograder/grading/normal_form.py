"""The normal form of an answer: what is left when names, constants, comments and docstrings do not matter."""

import ast
import builtins
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from autograder.exercises import WEEKS

Defined = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
# Signs that are no steps of one's own: every load of a name and every plus has one.
UNCOUNTED = (ast.expr_context, ast.operator, ast.unaryop, ast.boolop, ast.cmpop, ast.arguments, ast.arg)

MARKS = ("### BEGIN SOLUTION", "### END SOLUTION")


@dataclass(frozen=True)
class Form:
    """A normal form.

    Args:
        digest: hash of it; equal for answers that differ in names, constants, comments and layout only.
        size: how many steps it has.
        letters: hash of the text itself, comments included.
    """

    digest: str
    size: int
    letters: str


@lru_cache(maxsize=1)
def public_names() -> frozenset[str]:
    """Names that mean the same to everyone: Python's, numpy's, the course's."""
    exercises = {exercise.name for week in WEEKS for exercise in week.exercises}
    provided = {name for week in WEEKS for name in week.given}
    return frozenset(exercises | provided | set(dir(builtins)) | {"np"})


@lru_cache(maxsize=50_000)
def forms(cell: str) -> dict[str, Form]:
    """The normal form of each function and class that a cell defines; nothing where it is no Python or not begun."""
    try:
        statements = ast.parse(cell).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return {}
    found = {}
    for statement in statements:
        if isinstance(statement, Defined) and not is_stub(statement):
            text = "\n".join(cell.splitlines()[statement.lineno - 1 : statement.end_lineno])
            form = form_of(statement, text)
            if form:
                found[statement.name] = form
    return found


def form_of(definition: Defined, text: str) -> Form | None:
    """The normal form of a definition; None if it is nested too deeply."""
    try:
        tree = Normaliser(definition).visit(definition)
        dumped = ast.dump(tree)
        size = sum(not isinstance(node, UNCOUNTED) for part in tree.body for node in ast.walk(part))
    except (RecursionError, MemoryError):
        return None
    lines = "\n".join(line.rstrip() for line in text.splitlines() if line.strip() and line.strip() not in MARKS)
    return Form(hashed(dumped), size, hashed(lines))


def hashed(text: str) -> str:
    """A short hash of a text."""
    return hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=12).hexdigest()


def is_stub(definition: Defined) -> bool:
    """Whether an answer was not begun: every body in it only raises, passes or says what should be there."""
    bodies = [node.body for node in ast.walk(definition) if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))]
    return all(isinstance(step, (ast.Raise, ast.Pass)) for body in bodies for step in without_docstring(body))


def without_docstring(body: list[ast.stmt]) -> list[ast.stmt]:
    """The steps of a body but for a docstring or an ellipsis."""
    return [step for step in body if not (isinstance(step, ast.Expr) and isinstance(step.value, ast.Constant))]


class Normaliser(ast.NodeTransformer):
    """Gives a definition's own names numbers by first appearance, constants their types, and drops what is not run.

    Names that everyone shares and names of attributes stay: they say what is computed.

    Args:
        definition: what will be normalised.
    """

    def __init__(self, definition: Defined) -> None:
        self.kept = public_names() - set(own_names(ast.walk(definition)))
        self.numbers: dict[str, str] = {}

    def number(self, name: str) -> str:
        """The number of a name."""
        return name if name in self.kept else self.numbers.setdefault(name, f"_{len(self.numbers)}")

    def visit_Name(self, node: ast.Name) -> ast.Name:
        """A variable."""
        return ast.Name(self.number(node.id), node.ctx)

    def visit_arg(self, node: ast.arg) -> ast.arg:
        """A parameter; its annotation goes."""
        return ast.arg(self.number(node.arg))

    def visit_Constant(self, node: ast.Constant) -> ast.Constant:
        """A number or a text: only its type stays."""
        return ast.Constant(node.value if node.value is None else type(node.value).__name__)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.AST:
        """An assignment; its annotation goes."""
        value = [self.visit(node.value)] if node.value else []
        return ast.Assign([self.visit(node.target)], value[0]) if value else ast.Pass()

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.FunctionDef:
        """A function or method; annotations, decorators and docstring go."""
        inner = ast.FunctionDef(node.name, self.visit(node.args), [], [], None)
        inner.name = node.name if node.name.startswith("__") else self.number(node.name)
        inner.body = [self.visit(step) for step in without_docstring(node.body)] or [ast.Pass()]
        return inner

    def visit_ClassDef(self, node: ast.ClassDef) -> ast.ClassDef:
        """A class; decorators and docstring go."""
        bases = [self.visit(base) for base in node.bases]
        body = [self.visit(step) for step in without_docstring(node.body)] or [ast.Pass()]
        return ast.ClassDef(self.number(node.name), bases, [], body, [])


def own_names(nodes: Iterable[ast.AST]) -> Iterable[str]:
    """The names that a definition makes itself; a variable called `sum` is not Python's."""
    for node in nodes:
        if isinstance(node, ast.arg):
            yield node.arg
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id
