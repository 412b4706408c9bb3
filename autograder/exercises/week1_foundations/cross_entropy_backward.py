"""Exercise: the backward of cross-entropy."""

import numpy as np

from autograder.exercises.backward import backward_of
from autograder.exercises.week1_foundations.cross_entropy import CROSS_ENTROPY
from reference_impl import log_softmax, log_softmax_backward, softmax

CROSS_ENTROPY_BACKWARD = backward_of(CROSS_ENTROPY, points=3, wrt=("logits",))


@CROSS_ENTROPY_BACKWARD.mistake
def forgets_the_mean(logits: np.ndarray, targets: np.ndarray, ignore_index: int = -100) -> np.ndarray:
    """That is the gradient of the summed loss. The loss is a mean, so divide by the number of counted targets."""
    counted = targets != ignore_index
    grad = softmax(logits)
    grad[counted, targets[counted]] -= 1
    return grad * counted[..., None]


@CROSS_ENTROPY_BACKWARD.mistake
def subtracts_the_wrong_way_round(logits: np.ndarray, targets: np.ndarray, ignore_index: int = -100) -> np.ndarray:
    """Yours is truth minus probabilities: descending it would raise the loss. Take probabilities minus truth."""
    counted = targets != ignore_index
    grad = -softmax(logits) * counted[..., None]
    grad[counted, targets[counted]] += 1
    return grad / max(counted.sum(), 1)


@CROSS_ENTROPY_BACKWARD.mistake
def subtracts_no_truth(logits: np.ndarray, targets: np.ndarray, ignore_index: int = -100) -> np.ndarray:
    """Your gradient does not depend on which class is right. Subtract 1 at the right class of each row."""
    counted = targets != ignore_index
    return softmax(logits) * counted[..., None] / max(counted.sum(), 1)


@CROSS_ENTROPY_BACKWARD.mistake
def subtracts_in_every_row(logits: np.ndarray, targets: np.ndarray, ignore_index: int = -100) -> np.ndarray:
    """`grad[:, targets] -= 1` reaches every row. Index rows and classes together, one class in each row."""
    counted = targets != ignore_index
    grad = softmax(logits)
    grad[..., targets[counted]] -= 1
    return grad * counted[..., None] / max(counted.sum(), 1)


@CROSS_ENTROPY_BACKWARD.mistake
def skips_the_softmax(logits: np.ndarray, targets: np.ndarray, ignore_index: int = -100) -> np.ndarray:
    """You subtract the truth from the logits. It is subtracted from the probabilities, `softmax(logits)`."""
    counted = targets != ignore_index
    grad = logits * counted[..., None]
    grad[counted, targets[counted]] -= 1
    return grad / max(counted.sum(), 1)


@CROSS_ENTROPY_BACKWARD.mistake
def differentiates_by_probabilities(logits: np.ndarray, targets: np.ndarray, ignore_index: int = -100) -> np.ndarray:
    """-1/p is the gradient by the probabilities. Go on through the softmax: probabilities minus truth remain."""
    counted = targets != ignore_index
    grad = np.zeros_like(logits)
    grad[counted, targets[counted]] = -1 / softmax(logits)[counted, targets[counted]]
    return grad / max(counted.sum(), 1)


@CROSS_ENTROPY_BACKWARD.mistake
def divides_by_every_element(logits: np.ndarray, targets: np.ndarray, ignore_index: int = -100) -> np.ndarray:
    """You divide by rows times classes. The loss is a mean over the counted rows: divide by their number."""
    counted = targets != ignore_index
    grad = softmax(logits)
    grad[counted, targets[counted]] -= 1
    return grad * counted[..., None] / logits.size


@CROSS_ENTROPY_BACKWARD.mistake
def takes_one_leading_axis_for_granted(logits: np.ndarray, targets: np.ndarray, ignore_index: int = -100) -> np.ndarray:
    """Logits may have several leading axes, as in (N, T, V). Flatten to rows, and give the gradient its shape back."""
    counted = targets != ignore_index
    grad = softmax(logits)
    grad[np.arange(len(targets))[counted], targets[counted]] -= 1
    return grad * counted[..., None] / max(counted.sum(), 1)


@CROSS_ENTROPY_BACKWARD.mistake
def divides_by_the_length_of_the_batch(logits: np.ndarray, targets: np.ndarray, ignore_index: int = -100) -> np.ndarray:
    """You divide by `len(logits)`. With sequences every counted place is a row: divide by the counted targets."""
    counted = targets != ignore_index
    grad = softmax(logits)
    grad[counted, targets[counted]] -= 1
    return grad * counted[..., None] / len(logits)


