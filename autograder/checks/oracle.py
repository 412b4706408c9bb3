"""The torch oracle: the only place of the project that imports torch.

Torch answers every exercise beside the reference: forward by the equivalent call, backward by its autograd.
Where torch is not installed, checks say so and use the reference alone.
"""

import importlib.util
from functools import cache
from typing import Any

import numpy as np

from autograder.exercises.exercise import Case, Exercise


@cache
def torch_module() -> Any | None:
    """Torch, or None where it is not installed."""
    try:
        import torch
    except ImportError:
        return None
    return torch


@cache
def has_torch() -> bool:
    """Whether torch is installed; to import it takes seconds."""
    return importlib.util.find_spec("torch") is not None


def ask_torch(exercise: Exercise, case: Case) -> dict[str, np.ndarray] | None:
    """What torch gives for a case, by the exercise's names; None where torch cannot say.

    Torch cannot say where it is missing, where the exercise has no equivalent, or where it refuses the inputs.
    """
    torch = torch_module()
    if torch is None:
        return None
    try:
        if exercise.pair is not None and exercise.torch is None:
            return gradients(torch, exercise, exercise.pair, case)
        if exercise.torch is None:
            return None
        result = exercise.torch(torch, **tensors(torch, case.arguments))
    except (ValueError, IndexError, RuntimeError):
        return None
    named = result if isinstance(result, dict) else exercise.call.named(result)
    return {name: to_numpy(value) for name, value in named.items()}


def gradients(torch: Any, backward: Exercise, forward: Exercise, case: Case) -> dict[str, np.ndarray] | None:
    """Torch's autograd through the forward, by every argument that the backward differentiates by."""
    if forward.torch is None or case.forward is None:
        return None
    arguments = tensors(torch, case.forward)
    leaves = {name: arguments[name].requires_grad_() for name in backward.wrt if arguments.get(name) is not None}
    result = forward.torch(torch, **arguments)
    output = result[0] if isinstance(result, tuple) else result
    upstream = torch.as_tensor(np.array(case.inputs["grad_output"])) if "grad_output" in case.inputs else None
    found = torch.autograd.grad(output, list(leaves.values()), upstream, allow_unused=True)
    return {f"grad_{name}": to_numpy(gradient) for name, gradient in zip(leaves, found, strict=True)}


def tensors(torch: Any, arguments: Any) -> dict[str, Any]:
    """Arrays as tensors of their own memory; everything else as it is."""
    return {
        name: torch.as_tensor(np.array(value)) if isinstance(value, np.ndarray) else value
        for name, value in arguments.items()
    }


def to_numpy(value: Any) -> np.ndarray:
    """A tensor as an array; anything else as numpy reads it."""
    return value.detach().numpy() if hasattr(value, "detach") else np.asarray(value)
