"""A backward exercise, made from its forward: the same cases, a random upstream gradient."""

import inspect
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np

from autograder.exercises.exercise import Case, Exercise


def backward_of(forward: Exercise, *, points: float, wrt: tuple[str, ...], **changes: Any) -> Exercise:
    """Declare the backward of an exercise.

    Its cases are the forward's, each with a random upstream gradient and whatever the signature of the backward
    names: the forward's arguments or its outputs (computed by the reference, so that one mistake costs one exercise).

    Args:
        forward: the forward exercise.
        points: what it is worth.
        wrt: the forward's arguments it differentiates by, in the order of the results.
        changes: any other field of ``Exercise``.
    """
    module, _, name = forward.answer.partition(":")

    def cases(rng: np.random.Generator) -> Iterator[Case]:
        made = (backward_case(backward, case, rng) for case in forward.cases(rng))
        return (case for case in made if case is not None)

    def sized(rng: np.random.Generator, size: int) -> Case:
        assert forward.sized is not None
        case = backward_case(backward, forward.sized(rng, size), rng)
        assert case is not None
        return case

    declared: dict[str, Any] = {
        "name": f"{forward.name}_backward",
        "week": forward.week,
        "points": points,
        "title": f"{forward.title}, backward",
        "answer": f"{module}:{name}_backward",
        "cases": cases,
        "outputs": tuple(f"grad_{argument}" for argument in wrt),
        "sized": sized if forward.sized is not None else None,
        "wrt": wrt,
        "pair": forward,
        "depth": forward.depth + 1,
        "stretch": forward.stretch,
    }
    backward = Exercise(**{**declared, **changes})
    return backward


def backward_case(backward: Exercise, case: Case, rng: np.random.Generator) -> Case | None:
    """Turn a case of the forward into one of the backward; None where only the forward can refuse it."""
    forward = backward.pair
    assert forward is not None
    known = dict(case.arguments)
    signature = inspect.signature(backward.reference()).parameters
    needed = {"grad_output", *forward.outputs} & set(signature)
    if needed:
        try:
            known |= forward.call.named(forward.reference()(*case.inputs.values(), **case.options))
        except ValueError:
            return None
        known["grad_output"] = upstream(known[forward.outputs[0]], case.kind, rng)
    inputs = {name: known[name] for name, parameter in signature.items() if parameter.default is parameter.empty}
    options = {name: known[name] for name in signature if name not in inputs and name in known}
    return replace(case, inputs=inputs, options=options, forward=case.arguments)


def upstream(output: Any, kind: str, rng: np.random.Generator) -> np.ndarray:
    """Draw a random upstream gradient of the output's shape and dtype; in round numbers where it is done by hand."""
    output = np.asarray(output)
    drawn = rng.normal(size=output.shape)
    return np.asarray(np.round(drawn, 1) if kind == "hand" else drawn).astype(output.dtype)
