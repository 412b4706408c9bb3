"""Exercises: log_softmax and its backward."""

from collections.abc import Iterator

import numpy as np

from autograder.exercises.backward import backward_of
from autograder.exercises.exercise import Case, Exercise
from reference_impl import softmax


def log_softmax_cases(rng: np.random.Generator) -> Iterator[Case]:
    yield Case("three scores", {"x": np.array([0.0, 1.0, 2.0])}, kind="hand")
    yield Case("a batch of rows", {"x": rng.normal(size=(3, 5))})
    yield Case("along the first axis", {"x": rng.normal(size=(5, 3))}, {"axis": 0})
    yield Case("along the middle of three axes", {"x": rng.normal(size=(2, 7, 3))}, {"axis": 1})
    yield Case("two rows far apart", {"x": np.array([[700.0, 699.0, 700.5], [-700.0, -701.0, -700.5]])}, kind="edge")
    yield Case("scores in the thousands", {"x": np.array([[1e4, -1e4, 9999.0], [-1e4, -1e4, -1e4]])}, kind="edge")
    yield Case(
        "large scores in float32", {"x": np.array([[1e3, 0.0, -1e3], [99.0, 98.0, -9.0]], np.float32)}, kind="edge"
    )
    yield Case("rows of one score", {"x": rng.normal(size=(3, 1))}, kind="edge")
    yield Case("an empty batch", {"x": np.zeros((0, 3))}, kind="edge")


LOG_SOFTMAX = Exercise(
    name="log_softmax",
    week="week1_foundations",
    points=2,
    title="Log-softmax",
    answer="reference_impl.functional.log_softmax:log_softmax",
    cases=log_softmax_cases,
    torch=lambda torch, x, axis=-1: torch.log_softmax(x, dim=axis),
    sized=lambda rng, n: Case("", {"x": rng.normal(size=(n, n + 1))}),
)


@LOG_SOFTMAX.mistake
def changes_x_in_place(x: np.ndarray, axis: int = -1) -> np.ndarray:
    """`x -= ...` changes the caller's scores. Write `shifted = x - ...`, which makes a new array."""
    x -= x.max(axis=axis, keepdims=True)
    return x - np.log(np.exp(x).sum(axis=axis, keepdims=True))


@LOG_SOFTMAX.mistake
def shifts_only_inside_the_sum(x: np.ndarray, axis: int = -1) -> np.ndarray:
    """The maximum is subtracted inside the sum but not from `x` in front. Subtract it once, use the result twice."""
    shifted = x - x.max(axis=axis, keepdims=True)
    return x - np.log(np.exp(shifted).sum(axis=axis, keepdims=True))


@LOG_SOFTMAX.mistake
def forgets_the_logarithm_of_the_sum(x: np.ndarray, axis: int = -1) -> np.ndarray:
    """The logarithm of a quotient is a difference of logarithms: subtract `log` of the sum, not the sum."""
    shifted = x - x.max(axis=axis, keepdims=True)
    return shifted - np.exp(shifted).sum(axis=axis, keepdims=True)


@LOG_SOFTMAX.mistake
def returns_the_softmax(x: np.ndarray, axis: int = -1) -> np.ndarray:
    """Those are the probabilities; their logarithms are wanted."""
    return softmax(x, axis)


@LOG_SOFTMAX.mistake
def sums_over_everything(x: np.ndarray, axis: int = -1) -> np.ndarray:
    """Each row has its own sum. Give `sum` the `axis`, and keep it with `keepdims=True`."""
    shifted = x - x.max(axis=axis, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum())


@LOG_SOFTMAX.mistake
def ignores_the_axis(x: np.ndarray, axis: int = -1) -> np.ndarray:
    """You normalise along the last axis whatever `axis` says. Pass `axis=axis` to both `max` and `sum`."""
    shifted = x - x.max(axis=-1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))


@LOG_SOFTMAX.mistake
def drops_the_summed_axis(x: np.ndarray, axis: int = -1) -> np.ndarray:
    """The sum lost its axis, so it lines up with the wrong one, or with none. Keep it: `keepdims=True`."""
    shifted = x - x.max(axis=axis, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=axis))


@LOG_SOFTMAX.mistake
def adds_a_small_number_before_the_logarithm(x: np.ndarray, axis: int = -1) -> np.ndarray:
    """A small number inside `log` makes every result a little wrong and cuts off the rare classes.
    `shifted - log(sum)` needs none.
    """
    return np.log(softmax(x, axis) + 1e-8)


@LOG_SOFTMAX.mistake
def exponentiates_raw_scores(x: np.ndarray, axis: int = -1) -> np.ndarray:
    """`exp` of a large score overflows, the sum of very small ones is zero. Subtract each row's maximum first."""
    return x - np.log(np.exp(x).sum(axis=axis, keepdims=True))


@LOG_SOFTMAX.mistake
def subtracts_the_global_maximum(x: np.ndarray, axis: int = -1) -> np.ndarray:
    """A row far below the largest score of the batch sums to zero. Subtract each row's own maximum."""
    shifted = x - x.max()
    return shifted - np.log(np.exp(shifted).sum(axis=axis, keepdims=True))


@LOG_SOFTMAX.mistake
def takes_the_logarithm_of_softmax(x: np.ndarray, axis: int = -1) -> np.ndarray:
    """A tiny probability is stored as zero, and its logarithm is -inf. Take the logarithm of the sum only."""
    return np.log(softmax(x, axis))


