"""How the work of a call grows with its input, counted in steps of the Python interpreter instead of seconds.

A vectorised answer takes as many interpreter steps for a long array as for a short one: the loop runs inside numpy.
A Python loop takes steps in proportion. Counting is exact, the same on every machine, and needs no clock.
"""

import contextlib
import sys
import warnings
from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from functools import partial
from types import FrameType
from typing import Any

from autograder.inside.calling import Call
from autograder.inside.outcome import CappedText

Question = tuple[Mapping[str, Any], Mapping[str, Any]]  # inputs and options

SMALL, LARGE = 6, 48
NEVER = sys.maxsize  # steps of a call that did not end
# A loop over the larger input takes at least one step for each of the additional elements; a branch or two is no loop.
SLACK = (LARGE - SMALL) // 2


def count_steps(call: Callable[[], Any]) -> int:
    """How many interpreter steps a call takes.

    Pitfall: only the steps of this thread count, and a debugger's trace function is set aside meanwhile.
    """
    steps = 0

    def trace(frame: FrameType, event: str, argument: Any) -> Any:
        nonlocal steps
        frame.f_trace_opcodes = True
        steps += event == "opcode"
        return trace

    previous = sys.gettrace()
    sys.settrace(trace)
    try:
        call()
    finally:
        sys.settrace(previous)
    return steps


def growth(call: Call, implementation: Any, small: Question, large: Question) -> int:
    """How many more steps the large question takes than the small one; both are put once before, to warm caches."""
    with quietly():
        for question in (small, large):
            ask(call, implementation, *deepcopy(question))
        few, many = (partial(ask, call, implementation, *deepcopy(question)) for question in (small, large))
        return count_steps(many) - count_steps(few)


def ask(call: Call, implementation: Any, inputs: Mapping[str, Any], options: Mapping[str, Any]) -> None:
    """Put a question, whatever comes of it."""
    with contextlib.suppress(Exception, SystemExit):
        call.run(implementation, inputs, options)


@contextlib.contextmanager
def quietly() -> Iterator[None]:
    """While open, nothing is printed and nothing is warned of."""
    nowhere = CappedText()
    with contextlib.redirect_stdout(nowhere), contextlib.redirect_stderr(nowhere), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield
