"""A new course is an ordinary nbgrader course, made whole or not at all."""

from pathlib import Path

import nbformat
import pytest

from autograder.courses import Course, CourseError, new_course
from autograder.courses.new import AUTOGRADE, course_id
from autograder.exercises import WEEKS, UnknownWeek


def test_it_holds_the_configuration_the_source_notebooks_its_secret_and_nothing_else(tmp_path: Path) -> None:
    made = new_course(tmp_path / "deep" / "autumn")
    files = {path.relative_to(made.folder).as_posix() for path in made.folder.rglob("*") if path.is_file()}
    assert files == {"nbgrader_config.py", ".handmade/seed"} | {f"source/{week.key}/{week.key}.ipynb" for week in WEEKS}


def test_the_notebook_is_one_that_nbgrader_grades(tmp_path: Path) -> None:
    made = new_course(tmp_path / "course", ["week1"])
    notebook = nbformat.read(made.folder / "source/week1_foundations/week1_foundations.ipynb", as_version=4)
    nbformat.validate(notebook)
    graded = {cell.metadata.nbgrader.grade_id for cell in notebook.cells if "nbgrader" in cell.metadata}
    assert {"softmax", "check_softmax"} <= graded


def test_nbgrader_reads_its_settings(tmp_path: Path) -> None:
    directory = new_course(tmp_path / "deep learning 2026").api().coursedir
    assert directory.course_id == "deep-learning-2026"
    assert Path(directory.root) == (tmp_path / "deep learning 2026").resolve()
    assert "mine" in directory.ignore


def test_nbgrader_judges_with_our_engine(tmp_path: Path) -> None:
    from nbgrader.converters import Autograde

    import autograder.nbgrader as ours

    api = new_course(tmp_path / "course").api()
    autograde = Autograde(coursedir=api.coursedir, parent=api)
    assert autograde.exporter_class is ours.Unread
    assert autograde.post_convert_hook is ours.finished
    autograde.exporter = autograde.exporter_class(parent=autograde, config=autograde.config)
    autograde._sanitizing = False
    autograde._init_preprocessors()
    steps = [type(step).__name__ for step in autograde.exporter._preprocessors]
    assert steps == ["Judge", "Save", "AssignLatePenalties"]


def test_the_guide_says_how_an_older_course_gets_it(checkout: Path) -> None:
    guide = (checkout / "docs" / "instructor.md").read_text(encoding="utf-8")
    settings = [line for line in AUTOGRADE.splitlines() if line and not line.startswith("#")]
    assert "\n".join(settings) in guide


def test_the_kernel_is_shut_down_at_once(tmp_path: Path) -> None:
    from nbgrader.preprocessors import Execute

    api = new_course(tmp_path / "course").api()
    assert Execute(parent=api).shutdown_kernel == "immediate"


@pytest.mark.parametrize(
    ("folder", "name"),
    [("autumn", "autumn"), ("CS 231 (a)", "CS-231-a"), ("été", "été"), ("...", "handmade"), ('a"b', "a-b")],
)
def test_the_course_id_comes_from_the_folder(folder: str, name: str) -> None:
    assert course_id(folder) == name


def test_an_empty_folder_will_do(tmp_path: Path) -> None:
    (tmp_path / "course").mkdir()
    assert new_course(tmp_path / "course").folder == (tmp_path / "course").resolve()


def test_a_folder_in_use_is_refused_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("years of work")
    with pytest.raises(CourseError, match="not empty"):
        new_course(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]


def test_a_file_in_the_way_is_refused(tmp_path: Path) -> None:
    (tmp_path / "course").write_text("")
    with pytest.raises(CourseError, match="not empty"):
        new_course(tmp_path / "course")


def test_an_unknown_week_makes_nothing(tmp_path: Path) -> None:
    with pytest.raises(UnknownWeek):
        new_course(tmp_path / "course", ["week99"])
    assert list(tmp_path.iterdir()) == []


def test_nothing_stays_behind_when_a_notebook_cannot_be_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(week: str) -> None:
        raise ValueError(week)

    monkeypatch.setattr("autograder.courses.new.source_notebook", fail)
    with pytest.raises(ValueError, match=WEEKS[0].key):
        new_course(tmp_path / "course")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_without_a_course_is_named(tmp_path: Path) -> None:
    with pytest.raises(CourseError, match=r"nbgrader_config\.py"):
        Course.open(tmp_path)


def test_assignments_go_by_the_short_name_of_their_week_too(tmp_path: Path) -> None:
    made = new_course(tmp_path / "course")
    assert made.assignment("week1") == made.assignment("week1_foundations") == "week1_foundations"
    with pytest.raises(CourseError, match="week1_foundations"):
        made.assignment("midterm")
