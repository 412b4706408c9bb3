"""What the grading of one submission came to."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Row:
    """One student's result.

    Args:
        student: the student's id, the name of their folder.
        points: what they have so far; None where there is no grade.
        max_points: what could be had.
        status: ``graded``, ``to mark`` (answers in words wait for a person), ``rejected`` (what was handed in cannot be
            graded), ``failed`` (our fault) or ``missing``.
        reason: why there is no grade, or "".
        verdicts: what each check said, in the order of the notebook.
        unchanged: whether all of it stood in the gradebook before.
        tier: the walls behind which the submission was run.
    """

    student: str
    points: float | None
    max_points: float
    status: str
    reason: str = ""
    verdicts: tuple[dict[str, Any], ...] = ()
    unchanged: bool = False
    tier: str = ""

    @property
    def mistakes(self) -> list[tuple[str, str]]:
        """The named mistakes: (exercise, mistake)."""
        return [(said["exercise"], said["mistake"]) for said in self.verdicts if said.get("mistake")]

    def to_json(self) -> dict[str, Any]:
        """The row as plain values, for programs."""
        return {
            "student": self.student,
            "points": self.points,
            "max_points": self.max_points,
            "status": self.status,
            "reason": self.reason,
            "unchanged": self.unchanged,
            "tier": self.tier,
            "mistakes": [{"exercise": exercise, "mistake": mistake} for exercise, mistake in self.mistakes],
            "exercises": list(self.verdicts),
        }
