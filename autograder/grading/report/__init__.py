"""The instructor's report on an assignment: `handmade report`."""

from autograder.grading.report.report import report

__all__ = ["report"]
