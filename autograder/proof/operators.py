"""Mutation operators that cosmic-ray lacks and hand-written gradients need, on its own base class.

Gradients are accumulated by ``+=`` and steps taken by ``-=``, sums are mistaken for means, an ``axis`` is forgotten:
cosmic-ray changes no augmented assignment, deletes no statement or argument, and swaps no function.
Importing this module needs cosmic-ray.
"""

from collections.abc import Iterator
from typing import Any

from cosmic_ray.operators.operator import Example, Operator
from parso.python.tree import Keyword

AUGMENTED = {"+=": ("=", "-="), "-=": ("=", "+="), "*=": ("=", "/="), "/=": ("=", "*="), "|=": ("=",), "&=": ("=",)}
TWINS = (
    ("sum", "mean"),
    ("max", "min"),
    ("maximum", "minimum"),
    ("argmax", "argmin"),
    ("exp", "expm1"),
    ("log", "log1p"),
)
FUNCTIONS = dict(TWINS) | {other: one for one, other in TWINS}
DELETABLE = ("expr_stmt", "atom_expr", "power")

Position = tuple[tuple[int, int], tuple[int, int]]


class ReplaceAugmentedAssignment(Operator):  # type: ignore[misc]
    """Turn ``+=`` into ``=`` and into ``-=``, and so on."""

    def mutation_positions(self, node: Any) -> Iterator[Position]:
        """Once for each thing that an augmented assignment can become."""
        if node.type == "operator":
            for _ in AUGMENTED.get(node.value, ()):
                yield node.start_pos, node.end_pos

    def mutate(self, node: Any, index: int) -> Any:
        """Write the other assignment."""
        node.value = AUGMENTED[node.value][index]
        return node

    @classmethod
    def examples(cls) -> tuple[Example, ...]:
        """What it does."""
        return (Example("x += y", "x = y"), Example("x += y", "x -= y", occurrence=1))


class ReplaceFunction(Operator):  # type: ignore[misc]
    """Turn ``.sum`` into ``.mean``, ``.max`` into ``.min``, and so on."""

    def mutation_positions(self, node: Any) -> Iterator[Position]:
        """Where a function with a twin is taken from something by a dot."""
        if node.type == "name" and node.value in FUNCTIONS and getattr(node.get_previous_leaf(), "value", "") == ".":
            yield node.start_pos, node.end_pos

    def mutate(self, node: Any, index: int) -> Any:
        """Write its twin."""
        node.value = FUNCTIONS[node.value]
        return node

    @classmethod
    def examples(cls) -> tuple[Example, ...]:
        """What it does."""
        return (Example("x.sum()", "x.mean()"), Example("np.log1p(x)", "np.log(x)"))


class DeleteKeywordArgument(Operator):  # type: ignore[misc]
    """Leave out a keyword argument of a call."""

    def mutation_positions(self, node: Any) -> Iterator[Position]:
        """Once for each keyword argument."""
        for argument in keyword_arguments(node):
            yield argument.start_pos, argument.end_pos

    def mutate(self, node: Any, index: int) -> Any:
        """Take the argument out, with the comma before it."""
        at = node.children.index(keyword_arguments(node)[index])
        first = at - 1 if node.type == "arglist" and at > 0 else at
        last = at + 1 if node.type == "arglist" and at == 0 else at
        del node.children[first : last + 1]
        return node

    @classmethod
    def examples(cls) -> tuple[Example, ...]:
        """What it does."""
        return (Example("f(x, axis=0)", "f(x)"), Example("x.sum(axis=0)", "x.sum()"))


class DeleteStatement(Operator):  # type: ignore[misc]
    """Turn a call or an assignment that stands by itself into ``pass``."""

    def mutation_positions(self, node: Any) -> Iterator[Position]:
        """Once for each such statement."""
        if node.type == "simple_stmt" and node.children[0].type in DELETABLE:
            yield node.children[0].start_pos, node.children[0].end_pos

    def mutate(self, node: Any, index: int) -> Any:
        """Write ``pass`` in its place."""
        statement = node.children[0]
        node.children[0] = Keyword("pass", statement.start_pos, prefix=statement.get_first_leaf().prefix)
        return node

    @classmethod
    def examples(cls) -> tuple[Example, ...]:
        """What it does."""
        return (Example("f(x)\n", "pass\n"),)


def keyword_arguments(node: Any) -> list[Any]:
    """The keyword arguments right inside the brackets of a call."""
    if node.type not in ("arglist", "trailer"):
        return []
    return [child for child in node.children if child.type == "argument" and child.children[1] == "="]


ALL = (ReplaceAugmentedAssignment, ReplaceFunction, DeleteKeywordArgument, DeleteStatement)
