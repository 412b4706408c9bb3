"""Exercises: relu and its backward."""

from collections.abc import Iterator

import numpy as np

from autograder.exercises.backward import backward_of
from autograder.exercises.exercise import Case, Exercise


def away_from_zero(rng: np.random.Generator, shape: tuple[int, ...]) -> np.ndarray:
    """Draw numbers of both signs, none so near to zero that a finite difference steps over the kink."""
    drawn = rng.normal(size=shape)
    return drawn + np.copysign(0.01, drawn)


def relu_cases(rng: np.random.Generator) -> Iterator[Case]:
    yield Case("four numbers", {"x": np.array([-2.0, 3.0, -0.5, 1.5])}, kind="hand")
    yield Case("a batch of rows", {"x": away_from_zero(rng, (3, 5))})
    yield Case("a batch of images", {"x": away_from_zero(rng, (2, 3, 5, 4))})
    yield Case("exactly zero", {"x": np.array([[0.0, -1.0, 2.0], [1.0, 0.0, 0.0]])}, kind="edge", smooth=False)
    yield Case("large numbers", {"x": np.array([[1e4, -1e4, 1e3], [-1e3, -1.0, 1e-3]])}, kind="edge")
    yield Case("large numbers in float32", {"x": np.array([1e30, -1e30, 1e-30, -1e-30], np.float32)}, kind="edge")
    yield Case("a single number", {"x": np.array(-1.5)}, kind="edge")
    yield Case("an empty batch", {"x": np.zeros((0, 3))}, kind="edge")
    yield Case("a batch of one", {"x": np.array([[1.5, -0.5, 2.0]])}, kind="edge")


RELU = Exercise(
    name="relu",
    week="week1_foundations",
    points=1,
    title="ReLU",
    answer="reference_impl.functional.relu:relu",
    cases=relu_cases,
    torch=lambda torch, x: torch.relu(x),
    sized=lambda rng, n: Case("", {"x": rng.normal(size=(n, n + 1))}),
)


@RELU.mistake
def changes_x_in_place(x: np.ndarray) -> np.ndarray:
    """You wrote the zeros into the caller's `x`. Return a new array: `np.maximum` makes one."""
    x[x < 0] = 0
    return x


@RELU.mistake
def takes_the_largest_along_an_axis(x: np.ndarray) -> np.ndarray:
    """`np.max(x, 0)` is the largest number along axis 0. To compare each number with zero: `np.maximum(x, 0)`."""
    return np.asarray(np.max(x, 0))


@RELU.mistake
def keeps_the_negative_numbers(x: np.ndarray) -> np.ndarray:
    """You keep the negative numbers and drop the positive ones. It is the other way round: `maximum`."""
    return np.minimum(x, 0)


@RELU.mistake
def takes_the_absolute_value(x: np.ndarray) -> np.ndarray:
    """Negative numbers become zero; yours become positive."""
    return np.abs(x)


@RELU.mistake
def returns_the_mask(x: np.ndarray) -> np.ndarray:
    """You say where `x` is positive. ReLU gives the number itself there: multiply the mask by `x`."""
    return x > 0


@RELU.mistake
def returns_a_step(x: np.ndarray) -> np.ndarray:
    """That is one where `x` is positive: the derivative. ReLU itself gives `x` there."""
    return (x > 0).astype(x.dtype)


@RELU.mistake
def widens_to_float64(x: np.ndarray) -> np.ndarray:
    """Float32 became float64 on the way; `np.zeros(x.shape)` does that. Write `np.zeros_like(x)` or a plain `0`."""
    return np.maximum(x, np.zeros(x.shape))


@RELU.alternative
def by_where(x: np.ndarray) -> np.ndarray:
    return np.where(x > 0, x, 0)


@RELU.alternative
def by_multiplying_with_the_mask(x: np.ndarray) -> np.ndarray:
    return x * (x > 0)


@RELU.alternative
def by_a_mask_on_a_copy(x: np.ndarray) -> np.ndarray:
    output = x.copy()
    output[output < 0] = 0
    return output


@RELU.alternative
def by_the_absolute_value(x: np.ndarray) -> np.ndarray:
    return (x + np.abs(x)) / 2


RELU_BACKWARD = backward_of(RELU, points=1, wrt=("x",))


@RELU_BACKWARD.mistake
def changes_grad_output_in_place(grad_output: np.ndarray, x: np.ndarray) -> np.ndarray:
    """You wrote the zeros into the caller's `grad_output`. Work on a copy, or multiply by the mask."""
    grad_output[x <= 0] = 0
    return grad_output


@RELU_BACKWARD.mistake
def forgets_the_upstream_gradient(grad_output: np.ndarray, x: np.ndarray) -> np.ndarray:
    """That is ReLU's own derivative. The chain rule multiplies it by `grad_output`."""
    return (x > 0).astype(x.dtype)


@RELU_BACKWARD.mistake
def asks_the_sign_of_the_gradient(grad_output: np.ndarray, x: np.ndarray) -> np.ndarray:
    """The gate is open where the *input* was positive; a gradient of either sign passes. Ask `x > 0`."""
    return grad_output * (grad_output > 0)


@RELU_BACKWARD.mistake
def multiplies_by_the_output(grad_output: np.ndarray, x: np.ndarray) -> np.ndarray:
    """Where `x` is positive the slope is one, not `x`. Multiply by the mask `x > 0`."""
    return grad_output * np.maximum(x, 0)


@RELU_BACKWARD.mistake
def opens_the_gate_for_negative_numbers(grad_output: np.ndarray, x: np.ndarray) -> np.ndarray:
    """Your gate is open where `x` was negative. It is the positive numbers that reach the output."""
    return grad_output * (x < 0)


@RELU_BACKWARD.mistake
def lets_the_gradient_through_at_zero(grad_output: np.ndarray, x: np.ndarray) -> np.ndarray:
    """At exactly zero the slope is taken to be zero, as in torch: `x > 0`, not `x >= 0`."""
    return grad_output * (x >= 0)


@RELU_BACKWARD.mistake
def halves_the_gradient_at_zero(grad_output: np.ndarray, x: np.ndarray) -> np.ndarray:
    """At exactly zero the slope is taken to be zero, as in torch, not one half."""
    return (grad_output * (0.5 + 0.5 * np.sign(x))).astype(x.dtype)


@RELU_BACKWARD.mistake
def widens_the_gradient_to_float64(grad_output: np.ndarray, x: np.ndarray) -> np.ndarray:
    """Float32 became float64 on the way; a mask by `astype(float)` does that. Multiply by `x > 0` itself."""
    return grad_output * (x > 0).astype(float)


@RELU_BACKWARD.alternative
def gradient_by_where(grad_output: np.ndarray, x: np.ndarray) -> np.ndarray:
    return np.where(x <= 0, 0, grad_output)


@RELU_BACKWARD.alternative
def gradient_by_a_mask_on_a_copy(grad_output: np.ndarray, x: np.ndarray) -> np.ndarray:
    grad_x = np.array(grad_output)
    grad_x[x <= 0] = 0
    return grad_x


@RELU_BACKWARD.alternative
def gradient_by_heaviside(grad_output: np.ndarray, x: np.ndarray) -> np.ndarray:
    return np.heaviside(x, np.zeros_like(x)) * grad_output
