"""Exercise: accuracy."""

from collections.abc import Iterator

import numpy as np

from autograder.exercises.exercise import Case, Exercise


def accuracy_cases(rng: np.random.Generator) -> Iterator[Case]:
    def judged(*shape: int, right: int) -> dict[str, np.ndarray]:
        logits = rng.normal(size=shape)
        best = logits.argmax(axis=-1)
        wrong = (best + rng.integers(1, shape[-1], best.shape)) % shape[-1]
        return {"logits": logits, "targets": np.where(np.arange(best.size).reshape(best.shape) < right, best, wrong)}

    logits = np.array([[5.0, 1.0, 0.0], [0.0, 1.0, 4.0], [-1.0, -2.0, -3.0], [0.0, 3.0, 1.0], [1.0, 2.0, 0.0]])
    yield Case("five rows, three right", {"logits": logits, "targets": np.array([0, 2, 0, 0, 0])}, kind="hand")
    yield Case("a batch of rows", judged(7, 5, right=3))
    yield Case("sequences: two leading axes", judged(2, 7, 5, right=9))
    yield Case("negative scores", {**judged(5, 3, right=0), "logits": -rng.uniform(1, 2, (5, 3))})
    yield Case("all right", judged(5, 3, right=5), kind="edge")
    yield Case("none right", judged(5, 3, right=0), kind="edge")
    yield Case("one row", judged(1, 5, right=1), kind="edge")
    yield Case("huge scores", {"logits": 1e300 * logits, "targets": np.array([1, 2, 0, 1, 2])}, kind="edge")


ACCURACY = Exercise(
    name="accuracy",
    week="week1_foundations",
    points=1,
    title="Accuracy",
    answer="reference_impl.training.accuracy:accuracy",
    cases=accuracy_cases,
    outputs=("accuracy",),
    torch=lambda torch, logits, targets: (logits.argmax(dim=-1) == targets).double().mean(),
    sized=lambda rng, n: Case("", {"logits": rng.normal(size=(n, n + 1)), "targets": rng.integers(0, n, n)}),
    any_dtype=True,
    atol=1e-6,
)


@ACCURACY.mistake
def gives_a_percentage(logits: np.ndarray, targets: np.ndarray) -> float:
    """Accuracy is a share from 0 to 1. Leave the factor of 100 to whoever prints it."""
    return 100 * float((logits.argmax(axis=-1) == targets).mean())


@ACCURACY.mistake
def counts_instead_of_averaging(logits: np.ndarray, targets: np.ndarray) -> float:
    """You count the right rows. Divide by the number of rows: the mean of the comparison."""
    return float((logits.argmax(axis=-1) == targets).sum())


@ACCURACY.mistake
def counts_the_wrong_ones(logits: np.ndarray, targets: np.ndarray) -> float:
    """That is the share of wrong rows. Compare with `==`."""
    return float((logits.argmax(axis=-1) != targets).mean())


@ACCURACY.mistake
def takes_the_lowest_score(logits: np.ndarray, targets: np.ndarray) -> float:
    """The prediction is the class of the highest score: `argmax`, not `argmin`."""
    return float((logits.argmin(axis=-1) == targets).mean())


@ACCURACY.mistake
def takes_the_best_row_of_each_class(logits: np.ndarray, targets: np.ndarray) -> float:
    """`argmax(axis=0)` goes down the batch. The classes are the last axis: `argmax(axis=-1)`."""
    return float((logits.argmax(axis=0) == targets).mean())


@ACCURACY.mistake
def takes_one_maximum_for_all(logits: np.ndarray, targets: np.ndarray) -> float:
    """`argmax` without an axis gives one place in the flattened array. Give it `axis=-1`."""
    return float((logits.argmax() == targets).mean())


@ACCURACY.mistake
def compares_scores_with_classes(logits: np.ndarray, targets: np.ndarray) -> float:
    """You compare the highest score itself with the class. Compare its position: `argmax`."""
    return float((logits.max(axis=-1) == targets).mean())


@ACCURACY.mistake
def returns_every_comparison(logits: np.ndarray, targets: np.ndarray) -> np.ndarray:
    """You return one truth value for each row. Their mean is the accuracy."""
    return logits.argmax(axis=-1) == targets


@ACCURACY.mistake
def takes_the_second_axis(logits: np.ndarray, targets: np.ndarray) -> float:
    """Axis 1 is the last one only without further leading axes. The classes are `axis=-1`."""
    return float((logits.argmax(axis=1) == targets).mean())


@ACCURACY.mistake
def divides_by_the_first_axis(logits: np.ndarray, targets: np.ndarray) -> float:
    """You divide by `len(targets)`. With sequences every place is a row: use `mean`, or `targets.size`."""
    return float((logits.argmax(axis=-1) == targets).sum() / len(targets))


@ACCURACY.alternative
def by_counting(logits: np.ndarray, targets: np.ndarray) -> float:
    return np.count_nonzero(np.argmax(logits, axis=-1) == targets) / targets.size


@ACCURACY.alternative
def by_sorting(logits: np.ndarray, targets: np.ndarray) -> np.floating:
    return np.mean(np.equal(np.argsort(logits, axis=-1)[..., -1], targets), dtype=np.float32)


@ACCURACY.alternative
def by_the_score_of_the_target(logits: np.ndarray, targets: np.ndarray) -> np.ndarray:
    scores = np.take_along_axis(logits, targets[..., None], axis=-1)
    return np.asarray((scores == logits.max(axis=-1, keepdims=True)).mean())
