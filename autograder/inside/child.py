"""The process in which a student's code runs: loads it, then answers cases until its input ends.

Behind walls it is forked from a warm process, with a pipe either way. Without them it is started as
``python -m autograder.inside.child``: requests come in on standard input, replies leave on the descriptor that was
standard output. The student's own printing goes nowhere near it.
"""

import os
import sys
import types
from collections.abc import Iterator
from typing import IO, Any

import numpy as np

from autograder.inside.calling import Call
from autograder.inside.cells import MODULE, is_answer, library, load_cells
from autograder.inside.lent import Lent, swapped
from autograder.inside.outcome import Outcome, record
from autograder.inside.protocol import encoded, receive
from autograder.inside.steps import growth


def main() -> None:
    """Serve on what were standard input and output."""
    serve(*private_channels())


def serve(requests: IO[bytes], replies: IO[bytes]) -> None:
    """Answer requests until there are no more; replies wait for each other, unless the request wants each at once."""
    sys.modules[MODULE] = module = types.ModuleType(MODULE)
    sitting = Sitting(vars(module))
    while True:
        try:
            request = receive(requests)
            questions = [receive(requests) for _ in range(request.get("questions", 0))]
        except EOFError:
            return
        for place, reply in enumerate(getattr(sitting, request["do"])(request, questions)):
            replies.write(encoded({"to": [request["number"], place], "said": reply}))
            if request.get("at_once"):
                replies.flush()
        replies.flush()


def private_channels() -> tuple[IO[bytes], IO[bytes]]:
    """Take standard input and output away from the student's code, which gets empty ones instead."""
    requests, replies = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_RDWR)
    os.dup2(nowhere, 0)
    os.dup2(nowhere, 1)
    return requests, replies


class Sitting:
    """A student's code, and what it is asked.

    Args:
        names: its global names.
    """

    def __init__(self, names: dict[str, Any]) -> None:
        self.names, self.lent = names, Lent()

    def load(self, request: dict[str, Any], questions: list[Any]) -> Iterator[Any]:
        """Run the cells; a reply after each, and at the end which of the answers are there."""
        self.lent.take(request["pieces"])
        given = self.lent.named(request["lent"])
        sys.modules["mine"] = library(given, request["course"])
        self.names.update({"np": np, **given})
        yield from load_cells(request["cells"], self.names)
        yield [name for name in request["defines"] if is_answer(self.names.get(name))]

    def run(self, request: dict[str, Any], questions: list[Any]) -> Iterator[Any]:
        """Put each question to an answer; a reply for each."""
        call, lent = self.prepared(request)
        for question in questions:
            with swapped(self.names, lent):
                yield as_message(self.asked(call, question))

    def more_steps(self, request: dict[str, Any], questions: list[Any]) -> Iterator[Any]:
        """How many more interpreter steps the second question takes than the first."""
        call, lent = self.prepared(request)
        with swapped(self.names, lent):
            small, large = ((question["inputs"], question["options"]) for question in questions)
            yield growth(call, self.names.get(call.exercise), small, large)

    def prepared(self, request: dict[str, Any]) -> tuple[Call, dict[str, Any]]:
        """How the exercise is called, and the other exercises' answers that are lent meanwhile."""
        self.lent.take(request["pieces"])
        drive = self.lent.named({"drive": request["drive"]})["drive"] if request["drive"] else None
        return Call(request["exercise"], tuple(request["outputs"]), drive), self.lent.named(request["lent"])

    def asked(self, call: Call, question: dict[str, Any]) -> Outcome:
        """What the answer does with a question."""
        return record(call, self.names.get(call.exercise), question["inputs"], question["options"])


def as_message(outcome: Outcome) -> dict[str, Any]:
    """An outcome's parts. Not `asdict`: it copies the values, and a generator or a lock cannot be copied."""
    return {**vars(outcome), "failure": None if outcome.failure is None else vars(outcome.failure)}


if __name__ == "__main__":
    main()