@LOG_SOFTMAX.mistake
def adds_a_tiny_number_before_the_logarithm(x: np.ndarray, axis: int = -1) -> np.ndarray:
    """A tiny number inside `log` hides the logarithm of zero and cuts off the rare classes: `shifted - log(sum)`."""
    return np.log(softmax(x, axis) + 1e-12)


@LOG_SOFTMAX.alternative
def by_logaddexp(x: np.ndarray, axis: int = -1) -> np.ndarray:
    return x - np.logaddexp.reduce(x, axis=axis, keepdims=True)


@LOG_SOFTMAX.alternative
def by_the_log_of_the_sum_of_exponentials(x: np.ndarray, axis: int = -1) -> np.ndarray:
    largest = np.expand_dims(np.amax(x, axis=axis), axis)
    return x - (largest + np.log(np.sum(np.exp(x - largest), axis=axis, keepdims=True)))


@LOG_SOFTMAX.alternative
def by_scipy(x: np.ndarray, axis: int = -1) -> np.ndarray:
    from scipy.special import logsumexp

    return np.asarray(x - logsumexp(x, axis=axis, keepdims=True))


LOG_SOFTMAX_BACKWARD = backward_of(LOG_SOFTMAX, points=2, wrt=("x",))


@LOG_SOFTMAX_BACKWARD.mistake
def takes_the_logarithms_for_probabilities(grad_output: np.ndarray, output: np.ndarray, axis: int = -1) -> np.ndarray:
    """`output` holds logarithms of probabilities. The equation asks for the softmax: `np.exp(output)`."""
    return grad_output - output * grad_output.sum(axis=axis, keepdims=True)


@LOG_SOFTMAX_BACKWARD.mistake
def forgets_to_sum(grad_output: np.ndarray, output: np.ndarray, axis: int = -1) -> np.ndarray:
    """Every output depends on every score of its row: the second term takes the *sum* of the row's gradients."""
    return grad_output - np.exp(output) * grad_output


@LOG_SOFTMAX_BACKWARD.mistake
def assumes_the_upstream_sums_to_one(grad_output: np.ndarray, output: np.ndarray, axis: int = -1) -> np.ndarray:
    """That holds only where `grad_output` sums to one. In general the softmax is multiplied by the row's sum."""
    return grad_output - np.exp(output)


@LOG_SOFTMAX_BACKWARD.mistake
def takes_the_backward_of_softmax(grad_output: np.ndarray, output: np.ndarray, axis: int = -1) -> np.ndarray:
    """That carries the gradient back through softmax. Here the logarithm comes after it and simplifies the formula."""
    weights = np.exp(output)
    return weights * (grad_output - (grad_output * weights).sum(axis=axis, keepdims=True))


@LOG_SOFTMAX_BACKWARD.mistake
def turns_the_sign(grad_output: np.ndarray, output: np.ndarray, axis: int = -1) -> np.ndarray:
    """The two terms stand the wrong way round: `grad_output` minus the weighted sum."""
    return np.exp(output) * grad_output.sum(axis=axis, keepdims=True) - grad_output


@LOG_SOFTMAX_BACKWARD.mistake
def sums_the_batch(grad_output: np.ndarray, output: np.ndarray, axis: int = -1) -> np.ndarray:
    """Rows do not influence each other. Sum along `axis` only, with `keepdims=True`."""
    return grad_output - np.exp(output) * grad_output.sum()


@LOG_SOFTMAX_BACKWARD.mistake
def ignores_the_axis_going_back(grad_output: np.ndarray, output: np.ndarray, axis: int = -1) -> np.ndarray:
    """You sum along the last axis whatever `axis` says. Pass `axis=axis`."""
    return grad_output - np.exp(output) * grad_output.sum(axis=-1, keepdims=True)


@LOG_SOFTMAX_BACKWARD.mistake
def drops_the_summed_axis_going_back(grad_output: np.ndarray, output: np.ndarray, axis: int = -1) -> np.ndarray:
    """The sum lost its axis, so it lines up with the wrong one, or with none. Keep it: `keepdims=True`."""
    return grad_output - np.exp(output) * grad_output.sum(axis=axis)


@LOG_SOFTMAX_BACKWARD.mistake
def changes_grad_output_in_place(grad_output: np.ndarray, output: np.ndarray, axis: int = -1) -> np.ndarray:
    """You changed the caller's `grad_output`. Write `grad_output - ...`, which makes a new array, instead of `-=`."""
    grad_output -= np.exp(output) * grad_output.sum(axis=axis, keepdims=True)
    return grad_output


@LOG_SOFTMAX_BACKWARD.alternative
def through_softmax_and_logarithm(grad_output: np.ndarray, output: np.ndarray, axis: int = -1) -> np.ndarray:
    g, weights = np.moveaxis(grad_output, axis, -1), np.exp(np.moveaxis(output, axis, -1))
    return np.moveaxis(g - np.einsum("...i,...j->...j", g, weights), -1, axis)


@LOG_SOFTMAX_BACKWARD.alternative
def by_the_full_jacobian(grad_output: np.ndarray, output: np.ndarray, axis: int = -1) -> np.ndarray:
    g, weights = np.moveaxis(grad_output, axis, -1), np.exp(np.moveaxis(output, axis, -1))
    jacobian = np.eye(g.shape[-1], dtype=g.dtype) - weights[..., None, :]
    return np.moveaxis((g[..., None, :] @ jacobian)[..., 0, :], -1, axis)


@LOG_SOFTMAX_BACKWARD.alternative
def with_the_softmax_of_the_logarithms(grad_output: np.ndarray, output: np.ndarray, axis: int = -1) -> np.ndarray:
    return grad_output - softmax(output, axis) * np.sum(grad_output, axis=axis, keepdims=True)
