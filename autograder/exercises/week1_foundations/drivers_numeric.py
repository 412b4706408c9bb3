"""Drivers: the numerical gradient of named functions, and the drawing of random weights.

They run beside the student's code, so they know neither torch nor the reference, nor what is right.
"""

from collections.abc import Callable
from typing import Any

import numpy as np

from autograder.inside.calling import ReturnError

Initializer = Callable[[tuple[int, ...], np.random.Generator], Any]

# What each is called in a case, because a function cannot travel as data.
SCALAR_FUNCTIONS: dict[str, Callable[[np.ndarray], Any]] = {
    "the sum of the squares": lambda x: np.sum(x**2),
    "the sum of the cubes": lambda x: np.sum(x**3),
    "the product of all numbers": lambda x: np.prod(x),
    "the sum of weights * sin(x), weights 1, 2, 3, ...": lambda x: np.sum(weights_of(x) * np.sin(x)),
}


def weights_of(x: np.ndarray) -> np.ndarray:
    """1, 2, 3, ... in the shape of ``x``, so that no two numbers play the same part."""
    return np.arange(1, x.size + 1).reshape(x.shape)


def drive_numerical_gradient(
    implementation: Callable[..., Any], f: str, x: np.ndarray, **options: float
) -> dict[str, Any]:
    """Ask for the gradient of the function of that name, and note in which precision it was asked.

    Raises:
        ValueError: the function was given an array of another shape than ``x``'s.
    """
    start, coarse = x.copy(), []

    def of(point: np.ndarray) -> Any:
        if np.shape(point) != start.shape:
            wanted = f"f takes an array of the shape of x, {start.shape}"
            raise ValueError(f"{wanted}; it was given one of {np.shape(point)}")
        dtype = np.asarray(point).dtype
        moved = not np.array_equal(point, start)
        if moved and (dtype.kind != "f" or dtype.itemsize < np.dtype(np.float64).itemsize):
            coarse.append(str(dtype))
        return SCALAR_FUNCTIONS[f](np.asarray(point))

    gradient = implementation(of, x, **options)
    if isinstance(gradient, np.ndarray) and gradient.dtype.kind in "fiu":
        gradient = gradient.astype(np.float64)
    return {"dtype of what f was given": coarse[0] if coarse else "float64", "gradient": gradient}


def drive_initialization(implementation: Initializer, shape: tuple[int, ...], rng: str) -> dict[str, Any]:
    """Draw with several generators, and tell what was drawn, whatever the stream of random numbers.

    Args:
        implementation: draws weights of a shape with a generator.
        shape: of the weights.
        rng: any text; equal texts make equal generators.
    """
    before = np.random.get_state()
    try:
        one, same, other = (np.random.default_rng(list(text.encode())) for text in (rng, rng, f"not {rng}"))
        first = checked(implementation(shape, one))
        second, again, fresh = implementation(shape, one), implementation(shape, same), implementation(shape, other)
        untouched = same_state(before, np.random.get_state())
    finally:
        np.random.set_state(before)
    return {
        "weight": first.astype(np.float32),
        "equal generators, equal weights": bool(np.array_equal(first, again)),
        "another generator, other weights": not np.array_equal(first, fresh),
        "drawn again, other weights": not np.array_equal(first, second),
        "numpy's global generator untouched": untouched,
    }


def checked(weight: Any) -> np.ndarray:
    """The weights, if that is what they are.

    Raises:
        ReturnError: they are no array of floats.
    """
    if not isinstance(weight, np.ndarray) or weight.dtype.kind != "f" or weight.size == 0:
        raise ReturnError(f"The weights are a {type(weight).__name__}; they should be an array of floats.")
    return weight


def same_state(one: Any, other: Any) -> bool:
    """Whether two states of numpy's global generator are the same."""
    return all(np.array_equal(before, after) for before, after in zip(one, other, strict=True))
