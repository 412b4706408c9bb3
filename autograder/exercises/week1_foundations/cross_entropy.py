"""Exercise: cross-entropy."""

from collections.abc import Iterator
from typing import Any

import numpy as np

from autograder.exercises.exercise import Case, Exercise
from reference_impl import log_softmax, softmax


def cross_entropy_cases(rng: np.random.Generator) -> Iterator[Case]:
    def scored(*shape: int) -> dict[str, Any]:
        return {"logits": 2 * rng.normal(size=shape), "targets": rng.integers(0, shape[-1], shape[:-1])}

    logits, sure = np.array([[0.0, 1.0, 2.0], [2.0, 0.0, 0.0]]), np.array([[1e4, -1e4, 0.0], [0.0, 1e4, -1e4]])
    yield Case("two rows of three scores", {"logits": logits, "targets": np.array([2, 1])}, kind="hand")
    yield Case("a batch of rows", scored(7, 5))
    yield Case("sequences: two leading axes", scored(2, 7, 5))
    some = scored(7, 5)
    some["targets"][[1, 4]] = -100
    yield Case("some targets ignored", some)
    some = scored(2, 7, 3)
    some["targets"][0, :5] = some["targets"][1, 2] = -100
    yield Case("sequences with some targets ignored", some)
    yield Case("ignore_index is -1", {**scored(5, 7), "targets": np.array([6, -1, 0, 3, -1])}, {"ignore_index": -1})
    one = {**scored(5, 3), "targets": np.array([0, 1, 2, 1, 2])}
    yield Case("ignore_index is one of the classes", one, {"ignore_index": 1})
    yield Case("very sure, and right", {"logits": sure, "targets": np.array([0, 1])}, kind="edge")
    yield Case("very sure, and wrong", {"logits": sure, "targets": np.array([1, 1])}, kind="edge")
    wrong = np.array([[100.0, 0.0, -100.0]], np.float32)
    yield Case("one row, sure and wrong, in float32", {"logits": wrong, "targets": np.array([2])}, kind="edge")
    yield Case("one class", scored(3, 1), kind="edge")
    none = {**scored(3, 5), "targets": np.full(3, -100)}
    yield Case("no target is counted", none, kind="edge", warns=True)


def torch_cross_entropy(torch: Any, logits: Any, targets: Any, ignore_index: int = -100) -> Any:
    rows = logits.reshape(-1, logits.shape[-1])
    return torch.nn.functional.cross_entropy(rows, targets.reshape(-1), ignore_index=ignore_index)


CROSS_ENTROPY = Exercise(
    name="cross_entropy",
    week="week1_foundations",
    points=3,
    title="Cross-entropy",
    answer="reference_impl.functional.cross_entropy:cross_entropy",
    cases=cross_entropy_cases,
    outputs=("loss",),
    torch=torch_cross_entropy,
    sized=lambda rng, n: Case("", {"logits": rng.normal(size=(n, n + 1)), "targets": rng.integers(0, n + 1, n)}),
    depth=2,
)


@CROSS_ENTROPY.mistake
def sums_instead_of_averaging(logits: np.ndarray, targets: np.ndarray, ignore_index: int = -100) -> np.floating:
    """You add the rows' losses up. The loss is their mean: divide by the number of counted targets."""
    counted = targets != ignore_index
    return -log_softmax(logits)[counted, targets[counted]].sum()


@CROSS_ENTROPY.mistake
def forgets_the_minus(logits: np.ndarray, targets: np.ndarray, ignore_index: int = -100) -> np.floating:
    """A logarithm of a probability is never positive, and a loss never negative: put a minus before the mean."""
    counted = targets != ignore_index
    return log_softmax(logits)[counted, targets[counted]].mean()


@CROSS_ENTROPY.mistake
def averages_over_the_classes_too(logits: np.ndarray, targets: np.ndarray, ignore_index: int = -100) -> np.floating:
    """You divide by rows times classes. Each row gives one number, the right class's: divide by the counted rows."""
    counted = targets != ignore_index
    return -log_softmax(logits)[counted, targets[counted]].sum() / (counted.sum() * logits.shape[-1])


@CROSS_ENTROPY.mistake
def takes_softmax_twice(logits: np.ndarray, targets: np.ndarray, ignore_index: int = -100) -> np.floating:
    """You take the softmax of a softmax. `log_softmax` wants the logits as they are."""
    counted = targets != ignore_index
    return -log_softmax(softmax(logits))[counted, targets[counted]].mean()


