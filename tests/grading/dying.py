"""Judges that die of certain students: stands in for `judge_all`, in workers that import it by its name."""

import os
import time
from collections.abc import Sequence
from pathlib import Path

from autograder.grading.work import Found, Task, Work, judge_all


def judge_or_die(work: Work, tasks: Sequence[Task]) -> list[Found]:
    """Judges as always, but for the guilty one, of whom the process dies, as of a fault of ours."""
    for task in tasks:
        if task.student == "guilty":
            os._exit(9)
    return judge_all(work, tasks)


def die_of_what_is_said(folder: Path, tasks: Sequence[Task]) -> list[Found]:
    """Judges nothing: notes that each was tried, dies of it, raises or gives an answer, as the data says."""
    for task in tasks:
        with (folder / task.student).open("a") as tries:
            tries.write("x")
        tried = (folder / task.student).stat().st_size
        if task.data == b"dies" or (task.data == b"dies once" and tried == 1):
            time.sleep(0.2)  # until the others are at work
            os._exit(9)
        if task.data == b"raises":
            raise ValueError("out of order")
    return [Found(task.student, "A", []) for task in tasks]
