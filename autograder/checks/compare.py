"""Compare one value with what was expected: type, shape, dtype, finiteness, numbers, in this order."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from autograder.checks.tolerance import Tolerance

WIDENED = (
    "Something turned float32 into float64 on the way: `np.zeros(shape)`, `np.eye` and `astype(float)` do, and so does"
    " a numpy integer such as `mask.sum()` or `np.prod(shape)` in a division (wrap it in `int`)."
)


@dataclass(frozen=True)
class Mismatch:
    """The first way in which a value differs from the expected one.

    Args:
        rung: ``returns arrays``, ``shape``, ``dtype``, ``finite`` or ``values``.
        message: one sentence.
        index: where the error is largest, for ``values``.
        errors: absolute error by element, for ``values``.
    """

    rung: str
    message: str
    index: tuple[int, ...] = ()
    errors: np.ndarray | None = None


def compare(
    name: str, expected: Any, got: Any, tolerance: Tolerance, *, dtype: np.dtype | None, any_dtype: bool = False
) -> Mismatch | None:
    """Compare a returned value with the expected one; None when they agree.

    Args:
        name: what the value is called in messages.
        expected: the reference's value.
        got: the implementation's.
        tolerance: how near is equal.
        dtype: the float dtype of the inputs; a scalar may be of it or a Python float.
        any_dtype: whether any float dtype will do.
    """
    if not is_number(expected):
        return compare_plain(name, expected, got)
    wrong = compare_type(name, np.ndim(expected), got)
    if wrong is None and np.shape(got) != np.shape(expected):
        wanted = np.shape(expected) or "a single number, shape ()"
        wrong = Mismatch("shape", f"{name} has shape {np.shape(got)}; it should be {wanted}.")
    if wrong is None and not any_dtype:
        wrong = compare_dtype(name, expected, got, dtype)
    return wrong or compare_numbers(name, np.asarray(expected), np.asarray(got), tolerance)


def is_number(value: Any) -> bool:
    """Whether a value is compared as numbers: an array or a float."""
    return isinstance(value, (np.ndarray, np.generic, float))


def compare_plain(name: str, expected: Any, got: Any) -> Mismatch | None:
    """Compare what is not an array: strings, ids, lists of tokens; equal means equal."""
    if expected is None or isinstance(expected, (bool, int, str, bytes)):
        equal = not isinstance(got, np.ndarray) and bool(got == expected)
    else:
        equal = isinstance(got, type(expected)) and bool(got == expected)
    return None if equal else Mismatch("values", f"{name} is {got!r:.200}; it should be {expected!r:.200}.")


def compare_type(name: str, dimensions: int, got: Any) -> Mismatch | None:
    """Refuse what is not an array of numbers, in the words of what probably happened."""
    if got is None:
        return Mismatch("returns arrays", f"{name} is None. Did the function end without a `return`?")
    if isinstance(got, (np.ma.MaskedArray, np.matrix)):
        return Mismatch("returns arrays", f"{name} is a {type(got).__name__}; return a plain np.ndarray.")
    if isinstance(got, np.ndarray):
        if got.dtype.kind in "fiub":
            return None
        return Mismatch("returns arrays", f"{name} is an array of {got.dtype}, not of numbers.")
    if dimensions == 0 and isinstance(got, (float, int, np.generic)) and not isinstance(got, bool):
        return None
    if isinstance(got, NotImplementedError) or got is NotImplementedError:
        return Mismatch("returns arrays", f"{name} is NotImplementedError: raise it or, better, write the answer.")
    wanted = "a numpy array" if dimensions else "a number or a numpy array"
    return Mismatch("returns arrays", f"{name} is {with_article(type_name(got))}; it should be {wanted}.")


def with_article(noun: str) -> str:
    """A noun after "a" or "an", by its first letter."""
    return f"{'an' if noun[:1].lower() in tuple('aeiou') else 'a'} {noun}"


def type_name(value: Any) -> str:
    """The name of a value's type; of a value that stayed in another process, the name that came."""
    return getattr(value, "type_name", type(value).__name__)


def compare_dtype(name: str, expected: Any, got: Any, dtype: np.dtype | None) -> Mismatch | None:
    """The dtype of the input is the dtype of the output; a scalar may also be a Python float."""
    wanted = np.asarray(expected).dtype
    if isinstance(got, (float, int)) and wanted.kind == "f":
        return None
    if np.asarray(got).dtype in (wanted, dtype if np.ndim(expected) == 0 else wanted):
        return None
    found = np.asarray(got).dtype
    hint = f" {WIDENED}" if (wanted.name, found.name) == ("float32", "float64") else ""
    return Mismatch("dtype", f"{name} is {found}; it should be {wanted}, as the input is.{hint}")


def compare_numbers(name: str, expected: np.ndarray, got: np.ndarray, tolerance: Tolerance) -> Mismatch | None:
    """Compare element by element; equal infinities and NaN where NaN is due are equal."""
    if np.array_equal(got, expected):
        return None  # as it is most of the time
    got = got.astype(np.float64)
    expected = expected.astype(np.float64) + 0.0  # no negative zero: nobody wants to read "it should be -0"
    spoilt = np.isfinite(expected) & ~np.isfinite(got)
    if spoilt.any():
        index = first_index(spoilt)
        return Mismatch("finite", f"{name}{at(index)} is {got[index]}; it should be {expected[index]:.6g}.", index)
    alike = (got == expected) | (np.isnan(got) & np.isnan(expected))
    errors = np.zeros(expected.shape)
    np.subtract(got, expected, out=errors, where=~alike)
    np.abs(errors, out=errors)
    errors[np.isnan(errors)] = np.inf
    excess = errors - tolerance.allowed(expected)
    if not (excess > 0).any():
        return None
    index = tuple(int(i) for i in np.unravel_index(int(excess.argmax()), excess.shape))
    found, due = told_apart(float(got[index]), float(expected[index]))
    return Mismatch("values", f"{name}{at(index)} is {found}; it should be {due}.", index, errors)


def told_apart(one: float, other: float) -> tuple[str, str]:
    """Two different numbers as text, with as many digits as it takes to see that they differ."""
    texts = ((f"{one:.{digits}g}", f"{other:.{digits}g}") for digits in (7, 10, 13))
    return next((pair for pair in texts if pair[0] != pair[1]), (repr(one), repr(other)))


def first_index(marked: np.ndarray) -> tuple[int, ...]:
    """The index of the first True."""
    return tuple(int(i) for i in np.unravel_index(int(marked.argmax()), marked.shape))


def at(index: tuple[int, ...]) -> str:
    """An index as it is written behind a name; nothing for a scalar."""
    return f"[{', '.join(map(str, index))}]" if index else ""
