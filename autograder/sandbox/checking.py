"""Judge files: each one alone, in a process of its own."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from autograder.checks.judge import judge_runner
from autograder.checks.verdict import Verdict
from autograder.exercises import Exercise, find, find_week
from autograder.sandbox.process import ChildDied, ChildProcess, ChildRunner, Limits
from autograder.sandbox.submission import Submission, UnreadableSubmission, read_submission

UNPARSED = ("SyntaxError", "IndentationError", "TabError")


def check_files(
    files: Iterable[str | Path], week: str | None = None, exercise: str | None = None, limits: Limits | None = None
) -> list[dict[str, Any]]:
    """Judge files.

    Args:
        files: notebooks or Python files.
        week: judge only this week's exercises.
        exercise: judge this one only, whether the file defines it or not.
        limits: what a submission may use.

    Returns:
        A row an exercise: ``file``, then the verdict's values. A file that cannot be read is one row without exercise.
    """
    rows = []
    for file in files:
        try:
            submission = read_submission(Path(file))
        except UnreadableSubmission as error:
            rows.append({"file": str(file), **unjudged(None, str(error)).to_json(), "exercise": None})
            continue
        verdicts = judge_submission(submission, wanted(submission, week, exercise), limits or Limits())
        rows += [{"file": str(file), **verdict.to_json()} for verdict in verdicts]
    return rows


def wanted(submission: Submission, week: str | None, exercise: str | None) -> list[Exercise]:
    """The exercises to judge in a submission."""
    if exercise is not None:
        return [find(exercise)]
    chosen = [find(name) for name in submission.defines]
    return chosen if week is None else [one for one in chosen if one.week == find_week(week).key]


def judge_submission(submission: Submission, exercises: list[Exercise], limits: Limits) -> Iterator[Verdict]:
    """A verdict an exercise; after a hang or a crash in one the next starts in a fresh process.

    A file that hangs or crashes while it is loaded is loaded once: it would do so again for every exercise.
    """
    child: ChildProcess | None = None
    unloadable = ""
    try:
        for exercise in exercises:
            if exercise.name not in submission.defines and submission.problem == "":
                yield unjudged(exercise, f"{submission.path.name} does not define {exercise.name}.")
                continue
            try:
                if not unloadable and (child is None or not child.alive()):
                    child = ChildProcess(submission, limits)
            except ChildDied as death:
                unloadable = f"Running {submission.path.name} failed. {death}"
            if child is None or unloadable:
                yield unjudged(exercise, unloadable, "runs")
            else:
                yield judge_in(child, submission, exercise)
    finally:
        if child is not None:
            child.close()


def judge_in(child: ChildProcess, submission: Submission, exercise: Exercise) -> Verdict:
    """The verdict on one exercise of a loaded submission."""
    runner = ChildRunner(child, exercise)
    if runner.is_there():
        return judge_runner(exercise, runner)
    raised = [problem for problem in child.problems if not problem.startswith(UNPARSED)]
    reason = "; ".join(filter(None, [submission.problem, *raised])) or "no function or class of that name came of it"
    return unjudged(exercise, f"{exercise.name} could not be loaded: {reason}.", "runs")


def unjudged(exercise: Exercise | None, message: str, rung: str = "exists") -> Verdict:
    """A verdict of no points on what could not be run."""
    if exercise is None:
        return Verdict("", "", 0.0, 0.0, rung=rung, message=message)
    return Verdict(exercise.name, exercise.title, 0.0, float(exercise.points), rung=rung, message=message)
