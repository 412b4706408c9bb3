"""The text face of a verdict, for terminals, and how arrays are written in both faces."""

from typing import TYPE_CHECKING, Any

import numpy as np

from autograder.exercises.exercise import Case

if TYPE_CHECKING:
    from autograder.checks.verdict import Verdict

SMALL_ENOUGH = 40


def array_text(value: Any) -> str:
    """A value as one writes it: small arrays whole, larger ones by shape, dtype and corners."""
    if not isinstance(value, (np.ndarray, np.generic)):
        return f"{value!r:.300}"
    array = np.asarray(value)
    body = np.array2string(
        array, precision=4, suppress_small=False, separator=", ", threshold=SMALL_ENOUGH, edgeitems=2
    )
    return body if array.size <= SMALL_ENOUGH else f"{body}\nshape {array.shape}, {array.dtype}"


def call_text(name: str, case: Case) -> str:
    """The call of a case with its arguments written out."""
    lines = [
        f"{argument} = {indented(array_text(value), len(argument) + 3)}" for argument, value in case.arguments.items()
    ]
    options = [f"{option}={option}" for option in case.options]
    return "\n".join([*lines, f"{name}({', '.join([*case.inputs, *options])})"])


def indented(text: str, by: int) -> str:
    """Text whose later lines stand below the first one's start."""
    return text.replace("\n", "\n" + " " * by)


def points_text(points: float) -> str:
    """Points without a needless fraction."""
    return f"{points:g}"


def ladder_text(rungs: tuple[str, ...], rung: str) -> str:
    """The rung that broke, and those before it."""
    climbed = rungs[: rungs.index(rung)]
    return f"stops at: {rung}" + (f" (after {', '.join(climbed)})" if climbed else "")


def text_card(verdict: "Verdict") -> str:
    """The whole verdict as plain text."""
    state = "passed" if verdict.passed else "not started" if not verdict.started else "not yet"
    lines = [f"{verdict.exercise}: {state}, {points_text(verdict.points)} of {points_text(verdict.max_points)} points"]
    if verdict.rung is not None and verdict.started:
        lines.append(f"  {ladder_text(verdict.rungs, verdict.rung)}")
    if verdict.mistake:
        lines.append(f"  Mistake: {verdict.mistake}. {verdict.advice}")
    if not verdict.passed:
        lines.append(f"  {verdict.message}")
    if verdict.counterexample:
        lines += counterexample_lines(verdict.counterexample)
    if verdict.printed:
        lines += ["  Your code printed:", "    " + indented(verdict.printed.rstrip(), 4)]
    lines += [f"  {note}" for note in verdict.notes]
    return "\n".join(lines)


def counterexample_lines(example: Any) -> list[str]:
    """The failing case as indented lines."""
    lines = [f"  Case: {example.label}", "    " + indented(example.call, 4)]
    if example.expected:
        lines += ["    expected " + indented(example.expected, 13), "    yours    " + indented(example.got, 13)]
    if example.worst:
        lines.append(f"    {example.worst}")
    return lines
