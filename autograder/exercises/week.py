"""A week of the course: its exercises in the order of the lesson, and the code it gives the student."""

from dataclasses import dataclass

from autograder.exercises.exercise import Exercise


@dataclass(frozen=True)
class Week:
    """One notebook.

    Args:
        key: name of its folder and notebook, such as ``week1_foundations``.
        number: 1 to 8.
        title: its title.
        exercises: in the order of the lesson.
        provided: what the notebook gives the student to read and use, as ``"module:name"``.
    """

    key: str
    number: int
    title: str
    exercises: tuple[Exercise, ...]
    provided: tuple[str, ...] = ()

    @property
    def given(self) -> dict[str, str]:
        """What the notebook gives the student: name to address."""
        return {address.rpartition(":")[2]: address for address in self.provided}

    @property
    def points(self) -> float:
        """What the week's checks are worth together."""
        return sum(exercise.points for exercise in self.exercises)
