"""Handing in: the honest notebook, and an attack in its place."""

import json
from pathlib import Path
from typing import Any

import nbformat

from autograder.courses import Course
from autograder.courses.classroom import Student, filled_in, right
from tests.attacks.attack import WEEK, Attack
from tests.grading.odd_notebooks import Notebook, as_bytes

HONEST = Student("Honest", "Student", right, words="")
NOTHING_DONE = Attack(lambda notebook: None)


def honest_notebook(released: Any) -> Notebook:
    """A released notebook with every exercise answered rightly, as it stands in its file."""
    read: Notebook = json.loads(nbformat.writes(filled_in(released, WEEK, HONEST)))
    return read


def write_class(course: Course, attacks: dict[str, Attack]) -> tuple[dict[str, str], list[str]]:
    """Hand in for an honest student, an attacker, an honest student, and so on; an honest one comes last.

    Returns:
        The attackers' ids by the attacks' names, and the others' ids.
    """
    released = nbformat.read(course.folder / "release" / WEEK / f"{WEEK}.ipynb", as_version=4)
    notebook = honest_notebook(released)
    honest, attackers = ["0000-honest"], {}
    for number, (name, attack) in enumerate(attacks.items()):
        attackers[name] = f"{2 * number + 1:04}-{slug(name)}"
        honest.append(f"{2 * number + 2:04}-honest")
        hand_in(attack, notebook, course.notebook("submitted", attackers[name], WEEK), course.folder)
    for student in honest:
        hand_in(NOTHING_DONE, notebook, course.notebook("submitted", student, WEEK), course.folder)
    return attackers, honest


def hand_in(attack: Attack, notebook: Notebook, path: Path, course: Path) -> None:
    """Put a submission in its place."""
    path.parent.mkdir(parents=True, exist_ok=True)
    notebook = json.loads(json.dumps(notebook))
    changed = attack.change(notebook)
    if callable(changed):
        changed(path)
        return
    data = as_bytes(notebook if changed is None else changed)
    places = {b"@COURSE@": course, b"@REPOSITORY@": Path(__file__).resolve().parents[2], b"@HOME@": Path.home()}
    for name, place in places.items():
        data = data.replace(name, bytes(place))
    path.write_bytes(data)


def slug(name: str) -> str:
    """A name as part of a student's id."""
    return "".join(letter if letter.isalnum() and letter.isascii() else "-" for letter in name)[:60]
