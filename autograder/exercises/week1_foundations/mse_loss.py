"""Exercises: mean squared error and its backward."""

from collections.abc import Iterator

import numpy as np

from autograder.exercises.backward import backward_of
from autograder.exercises.exercise import Case, Exercise


def mse_loss_cases(rng: np.random.Generator) -> Iterator[Case]:
    def pair(*shape: int) -> dict[str, np.ndarray]:
        return {"prediction": rng.normal(size=shape), "target": 2 * rng.normal(size=shape) + 1}

    hand = {"prediction": np.array([1.0, 2.0, 3.0]), "target": np.array([2.0, 1.0, 6.0])}
    yield Case("three predictions", hand, kind="hand")
    yield Case("a batch of predictions", pair(7))
    yield Case("rows of predictions", pair(5, 3))
    yield Case("three axes", pair(2, 3, 5))
    far = {"prediction": np.array([[1e4, -1e4]], np.float32), "target": np.array([[-1e4, 5.0]], np.float32)}
    yield Case("far off, in float32", far, kind="edge")
    yield Case("one prediction", pair(1), kind="edge")
    yield Case("right predictions", {"prediction": hand["target"], "target": hand["target"]}, kind="edge")


MSE_LOSS = Exercise(
    name="mse_loss",
    week="week1_foundations",
    points=1,
    title="Mean squared error",
    answer="reference_impl.functional.mse_loss:mse_loss",
    cases=mse_loss_cases,
    outputs=("loss",),
    torch=lambda torch, prediction, target: torch.nn.functional.mse_loss(prediction, target),
    sized=lambda rng, n: Case("", {"prediction": rng.normal(size=(n, n)), "target": rng.normal(size=(n, n))}),
)


@MSE_LOSS.mistake
def sums_instead_of_averaging(prediction: np.ndarray, target: np.ndarray) -> np.floating:
    """You add the squares up. The loss is their mean, over every element: use `mean`."""
    return ((prediction - target) ** 2).sum()


@MSE_LOSS.mistake
def halves_the_loss(prediction: np.ndarray, target: np.ndarray) -> np.floating:
    """Textbooks put a half before the square to make the gradient prettier. The mean squared error has none."""
    return ((prediction - target) ** 2).mean() / 2


@MSE_LOSS.mistake
def forgets_the_square(prediction: np.ndarray, target: np.ndarray) -> np.floating:
    """Differences of opposite sign cancel. Square each difference before the mean."""
    return (prediction - target).mean()


@MSE_LOSS.mistake
def takes_absolute_values(prediction: np.ndarray, target: np.ndarray) -> np.floating:
    """That is the mean absolute error. Square the differences instead."""
    return np.abs(prediction - target).mean()


@MSE_LOSS.mistake
def takes_the_root(prediction: np.ndarray, target: np.ndarray) -> np.floating:
    """That is the root of the mean squared error. Leave the root out."""
    return np.sqrt(((prediction - target) ** 2).mean())


@MSE_LOSS.mistake
def squares_the_mean(prediction: np.ndarray, target: np.ndarray) -> np.floating:
    """You average first and square then. Square each difference, then average."""
    return (prediction - target).mean() ** 2


@MSE_LOSS.mistake
def adds_prediction_and_target(prediction: np.ndarray, target: np.ndarray) -> np.floating:
    """You square the sum of prediction and target. The error is their difference."""
    return ((prediction + target) ** 2).mean()


@MSE_LOSS.mistake
def averages_the_rows_only(prediction: np.ndarray, target: np.ndarray) -> np.floating:
    """You divide by the length of the first axis. The mean is over every element, whatever the shape."""
    return ((prediction - target) ** 2).sum() / len(prediction)


@MSE_LOSS.mistake
def averages_along_the_last_axis(prediction: np.ndarray, target: np.ndarray) -> np.ndarray:
    """You return one loss for each row. The loss is one number: `mean` without an axis."""
    return ((prediction - target) ** 2).mean(axis=-1)


@MSE_LOSS.alternative
def by_a_dot_product(prediction: np.ndarray, target: np.ndarray) -> float:
    difference = (prediction - target).reshape(-1)
    return float(difference @ difference / difference.size)


@MSE_LOSS.alternative
def by_the_square_function(prediction: np.ndarray, target: np.ndarray) -> np.ndarray:
    return np.asarray(np.average(np.square(np.subtract(target, prediction))))


MSE_LOSS_BACKWARD = backward_of(MSE_LOSS, points=1, wrt=("prediction",))


@MSE_LOSS_BACKWARD.mistake
def forgets_the_two(prediction: np.ndarray, target: np.ndarray) -> np.ndarray:
    """The derivative of a square is twice the number: a factor of 2 is missing."""
    return (prediction - target) / prediction.size


@MSE_LOSS_BACKWARD.mistake
def forgets_the_mean(prediction: np.ndarray, target: np.ndarray) -> np.ndarray:
    """That is the gradient of the summed loss. The loss is a mean: divide by the number of elements."""
    return 2 * (prediction - target)


@MSE_LOSS_BACKWARD.mistake
def forgets_both_factors(prediction: np.ndarray, target: np.ndarray) -> np.ndarray:
    """The difference alone is not the gradient: the square gives a factor of 2, the mean one over the size."""
    return prediction - target


@MSE_LOSS_BACKWARD.mistake
def subtracts_the_wrong_way_round(prediction: np.ndarray, target: np.ndarray) -> np.ndarray:
    """A prediction above its target must have a positive gradient: take `prediction - target`."""
    return 2 * (target - prediction) / prediction.size


@MSE_LOSS_BACKWARD.mistake
def keeps_only_the_sign(prediction: np.ndarray, target: np.ndarray) -> np.ndarray:
    """That is the gradient of the absolute error. The square's is twice the difference itself."""
    return np.sign(prediction - target) / prediction.size


@MSE_LOSS_BACKWARD.mistake
def averages_the_gradient(prediction: np.ndarray, target: np.ndarray) -> np.floating:
    """The gradient has one number for each prediction. Divide by the size; do not take the mean."""
    return 2 * (prediction - target).mean()


@MSE_LOSS_BACKWARD.mistake
def divides_by_the_rows_only(prediction: np.ndarray, target: np.ndarray) -> np.ndarray:
    """You divide by the length of the first axis. The mean is over every element: divide by `prediction.size`."""
    return 2 * (prediction - target) / len(prediction)


@MSE_LOSS_BACKWARD.mistake
def divides_by_the_last_axis(prediction: np.ndarray, target: np.ndarray) -> np.ndarray:
    """You divide by the length of the last axis. The mean is over every element: divide by `prediction.size`."""
    return 2 * (prediction - target) / prediction.shape[-1]


@MSE_LOSS_BACKWARD.alternative
def by_a_product_of_factors(prediction: np.ndarray, target: np.ndarray) -> np.ndarray:
    return np.subtract(prediction, target) * (2.0 / np.size(prediction))


@MSE_LOSS_BACKWARD.alternative
def by_adding_the_difference_twice(prediction: np.ndarray, target: np.ndarray) -> np.ndarray:
    difference = prediction - target
    difference += difference
    return difference / float(np.prod(difference.shape))
