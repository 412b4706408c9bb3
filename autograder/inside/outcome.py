"""Call an implementation once and record all that happened."""

import contextlib
import copy
import io
import linecache
import traceback
import warnings
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any

import numpy as np

from autograder.inside.calling import Call, ReturnError

PRINTED_CHARACTERS = 2_000
NOT_WRITTEN = "NotImplementedError"
RETURNED = "ReturnError"
STOPPED = "Stopped"
LENT = "lent"
OURS = ("autograder.inside", "autograder.checks", "autograder.exercises.", f"{LENT}.", "numpy", "scipy")


@dataclass(frozen=True)
class Failure:
    """An exception out of the implementation: its type, what it said, and the line it came from."""

    kind: str
    message: str
    function: str = ""
    line: str = ""

    def __str__(self) -> str:
        where = f" (in `{self.line}`)" if self.line else ""
        return f"{self.kind}: {self.message}{where}" if self.message else f"{self.kind}{where}"


@dataclass(frozen=True)
class Outcome:
    """What an implementation did with one case.

    Args:
        values: what it returned, by name, as it returned it; empty if it failed.
        failure: the exception, if any.
        warnings: what numpy warned of.
        changed: names of the inputs it modified.
        printed: what it wrote to stdout and stderr, capped.
    """

    values: dict[str, Any] = field(default_factory=dict)
    failure: Failure | None = None
    warnings: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    printed: str = ""


def record(call: Call, implementation: Any, inputs: Mapping[str, Any], options: Mapping[str, Any]) -> Outcome:
    """Call an implementation on copies of the inputs, and record what happens."""
    positional, named = copy.deepcopy(dict(inputs)), copy.deepcopy(dict(options))
    values: dict[str, Any] = {}
    failure = None
    printed = CappedText()
    with contextlib.ExitStack() as stack:
        stack.enter_context(contextlib.redirect_stdout(printed))
        stack.enter_context(contextlib.redirect_stderr(printed))
        caught = stack.enter_context(warnings.catch_warnings(record=True))
        warnings.simplefilter("always")
        stack.enter_context(np.errstate(all="warn", under="ignore"))
        try:
            values = call.run(implementation, positional, named)
        except (Exception, SystemExit) as error:
            failure = describe(error)
    before, after = {**inputs, **options}, {**positional, **named}
    return Outcome(
        values=values,
        failure=failure,
        warnings=tuple(sorted({str(w.message) for w in caught if issubclass(w.category, RuntimeWarning)})),
        changed=tuple(name for name in before if not same(before[name], after[name])),
        printed=printed.getvalue(),
    )


class CappedText(io.StringIO):
    """A text stream that keeps the first characters and drops the rest."""

    def write(self, text: str) -> int:
        """Take a text, and keep of it what there is room for."""
        room = PRINTED_CHARACTERS - self.tell()
        if room > 0:
            super().write(text[:room])
        return len(text)


def describe(error: BaseException) -> Failure:
    """Name an exception, the function and the line of the student's that raised it."""
    if isinstance(error, ReturnError):
        return Failure(RETURNED, str(error))
    function, line = innermost_foreign_frame(error.__traceback__)
    return Failure(type(error).__name__, shortened(error), function, line)


def shortened(error: BaseException, length: int = 300) -> str:
    """The first words of an exception's message; a message that itself fails is none."""
    try:
        text = str(error).strip()
    except Exception:
        return ""
    return text if len(text) <= length else text[:length] + "…"


def innermost_foreign_frame(trace: TracebackType | None) -> tuple[str, str]:
    """The function and source line of the last frame that is neither ours nor a library's."""
    frames = [
        (frame, number)
        for frame, number in traceback.walk_tb(trace)
        if not str(frame.f_globals.get("__name__", "")).startswith(OURS)
    ]
    if not frames:
        return "", ""
    frame, number = frames[-1]
    line = linecache.getline(frame.f_code.co_filename, number, frame.f_globals)
    return frame.f_code.co_name, line.strip()


def same(before: Any, after: Any) -> bool:
    """Whether an input is as it was, to the bit."""
    if isinstance(before, np.ndarray):
        return (
            isinstance(after, np.ndarray)
            and before.shape == after.shape
            and before.dtype == after.dtype
            and before.tobytes() == after.tobytes()
        )
    if isinstance(before, (list, tuple)):
        return len(before) == len(after) and all(same(one, other) for one, other in zip(before, after, strict=True))
    if isinstance(before, dict):
        return before.keys() == after.keys() and all(same(before[key], after[key]) for key in before)
    return not isinstance(before, (int, float, str, bool)) or bool(before == after)
