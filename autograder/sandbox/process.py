"""The trusted end of the child process: starts it, holds the clock, and turns a hang or a crash into an outcome."""

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from autograder.checks.expectations import Expectation
from autograder.checks.running import observed
from autograder.exercises import WEEKS, Exercise
from autograder.inside.outcome import STOPPED, Failure, Outcome
from autograder.inside.protocol import ProtocolError, encoded, receive
from autograder.inside.steps import NEVER
from autograder.sandbox.channel import Channel
from autograder.sandbox.lending import Lender
from autograder.sandbox.link import open_link
from autograder.sandbox.submission import Submission
from autograder.sandbox.terms import Terms


class ChildDied(Exception):
    """The child hung, crashed, or spoke nonsense: the message says which, in words for the student."""


class ChildProcess:
    """One submission in a process of its own.

    Args:
        submission: the code.
        first: the exercise that is judged first.
        terms: on which it runs.
        end: when all of the submission's time is up, on the monotonic clock.

    Attributes:
        there: the answers that came of its cells.
        problems: what the cells raised, by their place.
        loading: the place of the cell that is being run.
    """

    def __init__(self, submission: Submission, first: Exercise, terms: Terms, end: float) -> None:
        self.submission, self.limits, self.end = submission, terms.limits, end
        self.lender = Lender(submission.cells, first)
        self.link = open_link(terms)
        self.channel = Channel(self.link)
        self.closed = False
        self.owed = self.asked = self.number = 0
        self.there: tuple[str, ...] = ()
        self.problems: dict[int, str] = {}
        self.loading = 0

    def load(self, skipped: Sequence[int]) -> None:
        """Run the cells, but for some.

        Raises:
            ChildDied: one hung or crashed; ``loading`` says which.
        """
        cells = {place: cell for place, cell in enumerate(self.submission.cells) if place not in skipped}
        course = [exercise.name for week in WEEKS for exercise in week.exercises]
        about = {"cells": list(cells.values()), "defines": list(self.submission.defines), "course": course}
        self.send({"do": "load", "at_once": True, **about, **self.lender.at_load()}, (), replies=len(cells) + 1)
        deadline = time.monotonic() + self.limits.load
        for self.loading in cells:
            said = self.reply(deadline - time.monotonic(), self.limits.load)
            if said is not None:
                self.problems[self.loading] = str(said)
        there = self.reply(deadline - time.monotonic(), self.limits.load)
        self.there = tuple(name for name in self.submission.defines if isinstance(there, list) and name in there)

    @property
    def used(self) -> bool:
        """Whether anything but loading was asked of it."""
        return self.number > 1

    def alive(self) -> bool:
        """Whether the process still runs."""
        return not self.closed and self.link.alive()

    def send(self, request: dict[str, Any], questions: Sequence[bytes], replies: int) -> None:
        """Send a request and its questions, after hearing what was asked for before and not listened to.

        Raises:
            ChildDied: it does not listen; the process is gone then.
        """
        while self.owed:
            self.reply(self.limits.call)
        self.number += 1
        with self.guarded(self.limits.call):
            message = encoded({**request, "number": self.number, "questions": len(questions)})
            self.channel.within(self.time_left(self.limits.call)).write(b"".join([message, *questions]))
        self.owed = self.asked = replies

    def reply(self, seconds: float, allowed: float | None = None) -> Any:
        """The next reply.

        Args:
            seconds: how long to wait for it.
            allowed: the limit as the student is told it.

        Raises:
            ChildDied: none came in time, or none that can be read; the process is gone then.
        """
        with self.guarded(seconds if allowed is None else allowed):
            reply = receive(self.channel.within(self.time_left(seconds)))
            if not isinstance(reply, dict) or reply.get("to") != [self.number, self.asked - self.owed]:
                raise ProtocolError("a reply to what nobody asked")
        self.owed -= 1
        return reply.get("said")

    def time_left(self, seconds: float) -> float:
        """These seconds, or fewer where the submission's time is nearly up."""
        return max(0.0, min(seconds, self.end - time.monotonic()))

    @contextmanager
    def guarded(self, seconds: float) -> Iterator[None]:
        """While open, whatever goes wrong in talking to the process ends it."""
        try:
            yield
        except TimeoutError:
            self.close()
            if time.monotonic() >= self.end:
                allowed = f"all {self.limits.submission:g} seconds that a submission has are used up"
                raise ChildDied(f"It did not come back, and {allowed}. Is there an endless loop?") from None
            raise ChildDied(f"It did not come back within {seconds:g} seconds. Is there an endless loop?") from None
        except (EOFError, BrokenPipeError):
            self.close()
            raise ChildDied("It ended the whole Python process (a crash, an exit, or too much memory).") from None
        except ProtocolError as error:
            self.close()
            raise ChildDied(f"It disturbed the process that judges it: {error}.") from None

    def close(self) -> None:
        """End the process and everything it started."""
        self.owed = 0
        if not self.closed:
            self.closed = True
            self.link.close()


class ChildRunner:
    """Runs one exercise of a loaded submission; once the child is dead, every case fails with its last words.

    Args:
        child: the process.
        exercise: the exercise.
        at_once: whether each reply is to be sent as soon as there is one. It takes longer, but tells which case it was
            that killed the process.
    """

    def __init__(self, child: ChildProcess, exercise: Exercise, at_once: bool = False) -> None:
        self.child, self.exercise, self.at_once = child, exercise, at_once

    def outcomes(self, questions: Sequence[Expectation]) -> Iterator[Outcome]:
        """Drive the submission through cases: all of them are sent at once, and each reply has its own time."""
        try:
            self.ask("run", questions, replies=len(questions))
            for question in questions:
                outcome = to_outcome(self.child.reply(self.child.limits.call))
                yield observed(self.exercise, question.case, outcome)
        except ChildDied as death:
            self.child.close()  # one that talks nonsense may talk more of it
            while True:
                yield Outcome(failure=Failure(STOPPED, str(death)))

    def more_steps(self, small: Expectation, large: Expectation) -> int:
        """How many more interpreter steps the large case takes than the small one; very many where it never ends."""
        try:
            self.ask("more_steps", (small, large), replies=1)
            steps = self.child.reply(2 * self.child.limits.call)
        except ChildDied:
            return NEVER
        return steps if isinstance(steps, int) else NEVER

    def ask(self, do: str, questions: Sequence[Expectation], replies: int) -> None:
        """Send the cases' inputs, how the answer is called, and what is lent to it."""
        how = {"exercise": self.exercise.name, "outputs": list(self.exercise.outputs)}
        request = {"do": do, "at_once": self.at_once, **how, **self.child.lender.before(self.exercise)}
        self.child.send(request, [question.question for question in questions], replies)


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
