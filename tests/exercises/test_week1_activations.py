"""The drivers of week 1 that ask for more than one call: they accept every right way, and leave nothing behind."""

from collections.abc import Callable

import numpy as np
import pytest

from autograder.checks import judge
from autograder.exercises import find
from autograder.exercises.week1_foundations.drivers_numeric import drive_initialization, drive_numerical_gradient
from reference_impl import kaiming_uniform, numerical_gradient

SQUARES = "the sum of the squares"
Draw = Callable[[np.random.Generator, float, tuple[int, ...]], np.ndarray]

DRAWS: dict[str, Draw] = {
    "the unit interval stretched": lambda rng, bound, shape: bound * (2 * rng.random(shape) - 1),
    "the other way round": lambda rng, bound, shape: bound - 2 * bound * rng.random(shape),
    "float32 throughout": lambda rng, bound, shape: np.float32(bound) * (2 * rng.random(shape, np.float32) - 1),
    "number by number": lambda rng, bound, shape: np.reshape(
        [rng.uniform(-bound, bound) for _ in range(int(np.prod(shape)))], shape
    ),
}


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("draw", DRAWS.values(), ids=DRAWS)
def test_weights_may_be_drawn_in_any_way(draw: Draw, seed: int) -> None:
    def answer(shape: tuple[int, ...], rng: np.random.Generator) -> np.ndarray:
        return draw(rng, (6 / np.prod(shape[1:])) ** 0.5, shape)

    assert judge(find("kaiming_uniform"), answer, seed).passed


@pytest.mark.parametrize("factor", [0.95, 1.05])
def test_a_bound_off_by_a_twentieth_is_seen(factor: float) -> None:
    assert not judge(find("kaiming_uniform"), lambda shape, rng: factor * kaiming_uniform(shape, rng)).passed


def test_numpys_global_generator_is_left_as_it_was() -> None:
    before = np.random.get_state()[1].copy()
    result = drive_initialization(lambda shape, rng: np.random.uniform(-1, 1, shape), (5, 3), "any text")
    assert not result["numpy's global generator untouched"]
    np.testing.assert_array_equal(np.random.get_state()[1], before)


def test_a_function_refuses_an_array_of_another_shape() -> None:
    with pytest.raises(ValueError, match=r"\(2, 3\); it was given one of \(6,\)"):
        drive_numerical_gradient(lambda f, x: f(x.reshape(-1)), SQUARES, np.ones((2, 3)))


@pytest.mark.parametrize(("dtype", "given"), [(np.float32, "float32"), (np.float64, "float64")])
def test_it_is_noted_in_which_dtype_a_function_was_asked(dtype: type, given: str) -> None:
    x = np.array([1.5, 2.5], dtype)
    result = drive_numerical_gradient(lambda f, x: np.array([f(x), f(x + dtype(0.5))]), SQUARES, x)
    assert result["dtype of what f was given"] == given


def test_calling_f_at_x_itself_is_no_fault() -> None:
    def answer(f: Callable[[np.ndarray], float], x: np.ndarray, eps: float = 1e-5) -> np.ndarray:
        assert np.ndim(f(x)) == 0
        return numerical_gradient(f, x, eps)

    assert judge(find("numerical_gradient"), answer).passed
