"""The catalogue of mistakes of numerical_gradient."""

from collections.abc import Callable

import numpy as np

from autograder.exercises.week1_foundations.numerical_gradient import NUMERICAL_GRADIENT

__all__ = ["NUMERICAL_GRADIENT"]


@NUMERICAL_GRADIENT.mistake
def takes_forward_differences(f: Callable[[np.ndarray], float], x: np.ndarray, eps: float = 1e-5) -> np.ndarray:
    """`f(x + eps) - f(x)` is off by about `eps`. Step to both sides and divide by `2 * eps`: off by `eps**2`."""
    point = np.array(x, dtype=np.float64)
    gradient = np.zeros_like(point)
    here = f(point)
    for index in np.ndindex(point.shape):
        moved = point.copy()
        moved[index] += eps
        gradient[index] = (f(moved) - here) / eps
    return gradient


@NUMERICAL_GRADIENT.mistake
def divides_by_one_step(f: Callable[[np.ndarray], float], x: np.ndarray, eps: float = 1e-5) -> np.ndarray:
    """From `x - eps` to `x + eps` it is two steps: divide by `2 * eps`."""
    point = np.array(x, dtype=np.float64)
    gradient = np.zeros_like(point)
    for index in np.ndindex(point.shape):
        above, below = point.copy(), point.copy()
        above[index] += eps
        below[index] -= eps
        gradient[index] = (f(above) - f(below)) / eps
    return gradient


@NUMERICAL_GRADIENT.mistake
def divides_without_brackets(f: Callable[[np.ndarray], float], x: np.ndarray, eps: float = 1e-5) -> np.ndarray:
    """`/ 2 * eps` divides by two and then *multiplies* by eps. Write `/ (2 * eps)`."""
    point = np.array(x, dtype=np.float64)
    gradient = np.zeros_like(point)
    for index in np.ndindex(point.shape):
        above, below = point.copy(), point.copy()
        above[index] += eps
        below[index] -= eps
        gradient[index] = (f(above) - f(below)) / 2 * eps
    return gradient


@NUMERICAL_GRADIENT.mistake
def moves_all_numbers_at_once(f: Callable[[np.ndarray], float], x: np.ndarray, eps: float = 1e-5) -> np.ndarray:
    """You move the whole array, which gives one number. Move one element at a time: one difference for each."""
    return np.asarray((f(x + eps) - f(x - eps)) / (2 * eps))


@NUMERICAL_GRADIENT.mistake
def fills_with_the_change_of_all(f: Callable[[np.ndarray], float], x: np.ndarray, eps: float = 1e-5) -> np.ndarray:
    """Every entry is the same, because the whole array moved each time. Move only `x[index]`."""
    gradient = np.zeros(x.shape)
    for index in np.ndindex(x.shape):
        gradient[index] = (f(x + eps) - f(x - eps)) / (2 * eps)
    return gradient


@NUMERICAL_GRADIENT.mistake
def gives_f_one_number_at_a_time(f: Callable[[np.ndarray], float], x: np.ndarray, eps: float = 1e-5) -> np.ndarray:
    """`f` wants the whole array with one element moved, not that element alone."""
    gradient = np.zeros(x.shape)
    for index in np.ndindex(x.shape):
        gradient[index] = (f(x[index] + eps) - f(x[index] - eps)) / (2 * eps)
    return gradient


@NUMERICAL_GRADIENT.mistake
def gives_f_a_flat_array(f: Callable[[np.ndarray], float], x: np.ndarray, eps: float = 1e-5) -> np.ndarray:
    """You flattened `x`, but `f` takes an array of the shape of `x`. Loop over `np.ndindex(x.shape)`."""
    point = np.array(x, dtype=np.float64).flatten()
    gradient = np.zeros_like(point)
    for index in range(point.size):
        above, below = point.copy(), point.copy()
        above[index] += eps
        below[index] -= eps
        gradient[index] = (f(above) - f(below)) / (2 * eps)
    return gradient.reshape(x.shape)


@NUMERICAL_GRADIENT.mistake
def leaves_x_moved(f: Callable[[np.ndarray], float], x: np.ndarray, eps: float = 1e-5) -> np.ndarray:
    """You move the caller's `x` and never put it back. Work on a float64 copy, and restore each number."""
    gradient = np.zeros(x.shape)
    for index in np.ndindex(x.shape):
        x[index] += eps
        above = f(x)
        x[index] -= 2 * eps
        gradient[index] = (above - f(x)) / (2 * eps)
    return gradient


