"""Exercises: softmax and its backward."""

from collections.abc import Iterator

import numpy as np

from autograder.exercises.backward import backward_of
from autograder.exercises.exercise import Case, Exercise
from reference_impl import softmax


def softmax_cases(rng: np.random.Generator) -> Iterator[Case]:
    yield Case("three scores", {"x": np.array([0.0, 1.0, 2.0])}, kind="hand")
    yield Case("a batch of rows", {"x": rng.normal(size=(3, 5))})
    yield Case("along the first axis", {"x": rng.normal(size=(5, 3))}, {"axis": 0})
    yield Case("along the middle of three axes", {"x": rng.normal(size=(2, 7, 3))}, {"axis": 1})
    yield Case("scores in the thousands", {"x": np.array([[1e4, -1e4, 9999.0], [-1e4, -1e4, -1e4]])}, kind="edge")
    yield Case("large scores in float32", {"x": np.array([[100.0, 0.0, -100.0]], np.float32)}, kind="edge")
    yield Case("rows of one score", {"x": rng.normal(size=(3, 1))}, kind="edge")
    yield Case("an empty batch", {"x": np.zeros((0, 3))}, kind="edge")


SOFTMAX = Exercise(
    name="softmax",
    week="week1_foundations",
    points=2,
    title="Softmax",
    answer="reference_impl.functional.softmax:softmax",
    cases=softmax_cases,
    torch=lambda torch, x, axis=-1: torch.softmax(x, dim=axis),
    sized=lambda rng, n: Case("", {"x": rng.normal(size=(n, n + 1))}),
)


@SOFTMAX.mistake
def changes_x_in_place(x: np.ndarray, axis: int = -1) -> np.ndarray:
    """`x -= ...` changes the caller's scores. Write `shifted = x - ...`, which makes a new array."""
    x -= x.max(axis=axis, keepdims=True)
    exponentials = np.exp(x)
    return exponentials / exponentials.sum(axis=axis, keepdims=True)


@SOFTMAX.mistake
def forgets_the_exponential(x: np.ndarray, axis: int = -1) -> np.ndarray:
    """You divide the scores themselves by their sum. First comes `exp`, which makes every one positive."""
    return x / x.sum(axis=axis, keepdims=True)


@SOFTMAX.mistake
def adds_a_small_number_to_the_sum(x: np.ndarray, axis: int = -1) -> np.ndarray:
    """After the shift the sum is at least one, never zero. The small number only makes the weights sum to less."""
    exponentials = np.exp(x - x.max(axis=axis, keepdims=True))
    return exponentials / (exponentials.sum(axis=axis, keepdims=True) + 1e-8)


@SOFTMAX.mistake
def exponentiates_raw_scores(x: np.ndarray, axis: int = -1) -> np.ndarray:
    """`exp` of a large score overflows. Subtract the row's maximum first: it cancels in the fraction."""
    exponentials = np.exp(x)
    return exponentials / exponentials.sum(axis=axis, keepdims=True)


@SOFTMAX.mistake
def sums_over_everything(x: np.ndarray, axis: int = -1) -> np.ndarray:
    """Each row must sum to one by itself. Give `sum` the `axis`, and keep it with `keepdims=True`."""
    exponentials = np.exp(x - x.max(axis=axis, keepdims=True))
    return exponentials / exponentials.sum()


@SOFTMAX.mistake
def ignores_the_axis(x: np.ndarray, axis: int = -1) -> np.ndarray:
    """You normalise along the last axis whatever `axis` says. Pass `axis=axis` to both `max` and `sum`."""
    exponentials = np.exp(x - x.max(axis=-1, keepdims=True))
    return exponentials / exponentials.sum(axis=-1, keepdims=True)


@SOFTMAX.mistake
def drops_the_summed_axis(x: np.ndarray, axis: int = -1) -> np.ndarray:
    """The sum lost its axis, so it lines up with the wrong one, or with none. Keep it: `keepdims=True`."""
    exponentials = np.exp(x - x.max(axis=axis, keepdims=True))
    return exponentials / exponentials.sum(axis=axis)


@SOFTMAX.mistake
def subtracts_the_global_maximum(x: np.ndarray, axis: int = -1) -> np.ndarray:
    """A row far below the largest score of the batch underflows to 0/0. Subtract each row's own maximum."""
    exponentials = np.exp(x - x.max())
    return exponentials / exponentials.sum(axis=axis, keepdims=True)


@SOFTMAX.mistake
def forgets_to_divide_by_the_sum(x: np.ndarray, axis: int = -1) -> np.ndarray:
    """Your weights do not sum to one. Divide the exponentials by their sum along the axis."""
    return np.exp(x - x.max(axis=axis, keepdims=True))


@SOFTMAX.mistake
def runs_along_axis_0_unless_told(x: np.ndarray, axis: int = 0) -> np.ndarray:
    """Without an `axis` softmax runs along the *last* one: the default is `axis=-1`."""
    exponentials = np.exp(x - x.max(axis=axis, keepdims=True))
    return exponentials / exponentials.sum(axis=axis, keepdims=True)


