"""Topological order: a computation listed so that everything comes after what it was computed from."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reference_impl.autograd.tensor import Tensor


def topological_order(tensor: "Tensor") -> "list[Tensor]":
    """List a tensor and all that it was computed from, each once, and each after all of its parents.

    position(parent) < position(child)  for every tensor and each of its ``parents``

    Args:
        tensor: the last of them, such as a loss; ``tensor.parents`` are those that it was computed from, theirs are
            theirs, and so on.

    Returns:
        All of them; ``tensor`` itself is the last.

    Source: Tarjan (1976), "Edge-disjoint spanning trees and depth-first search".
    Pitfall: a function that calls itself for each parent is shorter, and stops at Python's limit of 1000 calls: a
    recurrent network over a long text is deeper than that.
    """
    order, seen = [], set()
    waiting = [(tensor, False)]
    while waiting:
        tensor, parents_are_listed = waiting.pop()
        if parents_are_listed:
            order.append(tensor)
        elif tensor not in seen:
            seen.add(tensor)
            waiting.append((tensor, True))
            waiting += [(parent, False) for parent in tensor.parents]
    return order
