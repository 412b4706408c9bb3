"""What an exercise is: one declaration that every check, proof and notebook reads."""

import inspect
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any, Literal, TypeVar

import numpy as np

from autograder.inside.calling import Call, Driver

Implementation = TypeVar("Implementation", bound=Callable[..., Any])
Kind = Literal["hand", "random", "edge"]
Inputs = Mapping[str, Any]
Cases = Callable[[np.random.Generator], Iterator["Case"]]


@dataclass(frozen=True)
class Case:
    """One question put to an implementation.

    Args:
        label: what the student reads, such as "one row of three scores".
        inputs: the required arguments in the order of the signature; passed by position.
        options: the optional arguments; passed by keyword.
        kind: ``hand`` is small enough to verify on paper, ``random`` ordinary, ``edge`` extreme.
        forward: for a backward, every argument of its forward by name, so that torch and finite differences can run it.
        smooth: whether finite differences make sense here (no kinks or saturation under the step).
        warns: whether numpy's warnings are tolerated although the case is an edge.
    """

    label: str
    inputs: Inputs
    options: Inputs = field(default_factory=dict)
    kind: Kind = "random"
    forward: Inputs | None = None
    smooth: bool = True
    warns: bool = False

    @property
    def arguments(self) -> dict[str, Any]:
        """Every argument by name."""
        return {**self.inputs, **self.options}


@dataclass(frozen=True)
class Alternative:
    """Another correct answer: the checks must accept it."""

    name: str
    implementation: Any


@dataclass(frozen=True)
class Mistake:
    """A wrong answer that students really give: the checks must reject and name it."""

    name: str
    advice: str
    implementation: Any


def load(address: str) -> Any:
    """The object at an address such as ``reference_impl.functional.softmax:softmax``."""
    module, _, name = address.partition(":")
    return getattr(import_module(module), name)


def spoken(identifier: str) -> str:
    """Turn ``sums_over_everything`` into "sums over everything"."""
    return identifier.strip("_").replace("_", " ")


@dataclass
class Exercise:
    """One thing the student writes.

    Args:
        name: the name the student defines; the same everywhere.
        week: key of the week, such as ``week1_foundations``.
        points: what a passing answer is worth.
        title: a few words for tables.
        answer: where the reference stands, as ``"module:name"``.
        cases: yields the cases, drawing from a generator.
        outputs: names of what the implementation returns, in order.
        torch: ``torch(torch_module, **arguments)``, the equivalent on tensors; what it returns is named by ``outputs``.
        drive: ``drive(implementation, *inputs, **options)`` gives named results; default: one call.
        observe: ``observe(values, *inputs, **options)`` gives what is compared of the results, where it is not they
            themselves. A driver runs beside the student's code; this does not, and may know what is right.
        sized: ``sized(rng, n)`` gives a case of size ``n``, to see how the work grows; None where a loop is fine.
        wrt: for a backward, the forward's arguments it differentiates by, in order.
        pair: for a backward, its forward.
        depth: how many operations an error passes through; loosens the tolerance.
        stretch: worth points, never needed later.
        given: for a class, the methods that the student is given whole.
        any_dtype: whether a result in another float dtype is accepted.
        atol: absolute tolerance that replaces the policy's (for distributions and finite differences).
    """

    name: str
    week: str
    points: float
    title: str
    answer: str
    cases: Cases
    outputs: tuple[str, ...] = ("output",)
    torch: Callable[..., Any] | None = None
    drive: Driver | None = None
    observe: Driver | None = None
    sized: Callable[[np.random.Generator, int], Case] | None = None
    wrt: tuple[str, ...] = ()
    pair: "Exercise | None" = None
    depth: int = 1
    stretch: bool = False
    given: tuple[str, ...] = ()
    any_dtype: bool = False
    atol: float | None = None
    mistakes: list[Mistake] = field(default_factory=list)
    alternatives: list[Alternative] = field(default_factory=list)
    equivalent_mutants: dict[str, str] = field(default_factory=dict)

    def reference(self) -> Any:
        """The reference implementation: the answer."""
        return load(self.answer)

    @property
    def call(self) -> Call:
        """How an answer is called."""
        return Call(self.name, self.outputs, self.drive)

    def mistake(self, implementation: Implementation) -> Implementation:
        """Decorator: enter a wrong answer in the catalogue. Its name is the mistake's, its docstring the advice."""
        advice = inspect.getdoc(implementation) or ""
        self.mistakes.append(Mistake(spoken(implementation.__name__), " ".join(advice.split()), implementation))
        return implementation

    def alternative(self, implementation: Implementation) -> Implementation:
        """Decorator: enter another correct answer."""
        self.alternatives.append(Alternative(spoken(implementation.__name__), implementation))
        return implementation

    def equivalent(self, mutant: str, reason: str) -> None:
        """Declare that a mutant of the reference, named by its changed line, gives the same numbers, and why."""
        self.equivalent_mutants[mutant] = reason
