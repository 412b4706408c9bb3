"""What a proof found out about one exercise."""

from dataclasses import dataclass, field
from typing import Any

LEAST_ALTERNATIVES = 2


@dataclass(frozen=True)
class Tally:
    """How many of a kind were judged, and those that were judged wrongly: by name, with what was said of them."""

    total: int
    failed: dict[str, str] = field(default_factory=dict)

    @property
    def good(self) -> int:
        """How many were judged as they should be."""
        return self.total - len(self.failed)

    def __str__(self) -> str:
        return f"{self.good}/{self.total}"


@dataclass(frozen=True)
class MutantTally:
    """What became of the mutants.

    Args:
        killed: how many the check rejects.
        survivors: those that it accepts, each as ``before → after``, and that nobody declared equivalent.
        equivalent: those declared to give the same numbers, and why.
        stale: declarations that name no surviving mutant.
        timed_out: how many of the killed ran out of time.
    """

    killed: int
    survivors: tuple[str, ...] = ()
    equivalent: dict[str, str] = field(default_factory=dict)
    stale: tuple[str, ...] = ()
    timed_out: int = 0

    @property
    def total(self) -> int:
        """All mutants but the equivalent ones."""
        return self.killed + len(self.survivors)

    def __str__(self) -> str:
        return f"{self.killed}/{self.total}"


@dataclass(frozen=True)
class ExerciseProof:
    """The evidence that the checks of one exercise are right.

    Args:
        exercise: its name.
        points: what it is worth.
        blank: what was said of the unwritten stub, "" if it earns nothing and counts as not started.
        solution: what was said of the reference, "" if it earns everything.
        alternatives: other right answers, accepted.
        mistakes: catalogued wrong answers, rejected and named.
        mutants: wrong answers made by machine, rejected.
    """

    exercise: str
    points: float
    blank: str
    solution: str
    alternatives: Tally
    mistakes: Tally
    mutants: MutantTally

    @property
    def proved(self) -> bool:
        """Whether nothing is left to put right."""
        return not self.problems

    @property
    def problems(self) -> list[str]:
        """Everything to put right, a line each."""
        lines = [f"the blank answer: {self.blank}"] if self.blank else []
        lines += [f"the solution: {self.solution}"] if self.solution else []
        lines += [f"alternative rejected: {name}: {said}" for name, said in self.alternatives.failed.items()]
        if self.alternatives.total < LEAST_ALTERNATIVES:
            lines.append(f"alternatives: {self.alternatives.total} declared, at least {LEAST_ALTERNATIVES} are needed")
        lines += [f"mistake: {name}: {said}" for name, said in self.mistakes.failed.items()]
        lines += [f"mutant survives: {mutant}" for mutant in self.mutants.survivors]
        lines += [f"stale declaration (no surviving mutant is named so): {name}" for name in self.mutants.stale]
        return lines

    def to_json(self) -> dict[str, Any]:
        """The proof as plain values, for programs."""
        return {
            "exercise": self.exercise,
            "points": self.points,
            "proved": self.proved,
            "blank": {"zero": not self.blank, "message": self.blank},
            "solution": {"full": not self.solution, "message": self.solution},
            "alternatives": {"accepted": self.alternatives.good, "total": self.alternatives.total}
            | {"rejected": self.alternatives.failed},
            "mistakes": {"rejected_and_named": self.mistakes.good, "total": self.mistakes.total}
            | {"failed": self.mistakes.failed},
            "mutants": {
                "killed": self.mutants.killed,
                "total": self.mutants.total,
                "timed_out": self.mutants.timed_out,
                "survivors": list(self.mutants.survivors),
                "equivalent": self.mutants.equivalent,
                "stale": list(self.mutants.stale),
            },
            "problems": self.problems,
        }
