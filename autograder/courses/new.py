"""Make a course: an ordinary nbgrader course directory with the weeks as its assignments."""

import os
import re
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from autograder.courses.course import CONFIG, Course, CourseError
from autograder.exercises import WEEKS, Week, find_week
from autograder.grading.secrets import make_seed

# What puts the engine behind `nbgrader autograde`; without it, nbgrader runs every notebook in a kernel of its own.
AUTOGRADE = """
# `nbgrader autograde` and formgrader's Autograde button judge as `handmade grade` does: answers only, behind walls.
# Without these lines nbgrader runs the whole of every notebook, under your account.
c.Autograde.exporter_class = "autograder.nbgrader.Unread"
c.Autograde.sanitize_preprocessors = []
c.Autograde.autograde_preprocessors = [
    "autograder.nbgrader.Judge",
    "autograder.nbgrader.Save",
    "nbgrader.preprocessors.AssignLatePenalties",
]
c.Autograde.post_convert_hook = "autograder.nbgrader.finished"
"""

CONFIGURATION = '''"""nbgrader's settings for this course; every setting nbgrader has may stand here."""

from pathlib import Path

c = get_config()

c.CourseDirectory.course_id = "{course_id}"
c.CourseDirectory.root = str(Path(__file__).resolve().parent)

# A student's library mine/ is made anew while grading, from the answers that pass.
c.CourseDirectory.ignore = [".ipynb_checkpoints", "*.pyc", "__pycache__", "feedback", "mine"]

# Seconds a cell may take where nbgrader runs a notebook itself, as `nbgrader validate` does. The longest takes a few.
c.Execute.timeout = 60
# A kernel has nothing to put in order when its notebook is graded; this saves a second a submission.
c.Execute.shutdown_kernel = "immediate"

# A cell that is not run counts as right: no tag of a student's may keep a test from running.
c.Execute.skip_cells_with_tag = ""

c.ClearSolutions.code_stub = {{"python": "raise NotImplementedError"}}
c.ClearSolutions.text_stub = "YOUR ANSWER HERE"

# Students appear in the gradebook when their first submission is graded. To show their names instead of their ids:
#     nbgrader db student add ada --first-name=Ada --last-name=Lovelace --email=ada@example.org
# or, for a whole class, a CSV file with the columns id,first_name,last_name,email:
#     nbgrader db student import students.csv
'''


def new_course(folder: str | Path, weeks: Sequence[str] | None = None) -> Course:
    """Make a course directory with the source notebooks of the weeks; all of it, or nothing.

    Args:
        folder: where; it may exist if it is empty.
        weeks: which weeks, as ``find_week`` takes them; default all.

    Raises:
        CourseError: the folder holds something already, or cannot be written.
        UnknownWeek: there is no such week.
    """
    chosen = WEEKS if weeks is None else tuple(find_week(week) for week in weeks)
    target = Path(folder).absolute()
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise CourseError(f"{folder} is there already and not empty. Give the course a folder of its own.")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        made = Path(tempfile.mkdtemp(dir=target.parent, prefix=f".{target.name}."))
    except OSError as error:
        raise CourseError(f"{folder} cannot be made: {error.strerror}.") from error
    try:
        write_course(made, course_id(target.name), chosen)
        if target.exists():
            target.rmdir()
        os.replace(made, target)
    except BaseException:
        shutil.rmtree(made, ignore_errors=True)
        raise
    return Course.open(target)


def course_id(name: str) -> str:
    """A course id from a folder's name: letters, digits, dots, dashes and underscores."""
    return re.sub(r"[^\w.-]+", "-", name).strip("-.") or "handmade"


def write_course(folder: Path, name: str, weeks: Sequence[Week]) -> None:
    """Fill a fresh folder."""
    import nbformat

    folder.chmod(0o755)
    (folder / CONFIG).write_text(CONFIGURATION.format(course_id=name) + AUTOGRADE, encoding="utf-8")
    make_seed(folder)
    for week in weeks:
        source = folder / "source" / week.key
        source.mkdir(parents=True)
        nbformat.write(source_notebook(week.key), source / f"{week.key}.ipynb")


def source_notebook(week: str) -> Any:
    """The instructor's notebook of a week: solutions, tests and points in place."""
    from autograder.notebooks.build import source_notebook as build

    return build(week)
