"""Exercises: sigmoid and its backward."""

from collections.abc import Iterator

import numpy as np

from autograder.exercises.backward import backward_of
from autograder.exercises.exercise import Case, Exercise
from reference_impl import sigmoid


def sigmoid_cases(rng: np.random.Generator) -> Iterator[Case]:
    yield Case("four numbers", {"x": np.array([0.0, 1.0, -1.0, 3.0])}, kind="hand")
    yield Case("a batch of rows", {"x": 2 * rng.normal(size=(3, 5))})
    yield Case("a batch of images", {"x": 2 * rng.normal(size=(2, 3, 5, 4))})
    yield Case("very large numbers", {"x": np.array([[1e3, 1e4, 40.0], [1.0, 750.0, -1.0]])}, kind="edge")
    yield Case("very negative numbers", {"x": np.array([[-1e3, -1e4, -40.0], [1.0, -750.0, -1.0]])}, kind="edge")
    extremes = np.array([[1e4, -1e4, 100.0], [-100.0, 1e3, -1e3]], np.float32)
    yield Case("extreme numbers in float32", {"x": extremes}, kind="edge")
    yield Case("a single number", {"x": np.array(-1.5)}, kind="edge")
    yield Case("an empty batch", {"x": np.zeros((0, 3))}, kind="edge")
    yield Case("a batch of one", {"x": np.array([[1.5, -0.5, 2.0]])}, kind="edge")


SIGMOID = Exercise(
    name="sigmoid",
    week="week1_foundations",
    points=2,
    title="Sigmoid",
    answer="reference_impl.functional.sigmoid:sigmoid",
    cases=sigmoid_cases,
    torch=lambda torch, x: torch.sigmoid(x),
    sized=lambda rng, n: Case("", {"x": rng.normal(size=(n, n + 1))}),
)


@SIGMOID.mistake
def misses_the_brackets(x: np.ndarray) -> np.ndarray:
    """`1 / 1 + np.exp(-x)` is `(1 / 1) + np.exp(-x)`. Bracket the denominator."""
    return 1 / 1 + np.exp(-x)


@SIGMOID.mistake
def turns_the_sign(x: np.ndarray) -> np.ndarray:
    """Yours falls as `x` grows. It is `exp(-x)` that stands below."""
    return 1 / (1 + np.exp(x))


@SIGMOID.mistake
def is_twice_as_steep(x: np.ndarray) -> np.ndarray:
    """In the form with tanh, `x` is halved first: `(tanh(x / 2) + 1) / 2`."""
    return 0.5 * np.tanh(x) + 0.5


@SIGMOID.mistake
def is_tanh(x: np.ndarray) -> np.ndarray:
    """Yours runs from -1 to 1; sigmoid runs from 0 to 1."""
    return np.tanh(x)


@SIGMOID.mistake
def fills_a_float64_array(x: np.ndarray) -> np.ndarray:
    """Float32 became float64 on the way; `np.zeros(x.shape)` and `astype(float)` do that. Write `np.zeros_like(x)`."""
    output, positive = np.zeros(x.shape), x >= 0
    output[positive] = 1 / (1 + np.exp(-x[positive]))
    output[~positive] = np.exp(x[~positive]) / (1 + np.exp(x[~positive]))
    return output


@SIGMOID.mistake
def divides_infinity_by_infinity(x: np.ndarray) -> np.ndarray:
    """`exp(x) / (1 + exp(x))` is inf / inf for large `x`. Use this form for negative `x` only, or use `tanh`."""
    return np.exp(x) / (1 + np.exp(x))


@SIGMOID.mistake
def computes_both_branches_everywhere(x: np.ndarray) -> np.ndarray:
    """`np.where` chooses after both branches were computed for every number, so each overflows where it is not
    wanted. Take `exp(-abs(x))`, which never does, or fill by index, or use `tanh`.
    """
    return np.where(x >= 0, 1 / (1 + np.exp(-x)), np.exp(x) / (1 + np.exp(x)))


