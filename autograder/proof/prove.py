"""Prove the checks of a week: judge answers of which it is known beforehand what must be said of them."""

from collections.abc import Callable
from typing import Any

from autograder.checks import Verdict, judge
from autograder.exercises import Exercise, find_week
from autograder.proof.blank import blank
from autograder.proof.evidence import ExerciseProof, MutantTally, Tally
from autograder.proof.limit import OutOfTime, time_limit
from autograder.proof.mutants import Mutant, build, mutants_of

# A mutant takes some 10 ms; a hundred times that, on a busy machine, is for ever.
SECONDS_FOR_A_MUTANT = 5.0

Progress = Callable[[int, int, str], None]


def prove(week: str, progress: Progress | None = None) -> list[ExerciseProof]:
    """Prove the checks of every exercise of a week.

    Args:
        week: the week, in any form that ``find_week`` takes.
        progress: told (exercises done, exercises in all, name of the next or "") before each exercise and at the end.

    Raises:
        UnknownWeek: there is no such week.
        HandmadeError: cosmic-ray is not installed.
    """
    exercises = find_week(week).exercises
    tell = progress or (lambda done, total, name: None)
    proofs = []
    for done, exercise in enumerate(exercises):
        tell(done, len(exercises), exercise.name)
        proofs.append(prove_exercise(exercise))
    tell(len(exercises), len(exercises), "")
    return proofs


def prove_exercise(exercise: Exercise, seconds: float = SECONDS_FOR_A_MUTANT) -> ExerciseProof:
    """Prove the checks of one exercise.

    Args:
        exercise: the exercise.
        seconds: how long a mutant may run before it counts as rejected.
    """
    solution = rejection(judge(exercise, exercise.reference()))
    return ExerciseProof(
        exercise=exercise.name,
        points=exercise.points,
        blank=blank_fault(judge(exercise, blank(exercise.reference()))),
        solution=solution,
        alternatives=alternatives(exercise),
        mistakes=mistakes(exercise),
        # A check that refuses the solution refuses every mutant: that would prove nothing.
        mutants=MutantTally(0) if solution else mutants(exercise, seconds),
    )


def blank_fault(verdict: Verdict) -> str:
    """What is wrong with what was said of the blank answer; "" if nothing is."""
    if verdict.points == 0 and verdict.rung == "exists":
        return ""
    return f"{verdict.points:g} points, stopped at {verdict.rung}: {verdict.message}"


def rejection(verdict: Verdict) -> str:
    """Why a right answer was refused; "" if it was not."""
    if verdict.passed and verdict.points == verdict.max_points:
        return ""
    return f"stopped at {verdict.rung}: {verdict.message}"


def alternatives(exercise: Exercise) -> Tally:
    """Judge every alternative: it must be accepted."""
    said = {other.name: rejection(judge(exercise, other.implementation)) for other in exercise.alternatives}
    return Tally(len(exercise.alternatives), {name: why for name, why in said.items() if why})


def mistakes(exercise: Exercise) -> Tally:
    """Judge every catalogued mistake: it must be rejected and called by its name."""
    failed = {}
    for mistake in exercise.mistakes:
        verdict = judge(exercise, mistake.implementation)
        if verdict.points >= verdict.max_points:
            failed[mistake.name] = "accepted"
        elif verdict.mistake != mistake.name:
            failed[mistake.name] = (
                f"rejected as {verdict.mistake or 'unnamed'}, stopped at {verdict.rung}: {verdict.message}"
            )
    return Tally(len(exercise.mistakes), failed)


def mutants(exercise: Exercise, seconds: float) -> MutantTally:
    """Judge every mutant of the reference: it must be rejected, unless it is declared to be equivalent."""
    killed = timed_out = 0
    survivors, equivalent, used = [], {}, set()
    for mutant in mutants_of(exercise.reference()):
        fate = judge_mutant(exercise, mutant, seconds)
        declared = [name for name in exercise.equivalent_mutants if mutant.named(name)]
        killed += fate != "survived"
        timed_out += fate == "timed out"
        if fate == "survived" and declared:
            equivalent[str(mutant)] = exercise.equivalent_mutants[declared[0]]
            used.update(declared)
        elif fate == "survived":
            survivors.append(str(mutant))
    stale = tuple(name for name in exercise.equivalent_mutants if name not in used)
    return MutantTally(killed, tuple(survivors), equivalent, stale, timed_out)


def judge_mutant(exercise: Exercise, mutant: Mutant, seconds: float) -> str:
    """What becomes of a mutant: ``killed``, ``timed out`` or ``survived``."""
    try:
        with time_limit(seconds):
            implementation = defined(mutant, exercise.reference())
            return "survived" if implementation is not None and judge(exercise, implementation).passed else "killed"
    except OutOfTime:
        return "timed out"


def defined(mutant: Mutant, reference: Any) -> Any | None:
    """The mutant's object; None where even its definition raises, which no student would miss."""
    try:
        return build(mutant, reference)
    except Exception:
        return None
