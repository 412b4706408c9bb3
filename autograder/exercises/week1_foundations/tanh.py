"""Exercises: tanh and its backward."""

from collections.abc import Iterator

import numpy as np

from autograder.exercises.backward import backward_of
from autograder.exercises.exercise import Case, Exercise
from reference_impl import sigmoid, tanh


def tanh_cases(rng: np.random.Generator) -> Iterator[Case]:
    yield Case("four numbers", {"x": np.array([0.5, 1.0, -1.0, 2.0])}, kind="hand")
    yield Case("a batch of rows", {"x": rng.normal(size=(3, 5))})
    yield Case("a batch of images", {"x": rng.normal(size=(2, 3, 5, 4))})
    yield Case("very negative numbers", {"x": np.array([[-1e3, -1e4, -20.0], [1.0, -750.0, -1.0]])}, kind="edge")
    yield Case("very large numbers", {"x": np.array([[1e3, 1e4, 20.0], [1.0, 750.0, 0.0]])}, kind="edge")
    extremes = np.array([[1e4, -1e4, 100.0], [-100.0, 1e3, -1e3]], np.float32)
    yield Case("extreme numbers in float32", {"x": extremes}, kind="edge")
    yield Case("a single number", {"x": np.array(-1.5)}, kind="edge")
    yield Case("an empty batch", {"x": np.zeros((0, 3))}, kind="edge")
    yield Case("a batch of one", {"x": np.array([[1.5, -0.5, 2.0]])}, kind="edge")


TANH = Exercise(
    name="tanh",
    week="week1_foundations",
    points=1,
    title="Tanh",
    answer="reference_impl.functional.tanh:tanh",
    cases=tanh_cases,
    torch=lambda torch, x: torch.tanh(x),
    sized=lambda rng, n: Case("", {"x": rng.normal(size=(n, n + 1))}),
)


@TANH.mistake
def is_half_as_steep(x: np.ndarray) -> np.ndarray:
    """tanh is a sigmoid of *twice* its input: `2 * sigmoid(2 * x) - 1`."""
    return 2 * sigmoid(x) - 1


@TANH.mistake
def is_the_sigmoid(x: np.ndarray) -> np.ndarray:
    """Yours runs from 0 to 1; tanh runs from -1 to 1."""
    return sigmoid(x)


@TANH.mistake
def is_the_tangent(x: np.ndarray) -> np.ndarray:
    """`np.tan` is the tangent of an angle. The hyperbolic one is `np.tanh`."""
    return np.tan(x)


@TANH.mistake
def turns_the_fraction_upside_down(x: np.ndarray) -> np.ndarray:
    """The difference of the exponentials stands above, their sum below."""
    return (np.exp(x) + np.exp(-x)) / (np.exp(x) - np.exp(-x))


@TANH.mistake
def turns_the_sign(x: np.ndarray) -> np.ndarray:
    """Yours falls as `x` grows. Above stands `exp(x) - exp(-x)`, in this order."""
    return (np.exp(-x) - np.exp(x)) / (np.exp(x) + np.exp(-x))


@TANH.mistake
def divides_infinity_by_infinity(x: np.ndarray) -> np.ndarray:
    """`exp` overflows far from zero, and the fraction becomes inf / inf. `np.tanh` has no such trouble."""
    return (np.exp(x) - np.exp(-x)) / (np.exp(x) + np.exp(-x))


@TANH.mistake
def overflows_for_large_numbers(x: np.ndarray) -> np.ndarray:
    """`exp(2 * x)` overflows for large `x`, and the fraction becomes inf / inf. `np.tanh` has no such trouble."""
    return (np.exp(2 * x) - 1) / (np.exp(2 * x) + 1)


@TANH.mistake
def warns_for_large_numbers(x: np.ndarray) -> np.ndarray:
    """Your numbers are right, but `exp(2 * x)` overflows on the way. `np.tanh` does not."""
    return 1 - 2 / (np.exp(2 * x) + 1)


@TANH.alternative
def by_the_sigmoid(x: np.ndarray) -> np.ndarray:
    return 2 * sigmoid(2 * x) - 1


@TANH.alternative
def by_the_exponential_of_minus_the_size(x: np.ndarray) -> np.ndarray:
    small = np.exp(-2 * np.abs(x))
    return np.sign(x) * (1 - small) / (1 + small)


@TANH.alternative
def by_expm1(x: np.ndarray) -> np.ndarray:
    small = np.expm1(-2 * np.abs(x))
    return np.copysign(small / (small + 2), x)


TANH_BACKWARD = backward_of(TANH, points=1, wrt=("x",))


@TANH_BACKWARD.mistake
def applies_tanh_again(grad_output: np.ndarray, output: np.ndarray) -> np.ndarray:
    """`output` is already what tanh returned. Use it as it is: the slope is `1 - output**2`."""
    return grad_output * (1 - tanh(output) ** 2)


@TANH_BACKWARD.mistake
def forgets_the_upstream_gradient(grad_output: np.ndarray, output: np.ndarray) -> np.ndarray:
    """That is tanh's own slope. The chain rule multiplies it by `grad_output`."""
    return 1 - output * output


@TANH_BACKWARD.mistake
def changes_grad_output_in_place(grad_output: np.ndarray, output: np.ndarray) -> np.ndarray:
    """`*=` changes the caller's `grad_output`. Write `grad_output * ...`, which makes a new array."""
    grad_output *= 1 - output * output
    return grad_output


@TANH_BACKWARD.mistake
def forgets_the_square(grad_output: np.ndarray, output: np.ndarray) -> np.ndarray:
    """The slope is one minus the *square* of the output."""
    return grad_output * (1 - output)


@TANH_BACKWARD.mistake
def takes_the_slope_of_sigmoid(grad_output: np.ndarray, output: np.ndarray) -> np.ndarray:
    """`output * (1 - output)` is the slope of sigmoid. That of tanh is `1 - output**2`."""
    return grad_output * output * (1 - output)


@TANH_BACKWARD.mistake
def adds_the_square(grad_output: np.ndarray, output: np.ndarray) -> np.ndarray:
    """The slope is one *minus* the square: it vanishes where tanh is flat."""
    return grad_output * (1 + output * output)


@TANH_BACKWARD.mistake
def misses_the_brackets(grad_output: np.ndarray, output: np.ndarray) -> np.ndarray:
    """`grad_output * 1 - output**2` is `grad_output - output**2`. Bracket the slope."""
    return grad_output * 1 - output**2


@TANH_BACKWARD.alternative
def by_two_factors(grad_output: np.ndarray, output: np.ndarray) -> np.ndarray:
    return grad_output * (1 - output) * (1 + output)


@TANH_BACKWARD.alternative
def by_two_terms(grad_output: np.ndarray, output: np.ndarray) -> np.ndarray:
    return grad_output - grad_output * np.square(output)