@CROSS_ENTROPY.mistake
def takes_the_logits_for_logarithms(logits: np.ndarray, targets: np.ndarray, ignore_index: int = -100) -> np.floating:
    """Logits are not log-probabilities yet: your rows' exponentials do not sum to one. Take `log_softmax` first."""
    counted = targets != ignore_index
    return -logits[counted, targets[counted]].mean()


@CROSS_ENTROPY.mistake
def forgets_the_logarithm(logits: np.ndarray, targets: np.ndarray, ignore_index: int = -100) -> np.floating:
    """You average the probabilities of the right classes. The loss averages their negative logarithms."""
    counted = targets != ignore_index
    return -softmax(logits)[counted, targets[counted]].mean()


@CROSS_ENTROPY.mistake
def picks_whole_rows(logits: np.ndarray, targets: np.ndarray, ignore_index: int = -100) -> np.floating:
    """`log_probs[targets]` picks rows by class. Pick one element of each row: index rows and classes together."""
    return -log_softmax(logits)[targets].mean()


@CROSS_ENTROPY.mistake
def picks_every_target_in_every_row(logits: np.ndarray, targets: np.ndarray, ignore_index: int = -100) -> np.floating:
    """`log_probs[:, targets]` is a table, N by N. Index with `np.arange(N)` and `targets` together: one each row."""
    return -log_softmax(logits)[..., targets[targets != ignore_index]].mean()


@CROSS_ENTROPY.mistake
def assumes_one_leading_axis(logits: np.ndarray, targets: np.ndarray, ignore_index: int = -100) -> np.floating:
    """Logits may have several leading axes, as in (N, T, V). Flatten to rows first: `logits.reshape(-1, V)`."""
    counted = targets != ignore_index
    return -log_softmax(logits)[np.arange(len(targets))[counted], targets[counted]].mean()


@CROSS_ENTROPY.mistake
def divides_by_the_first_axis(logits: np.ndarray, targets: np.ndarray, ignore_index: int = -100) -> np.floating:
    """You divide by `len(logits)`. With sequences every counted place is a row: divide by the counted targets."""
    counted = targets != ignore_index
    return -log_softmax(logits)[counted, targets[counted]].sum() / len(logits)


@CROSS_ENTROPY.mistake
def divides_by_the_ignored_too(logits: np.ndarray, targets: np.ndarray, ignore_index: int = -100) -> np.floating:
    """Ignored rows add nothing to the sum, and must not count in the mean either: divide by the counted targets."""
    counted = targets != ignore_index
    return -log_softmax(logits)[counted, targets[counted]].sum() / targets.size


@CROSS_ENTROPY.mistake
def ignores_no_target(logits: np.ndarray, targets: np.ndarray, ignore_index: int = -100) -> np.floating:
    """A target equal to `ignore_index` is no class. Leave such rows out of the sum and of the count."""
    rows, classes = log_softmax(logits).reshape(-1, logits.shape[-1]), targets.reshape(-1)
    return -rows[np.arange(classes.size), classes].mean()


@CROSS_ENTROPY.mistake
def averages_each_sequence_first(logits: np.ndarray, targets: np.ndarray, ignore_index: int = -100) -> np.floating:
    """A mean of the sequences' means weighs short ones too much. Take one mean over all counted targets."""
    counted = targets != ignore_index
    chosen = np.take_along_axis(log_softmax(logits), np.where(counted, targets, 0)[..., None], axis=-1)[..., 0]
    return -((chosen * counted).sum(axis=-1) / counted.sum(axis=-1)).mean()


@CROSS_ENTROPY.mistake
def hard_codes_minus_100(logits: np.ndarray, targets: np.ndarray, ignore_index: int = -100) -> np.floating:
    """You ignore -100 whatever `ignore_index` says. Compare the targets with `ignore_index`."""
    counted = targets != -100
    return -log_softmax(logits)[counted, targets[counted]].mean()


@CROSS_ENTROPY.mistake
def ignores_negative_targets(logits: np.ndarray, targets: np.ndarray, ignore_index: int = -100) -> np.floating:
    """`ignore_index` need not be negative: it may be one of the classes. Compare with it, not with zero."""
    counted = targets >= 0
    return -log_softmax(logits)[counted, targets[counted]].mean()


