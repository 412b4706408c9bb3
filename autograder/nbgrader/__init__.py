"""The engine behind `nbgrader autograde` and formgrader's Autograde button; `nbgrader_config.py` names these four."""

from autograder.nbgrader.judge import Judge, NoGrade
from autograder.nbgrader.receipts import finished
from autograder.nbgrader.save import Save
from autograder.nbgrader.unread import Unread

__all__ = ["Judge", "NoGrade", "Save", "Unread", "finished"]
