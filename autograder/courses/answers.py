"""Write an answer as a student would have typed it, from an implementation in the exercises' catalogue."""

import ast
import inspect
import textwrap
from functools import cache
from importlib import import_module
from typing import Any

from autograder.exercises import WEEKS, Exercise
from autograder.student.sources import Definition, closure, definitions

Defined = ast.FunctionDef | ast.ClassDef


def answer_source(exercise: Exercise, implementation: Any) -> str:
    """The source of an implementation under the exercise's name, with the helpers that it needs.

    What calls the right one brings it along under another name; a class that inherits from the right one is written
    out. Decorators go, and so does the docstring, which in the catalogue is advice; the reference keeps its own.

    Args:
        exercise: what it answers.
        implementation: a top-level function or class of the catalogue.
    """
    source = textwrap.dedent(inspect.getsource(implementation))
    if exercise.reference() in getattr(implementation, "__bases__", ()):
        source = written_out(source, inspect.getsource(exercise.reference()))
    before = []
    if uses(source, exercise.name) and implementation.__name__ != exercise.name:
        first = f"first_{exercise.name}"
        before.append(renamed(inspect.getsource(exercise.reference()), exercise.name, first, keep_docstring=True))
        source = with_name(source, exercise.name, first)
    own = implementation is exercise.reference()
    answer = renamed(source, implementation.__name__, exercise.name, keep_docstring=own)
    known = {**module_definitions(implementation.__module__), **definitions([*before, answer])}
    parts = closure(exercise.name, known, stop=names_in_the_notebook())
    return "\n\n\n".join(part.source for part in parts)


@cache
def module_definitions(name: str) -> dict[str, Definition]:
    """What the names of a module of the catalogue mean."""
    return definitions([undecorated(inspect.getsource(import_module(name)))])


def names_in_the_notebook() -> set[str]:
    """The names that the student's notebook defines already: exercises, provided code, numpy."""
    names = {exercise.name for week in WEEKS for exercise in week.exercises}
    return names | {name for week in WEEKS for name in week.given} | {"np"}


def uses(source: str, name: str) -> bool:
    """Whether the code mentions a name."""
    return any(isinstance(node, ast.Name) and node.id == name for node in ast.walk(ast.parse(source)))


def renamed(source: str, old: str, new: str, keep_docstring: bool = False) -> str:
    """A definition under another name, in its own lines; calls to itself follow."""
    text = textwrap.dedent(source)
    definition = first_definition(text)
    lines = text.splitlines()
    head = lines[definition.lineno - 1]
    lines[definition.lineno - 1] = head.replace(f" {old}", f" {new}", 1)
    documented = ast.get_docstring(definition) is not None and len(definition.body) > 1
    if documented and not keep_docstring:
        docstring = definition.body[0]
        del lines[docstring.lineno - 1 : docstring.end_lineno]
    return with_name("\n".join(lines[definition.lineno - 1 :]), old, new).rstrip()


def written_out(subclass: str, base: str) -> str:
    """A base class with the methods of a subclass: in the place of what they override, else at its end."""
    lines, own_lines = base.splitlines(), subclass.splitlines()
    own = {name: own_lines[node.lineno - 1 : node.end_lineno] for name, node in methods(subclass).items()}
    for name, node in reversed(methods(base).items()):
        if name in own:
            lines[node.lineno - 1 : node.end_lineno] = own.pop(name)
    for added in own.values():
        lines += ["", *added]
    return "\n".join(lines)


def methods(source: str) -> dict[str, ast.FunctionDef]:
    """The methods of the class that a text defines, by name."""
    return {node.name: node for node in first_definition(source).body if isinstance(node, ast.FunctionDef)}


def first_definition(source: str) -> Defined:
    """The function or class that a text defines."""
    return next(node for node in ast.parse(source).body if isinstance(node, (ast.FunctionDef, ast.ClassDef)))


def with_name(source: str, old: str, new: str) -> str:
    """The code with every use of a name changed."""
    found = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Name) and node.id == old]
    lines = [line.encode() for line in source.split("\n")]
    for node in sorted(found, key=lambda node: (node.lineno, node.col_offset), reverse=True):
        line = lines[node.lineno - 1]
        lines[node.lineno - 1] = line[: node.col_offset] + new.encode() + line[node.end_col_offset :]
    return b"\n".join(lines).decode()


def undecorated(source: str) -> str:
    """A module without the decorators of its definitions, which would drag the catalogue along."""
    lines = source.splitlines()
    for node in ast.parse(source).body:
        for decorator in getattr(node, "decorator_list", []):
            for number in range(decorator.lineno, (decorator.end_lineno or decorator.lineno) + 1):
                lines[number - 1] = ""
    return "\n".join(lines)
