"""What xavier_uniform and kaiming_uniform share: the exercise but for its rule, and torch's draws."""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from autograder.exercises.exercise import Case, Exercise
from autograder.exercises.week1_foundations.drivers_numeric import checked, drive_initialization

# In units of the bound. Two samples of 30,000 weights differ in their means by 0.005 (one standard deviation), in
# their spreads and percentiles by less; the nearest mistake, a 5 for the 6, changes the spread by 0.05.
SAMPLING_ERROR = 0.03


def initialization_exercise(
    name: str, title: str, layer: tuple[int, int], torch: Callable[..., Any], bound: Callable[[tuple[int, ...]], float]
) -> Exercise:
    """An exercise judged by the distribution of what is drawn.

    Args:
        name: of the function.
        title: a few words for tables.
        layer: outputs and inputs of the first case, whose bound is to be a round number.
        torch: ``torch(init, tensor, generator)`` draws as torch does.
        bound: the rule: the largest weight for a shape.
    """
    return Exercise(
        name=name,
        week="week1_foundations",
        points=2,
        title=title,
        answer=f"reference_impl.functional.initialization:{name}",
        cases=lambda rng: initialization_cases(rng, *layer),
        outputs=("weight",),
        torch=lambda module, shape, rng: described(torch_draws(module, torch, shape, rng), bound(shape)),
        drive=drive_initialization,
        observe=lambda values, shape, rng: observed(values, bound(shape)),
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


def observed(values: dict[str, Any], bound: float) -> dict[str, Any]:
    """What is compared of what was drawn."""
    weight = checked(values["weight"])
    within = bool(np.abs(weight).max() <= bound * (1 + 1e-6))
    rest = {name: value for name, value in values.items() if name != "weight"}
    return {"shape": weight.shape, **described(weight, bound), "every weight within the bound": within, **rest}


def described(weight: np.ndarray, bound: float) -> dict[str, float]:
    """Where the weights lie, in units of a bound."""
    return {
        "mean / bound": float(weight.mean() / bound),
        "standard deviation / bound": float(weight.std() / bound),
        "99th percentile of the sizes / bound": float(np.percentile(np.abs(weight), 99) / bound),
    }


def torch_draws(module: Any, draw: Callable[..., Any], shape: tuple[int, ...], rng: str) -> np.ndarray:
    """What torch draws, its generator seeded by a text."""
    generator = module.Generator().manual_seed(sum(rng.encode()))
    return draw(module.nn.init, module.empty(shape), generator).numpy()
