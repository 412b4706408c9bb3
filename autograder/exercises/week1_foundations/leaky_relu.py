"""Exercises: leaky_relu and its backward, for those who want more."""

from collections.abc import Iterator

import numpy as np

from autograder.exercises.backward import backward_of
from autograder.exercises.exercise import Case, Exercise
from autograder.exercises.week1_foundations.relu import away_from_zero


def leaky_relu_cases(rng: np.random.Generator) -> Iterator[Case]:
    yield Case("four numbers", {"x": np.array([-2.0, 3.0, -0.5, 1.5])}, {"slope": 0.1}, kind="hand")
    yield Case("a batch of rows, the usual slope", {"x": away_from_zero(rng, (3, 5))})
    yield Case("a steeper slope", {"x": away_from_zero(rng, (2, 7, 3))}, {"slope": float(rng.uniform(0.2, 0.6))})
    zeros = np.array([[0.0, -1.0, 2.0], [1.0, 0.0, 0.0]])
    yield Case("exactly zero", {"x": zeros}, {"slope": 0.3}, kind="edge", smooth=False)
    yield Case("large numbers", {"x": np.array([[1e4, -1e4, 1e3], [-1e3, -1.0, 1e-3]])}, kind="edge")
    yield Case("large numbers in float32", {"x": np.array([1e30, -1e30, 1e-30, -1e-30], np.float32)}, kind="edge")
    yield Case("a single number", {"x": np.array(-1.5)}, {"slope": 0.2}, kind="edge")
    yield Case("an empty batch", {"x": np.zeros((0, 3))}, kind="edge")
    yield Case("a batch of one", {"x": np.array([[1.5, -0.5, 2.0]])}, kind="edge")


LEAKY_RELU = Exercise(
    name="leaky_relu",
    week="week1_foundations",
    points=1,
    title="Leaky ReLU",
    answer="reference_impl.functional.leaky_relu:leaky_relu",
    cases=leaky_relu_cases,
    torch=lambda torch, x, slope=0.01: torch.nn.functional.leaky_relu(x, slope),
    sized=lambda rng, n: Case("", {"x": rng.normal(size=(n, n + 1))}),
    stretch=True,
)
LEAKY_RELU.equivalent("return np.where(x >= 0, x, slope * x)", "At zero both branches give zero.")


@LEAKY_RELU.mistake
def changes_x_in_place(x: np.ndarray, slope: float = 0.01) -> np.ndarray:
    """You scaled the caller's `x`. Return a new array: `np.where` makes one."""
    x[x < 0] *= slope
    return x


@LEAKY_RELU.mistake
def ignores_the_slope(x: np.ndarray, slope: float = 0.01) -> np.ndarray:
    """Your negative side always has the slope 0.01. Multiply by the argument `slope`."""
    return np.where(x > 0, x, 0.01 * x)


@LEAKY_RELU.mistake
def is_the_plain_relu(x: np.ndarray, slope: float = 0.01) -> np.ndarray:
    """The negative side is lost. It stays, multiplied by `slope`."""
    return np.maximum(x, 0)


@LEAKY_RELU.mistake
def shrinks_the_positive_side(x: np.ndarray, slope: float = 0.01) -> np.ndarray:
    """You shrink what is positive and keep what is negative. Swap the two branches."""
    return np.where(x > 0, slope * x, x)


@LEAKY_RELU.mistake
def returns_the_slope_itself(x: np.ndarray, slope: float = 0.01) -> np.ndarray:
    """On the negative side the output is `slope * x`, not `slope`."""
    return np.where(x > 0, x, slope)


@LEAKY_RELU.mistake
def turns_the_negative_side_up(x: np.ndarray, slope: float = 0.01) -> np.ndarray:
    """Negative numbers stay negative: `slope * x`, without a minus sign or an absolute value."""
    return np.where(x > 0, x, slope * np.abs(x))


@LEAKY_RELU.alternative
def by_the_larger_of_two_lines(x: np.ndarray, slope: float = 0.01) -> np.ndarray:
    return np.maximum(x, slope * x)


