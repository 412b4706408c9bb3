"""The cases of a check: those that the exercise declares, and the variants that every exercise must pass."""

import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from autograder.exercises.exercise import Case, Exercise

VISIBLE_SEED = 2026


def draw_cases(exercise: Exercise, seed: int = VISIBLE_SEED) -> list[Case]:
    """All cases of an exercise, ordinary before extreme, the smallest first.

    Args:
        exercise: the exercise.
        seed: visible checks use the fixed seed; hidden ones the course's secret.
    """
    rng = np.random.default_rng([seed, zlib.crc32(exercise.name.encode())])
    declared = list(exercise.cases(rng))
    cases = declared + list(variants(declared))
    return sorted(cases, key=lambda case: ("hand", "random", "edge").index(case.kind))


def variants(declared: list[Case]) -> Iterator[Case]:
    """Each ordinary float64 case again in float32; the first one again in arrays that are not contiguous."""
    ordinary = [case for case in declared if case.kind == "random" and np.dtype(np.float64) in float_dtypes(case)]
    for case in ordinary:
        yield transformed(case, to_float32, f"{case.label}, in float32", kind="random")
    for case in ordinary[:1]:
        yield transformed(case, strided, f"{case.label}, in arrays that are not contiguous", kind="edge")


def transformed(case: Case, change: Callable[[np.ndarray], np.ndarray], label: str, **fields: Any) -> Case:
    """A case with every array changed, in its forward too."""

    def changed(values: Mapping[str, Any]) -> dict[str, Any]:
        return {name: change(value) if isinstance(value, np.ndarray) else value for name, value in values.items()}

    forward = None if case.forward is None else changed(case.forward)
    return replace(
        case, label=label, inputs=changed(case.inputs), options=changed(case.options), forward=forward, **fields
    )


def to_float32(array: np.ndarray) -> np.ndarray:
    """Float64 as float32; anything else as it is."""
    return array.astype(np.float32) if array.dtype == np.float64 else array


def strided(array: np.ndarray) -> np.ndarray:
    """The same numbers at every second place of a larger array."""
    if array.ndim == 0:
        return array
    wide = np.zeros((*array.shape[:-1], 2 * array.shape[-1]), array.dtype)
    wide[..., ::2] = array
    return wide[..., ::2]


def float_dtypes(case: Case) -> list[np.dtype]:
    """The float dtypes among a case's arrays."""
    arrays = (value for value in case.arguments.values() if isinstance(value, (np.ndarray, np.generic)))
    return [array.dtype for array in arrays if array.dtype.kind == "f"]
