"""How the work of a call grows with its input, counted in steps of the Python interpreter instead of seconds.

A vectorised answer takes as many interpreter steps for a long array as for a short one: the loop runs inside numpy.
A Python loop takes steps in proportion. Counting is exact, the same on every machine, and needs no clock.
"""

import sys
from collections.abc import Callable
from types import FrameType
from typing import Any

SMALL, LARGE = 6, 48
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


def growth(small: Callable[[], Any], large: Callable[[], Any]) -> int:
    """How many more steps the large call takes than the small one; both are called once before, to warm caches."""
    small()
    large()
    return count_steps(large) - count_steps(small)