@LEAKY_RELU.alternative
def by_two_halves(x: np.ndarray, slope: float = 0.01) -> np.ndarray:
    return np.maximum(x, 0) + slope * np.minimum(x, 0)


@LEAKY_RELU.alternative
def by_a_mask_on_a_copy(x: np.ndarray, slope: float = 0.01) -> np.ndarray:
    output = x.copy()
    output[output < 0] *= slope
    return output


LEAKY_RELU_BACKWARD = backward_of(LEAKY_RELU, points=1, wrt=("x",))


@LEAKY_RELU_BACKWARD.mistake
def changes_grad_output_in_place(grad_output: np.ndarray, x: np.ndarray, slope: float = 0.01) -> np.ndarray:
    """You scaled the caller's `grad_output`. Return a new array: `np.where` makes one."""
    grad_output[x <= 0] *= slope
    return grad_output


@LEAKY_RELU_BACKWARD.mistake
def ignores_the_slope_going_back(grad_output: np.ndarray, x: np.ndarray, slope: float = 0.01) -> np.ndarray:
    """Your negative side always has the slope 0.01. Multiply by the argument `slope`."""
    return np.where(x > 0, grad_output, 0.01 * grad_output)


@LEAKY_RELU_BACKWARD.mistake
def forgets_the_upstream_gradient(grad_output: np.ndarray, x: np.ndarray, slope: float = 0.01) -> np.ndarray:
    """That is the derivative of leaky ReLU alone. The chain rule multiplies it by `grad_output`."""
    return np.where(x > 0, 1, slope).astype(x.dtype)


@LEAKY_RELU_BACKWARD.mistake
def blocks_the_negative_side(grad_output: np.ndarray, x: np.ndarray, slope: float = 0.01) -> np.ndarray:
    """That is the backward of the plain ReLU. On the negative side `slope * grad_output` passes."""
    return grad_output * (x > 0)


@LEAKY_RELU_BACKWARD.mistake
def multiplies_by_the_output(grad_output: np.ndarray, x: np.ndarray, slope: float = 0.01) -> np.ndarray:
    """The derivative is one or `slope`, not the output: leave `x` out of the two branches."""
    return grad_output * np.where(x > 0, x, slope * x)


@LEAKY_RELU_BACKWARD.mistake
def asks_the_sign_of_the_gradient(grad_output: np.ndarray, x: np.ndarray, slope: float = 0.01) -> np.ndarray:
    """Which side applies was decided by the input: ask `x > 0`, not the sign of `grad_output`."""
    return np.where(grad_output > 0, grad_output, slope * grad_output)


@LEAKY_RELU_BACKWARD.mistake
def counts_zero_as_positive(grad_output: np.ndarray, x: np.ndarray, slope: float = 0.01) -> np.ndarray:
    """Zero belongs to the negative side, as in torch: `x > 0`, not `x >= 0`."""
    return np.where(x >= 0, grad_output, slope * grad_output)


@LEAKY_RELU_BACKWARD.mistake
def widens_the_gradient_to_float64(grad_output: np.ndarray, x: np.ndarray, slope: float = 0.01) -> np.ndarray:
    """Float32 became float64; `np.where(x > 0, 1.0, slope)` does that. Put `grad_output` into both branches."""
    return grad_output * np.where(x > 0, 1.0, slope)


@LEAKY_RELU_BACKWARD.alternative
def by_two_masks(grad_output: np.ndarray, x: np.ndarray, slope: float = 0.01) -> np.ndarray:
    return grad_output * (x > 0) + slope * grad_output * (x <= 0)


@LEAKY_RELU_BACKWARD.alternative
def gradient_by_a_mask_on_a_copy(grad_output: np.ndarray, x: np.ndarray, slope: float = 0.01) -> np.ndarray:
    derivative = np.ones_like(x)
    derivative[x <= 0] = slope
    return derivative * grad_output
