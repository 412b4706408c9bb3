"""Handmade: the exercises, their checks, the notebooks, and the grading.

In a notebook: ``from autograder import begin, check``.
"""

from typing import Any

__all__ = ["begin", "check"]


def __getattr__(name: str) -> Any:
    """Load the student's side only when it is asked for, so that the command line starts at once."""
    if name in __all__:
        from autograder import student

        return getattr(student, name)
    raise AttributeError(f"module 'autograder' has no attribute {name!r}")
