"""What goes wrong on our side of the wall."""

from autograder.errors import HandmadeError


class IsolationError(HandmadeError):
    """A sandbox could not be built: no grade, and never a zero."""