@NUMERICAL_GRADIENT.mistake
def puts_x_back_by_arithmetic(f: Callable[[np.ndarray], float], x: np.ndarray, eps: float = 1e-5) -> np.ndarray:
    """Adding and subtracting `eps` rounds, so `x` ends a little off. Keep the old number and write it back."""
    gradient = np.zeros(x.shape)
    for index in np.ndindex(x.shape):
        x[index] += eps
        above = f(x)
        x[index] -= 2 * eps
        gradient[index] = (above - f(x)) / (2 * eps)
        x[index] += eps
    return gradient


@NUMERICAL_GRADIENT.mistake
def leaves_each_number_moved(f: Callable[[np.ndarray], float], x: np.ndarray, eps: float = 1e-5) -> np.ndarray:
    """The numbers moved earlier stay moved while the later ones are measured. Put each back before the next."""
    point = np.array(x, dtype=np.float64)
    gradient = np.zeros_like(point)
    for index in np.ndindex(point.shape):
        point[index] += eps
        above = f(point)
        point[index] -= 2 * eps
        gradient[index] = (above - f(point)) / (2 * eps)
    return gradient


@NUMERICAL_GRADIENT.mistake
def ignores_eps(f: Callable[[np.ndarray], float], x: np.ndarray, eps: float = 1e-5) -> np.ndarray:
    """Your step is always 1e-5. Step by the argument `eps`."""
    point = np.array(x, dtype=np.float64)
    gradient = np.zeros_like(point)
    for index in np.ndindex(point.shape):
        above, below = point.copy(), point.copy()
        above[index] += 1e-5
        below[index] -= 1e-5
        gradient[index] = (f(above) - f(below)) / 2e-5
    return gradient


@NUMERICAL_GRADIENT.mistake
def moves_x_in_its_own_dtype(f: Callable[[np.ndarray], float], x: np.ndarray, eps: float = 1e-5) -> np.ndarray:
    """In float32 the difference drowns in rounding, and whole numbers cannot be moved by `eps` at all.
    Copy `x` into float64 first: `np.array(x, dtype=np.float64)`.
    """
    gradient = np.zeros(x.shape)
    for index in np.ndindex(x.shape):
        above, below = x.copy(), x.copy()
        above[index] += np.asarray(eps).astype(x.dtype)
        below[index] -= np.asarray(eps).astype(x.dtype)
        gradient[index] = (f(above) - f(below)) / (2 * eps)
    return gradient


@NUMERICAL_GRADIENT.mistake
def moves_one_array_both_ways(f: Callable[[np.ndarray], float], x: np.ndarray, eps: float = 1e-5) -> np.ndarray:
    """`above = x` copies nothing: both names mean one array, moved there and back. Write `x.copy()` for each."""
    point = np.array(x, dtype=np.float64)
    gradient = np.zeros_like(point)
    for index in np.ndindex(point.shape):
        above = below = point
        above[index] += eps
        below[index] -= eps
        gradient[index] = (f(above) - f(below)) / (2 * eps)
    return gradient


@NUMERICAL_GRADIENT.mistake
def moves_whole_rows(f: Callable[[np.ndarray], float], x: np.ndarray, eps: float = 1e-5) -> np.ndarray:
    """`range(len(x))` counts rows, so `x[i]` is a whole row. Loop over every index: `np.ndindex(x.shape)`."""
    point = np.array(x, dtype=np.float64)
    gradient = np.zeros_like(point)
    for index in range(len(point)):
        above, below = point.copy(), point.copy()
        above[index] += eps
        below[index] -= eps
        gradient[index] = (f(above) - f(below)) / (2 * eps)
    return gradient


@NUMERICAL_GRADIENT.mistake
def cuts_the_gradient_to_whole_numbers(
    f: Callable[[np.ndarray], float], x: np.ndarray, eps: float = 1e-5
) -> np.ndarray:
    """`np.zeros_like(x)` holds whole numbers where `x` does, and cuts off what you put in. Use `np.zeros(x.shape)`."""
    point = np.array(x, dtype=np.float64)
    gradient = np.zeros_like(x)
    for index in np.ndindex(point.shape):
        above, below = point.copy(), point.copy()
        above[index] += eps
        below[index] -= eps
        gradient[index] = (f(above) - f(below)) / (2 * eps)
    return gradient