@SOFTMAX.alternative
def exponential_of_the_log_softmax(x: np.ndarray, axis: int = -1) -> np.ndarray:
    shifted = x - np.max(x, axis=axis, keepdims=True)
    return np.exp(shifted - np.log(np.sum(np.exp(shifted), axis=axis, keepdims=True)))


@SOFTMAX.alternative
def with_the_axis_moved_last(x: np.ndarray, axis: int = -1) -> np.ndarray:
    last = np.moveaxis(x, axis, -1)
    weights = np.exp(last - np.amax(last, axis=-1)[..., None])
    weights /= np.einsum("...i->...", weights)[..., None]
    return np.moveaxis(weights, -1, axis)


SOFTMAX_BACKWARD = backward_of(SOFTMAX, points=3, wrt=("x",))


@SOFTMAX_BACKWARD.mistake
def changes_grad_output_in_place(grad_output: np.ndarray, output: np.ndarray, axis: int = -1) -> np.ndarray:
    """`*=` and `-=` change the caller's `grad_output`. Write the product out, which makes a new array."""
    grad_output *= output
    return grad_output - output * grad_output.sum(axis=axis, keepdims=True)


@SOFTMAX_BACKWARD.mistake
def applies_softmax_again(grad_output: np.ndarray, output: np.ndarray, axis: int = -1) -> np.ndarray:
    """`output` is already what softmax returned. Use it as it is."""
    again = softmax(output, axis)
    return again * (grad_output - (grad_output * again).sum(axis=axis, keepdims=True))


@SOFTMAX_BACKWARD.mistake
def keeps_only_the_diagonal(grad_output: np.ndarray, output: np.ndarray, axis: int = -1) -> np.ndarray:
    """That is the derivative of an output by its own score. Raising one score also lowers all the other outputs."""
    return grad_output * output * (1 - output)


@SOFTMAX_BACKWARD.mistake
def forgets_the_upstream_gradient(grad_output: np.ndarray, output: np.ndarray, axis: int = -1) -> np.ndarray:
    """The chain rule multiplies by `grad_output`; yours does not depend on it in the first term."""
    return output * (1 - (grad_output * output).sum(axis=axis, keepdims=True))


@SOFTMAX_BACKWARD.mistake
def subtracts_the_plain_sum(grad_output: np.ndarray, output: np.ndarray, axis: int = -1) -> np.ndarray:
    """The sum over the row weighs each upstream gradient by its output: sum `grad_output * output`."""
    return output * (grad_output - grad_output.sum(axis=axis, keepdims=True))


@SOFTMAX_BACKWARD.mistake
def sums_the_batch(grad_output: np.ndarray, output: np.ndarray, axis: int = -1) -> np.ndarray:
    """Rows do not influence each other. Sum along `axis` only, with `keepdims=True`."""
    return output * (grad_output - (grad_output * output).sum())


@SOFTMAX_BACKWARD.mistake
def ignores_the_axis_going_back(grad_output: np.ndarray, output: np.ndarray, axis: int = -1) -> np.ndarray:
    """You sum along the last axis whatever `axis` says. Pass `axis=axis`."""
    return output * (grad_output - (grad_output * output).sum(axis=-1, keepdims=True))


@SOFTMAX_BACKWARD.mistake
def drops_the_summed_axis_going_back(grad_output: np.ndarray, output: np.ndarray, axis: int = -1) -> np.ndarray:
    """The sum lost its axis, so it lines up with the wrong one, or with none. Keep it: `keepdims=True`."""
    return output * (grad_output - (grad_output * output).sum(axis=axis))


@SOFTMAX_BACKWARD.mistake
def lets_no_score_push_the_others(grad_output: np.ndarray, output: np.ndarray, axis: int = -1) -> np.ndarray:
    """`grad_output * output` is only half of it: a score also lowers every other output of its row.
    Subtract `output` times the sum of `grad_output * output`.
    """
    return grad_output * output


@SOFTMAX_BACKWARD.mistake
def forgets_the_output_outside(grad_output: np.ndarray, output: np.ndarray, axis: int = -1) -> np.ndarray:
    """The bracket is right; multiply it by `output`."""
    return grad_output - (grad_output * output).sum(axis=axis, keepdims=True)


@SOFTMAX_BACKWARD.alternative
def by_the_full_jacobian(grad_output: np.ndarray, output: np.ndarray, axis: int = -1) -> np.ndarray:
    y, g = np.moveaxis(output, axis, -1), np.moveaxis(grad_output, axis, -1)
    jacobian = y[..., :, None] * (np.eye(y.shape[-1], dtype=y.dtype) - y[..., None, :])
    return np.moveaxis((jacobian @ g[..., None])[..., 0], -1, axis)


@SOFTMAX_BACKWARD.alternative
def by_einsum(grad_output: np.ndarray, output: np.ndarray, axis: int = -1) -> np.ndarray:
    y, g = np.moveaxis(output, axis, -1), np.moveaxis(grad_output, axis, -1)
    return np.moveaxis(y * (g - np.einsum("...i,...i->...", g, y)[..., None]), -1, axis)
