"""A submission under judgement: one clock for all of it, and a living process whenever one is needed."""

import time
from collections.abc import Iterable
from dataclasses import replace
from textwrap import shorten
from types import TracebackType
from typing import Self

from autograder.checks.verdict import Verdict
from autograder.exercises import WEEKS, Exercise
from autograder.sandbox.process import ChildDied, ChildProcess
from autograder.sandbox.submission import Submission, names_defined
from autograder.sandbox.terms import Terms

MOST_SKIPPED = 3


class Session:
    """Opens a process for a submission, and another where the last has died.

    A cell that hangs or crashes while it is loaded is skipped from then on, and costs what it defines, no more.

    Args:
        submission: the code.
        terms: on which it runs.
    """

    def __init__(self, submission: Submission, terms: Terms) -> None:
        self.submission, self.terms = submission, terms
        self.end = time.monotonic() + terms.limits.submission
        self.child: ChildProcess | None = None
        self.skipped: dict[int, str] = {}
        self.unloadable = ""

    def process(self, exercise: Exercise) -> ChildProcess:
        """A living process, in which this exercise and those after it can be judged.

        Raises:
            ChildDied: there is none to be had; the message says why.
        """
        while self.child is None or not self.child.alive():
            if self.unloadable:
                raise ChildDied(self.unloadable)
            self.open(exercise)
        return self.child

    def open(self, exercise: Exercise) -> None:
        """Start a process and run the cells in it."""
        self.child = ChildProcess(self.submission, exercise, self.terms, self.end)
        try:
            self.child.load(tuple(self.skipped))
        except ChildDied as death:
            self.skipped[self.child.loading] = str(death)
            if len(self.skipped) > MOST_SKIPPED or time.monotonic() >= self.end:
                self.unloadable = str(death)
        finally:
            self.child.problems |= self.skipped

    def why_missing(self, exercise: Exercise) -> str:
        """Why nothing to be judged came of the cell that defines an exercise."""
        problems = self.child.problems if self.child is not None else self.skipped
        own = [place for place in problems if exercise.name in names_defined(self.submission.cells[place])]
        told = [problems[place] for place in own or sorted(problems)[:3]]
        return "; ".join(told)

    def noting(self, verdict: Verdict) -> Verdict:
        """A verdict that also tells which cells were passed over."""
        starts = {place: beginning(self.submission.cells[place]) for place in self.skipped}
        notes = tuple(f"Passed over: `{starts[place]}`. {why}" for place, why in self.skipped.items())
        return replace(verdict, notes=(*verdict.notes, *notes)) if notes else verdict

    def close(self) -> None:
        """End the process."""
        if self.child is not None:
            self.child.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type | None, error: BaseException | None, traceback: TracebackType | None) -> None:
        self.close()


def beginning(cell: str) -> str:
    """The first words of a cell."""
    return shorten(cell.strip().partition("\n")[0], 60, placeholder=" …")


def in_course_order(exercises: Iterable[Exercise]) -> list[Exercise]:
    """Exercises in the order in which they are judged: what is lent to a later one answers an earlier one."""
    order = [exercise.name for week in WEEKS for exercise in week.exercises]
    return sorted(exercises, key=lambda exercise: order.index(exercise.name))
