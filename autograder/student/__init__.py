"""What runs in a student's kernel: `begin`, `check`, and the library `mine` that passing answers become."""

from autograder.student.check import begin, check
from autograder.student.library import progress

__all__ = ["begin", "check", "progress"]
