"""How each exercise did: pass rate, mean and discrimination."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from autograder.grading.marks import Column, Mark, Marks


@dataclass(frozen=True)
class Item:
    """How an exercise or question did.

    Args:
        column: which.
        marked: how many have a mark for it.
        pass_rate: the share of full marks.
        mean: the mean share of its points.
        discrimination: its corrected item-total correlation; NaN where it is not defined.
    """

    column: Column
    marked: int
    pass_rate: float
    mean: float
    discrimination: float


def items(marks: Marks) -> list[Item]:
    """How each column did among those who have a grade."""
    return [item(column, marks.graded) for column in marks.columns if column.max_points > 0]


def item(column: Column, graded: Sequence[Mark]) -> Item:
    """How one column did."""
    marked = [mark for mark in graded if mark.points.get(column.name) is not None]
    points = np.array([mark.points[column.name] for mark in marked], dtype=float)
    totals = np.array([sum(value or 0.0 for value in mark.points.values()) for mark in marked], dtype=float)
    if not marked:
        return Item(column, 0, math.nan, math.nan, math.nan)
    passed = float((points >= column.max_points).mean())
    return Item(column, len(marked), passed, float(points.mean()) / column.max_points, discrimination(points, totals))


def discrimination(points: np.ndarray, totals: np.ndarray) -> float:
    r"""The correlation of an item with the sum of all the others, $r(x_i, \sum_{j \ne i} x_j)$.

    Near zero or below, the exercise does not tell those who know more from those who know less: it is too easy, too
    hard, or something is wrong with it.

    Args:
        points: points for the item, one a student.
        totals: points for everything, the item included.

    Returns:
        The correlation; NaN where either does not vary, or fewer than three have a mark.

    Source: corrected item-total correlation; Nunnally and Bernstein, Psychometric Theory, 1994, chapter 8.
    """
    rest = totals - points
    if len(points) < 3 or np.ptp(points) == 0 or np.ptp(rest) == 0:
        return math.nan
    return float(np.corrcoef(points, rest)[0, 1])
