"""A student's session: cells run in IPython, checks, and the library `mine` that grows beside the notebook."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from autograder.checks.verdict import VERDICT_TYPE
from autograder.student.check import Points
from autograder.student.library import Library, module_name, progress
from autograder.student.sources import closure, definitions

STUB = "def softmax(x, axis=-1):\n    # YOUR CODE HERE\n    raise NotImplementedError()"
WRONG = "def softmax(x, axis=-1):\n    e = np.exp(x)\n    return e / e.sum(axis=axis, keepdims=True)"
RIGHT = "SCALE = 1\ndef shifted(x, axis):\n    return SCALE * (x - x.max(axis=axis, keepdims=True))\n"
RIGHT += "def softmax(x, axis=-1):\n    e = np.exp(shifted(x, axis))\n    return e / e.sum(axis=axis, keepdims=True)"


def test_a_first_try_a_mistake_and_a_pass(session: Any) -> None:
    assert "0 of" in session.printed
    points = session.run("check('softmax')")
    assert points == 0.0 and points.verdict.rung == "exists"
    session.run(STUB)
    points = session.run("check('softmax')")
    assert points == 0.0 and "not started" in points.verdict.message
    session.run(WRONG)
    points = session.run("check('softmax')")
    assert 0 < points < 2 and points.verdict.mistake == "exponentiates raw scores"
    session.run(RIGHT)
    points = session.run("check('softmax')")
    assert points == 2.0 and points.verdict.passed
    assert session.run("begin('week1')") is None and session.printed.startswith("Week 1 · Foundations: 1 of")


def test_the_points_are_a_plain_number_to_nbgrader_and_a_card_to_the_notebook(session: Any) -> None:
    session.run(WRONG)
    points = session.run("check('softmax')")
    assert isinstance(points, Points) and isinstance(points, float)
    bundle = session.shell.display_formatter.format(points)[0]
    assert float(bundle["text/plain"]) == 1.0
    assert bundle["text/html"].startswith("<div")
    assert bundle[VERDICT_TYPE]["mistake"] == "exponentiates raw scores"
    assert "exponentiates raw scores" in str(points)


def test_a_passing_answer_becomes_a_file_with_its_helpers(session: Any, tmp_path: Path) -> None:
    session.run(RIGHT)
    session.run("check('softmax')")
    text = (tmp_path / "mine" / "week1_foundations" / "softmax.py").read_text()
    places = [text.index(part) for part in ("import numpy as np", "SCALE = 1", "def shifted", "def softmax")]
    assert places == sorted(places)
    assert progress(tmp_path)["week1_foundations"][0] == 1


def test_the_library_needs_neither_the_course_nor_the_notebook(session: Any, tmp_path: Path) -> None:
    session.run(RIGHT)
    session.run("check('softmax')")
    program = "import numpy as np, sys; sys.modules['autograder'] = None; sys.modules['reference_impl'] = None\n"
    program += "from mine import softmax; print(softmax(np.array([1.0, 1.0])).tolist())\n"
    program += "import mine\ntry: mine.relu\nexcept AttributeError as error: print(error)"
    done = subprocess.run([sys.executable, "-c", program], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[0] == "[0.5, 0.5]"
    assert "not in your library yet" in done.stdout


def test_what_is_missing_is_lent_and_one_line_says_so(session: Any) -> None:
    session.run(RIGHT)
    session.run("check('softmax')")
    session.run("from mine import softmax, softmax_backward")
    assert session.printed == "From the reference, until yours passes its check: softmax_backward.\n"
    assert session.shell.user_ns["softmax"].__module__.startswith("mine.")
    with pytest.raises(ImportError):
        session.run("from mine import perpetual_motion")


def test_the_reference_is_never_taken_for_the_students_answer(session: Any) -> None:
    session.run("from mine import softmax")
    points = session.run("check('softmax')")
    assert points == 0.0 and "reference's own" in points.verdict.message


def test_a_mistake_costs_one_exercise_only(session: Any) -> None:
    session.run("def log_softmax(x, axis=-1):\n    return x * np.nan")
    session.run("def softmax(x, axis=-1):\n    return np.exp(log_softmax(x, axis))")
    assert session.run("check('softmax')").verdict.passed
    assert session.shell.user_ns["log_softmax"].__module__ == "__main__"


def test_an_answer_that_fails_later_leaves_the_saved_one(session: Any, tmp_path: Path) -> None:
    session.run(RIGHT)
    session.run("check('softmax')")
    session.run(WRONG)
    session.run("check('softmax')")
    assert "shifted" in (tmp_path / "mine" / "week1_foundations" / "softmax.py").read_text()


def test_an_unknown_name_offers_the_nearest(session: Any) -> None:
    with pytest.raises(Exception, match="Did you mean softmax"):
        session.run("check('softmaxx')")


def test_a_library_that_cannot_be_written_is_said_and_costs_nothing(
    session: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: Any) -> None:
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr("autograder.student.library.write_text", refuse)
    session.run(RIGHT)
    points = session.run("check('softmax')")
    assert points == 2.0 and "Not saved into mine/: Read-only file system." in points.verdict.notes


def test_two_names_that_differ_in_case_are_two_files() -> None:
    assert module_name("Linear").lower() != module_name("linear").lower()


def test_a_definition_brings_what_it_needs_and_no_more() -> None:
    f = "def f(x):\n    return np.sin(a * x)"
    known = definitions(["import numpy as np\nimport os", "%magic", "a = 1; b = 2", f, "a = 3"])
    assert [part.source for part in closure("f", known, stop=())] == ["import numpy as np", "a = 3", f]
    assert [part.name for part in closure("f", known, stop={"a"})] == ["np", "f"]


def test_arguments_and_local_names_are_not_taken_for_the_notebooks_variables() -> None:
    f = "def f(x, axis=-1):\n    total = [axis for i in x]\n    def g(y):\n        return y + b + total\n    return g"
    known = definitions(["figure, axis = 1, 2\ntotal = i = y = x = 3\nb = 4", f])
    assert [part.name for part in closure("f", known, stop=())] == ["b", "f"]


def test_a_decorated_definition_is_taken_whole() -> None:
    source = "@wraps(\n    g\n)\n@other\ndef f(x):\n    return x"
    assert definitions([f"x = 1\n{source}\ny = 2"])["f"].source == source


def test_what_the_course_gives_stands_in_the_library_without_the_course(tmp_path: Path) -> None:
    Library(tmp_path).open()
    program = "import sys; sys.modules['autograder'] = None; sys.modules['reference_impl'] = None\n"
    program += "import numpy as np; from mine import Module, Parameter\n"
    program += "class Layer(Module):\n    def __init__(self): self.weight = Parameter(np.ones((2, 3)))\n"
    program += "print([name for name, _ in Layer().named_parameters()])"
    done = subprocess.run([sys.executable, "-c", program], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert done.stdout == "['weight']\n"


def test_opening_twice_changes_nothing(tmp_path: Path) -> None:
    library = Library(tmp_path)
    library.open()
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*.py")}
    library.open()
    assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*.py")} == before