@CROSS_ENTROPY_BACKWARD.mistake
def counts_the_ignored_rows(logits: np.ndarray, targets: np.ndarray, ignore_index: int = -100) -> np.ndarray:
    """You divide by all rows. The mean is over the counted targets only, in the gradient as in the loss."""
    counted = targets != ignore_index
    grad = softmax(logits)
    grad[counted, targets[counted]] -= 1
    return grad * counted[..., None] / targets.size


@CROSS_ENTROPY_BACKWARD.mistake
def leaves_a_gradient_in_ignored_rows(logits: np.ndarray, targets: np.ndarray, ignore_index: int = -100) -> np.ndarray:
    """An ignored row has no part in the loss, so its gradient is zero. Set it so."""
    counted = targets != ignore_index
    grad = softmax(logits)
    grad[counted, targets[counted]] -= 1
    return grad / max(counted.sum(), 1)


@CROSS_ENTROPY_BACKWARD.mistake
def ignores_nothing(logits: np.ndarray, targets: np.ndarray, ignore_index: int = -100) -> np.ndarray:
    """A target equal to `ignore_index` is no class. Its row's gradient is zero, and it does not count in the mean."""
    grad = softmax(logits).reshape(-1, logits.shape[-1])
    grad[np.arange(targets.size), targets.reshape(-1)] -= 1
    return grad.reshape(logits.shape) / targets.size


@CROSS_ENTROPY_BACKWARD.mistake
def ignores_only_minus_100(logits: np.ndarray, targets: np.ndarray, ignore_index: int = -100) -> np.ndarray:
    """You ignore -100 whatever `ignore_index` says. Compare the targets with `ignore_index`."""
    counted = targets != -100
    grad = softmax(logits)
    grad[counted, targets[counted]] -= 1
    return grad * counted[..., None] / max(counted.sum(), 1)


@CROSS_ENTROPY_BACKWARD.mistake
def divides_by_zero_when_none_counts(logits: np.ndarray, targets: np.ndarray, ignore_index: int = -100) -> np.ndarray:
    """With no counted target you divide zero by zero. That gradient is zero: divide by at least 1."""
    counted = targets != ignore_index
    grad = softmax(logits)
    grad[counted, targets[counted]] -= 1
    return grad * counted[..., None] / counted.sum().astype(logits.dtype)


@CROSS_ENTROPY_BACKWARD.mistake
def widens_the_gradient_to_float64(logits: np.ndarray, targets: np.ndarray, ignore_index: int = -100) -> np.ndarray:
    """Float32 became float64. `np.eye` does that (give it `dtype=logits.dtype`), and so does division by a numpy
    integer such as `counted.sum()`: write `int(counted.sum())`.
    """
    counted = targets != ignore_index
    truth = np.eye(logits.shape[-1])[np.where(counted, targets, 0)]
    return (softmax(logits) - truth) * counted[..., None] / max(counted.sum(), 1)


@CROSS_ENTROPY_BACKWARD.mistake
def pairs_rows_with_classes(logits: np.ndarray, targets: np.ndarray, ignore_index: int = -100) -> np.ndarray:
    """With a further leading axis, as in (N, T, V), `np.arange(len(targets))` no longer meets every target.
    Flatten to rows first, and give the gradient its shape back.
    """
    grad = softmax(logits)
    grad[np.arange(len(targets)), targets] -= 1
    return grad / len(targets)


@CROSS_ENTROPY_BACKWARD.alternative
def by_a_one_hot_truth(logits: np.ndarray, targets: np.ndarray, ignore_index: int = -100) -> np.ndarray:
    counted = targets != ignore_index
    truth = np.eye(logits.shape[-1], dtype=logits.dtype)[np.where(counted, targets, 0)]
    return np.where(counted[..., None], softmax(logits) - truth, 0) / max(int(counted.sum()), 1)


@CROSS_ENTROPY_BACKWARD.alternative
def through_log_softmax(logits: np.ndarray, targets: np.ndarray, ignore_index: int = -100) -> np.ndarray:
    counted = targets != ignore_index
    grad = np.zeros_like(logits)
    grad[counted, targets[counted]] = -1 / max(int(counted.sum()), 1)
    return log_softmax_backward(grad, log_softmax(logits))


@CROSS_ENTROPY_BACKWARD.alternative
def by_flattened_rows(logits: np.ndarray, targets: np.ndarray, ignore_index: int = -100) -> np.ndarray:
    rows, classes = logits.reshape(-1, logits.shape[-1]), targets.reshape(-1)
    kept = np.flatnonzero(classes != ignore_index)
    grad = np.zeros(rows.shape, rows.dtype)
    if len(kept):
        grad[kept] = softmax(rows[kept])
        grad[kept, classes[kept]] -= 1
        grad /= len(kept)
    return grad.reshape(logits.shape)
