"""Branches: modules side by side that are given the same input and meet again."""

import numpy as np

from reference_impl.nn.module import Module


class Parallel(Module):
    """Branches that meet by concatenation, as in an Inception block.

    forward: x -> [f_1(x), f_2(x), ..., f_n(x)],  backward: the gradient is cut up, each branch carries its piece back,
    and what arrives at x is added up.

    Args:
        branches: one or more modules; they are named by position, as in ``0.weight``.
        axis: the axis along which their outputs are joined; for feature maps, the channels, 1.

    Source: Szegedy et al. (2015), "Going Deeper with Convolutions".
    """

    def __init__(self, *branches: Module, axis: int = -1) -> None:
        """Keep the branches in order."""
        self.branches, self.axis = list(branches), axis

    def children(self) -> dict[str, Module]:
        """Return the branches by position: "0", "1", …"""
        return {str(position): branch for position, branch in enumerate(self.branches)}

    def forward(self, x: np.ndarray) -> np.ndarray:
        """Give x to every branch and join what they return."""
        outputs = [branch(x) for branch in self.branches]
        self.cuts = np.cumsum([output.shape[self.axis] for output in outputs])[:-1]
        return np.concatenate(outputs, axis=self.axis)

    def backward(self, grad_output: np.ndarray) -> np.ndarray:
        """Cut the gradient up, pass each piece through its branch, and return the sum."""
        pieces = np.split(grad_output, self.cuts, axis=self.axis)
        return sum(branch.backward(piece) for branch, piece in zip(self.branches, pieces, strict=True))


class Add(Module):
    """Branches that meet by addition; an empty ``Sequential`` is the branch that changes nothing.

    forward: x -> f_1(x) + f_2(x) + ... + f_n(x),  backward: every branch carries the whole gradient back, and what
    arrives at x is added up.

    Args:
        branches: one or more modules whose outputs have one shape; they are named by position, as in ``0.weight``.
    """

    def __init__(self, *branches: Module) -> None:
        """Keep the branches in order."""
        self.branches = list(branches)

    def children(self) -> dict[str, Module]:
        """Return the branches by position: "0", "1", …"""
        return {str(position): branch for position, branch in enumerate(self.branches)}

    def forward(self, x: np.ndarray) -> np.ndarray:
        """Give x to every branch and add up what they return."""
        return sum(branch(x) for branch in self.branches)

    def backward(self, grad_output: np.ndarray) -> np.ndarray:
        """Pass the gradient through every branch and add up what arrives."""
        return sum(branch.backward(grad_output) for branch in self.branches)
