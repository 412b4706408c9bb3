"""Why a submission has no grade, as far as can be seen from what lies there."""

import json
import stat
from pathlib import Path

from autograder.courses.course import Course

LARGEST = 30 * 2**20


def why_ungraded(course: Course, student: str, assignment: str) -> str:
    """The reason in words; where nothing is wrong with the submission, it is waiting to be graded."""
    notebook = course.notebook("submitted", student, assignment)
    try:
        about = notebook.lstat()
    except FileNotFoundError:
        return not_there(notebook)
    except OSError as error:
        return f"{notebook.name} cannot be looked at: {error.strerror}."
    if not stat.S_ISREG(about.st_mode):
        return f"{notebook.name} is no ordinary file but a link or a device."
    if about.st_size > LARGEST:
        return f"{notebook.name} is larger than {LARGEST // 2**20} MB."
    return wrong_inside(notebook) or "Not graded yet, or grading it failed: `handmade grade` says why."


def not_there(notebook: Path) -> str:
    """What is there instead of the notebook."""
    others = sorted(path.name for path in notebook.parent.glob("*.ipynb")) if notebook.parent.is_dir() else []
    if others:
        return f"There is no {notebook.name}, but {', '.join(others[:3])}; rename the one that counts."
    return f"There is no {notebook.name} in what was handed in."


def wrong_inside(notebook: Path) -> str:
    """What is wrong with a notebook's contents; "" if it looks like a notebook."""
    try:
        data = notebook.read_bytes()
        if not data.strip():
            return "The file is empty."
        found = json.loads(data.decode("utf-8-sig"))
    except OSError as error:
        return f"{notebook.name} cannot be read: {error.strerror}."
    except UnicodeDecodeError:
        return "The file is no text in UTF-8, so no notebook."
    except (ValueError, RecursionError):
        return "The file is not JSON, so no notebook; it may have been cut off on its way."
    if not isinstance(found, dict) or not isinstance(found.get("cells"), list):
        return "The file has no list of cells, so it is no notebook of version 4."
    return ""
