"""The language of the corpus: what is handed in, and the verdict it must get.

Every notebook starts as the released one with every exercise answered rightly; an attack changes it. What it may not
change is the rest: the other exercises have all their points.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from textwrap import dedent, indent
from typing import Any

from autograder.exercises import find_week
from tests.grading.odd_notebooks import Change, as_bytes, on

WEEK = "week1_foundations"
POINTS = {exercise.name: float(exercise.points) for exercise in find_week(WEEK).exercises}
MARK = "handmade-attack"  # in the name of every file that an attack tries to leave behind
HTML = "<img src=x onerror=alert(1)><script>alert('handmade-attack')</script>"
TOOLS = "import ctypes, gc, inspect, os, signal, socket, subprocess, sys, threading, time"
RIGHT = "np.maximum(x, 0)"


@dataclass(frozen=True)
class Must:
    """The verdict a submission must get: all points but those named, or a rejection.

    Args:
        lost: exercises that have none of their points.
        halved: exercises that have half of them.
        rejected: words of the reason; "" where there must be a grade.
    """

    lost: tuple[str, ...] = ()
    halved: tuple[str, ...] = ()
    rejected: str = ""

    @property
    def points(self) -> dict[str, float]:
        """The points of each exercise."""
        share = dict.fromkeys(self.lost, 0.0) | dict.fromkeys(self.halved, 0.5)
        return {name: share.get(name, 1.0) * points for name, points in POINTS.items()}


FULL = Must()
ZERO = Must(lost=tuple(POINTS))


def loses(*exercises: str) -> Must:
    return Must(lost=exercises)


def halves(*exercises: str) -> Must:
    return Must(halved=exercises)


def rejected(reason: str) -> Must:
    return Must(rejected=reason)


RELU_LOST = loses("relu")


@dataclass(frozen=True)
class Attack:
    """A hostile or broken submission.

    Args:
        change: changes the notebook in place and returns None; or returns what to hand in instead, JSON or bytes; or
            returns a function that is given the path and puts there whatever it likes. In text, @COURSE@ is the
            folder of the course, @REPOSITORY@ that of this project, @HOME@ the user's.
        must: the verdict.
    """

    change: Change
    must: Must = FULL


def answer(source: str, must: Must = FULL, exercise: str = "relu") -> Attack:
    """An exercise's cell holds this instead."""
    return Attack(on(exercise, source=dedent(source)), must)


def relu(code: str, result: str = RIGHT) -> str:
    """The source of relu: some code, then a result."""
    return f"def relu(x):\n    {TOOLS}\n{indent(dedent(code).strip(), '    ')}\n    return {result}\n"


def harmless(code: str) -> Attack:
    """It is done when relu is called, the answer is right, and nothing else is the worse for it."""
    return answer(relu(code))


def ending(code: str) -> Attack:
    """It is done when relu is called, and costs relu; nothing else."""
    return answer(relu(code), RELU_LOST)


def loading(code: str, must: Must = RELU_LOST) -> Attack:
    """It is done when the cell of relu is loaded, and costs relu; nothing else."""
    body = indent(dedent(code).strip(), "    ")
    return answer(
        f"def bomb():\n    {TOOLS}\n{body}\n\n\nready = bomb()\n\n\ndef relu(x, ready=ready):\n    return {RIGHT}\n",
        must,
    )


def denied(code: str) -> Attack:
    """The answer is right only where this is refused: all points mean that it was."""
    tried = f"try:\n{indent(dedent(code).strip(), '    ')}\nexcept BaseException:\n    return {RIGHT}"
    return answer(relu(tried, "'it was allowed'"))


def stealing(code: str, exercise: str = "relu", arguments: str = "x") -> Attack:
    """The answer is whatever ``found`` came to, which would be right if anything were to be found."""
    body = indent(dedent(code).strip(), "    ")
    source = f"def {exercise}({arguments}):\n    {TOOLS}\n    found = None\n{body}\n    return found({arguments})\n"
    return answer(source, loses(exercise), exercise)


def lying(code: str) -> Attack:
    """Something is done to pass for right; the answer is zeros."""
    return answer(relu(code, "0 * x"), RELU_LOST)


def returning(result: str, must: Must = RELU_LOST, before: str = "") -> Attack:
    """relu returns this."""
    return answer(dedent(before) + relu("pass", result), must)


def placed(place: Callable[[Path, bytes], Any], must: Must) -> Attack:
    """Something else than a notebook lies there, or other things beside it; told the path and the right notebook."""
    return Attack(lambda notebook: lambda path: place(path, as_bytes(notebook)), must)