@CROSS_ENTROPY.mistake
def exponentiates_raw_scores(logits: np.ndarray, targets: np.ndarray, ignore_index: int = -100) -> np.floating:
    """`exp` of a large logit overflows. Use `log_softmax`, which subtracts the maximum first."""
    counted = targets != ignore_index
    return (np.log(np.exp(logits).sum(axis=-1))[counted] - logits[counted, targets[counted]]).mean()


@CROSS_ENTROPY.mistake
def takes_the_logarithm_of_softmax(logits: np.ndarray, targets: np.ndarray, ignore_index: int = -100) -> np.floating:
    """A small probability is stored as 0, and log(0) is -inf. Use `log_softmax`, which never leaves the logarithms."""
    counted = targets != ignore_index
    return -np.log(softmax(logits)[counted, targets[counted]]).mean()


@CROSS_ENTROPY.mistake
def adds_an_epsilon(logits: np.ndarray, targets: np.ndarray, ignore_index: int = -100) -> np.floating:
    """An epsilon inside the logarithm hides the underflow and caps the loss. Use `log_softmax` instead."""
    counted = targets != ignore_index
    return -np.log(softmax(logits)[counted, targets[counted]] + 1e-12).mean()


@CROSS_ENTROPY.mistake
def pairs_rows_with_classes(logits: np.ndarray, targets: np.ndarray, ignore_index: int = -100) -> np.floating:
    """With a further leading axis, as in (N, T, V), `np.arange(len(targets))` no longer meets every target.
    Flatten first: `logits.reshape(-1, V)`, `targets.reshape(-1)`.
    """
    return -log_softmax(logits)[np.arange(len(targets)), targets].mean()


@CROSS_ENTROPY.mistake
def returns_one_loss_for_each_row(logits: np.ndarray, targets: np.ndarray, ignore_index: int = -100) -> np.ndarray:
    """The loss is one number: take the mean of what you return."""
    counted = targets != ignore_index
    return -log_softmax(logits)[counted, targets[counted]]


@CROSS_ENTROPY.mistake
def is_zero_when_none_counts(logits: np.ndarray, targets: np.ndarray, ignore_index: int = -100) -> np.floating:
    """The mean of no numbers is NaN, here and in torch; a zero would look like a perfect model."""
    counted = targets != ignore_index
    return -log_softmax(logits)[counted, targets[counted]].sum() / max(counted.sum(), 1)


@CROSS_ENTROPY.mistake
def divides_overflown_exponentials(logits: np.ndarray, targets: np.ndarray, ignore_index: int = -100) -> np.floating:
    """`exp` of a large logit is infinite, and inf / inf is NaN. Use `log_softmax`, which subtracts the maximum."""
    counted = targets != ignore_index
    probs = np.exp(logits) / np.exp(logits).sum(axis=-1, keepdims=True)
    return -np.log(probs[counted, targets[counted]]).mean()


@CROSS_ENTROPY.alternative
def by_one_hot_rows(logits: np.ndarray, targets: np.ndarray, ignore_index: int = -100) -> float:
    truth = (targets[..., None] == np.arange(logits.shape[-1])) & (targets != ignore_index)[..., None]
    return float(-np.where(truth, log_softmax(logits), 0).sum() / truth.sum())


@CROSS_ENTROPY.alternative
def by_log_sum_exp(logits: np.ndarray, targets: np.ndarray, ignore_index: int = -100) -> np.ndarray:
    rows, classes = logits.reshape(-1, logits.shape[-1]), targets.reshape(-1)
    rows, classes = rows[classes != ignore_index], classes[classes != ignore_index]
    right = rows[np.arange(len(classes)), classes]
    return np.asarray(np.mean(np.logaddexp.reduce(rows, axis=-1) - right))


@CROSS_ENTROPY.alternative
def by_taking_along_the_axis(logits: np.ndarray, targets: np.ndarray, ignore_index: int = -100) -> np.floating:
    counted = targets != ignore_index
    chosen = np.take_along_axis(log_softmax(logits), np.where(counted, targets, 0)[..., None], axis=-1)[..., 0]
    return -(chosen * counted).sum() / np.count_nonzero(counted) if counted.any() else np.float64(np.nan)
