"""One row of the table that the four-way proof runs over, and numbers to run it on."""

from collections.abc import Callable
from dataclasses import dataclass, field
from inspect import signature
from types import ModuleType
from typing import Any

import numpy as np
import torch

import reference_impl as ours

Shape = tuple[int, ...]
Arguments = dict[str, Any]
Sample = Callable[[np.random.Generator, Shape], Arguments]


@dataclass(frozen=True)
class Pair:
    """A forward and its backward, known by name; the equivalent in torch; and a source of arguments.

    ``wrt``: names of the arguments to differentiate by. ``torch`` is given the sampled arguments in order, without the
    ``options``. ``output``: which of several outputs. ``backward``: where the backward wants something that is neither
    an argument nor an output, or has another name. ``part``: where the
    gradients of this output begin and end among those returned.
    """

    name: str
    wrt: str
    torch: Callable[..., torch.Tensor]
    sample: Sample
    options: Arguments = field(default_factory=dict)
    output: int = 0
    backward: Callable[..., Any] | None = None
    part: tuple[int, int] | None = None

    def __str__(self) -> str:
        options = [f"{name} {value}" for name, value in self.options.items() if not callable(value)]
        return ", ".join([self.name, *options, *[f"output {self.output}"] * (self.output > 0)])

    def all_outputs(self, library: ModuleType, arguments: Arguments) -> tuple[Any, ...]:
        options = {name: value() if callable(value) else value for name, value in self.options.items()}
        result = getattr(library, self.name)(**arguments, **options)
        return result if isinstance(result, tuple) else (result,)

    def forward(self, library: ModuleType, arguments: Arguments) -> Any:
        return self.all_outputs(library, arguments)[self.output]

    def gradients(self, grad_output: np.ndarray, arguments: Arguments) -> tuple[np.ndarray, ...]:
        """What the hand-written backward returns; a loss has no upstream gradient, so it is multiplied afterwards."""
        if self.backward is not None:
            result = self.backward(grad_output, **arguments, **self.options)
            return result if isinstance(result, tuple) else (result,)
        backward = getattr(ours, f"{self.name}_backward")
        needed = signature(backward).parameters
        upstream = [name for name in needed if name.startswith("grad_")]
        outputs = self.all_outputs(ours, arguments)
        known = arguments | self.options | {name: np.zeros_like(outputs[0]) for name in upstream}
        known |= zip([name.removeprefix("grad_") for name in upstream], outputs, strict=False)
        besides = [name for name, each in needed.items() if name not in known and each.default is each.empty]
        known |= zip(besides, outputs[len(upstream) :], strict=False)
        if upstream:
            known[upstream[self.output]] = grad_output
        result = backward(**{name: known[name] for name in needed if name in known})
        result = result if isinstance(result, tuple) else (result,)
        if self.part is not None:
            result = result[slice(*self.part)]
        return result if upstream else tuple(grad_output * gradient for gradient in result)


def away_from_zero(rng: np.random.Generator, shape: Shape) -> np.ndarray:
    """Numbers of both signs, none so near to zero that a finite difference would step over the kink."""
    return rng.uniform(0.1, 3, shape) * rng.choice([-1, 1], shape)


def spread(rng: np.random.Generator, shape: Shape, axis: int) -> np.ndarray:
    """Numbers that differ along an axis: a norm divides by their deviation, which must not be near zero."""
    ranks = np.arange(shape[axis]) - (shape[axis] - 1) / 2
    ranks = rng.permuted(np.broadcast_to(ranks, (*shape[:axis], *shape[axis + 1 :], len(ranks))), axis=-1)
    return 2 * np.moveaxis(ranks, -1, axis) + rng.uniform(-0.4, 0.4, shape)


def all_different(rng: np.random.Generator, shape: Shape) -> np.ndarray:
    """Numbers in a random order, any two so far apart that a finite difference never changes which is larger."""
    return rng.permutation(int(np.prod(shape))).reshape(shape) / 8 - 3


def four_sizes(shape: Shape) -> Shape:
    """Any shape as that of images."""
    return (*shape, 2, 3, 2)[:4]


def some(rng: np.random.Generator, count: int, low: int = 1, high: int = 6) -> list[int]:
    """A few random sizes."""
    return [int(size) for size in rng.integers(low, high, count)]


def one(rng: np.random.Generator, shape: Shape) -> Arguments:
    return {"x": away_from_zero(rng, shape)}


def scores_and_classes(rng: np.random.Generator, shape: Shape) -> Arguments:
    targets = rng.integers(shape[-1], size=shape[:-1])
    targets[rng.random(targets.shape) < 0.2] = -100
    targets.flat[:1] = 0
    return {"logits": rng.normal(size=shape), "targets": targets}


def torch_cross_entropy(logits: torch.Tensor, targets: torch.Tensor, label_smoothing: float = 0.0) -> torch.Tensor:
    rows = logits.reshape(-1, logits.shape[-1])
    return torch.nn.functional.cross_entropy(rows, targets.reshape(-1), label_smoothing=label_smoothing)
