"""Mutants of a reference: its own source with one small change, made by cosmic-ray's operators."""

import ast
import difflib
import inspect
import sys
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from autograder.errors import HandmadeError

# These two need the names of variables, and draw what they write at random.
NEEDS_NAMES = ("core/VariableReplacer", "core/VariableInserter")

Span = tuple[tuple[int, int], tuple[int, int]]


@dataclass(frozen=True)
class Mutant:
    """A reference with one change.

    Args:
        before: the changed line as it stands in the reference.
        after: the line as it stands in the mutant.
        source: the mutant's whole source.
    """

    before: str
    after: str
    source: str

    def __str__(self) -> str:
        return f"{self.before} → {self.after}"

    def named(self, text: str) -> bool:
        """Whether a text means this mutant: the line after the change, or ``before → after``."""
        return text in (self.after, str(self))


def mutants_of(reference: Any) -> Iterator[Mutant]:
    """Every mutant of a function or class that compiles, each once.

    Bodies and default values change; docstrings, other strings and annotations do not.

    Raises:
        HandmadeError: cosmic-ray is not installed.
    """
    source = inspect.getsource(reference)
    seen = {ast.dump(ast.parse(source))}
    for mutated in mutated_sources(source):
        form = parsed(mutated)
        if form is not None and form not in seen:
            seen.add(form)
            yield Mutant(*changed_lines(source, mutated), mutated)


def build(mutant: Mutant, reference: Any) -> Any:
    """Define a mutant in a copy of the reference module's names, so that what it uses is there."""
    names = dict(vars(sys.modules[reference.__module__]))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SyntaxWarning)
        exec(compile(mutant.source, f"<mutant of {reference.__name__}>", "exec"), names)
    return names[reference.__name__]


@cache
def operators() -> tuple[Any, ...]:
    """Every operator: cosmic-ray's own, and ours.

    Raises:
        HandmadeError: cosmic-ray is not installed.
    """
    try:
        from cosmic_ray.plugins import get_operator, operator_names

        from autograder.proof.operators import ALL
    except ImportError as error:
        raise HandmadeError(
            "Mutants are made by cosmic-ray, which is not installed. Install the extra: pip install 'handmade[dev]'."
        ) from error
    core = [get_operator(name)() for name in operator_names() if name not in NEEDS_NAMES]
    return (*core, *(operator() for operator in ALL))


def mutated_sources(source: str) -> Iterator[str]:
    """Every source that one operator makes at one position outside annotations and f-strings."""
    makers = operators()
    from cosmic_ray.ast import ast_nodes, get_ast
    from cosmic_ray.mutating import mutate_code

    nodes = list(ast_nodes(get_ast(source)))
    excluded = list(excluded_spans(nodes))
    for operator in makers:
        positions = [position for node in nodes for position in operator.mutation_positions(node)]
        for occurrence, position in enumerate(positions):
            if not any(within(position, span) for span in excluded):
                yield mutate_code(source, operator, occurrence)


def excluded_spans(nodes: list[Any]) -> Iterator[Span]:
    """Where a change is none to the numbers: annotations, and messages written as f-strings."""
    for node in nodes:
        if node.type == "fstring":
            yield node.start_pos, node.end_pos
        elif node.type in ("param", "funcdef") and node.annotation is not None:
            yield node.annotation.start_pos, node.annotation.end_pos
        elif node.type == "annassign":
            yield node.children[1].start_pos, node.children[1].end_pos


def within(position: Span, span: Span) -> bool:
    """Whether a position lies inside a span."""
    return span[0] <= position[0] and position[1] <= span[1]


def parsed(source: str) -> str | None:
    """The syntax tree as text, equal for equal programs; None where the source does not compile."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SyntaxWarning)
        try:
            compile(source, "<mutant>", "exec")
            return ast.dump(ast.parse(source))
        except (SyntaxError, ValueError):
            return None


def changed_lines(before: str, after: str) -> tuple[str, str]:
    """The lines that differ, without indentation and doubled spaces, before and after."""
    one, other = before.splitlines(), after.splitlines()
    matcher = difflib.SequenceMatcher(None, one, other, autojunk=False)
    changes = [opcode for opcode in matcher.get_opcodes() if opcode[0] != "equal"]
    removed = [line for _, start, stop, _, _ in changes for line in one[start:stop]]
    added = [line for _, _, _, start, stop in changes for line in other[start:stop]]
    return " ".join(" ".join(removed).split()), " ".join(" ".join(added).split()) or "(removed)"
