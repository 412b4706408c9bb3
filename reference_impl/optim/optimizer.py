"""Optimizer: what every rule for changing weights has in common."""

from collections.abc import Iterable, Mapping

import numpy as np

from reference_impl.nn.parameter import Parameter


class Optimizer:
    """Parameters, a learning rate, and what a rule remembers from step to step.

    A subclass writes ``step``, which changes each ``parameter.data`` in place by its ``parameter.grad``. What it
    remembers for each parameter it keeps in lists of arrays, one array a parameter, and names these lists in
    ``buffers``: so it is saved and restored with the rest. A rule that depends on the step counts it in ``steps``.

    Args:
        parameters: what is to learn; a generator will do, and one given twice is kept once.
        lr: the learning rate, how far to step; the attribute ``lr`` may be changed between steps.

    Raises:
        ValueError: where there are no parameters.

    Pitfall: a generator is used up by the first who walks through it; a second optimizer would get nothing.
    """

    buffers: tuple[str, ...] = ()  # attributes that are lists of arrays, one for each parameter

    def __init__(self, parameters: "Iterable[Parameter]", lr: float) -> None:
        """Keep every parameter once, in the order given."""
        self.parameters = list({id(parameter): parameter for parameter in parameters}.values())
        self.lr = lr
        self.steps = 0
        if not self.parameters:
            raise ValueError(f"{type(self).__name__} was given no parameters: was a generator used up before?")

    def step(self) -> None:
        """Change every parameter once, by its gradient."""
        raise NotImplementedError(f"{type(self).__name__} has no step")

    def zero_grad(self) -> None:
        """Set every gradient back to zero."""
        for parameter in self.parameters:
            parameter.grad[...] = 0

    def zeros(self) -> list[np.ndarray]:
        """Return a zero array for each parameter, of its shape and dtype."""
        return [np.zeros_like(parameter.data) for parameter in self.parameters]

    def state_dict(self) -> dict[str, np.ndarray]:
        """Return copies of all that changes from step to step, by name: lr, steps, and ``squares.0``, ``squares.1``, …

        The other settings are not part of it: whoever resumes makes the optimizer with the same ones.
        """
        state = {"lr": np.array(self.lr, np.float64), "steps": np.array(self.steps, np.int64)}
        return state | {name: array.copy() for name, array in self.named_buffers().items()}

    def load_state_dict(self, state: "Mapping[str, np.ndarray]") -> None:
        """Take over what ``state_dict`` returned: every name and shape must match, or nothing is loaded."""
        own = {"lr": np.array(self.lr), "steps": np.array(self.steps), **self.named_buffers()}
        problems = [f"missing {name}" for name in own if name not in state]
        problems += [f"unexpected {name}" for name in state if name not in own]
        problems += [
            f"{name} has shape {np.shape(state[name])}, not {array.shape}"
            for name, array in own.items()
            if name in state and np.shape(state[name]) != array.shape
        ]
        if problems:
            raise ValueError(f"this state dict does not fit {type(self).__name__}: {'; '.join(problems)}")
        self.lr, self.steps = float(state["lr"]), int(state["steps"])
        for name, array in self.named_buffers().items():
            array[...] = state[name]

    def named_buffers(self) -> dict[str, np.ndarray]:
        """Return every remembered array with its name: that of its list, and the place in it."""
        return {f"{name}.{place}": array for name in self.buffers for place, array in enumerate(getattr(self, name))}
