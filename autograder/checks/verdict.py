"""The result of a check: one object with a card, a text and a number of points."""

from dataclasses import dataclass
from typing import Any

from autograder.checks.compare import at
from autograder.checks.diagnosis import name_mistake, relation
from autograder.checks.heatmap import heat_map
from autograder.checks.ladder import RUNGS, Broken, Climb, rungs_of
from autograder.exercises.exercise import Exercise

# Under this type a verdict's plain values stand among a notebook cell's outputs, for programs.
VERDICT_TYPE = "application/vnd.handmade.verdict+json"


@dataclass(frozen=True)
class Counterexample:
    """The smallest failing case, as text, ready to be read.

    Args:
        label: what kind of case it is.
        call: the call, with its arguments' values.
        expected: the right value.
        got: the value that came.
        worst: the place and size of the worst error.
        picture: a heat map as a data address, or "".
    """

    label: str
    call: str
    expected: str = ""
    got: str = ""
    worst: str = ""
    picture: str = ""


@dataclass(frozen=True)
class Verdict:
    """What a check found.

    Args:
        exercise: name of the exercise.
        title: its title.
        points: what the answer earns.
        max_points: what a passing answer earns.
        rung: the broken rung; None when all hold.
        message: what was found, in a sentence or two.
        mistake: name of the catalogued mistake, if it is one.
        advice: what to do about it.
        counterexample: the smallest failing case.
        printed: what the student's code printed during the failing case.
        notes: what else there is to say, such as that torch is missing.
        rungs: the ladder of this exercise.
    """

    exercise: str
    title: str
    points: float
    max_points: float
    rung: str | None = None
    message: str = ""
    mistake: str | None = None
    advice: str = ""
    counterexample: Counterexample | None = None
    printed: str = ""
    notes: tuple[str, ...] = ()
    rungs: tuple[str, ...] = RUNGS

    @property
    def passed(self) -> bool:
        """Whether every rung holds."""
        return self.rung is None

    @property
    def started(self) -> bool:
        """Whether there is an answer at all."""
        return self.rung != "exists"

    def to_json(self) -> dict[str, Any]:
        """The verdict as plain values, for programs."""
        return {
            "exercise": self.exercise,
            "points": self.points,
            "max_points": self.max_points,
            "passed": self.passed,
            "rung": self.rung,
            "mistake": self.mistake,
            "message": self.message,
        }

    def __str__(self) -> str:
        from autograder.checks.text import text_card

        return text_card(self)

    def _repr_html_(self) -> str:
        from autograder.checks.card import html_card

        return html_card(self)


def verdict(exercise: Exercise, climbed: Climb, notes: tuple[str, ...] = ()) -> Verdict:
    """Turn a climb into a verdict: points, the named mistake, the counterexample."""
    broken = climbed.broken
    full, rungs = float(exercise.points), rungs_of(exercise)
    if broken is None:
        return Verdict(exercise.name, exercise.title, full, full, message="All checks pass.", notes=notes, rungs=rungs)
    not_written = broken.rung == "exists"
    mistake = None if not_written else name_mistake(climbed.outcomes)
    related = "" if mistake or not_written else told_relation(broken)
    return Verdict(
        exercise=exercise.name,
        title=exercise.title,
        points=full / 2 if broken.half else 0.0,
        max_points=full,
        rung=broken.rung,
        message=f"{broken.message} {related}".strip(),
        mistake=mistake.name if mistake else None,
        advice=mistake.advice if mistake else "",
        counterexample=None if not_written else counterexample(broken),
        printed=broken.outcome.printed if broken.outcome else "",
        notes=notes,
        rungs=rungs,
    )


def told_relation(broken: Broken) -> str:
    """A relation between wrong and right numbers, where values or shapes are what is wrong."""
    if broken.expectation is None or broken.outcome is None or broken.value not in broken.outcome.values:
        return ""
    if broken.mismatch is None or broken.mismatch.rung not in ("values", "shape"):
        return ""
    return relation(broken.value, broken.expectation, broken.outcome.values[broken.value])


def counterexample(broken: Broken) -> Counterexample | None:
    """Write down the failing case."""
    from autograder.checks.text import array_text, call_text

    if broken.expectation is None or broken.outcome is None:
        return None
    expectation, case = broken.expectation, broken.expectation.case
    call = call_text(expectation.exercise.name, case)
    if broken.mismatch is None:
        return Counterexample(case.label, call)
    mismatch = broken.mismatch
    picture = worst = ""
    if mismatch.errors is not None:
        picture = heat_map(mismatch.errors, expectation.tolerance.allowed(expectation.reference.values[broken.value]))
        worst = f"largest error {mismatch.errors[mismatch.index]:.3g} at {broken.value}{at(mismatch.index)}"
    return Counterexample(
        case.label,
        call,
        expected=array_text(expectation.reference.values[broken.value]),
        got=array_text(broken.outcome.values.get(broken.value)),
        worst=worst,
        picture=picture,
    )
