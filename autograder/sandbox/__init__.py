"""Judging files whose code we do not trust to end, to behave, or to tell the truth."""

from autograder.sandbox.checking import check_files
from autograder.sandbox.isolation.limits import Limits

__all__ = ["Limits", "check_files"]
