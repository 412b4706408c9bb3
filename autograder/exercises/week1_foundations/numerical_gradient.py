"""Exercise: numerical_gradient."""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from autograder.exercises.exercise import Case, Exercise
from autograder.exercises.week1_foundations.drivers_numeric import drive_numerical_gradient

SQUARES = "the sum of the squares"
CUBES = "the sum of the cubes"
PRODUCT = "the product of all numbers"
SINES = "the sum of weights * sin(x), weights 1, 2, 3, ..."

TORCH_FUNCTIONS: dict[str, Callable[[Any, Any], Any]] = {
    SQUARES: lambda torch, x: (x**2).sum(),
    CUBES: lambda torch, x: (x**3).sum(),
    PRODUCT: lambda torch, x: x.prod(),
    SINES: lambda torch, x: (torch.arange(1, x.numel() + 1).reshape(x.shape) * torch.sin(x)).sum(),
}


def numerical_gradient_cases(rng: np.random.Generator) -> Iterator[Case]:
    hand = {"f": SQUARES, "x": np.array([1.0, 2.0, -4.0])}
    yield Case("three numbers, moved by a half", hand, {"eps": 0.5}, kind="hand")
    yield Case("five numbers", {"f": CUBES, "x": rng.uniform(0.5, 2.0, size=5)})
    yield Case("numbers that depend on each other", {"f": PRODUCT, "x": rng.uniform(0.8, 2.0, size=(2, 3))})
    yield Case("three axes", {"f": SINES, "x": rng.normal(size=(2, 1, 3))})
    eps = float(rng.uniform(0.1, 0.3))
    yield Case("a large step", {"f": CUBES, "x": rng.uniform(0.5, 2.0, size=(3, 2))}, {"eps": eps})
    yield Case("whole numbers", {"f": CUBES, "x": np.array([[1, 2, 3], [4, -5, 6]])}, kind="edge")
    yield Case("a single number", {"f": CUBES, "x": np.array(1.5)}, kind="edge")


def by_autograd(torch: Any, f: str, x: Any, eps: float = 1e-5) -> Any:
    """Torch's exact gradient; a large step is a different question.

    Raises:
        ValueError: the step is not the usual one.
    """
    if eps != 1e-5:
        raise ValueError("autograd takes no step")
    leaf = x.double().requires_grad_()
    return torch.autograd.grad(TORCH_FUNCTIONS[f](torch, leaf), leaf)[0]


NUMERICAL_GRADIENT = Exercise(
    name="numerical_gradient",
    week="week1_foundations",
    points=3,
    title="Numerical gradient",
    answer="reference_impl.functional.numerical_gradient:numerical_gradient",
    cases=numerical_gradient_cases,
    outputs=("gradient",),
    torch=by_autograd,
    drive=drive_numerical_gradient,
    any_dtype=True,
    # Central differences are right to about ten digits, forward ones to five.
    atol=1e-7,
)


@NUMERICAL_GRADIENT.alternative
def by_fresh_copies(f: Callable[[np.ndarray], float], x: np.ndarray, eps: float = 1e-5) -> np.ndarray:
    gradient = np.empty(x.shape)
    for index in np.ndindex(x.shape):
        above, below = x.astype(np.float64), x.astype(np.float64)
        above[index] += eps
        below[index] -= eps
        gradient[index] = (f(above) - f(below)) / (2 * eps)
    return gradient


@NUMERICAL_GRADIENT.alternative
def by_unit_steps(f: Callable[[np.ndarray], float], x: np.ndarray, eps: float = 1e-5) -> np.ndarray:
    steps = eps * np.eye(x.size).reshape(x.size, *x.shape)
    return np.array([f(x + step) - f(x - step) for step in steps]).reshape(x.shape) / (2 * eps)


@NUMERICAL_GRADIENT.alternative
def by_nditer(f: Callable[[np.ndarray], float], x: np.ndarray, eps: float = 1e-5) -> np.ndarray:
    point = np.array(x, dtype=float)
    gradient = np.zeros_like(point)
    iterator = np.nditer(point, flags=["multi_index"])
    for _ in iterator:
        index = iterator.multi_index
        old = point[index]
        point[index] = old + eps
        above = f(point)
        point[index] = old - eps
        gradient[index] = (above - f(point)) / (2 * eps)
        point[index] = old
    return gradient
