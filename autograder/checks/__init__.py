"""The check engine: a ladder of rungs, a catalogue of mistakes, and a verdict with three faces."""

from autograder.checks.judge import judge
from autograder.checks.verdict import Verdict

__all__ = ["Verdict", "judge"]
