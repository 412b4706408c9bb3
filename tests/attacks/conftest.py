"""A course whose class is attacked: before and after each hostile submission an honest one; all graded at once."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from autograder.courses import Course, Row, new_course
from autograder.courses.release import release
from autograder.grading.grade import grade
from autograder.sandbox.isolation.failure import IsolationError
from autograder.sandbox.isolation.probe import try_tier
from autograder.sandbox.isolation.tier import Tier
from tests.attacks.attack import WEEK
from tests.attacks.corpus import CORPUS
from tests.attacks.handing_in import write_class
from tests.attacks.remains import adopting, descendants, files_in, left_over, marked_files

SETTINGS = """
c.Handmade.tier = "{tier}"
c.Handmade.call = 1.5
c.Handmade.load = 3.0
"""


@dataclass
class Graded:
    """What came of a class.

    Args:
        course: the course.
        rows: the results by student.
        attackers: the student of each attack, by its name.
        honest: the other students.
        processes: those that were left.
        files: those that were left outside the course.
    """

    course: Course
    rows: dict[str, Row]
    attackers: dict[str, str]
    honest: list[str]
    processes: dict[int, str] = field(default_factory=dict)
    files: list[Path] = field(default_factory=list)


@pytest.fixture(scope="session", params=[Tier.A, Tier.B], ids="tier_{}".format)
def tier(request: pytest.FixtureRequest) -> Tier:
    """Each kind of walls that this machine has."""
    try:
        try_tier(request.param)
    except IsolationError as error:
        pytest.skip(f"no tier {request.param} here: {error}")
    return request.param


@pytest.fixture(scope="session")
def graded(
    tier: Tier, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, checkout: Path
) -> Iterator[Graded]:
    """The class, graded; of the attacks only those that are to be tested in this run."""
    made = tmp_path_factory.mktemp("attacked")
    asked = {item.callspec.params.get("attack") for item in request.session.items if hasattr(item, "callspec")}
    attacks = {name: attack for name, attack in CORPUS.items() if name in asked} or CORPUS
    with pytest.MonkeyPatch.context() as patch, adopting():
        patch.setenv("TMPDIR", str(made / "tmp"))
        patch.setattr("tempfile.tempdir", None)
        (made / "tmp").mkdir()
        course = attacked_course(made / "course", tier)
        attackers, honest = write_class(course, attacks)
        processes, files = descendants(), files_in(checkout)
        rows = grade(course.folder, WEEK)
        result = Graded(course, {row.student: row for row in rows}, attackers, honest, left_over(processes))
        assert len(rows) == len(result.rows)
        result.files = [*files_in(made / "tmp"), *(files_in(checkout) - files), *marked_files(course.folder, checkout)]
        yield result


def attacked_course(folder: Path, tier: Tier) -> Course:
    """A course with the whole week, released; short limits, and the walls that are asked for."""
    course = new_course(folder, [WEEK])
    config = course.folder / "nbgrader_config.py"
    config.write_text(config.read_text() + SETTINGS.format(tier=tier))
    release(course, WEEK)
    return course
