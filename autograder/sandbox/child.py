"""The process in which a student's code runs: loads it, then answers cases until its input ends.

Behind walls it is forked from a warm process, with a pipe either way. Without them it is started as
``python -m autograder.sandbox.child``: requests come in on standard input, replies leave on the descriptor that was
standard output. The student's own printing goes nowhere near it.
"""

import __future__

import contextlib
import io
import linecache
import os
import sys
import types
from typing import IO, Any

import numpy as np

from autograder.checks.borrow import lendable
from autograder.checks.outcome import describe
from autograder.checks.runner import LocalRunner
from autograder.exercises import Case, find
from autograder.sandbox.protocol import receive, send
from autograder.student.lending import lend

MODULE = "submission"


def main() -> None:
    """Serve on what were standard input and output."""
    serve(*private_channels())


def serve(requests: IO[bytes], replies: IO[bytes]) -> None:
    """Answer requests: ``load``, ``has``, ``run`` and ``more_steps``."""
    sys.modules[MODULE] = module = types.ModuleType(MODULE)
    sys.modules["mine"] = lending = types.ModuleType("mine")
    vars(lending)["__getattr__"] = lend
    names = vars(module)
    while True:
        try:
            request = receive(requests)
        except EOFError:
            return
        send(replies, answer(request, names))


def private_channels() -> tuple[IO[bytes], IO[bytes]]:
    """Take standard input and output away from the student's code, which gets empty ones instead."""
    requests, replies = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_RDWR)
    os.dup2(nowhere, 0)
    os.dup2(nowhere, 1)
    return requests, replies


def answer(request: dict[str, Any], names: dict[str, Any]) -> Any:
    """The reply to one request."""
    if request["do"] == "load":
        names.update(surroundings(request["defines"]))
        return load_cells(request["cells"], names)
    exercise = find(request["exercise"])
    if request["do"] == "has":
        return callable(names.get(exercise.name)) and names[exercise.name] is not exercise.reference()
    runner = LocalRunner(exercise, names[exercise.name])
    cases = [Case("", case["inputs"], case["options"], case["kind"]) for case in request["cases"]]
    if request["do"] == "more_steps":
        return runner.more_steps(*cases)
    outcome = runner.run(cases[0])
    # Not `asdict`: it copies the values, and a generator or a lock cannot be copied.
    return {**vars(outcome), "failure": None if outcome.failure is None else vars(outcome.failure)}


def surroundings(defined: list[str]) -> dict[str, Any]:
    """What a student's cells find around them: numpy, what the course provides, the exercises they do not define."""
    answers, provided = lendable()
    return {"np": np, **provided, **{name: value for name, value in answers.items() if name not in defined}}


def load_cells(cells: list[str], names: dict[str, Any]) -> list[str]:
    """Run the student's cells; one that fails is noted and the next one runs."""
    problems, future = [], 0
    for number, cell in enumerate(cells):
        filename = f"<{MODULE} {number}>"
        linecache.cache[filename] = (len(cell), None, cell.splitlines(keepends=True), filename)
        silent = io.StringIO()
        try:
            with contextlib.redirect_stdout(silent), contextlib.redirect_stderr(silent):
                code = compile(cell, filename, "exec", future, dont_inherit=True)
                future |= code.co_flags & __future__.annotations.compiler_flag
                exec(code, names)
        except (Exception, SystemExit) as error:
            problems.append(str(describe(error)))
    return problems


if __name__ == "__main__":
    main()
