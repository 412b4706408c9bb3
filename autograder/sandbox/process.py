"""The trusted end of the child process: starts it, holds the clock, and turns a hang or a crash into an outcome."""

import sys
from dataclasses import dataclass
from typing import Any

from autograder.checks.outcome import STOPPED, Failure, Outcome
from autograder.exercises import Case, Exercise
from autograder.sandbox.link import TimedReader, open_link
from autograder.sandbox.protocol import ProtocolError, receive, send
from autograder.sandbox.submission import Submission


@dataclass(frozen=True)
class Limits:
    """What a submission may use.

    Args:
        load: seconds for running its cells once.
        call: seconds for one case.
        memory: bytes of address space.
        walls: whether to run nothing where this machine's walls do not come up.
    """

    load: float = 10.0
    call: float = 5.0
    memory: int = 4 * 2**30
    walls: bool = False


class ChildDied(Exception):
    """The child hung, crashed, or spoke nonsense: the message says which, in words for the student."""


class ChildProcess:
    """One submission, loaded in a process of its own.

    Args:
        submission: the code.
        limits: what it may use.

    Attributes:
        problems: what the cells raised while loading.

    Raises:
        ChildDied: loading hung or crashed.
    """

    def __init__(self, submission: Submission, limits: Limits) -> None:
        self.limits = limits
        self.link = open_link(limits.memory, limits.walls)
        self.problems: list[str] = self.ask(
            {"do": "load", "cells": list(submission.cells), "defines": list(submission.defines)}, limits.load
        )

    def alive(self) -> bool:
        """Whether the process still runs."""
        return self.link.alive()

    def ask(self, request: dict[str, Any], seconds: float) -> Any:
        """Send a request and wait for the reply.

        Raises:
            ChildDied: none came in time, or none that can be read; the process is gone then.
        """
        try:
            send(self.link.to_child, request)
            return receive(TimedReader(self.link.from_child, seconds))
        except TimeoutError:
            raise ChildDied(f"It did not come back within {seconds:g} seconds. Is there an endless loop?") from None
        except (EOFError, BrokenPipeError):
            raise ChildDied("It ended the whole Python process (a crash, an exit, or too much memory).") from None
        except ProtocolError as error:
            raise ChildDied(f"It disturbed the process that judges it: {error}.") from None
        finally:
            if sys.exc_info()[0] is not None:
                self.close()

    def close(self) -> None:
        """End the process and everything it started."""
        self.link.close()


class ChildRunner:
    """Runs one exercise of a loaded submission; once the child is dead, every case fails with its last words."""

    def __init__(self, child: ChildProcess, exercise: Exercise) -> None:
        self.child, self.exercise = child, exercise

    def is_there(self) -> bool:
        """Whether the submission, once loaded, has something to call under the exercise's name."""
        try:
            return self.child.ask(self.request("has"), self.child.limits.call) is True
        except ChildDied:
            return False

    def run(self, case: Case) -> Outcome:
        """Drive the submission through a case."""
        try:
            reply = self.child.ask(self.request("run", case), self.child.limits.call)
            return to_outcome(reply)
        except ChildDied as death:
            return Outcome(failure=Failure(STOPPED, str(death)))

    def more_steps(self, small: Case, large: Case) -> int:
        """How many more interpreter steps the large case takes than the small one; very many where it never ends."""
        try:
            steps = self.child.ask(self.request("more_steps", small, large), 2 * self.child.limits.call)
        except ChildDied:
            return sys.maxsize
        return steps if isinstance(steps, int) else sys.maxsize

    def request(self, do: str, *cases: Case) -> dict[str, Any]:
        """A request about this exercise: inputs only, never what is expected."""
        sent = [{"inputs": dict(case.inputs), "options": dict(case.options), "kind": case.kind} for case in cases]
        return {"do": do, "exercise": self.exercise.name, "cases": sent}


def to_outcome(reply: Any) -> Outcome:
    """An outcome from what the child says of itself, believed only in its form.

    Raises:
        ChildDied: it is not of that form.
    """
    try:
        failure = reply["failure"]
        return Outcome(
            values=dict(reply["values"]),
            failure=None if failure is None else Failure(**{key: str(text) for key, text in failure.items()}),
            warnings=tuple(map(str, reply["warnings"])),
            changed=tuple(map(str, reply["changed"])),
            printed=str(reply["printed"]),
        )
    except (TypeError, KeyError, ValueError, AttributeError):
        raise ChildDied("It disturbed the process that judges it.") from None
