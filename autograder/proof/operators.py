"""Two mutation operators that cosmic-ray lacks and hand-written backwards need, on its own base class.

Gradients are accumulated by ``+=`` and steps taken by ``-=``: cosmic-ray leaves augmented assignments alone, and it
deletes no statements. Importing this module needs cosmic-ray.
"""

from collections.abc import Iterator
from typing import Any

from cosmic_ray.operators.operator import Example, Operator
from parso.python.tree import Keyword

AUGMENTED = {"+=": ("=", "-="), "-=": ("=", "+="), "*=": ("=", "/="), "/=": ("=", "*="), "|=": ("=", "&="), "&=": ("=", "|=")}
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
