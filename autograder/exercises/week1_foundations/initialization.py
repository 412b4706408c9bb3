"""What xavier_uniform and kaiming_uniform share: the exercise but for its rule, and torch's draws."""

import math
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from autograder.exercises.exercise import Case, Driver, Exercise
from autograder.exercises.week1_foundations.drivers_numeric import described

# In units of the bound. Two samples of 30,000 weights differ in their means by 0.005 (one standard deviation), in
# their spreads and percentiles by less; the nearest mistake, a 5 for the 6, changes the spread by 0.05.
SAMPLING_ERROR = 0.03


def initialization_exercise(
    name: str, title: str, layer: tuple[int, int], torch: Callable[..., dict[str, float]], drive: Driver
) -> Exercise:
    """An exercise judged by the distribution of what is drawn.

    Args:
        name: of the function.
        title: a few words for tables.
        layer: outputs and inputs of the first case, whose bound is to be a round number.
        torch: what torch draws, described.
        drive: what the implementation draws, described in the same way.
    """
    return Exercise(
        name=name,
        week="week1_foundations",
        points=2,
        title=title,
        answer=f"reference_impl.functional.initialization:{name}",
        cases=lambda rng: initialization_cases(rng, *layer),
        outputs=("weight",),
        torch=torch,
        drive=drive,
        any_dtype=True,
        atol=SAMPLING_ERROR,
    )


def initialization_cases(rng: np.random.Generator, outputs: int, inputs: int) -> Iterator[Case]:
    """Layers and kernels, the first of them of the given size.

    A generator is named by a text, because it would be used up by the first who draws from it.
    """

    def seed() -> str:
        return f"default_rng({rng.integers(10_000)})"

    yield Case(f"{inputs} inputs, {outputs} outputs", {"shape": (outputs, inputs), "rng": seed()}, kind="hand")
    wide = (int(rng.integers(130, 170)), int(rng.integers(280, 330)))
    yield Case("more inputs than outputs", {"shape": wide, "rng": seed()})
    yield Case("the kernels of a convolution", {"shape": (64, 33, 3, 5), "rng": seed()})
    yield Case("kernels with one axis", {"shape": (31, 97, 11), "rng": seed()})


def torch_xavier(torch: Any, shape: tuple[int, ...], rng: str) -> dict[str, float]:
    """What torch draws, described in the same way."""
    weight = torch.nn.init.xavier_uniform_(torch.empty(shape), generator=generator(torch, rng))
    positions = math.prod(shape[2:])
    return described(weight.numpy(), math.sqrt(6 / (shape[0] * positions + shape[1] * positions)))


def torch_kaiming(torch: Any, shape: tuple[int, ...], rng: str) -> dict[str, float]:
    """What torch draws, described in the same way."""
    init = torch.nn.init.kaiming_uniform_
    weight = init(torch.empty(shape), nonlinearity="relu", generator=generator(torch, rng))
    return described(weight.numpy(), math.sqrt(6 / math.prod(shape[1:])))


def generator(torch: Any, rng: str) -> Any:
    """Torch's generator, seeded by a text."""
    return torch.Generator().manual_seed(sum(rng.encode()))
