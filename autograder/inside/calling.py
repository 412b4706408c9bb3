"""How an answer is called, and what the things that it returns are named."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

Driver = Callable[..., dict[str, Any]]


class ReturnError(Exception):
    """An implementation gave back something that cannot be named."""


@dataclass(frozen=True)
class Call:
    """How an exercise's answer is called.

    Args:
        exercise: the exercise's name.
        outputs: names of what an answer returns, in order.
        drive: ``drive(implementation, *inputs, **options)`` gives named results; None for one plain call.
    """

    exercise: str
    outputs: tuple[str, ...]
    drive: Driver | None = None

    def run(self, implementation: Any, inputs: Mapping[str, Any], options: Mapping[str, Any]) -> dict[str, Any]:
        """Call an implementation, inputs by position and options by keyword; gives its results by name."""
        if self.drive is not None:
            return self.drive(implementation, *inputs.values(), **options)
        return self.named(implementation(*inputs.values(), **options))

    def named(self, result: Any) -> dict[str, Any]:
        """Give each returned value its name.

        Raises:
            ReturnError: the number of values is not what the exercise asks for.
        """
        if len(self.outputs) == 1:
            return {self.outputs[0]: result}
        wanted = f"{self.exercise} returns {len(self.outputs)} things: ({', '.join(self.outputs)})"
        if not isinstance(result, (tuple, list)):
            raise ReturnError(f"{wanted}. Yours returned one {type(result).__name__}.")
        if len(result) != len(self.outputs):
            raise ReturnError(f"{wanted}. Yours returned {len(result)}.")
        return dict(zip(self.outputs, result, strict=True))