@SIGMOID.mistake
def overflows_for_negative_numbers(x: np.ndarray) -> np.ndarray:
    """`exp(-x)` overflows when `x` is very negative. Use `exp(x) / (1 + exp(x))` there, or the form with `tanh`."""
    return 1 / (1 + np.exp(-x))


@SIGMOID.mistake
def clips_too_late_for_float32(x: np.ndarray) -> np.ndarray:
    """Clipping at 500 saves float64, but in float32 `exp` overflows from 89. The form with `tanh` needs no clipping."""
    return 1 / (1 + np.exp(-np.clip(x, -500, 500)))


@SIGMOID.alternative
def by_the_exponential_of_minus_the_size(x: np.ndarray) -> np.ndarray:
    small = np.exp(-np.abs(x))
    return np.where(x >= 0, 1, small) / (1 + small)


@SIGMOID.alternative
def by_index(x: np.ndarray) -> np.ndarray:
    output, positive = np.empty_like(x), x >= 0
    output[positive] = 1 / (1 + np.exp(-x[positive]))
    exponential = np.exp(x[~positive])
    output[~positive] = exponential / (1 + exponential)
    return output


@SIGMOID.alternative
def by_logaddexp(x: np.ndarray) -> np.ndarray:
    return np.exp(-np.logaddexp(0, -x))


@SIGMOID.alternative
def by_scipy(x: np.ndarray) -> np.ndarray:
    from scipy.special import expit

    return np.asarray(expit(x))


SIGMOID_BACKWARD = backward_of(SIGMOID, points=1, wrt=("x",))


@SIGMOID_BACKWARD.mistake
def applies_sigmoid_again(grad_output: np.ndarray, output: np.ndarray) -> np.ndarray:
    """`output` is already what sigmoid returned. Use it as it is: the slope is `output * (1 - output)`."""
    again = sigmoid(output)
    return grad_output * again * (1 - again)


@SIGMOID_BACKWARD.mistake
def forgets_the_upstream_gradient(grad_output: np.ndarray, output: np.ndarray) -> np.ndarray:
    """That is sigmoid's own slope. The chain rule multiplies it by `grad_output`."""
    return output * (1 - output)


@SIGMOID_BACKWARD.mistake
def changes_grad_output_in_place(grad_output: np.ndarray, output: np.ndarray) -> np.ndarray:
    """`*=` changes the caller's `grad_output`. Write `grad_output * ...`, which makes a new array."""
    grad_output *= output * (1 - output)
    return grad_output


@SIGMOID_BACKWARD.mistake
def takes_the_slope_of_tanh(grad_output: np.ndarray, output: np.ndarray) -> np.ndarray:
    """`1 - output**2` is the slope of tanh. Sigmoid's is `output * (1 - output)`."""
    return grad_output * (1 - output * output)


@SIGMOID_BACKWARD.mistake
def forgets_one_factor(grad_output: np.ndarray, output: np.ndarray) -> np.ndarray:
    """The slope has two factors, `output` and `1 - output`. The second is missing."""
    return grad_output * output


@SIGMOID_BACKWARD.mistake
def forgets_the_output(grad_output: np.ndarray, output: np.ndarray) -> np.ndarray:
    """The slope has two factors, `output` and `1 - output`. The first is missing."""
    return grad_output * (1 - output)


@SIGMOID_BACKWARD.mistake
def turns_the_sign_going_back(grad_output: np.ndarray, output: np.ndarray) -> np.ndarray:
    """Sigmoid rises everywhere, so its slope is positive: `1 - output`, not `output - 1`."""
    return grad_output * output * (output - 1)


@SIGMOID_BACKWARD.alternative
def by_the_output_and_its_square(grad_output: np.ndarray, output: np.ndarray) -> np.ndarray:
    return grad_output * (output - output**2)


@SIGMOID_BACKWARD.alternative
def by_two_terms(grad_output: np.ndarray, output: np.ndarray) -> np.ndarray:
    carried = np.multiply(grad_output, output)
    return carried - carried * output
