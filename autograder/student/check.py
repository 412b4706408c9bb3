"""`begin` and `check`: what a student calls in a notebook."""

from dataclasses import replace
from pathlib import Path
from typing import Any

from autograder.checks import Verdict, judge
from autograder.checks.verdict import VERDICT_TYPE
from autograder.exercises import Exercise, find, find_week
from autograder.student.lending import running_shell
from autograder.student.library import Library, progress
from autograder.student.sources import definitions


class Points(float):
    """The points a check gives: a plain number to nbgrader, a card to a notebook, a text to a terminal."""

    verdict: Verdict

    def __new__(cls, verdict: Verdict) -> "Points":
        """Make the number that a verdict gives."""
        points = super().__new__(cls, verdict.points)
        points.verdict = verdict
        return points

    def __repr__(self) -> str:
        return float.__repr__(self)

    def __str__(self) -> str:
        return str(self.verdict)

    def _repr_mimebundle_(self, **_: Any) -> dict[str, Any]:
        return {
            "text/plain": float.__repr__(self),
            "text/html": self.verdict._repr_html_(),
            VERDICT_TYPE: self.verdict.to_json(),
        }


def begin(week: str) -> None:
    """Start a week: make the student's library `mine` importable, and print how much of it is theirs."""
    chosen = find_week(week)
    library = Library(Path.cwd())
    try:
        library.open()
    except OSError as error:
        print(f"Your library {library.package} cannot be written ({error.strerror}): passing answers are not kept.")
    own, total = progress(Path.cwd())[chosen.key]
    print(f"Week {chosen.number} · {chosen.title}: {own} of {total} exercises are in your library.")


def check(name: str) -> float:
    """Check the student's answer to an exercise; show what was found.

    Args:
        name: the exercise, such as ``"softmax"``.

    Returns:
        The points earned, a Python float; in a notebook it shows as a card, ``str`` of it is the text.

    Raises:
        UnknownExercise: there is no exercise of that name.
    """
    exercise = find(name)
    shell = running_shell()
    names = shell.user_ns if shell is not None else main_names()
    found = judged(exercise, names)
    if found.passed and shell is not None:
        found = kept(exercise, found, names)
    if shell is None or not hasattr(shell, "kernel"):
        print(found)
    return Points(found)


def main_names() -> dict[str, Any]:
    """The global names of the running program."""
    import __main__

    return vars(__main__)


def judged(exercise: Exercise, names: dict[str, Any]) -> Verdict:
    """The verdict on what a namespace holds under the exercise's name."""
    blank = Verdict(exercise.name, exercise.title, 0.0, float(exercise.points), rung="exists")
    answer = names.get(exercise.name)
    if answer is None:
        return replace(blank, message=f"There is no {exercise.name} yet: run the cell above that defines it.")
    if not callable(answer):
        return replace(blank, message=f"{exercise.name} is a {type(answer).__name__} here, not something to call.")
    if str(getattr(answer, "__module__", "")).startswith(("reference_impl", "torch")):
        text = f"{exercise.name} is the reference's own here, not yours: run the cell that defines yours again."
        return replace(blank, message=text)
    return judge(exercise, answer)


def kept(exercise: Exercise, found: Verdict, names: dict[str, Any]) -> Verdict:
    """Save a passing answer into the student's library; the verdict says so, or why not."""
    if getattr(names[exercise.name], "__module__", "").startswith("mine."):
        return found
    try:
        saved = Library(Path.cwd()).save(exercise, definitions(names.get("In", [])))
    except OSError as error:
        return replace(found, notes=(*found.notes, f"Not saved into mine/: {error.strerror}."))
    note = "Saved into your library: mine/." if saved else "Not saved into mine/: its source is in no cell."
    return replace(found, notes=(*found.notes, note))
