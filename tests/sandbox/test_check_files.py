"""Files are judged each alone: whatever one does becomes a verdict and never touches the next."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
import pytest

from autograder.exercises import find
from autograder.sandbox import Limits, check_files
from autograder.sandbox.checking import judge_submission
from autograder.sandbox.isolation.failure import IsolationError
from autograder.sandbox.isolation.probe import Probe, probe
from autograder.sandbox.isolation.tier import Tier
from autograder.sandbox.link import open_link
from autograder.sandbox.session import MOST_SKIPPED
from autograder.sandbox.submission import read_submission
from autograder.sandbox.terms import Terms

RIGHT = """
import numpy as np
def softmax(x, axis=-1):
    e = np.exp(x - x.max(axis=axis, keepdims=True))
    return e / e.sum(axis=axis, keepdims=True)
"""
HONEST = """
def softmax_backward(grad_output, output, axis=-1):
    w = grad_output * output
    return w - output * w.sum(axis=axis, keepdims=True)
"""
KEYS = {"file", "exercise", "points", "max_points", "passed", "rung", "mistake", "message"}


@pytest.fixture(autouse=True, params=["walled", pytest.param("plain", marks=pytest.mark.slow)])
def walls(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything holds behind the walls of this machine, and without any."""
    if request.param == "plain":
        monkeypatch.setattr("autograder.sandbox.checking.probe", lambda: Probe(Tier.C))


def rows_of(folder: Path, text: str, **options: Any) -> list[dict[str, Any]]:
    path = folder / "answer.py"
    path.write_text(text)
    return check_files([path], limits=Limits(load=4, call=2), **options)


def test_a_right_file_passes_and_its_rows_have_the_agreed_keys(tmp_path: Path) -> None:
    (row,) = rows_of(tmp_path, RIGHT)
    assert set(row) == KEYS
    assert (row["exercise"], row["passed"], row["points"], row["rung"]) == ("softmax", True, 2.0, None)


def test_a_catalogued_mistake_is_named_across_the_process_border(tmp_path: Path) -> None:
    (row,) = rows_of(tmp_path, RIGHT.replace("x - x.max(axis=axis, keepdims=True)", "x"))
    assert (row["passed"], row["mistake"]) == (False, "exponentiates raw scores")


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("while True: pass", "endless loop"),
        ("import os; os._exit(3)", "ended the whole Python process"),
        ("import sys; sys.exit(0)", "SystemExit"),
        ("import os; os.kill(os.getpid(), 9)", ("ended the whole Python process", "Operation not permitted")),
        ("return bytearray(10**11)", "MemoryError"),
        ("return softmax(x)", "RecursionError"),
        ("raise NotImplementedError", "not started"),
        ("return 'text'", "is a str"),
        ("print('x' * 10**7); return x", "it should be"),
        ("import os; os.write(1, b'x' * 10**6); return x", "it should be"),
        ("return type('Liar', (), {'shape': x.shape, 'dtype': x.dtype})()", "is a Liar"),
    ],
)
def test_what_goes_wrong_in_a_call_is_a_verdict_and_the_next_exercise_is_judged(
    tmp_path: Path, body: str, said: str | tuple[str, ...]
) -> None:
    first, second = rows_of(tmp_path, f"def softmax(x, axis=-1):\n    {body}\n" + HONEST)
    assert not first["passed"] and first["points"] == 0, first
    assert any(words in first["message"] for words in ([said] if isinstance(said, str) else said)), first
    assert second["passed"], second


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("def softmax(x: return", "SyntaxError"),
        ("softmax = [1 for _ in iter(int, 1)]", "endless loop"),
        ("softmax = undefined_name", "NameError"),
        ("import os; softmax = os._exit(0)", "ended the whole Python process"),
        ("def softmax(x): return x\nsoftmax = 3", "could not be loaded"),
    ],
)
def test_what_goes_wrong_while_loading_is_a_verdict(tmp_path: Path, text: str, said: str) -> None:
    (row,) = rows_of(tmp_path, text)
    assert not row["passed"] and row["rung"] == "runs" and said in row["message"], row


def test_only_what_is_wanted_is_judged(tmp_path: Path) -> None:
    both = RIGHT + HONEST
    assert [row["exercise"] for row in rows_of(tmp_path, both)] == ["softmax", "softmax_backward"]
    assert [row["exercise"] for row in rows_of(tmp_path, both, exercise="softmax")] == ["softmax"]
    assert [row["exercise"] for row in rows_of(tmp_path, both, week="week1")] == ["softmax", "softmax_backward"]
    (missing,) = rows_of(tmp_path, HONEST, exercise="softmax")
    assert not missing["passed"] and "does not define softmax" in missing["message"]
    assert rows_of(tmp_path, "from reference_impl import softmax") == []


def test_an_unreadable_file_is_a_row_and_the_others_are_judged(tmp_path: Path) -> None:
    good, bad = tmp_path / "good.py", tmp_path / "bad.ipynb"
    good.write_text(RIGHT)
    bad.write_text("{")
    rows = check_files([tmp_path / "none.py", bad, good])
    assert [row["exercise"] for row in rows] == [None, None, "softmax"]
    assert "no such file" in rows[0]["message"] and "not a notebook" in rows[1]["message"] and rows[2]["passed"]


def test_a_notebook_is_judged_by_its_definitions_alone(tmp_path: Path) -> None:
    cells = ["%matplotlib inline", "import time", "time.sleep(1000)", RIGHT, "raise SystemExit", "def half(: pass"]
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
    path = tmp_path / "week1.ipynb"
    nbformat.write(notebook, path)
    (row,) = check_files([path], limits=Limits(load=4, call=2))
    assert row["passed"], row


@pytest.mark.parametrize("start", ["", "from mine import softmax\n", "import mine\nsoftmax = mine.softmax\n"])
def test_the_reference_stands_in_for_what_a_file_does_not_define(tmp_path: Path, start: str) -> None:
    by_the_pair = "def log_softmax(x, axis=-1): return x - x.max() + 0 * softmax(x, axis)\n"
    (row,) = rows_of(tmp_path, start + by_the_pair, exercise="log_softmax")
    assert row["rung"] == "hand case" and "output" in row["message"], row


def test_a_class_finds_what_the_course_provides(tmp_path: Path) -> None:
    text = "class Sequential(Module):\n    def __init__(self, *modules): self.layers = modules\n"
    text += "    def forward(self, x):\n        for m in self.layers: x = m(x)\n        return x\n"
    text += "    def backward(self, g):\n        for m in self.layers[::-1]: g = m.backward(g)\n        return g\n"
    (row,) = rows_of(tmp_path, text)
    assert row["passed"], row


def test_one_failing_statement_does_not_take_the_others_with_it(tmp_path: Path) -> None:
    (row,) = rows_of(tmp_path, "import no_such_module\n" + RIGHT + "no_such_name\n")
    assert row["passed"], row


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda path: path.mkdir(), "no file but a folder"),
        (lambda path: path.write_bytes("é = 1".encode("latin-1")), "Save it as UTF-8"),
        (lambda path: path.write_bytes(b""), None),
    ],
)
def test_what_is_no_python_file_is_said_so(tmp_path: Path, make: Callable[[Path], Any], said: str | None) -> None:
    path = tmp_path / "answer.py"
    make(path)
    rows = check_files([path])
    assert rows == [] if said is None else said in rows[0]["message"]


def test_what_a_file_writes_goes_to_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    rows_of(tmp_path, "open('left behind', 'w').close()\nfrom autograder import begin\nbegin('week1')\n" + RIGHT)
    assert [path.name for path in tmp_path.iterdir()] == ["answer.py"]


@pytest.mark.parametrize("statement", ["os._exit(0)", "while True: pass"])
def test_a_statement_that_ends_or_hangs_the_process_costs_nothing_but_itself(tmp_path: Path, statement: str) -> None:
    path = tmp_path / "answer.py"
    path.write_text(f"import os\n{RIGHT}{statement}\n{HONEST}")
    wanted = [find("softmax"), find("softmax_backward")]
    verdicts = judge_submission(read_submission(path), wanted, Limits(load=4, call=2))
    assert all(verdict.passed and f"Passed over: `{statement}`" in str(verdict) for verdict in verdicts)


def test_a_file_that_never_loads_is_not_loaded_for_ever(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    loads = []
    monkeypatch.setattr("autograder.sandbox.process.open_link", lambda *given: loads.append(given) or open_link(*given))
    rows = rows_of(tmp_path, "import os\n" + RIGHT + HONEST + "os._exit(0)\n" * 99)
    assert [row["rung"] for row in rows] == ["runs", "runs"] and len(loads) == 1 + MOST_SKIPPED


@pytest.mark.parametrize("start", ["async def", "def"])
def test_a_coroutine_or_a_generator_is_a_value_of_the_wrong_type(tmp_path: Path, start: str) -> None:
    (row,) = rows_of(tmp_path, f"{start} relu(x):\n    {'return' if 'async' in start else 'yield'} x\n")
    assert row["rung"] == "returns arrays" and "should be a numpy array" in row["message"], row


def test_a_future_import_holds_for_the_whole_file(tmp_path: Path) -> None:
    text = "from __future__ import annotations\n" + RIGHT.replace("(x, axis=-1)", "(x: Undefined, axis=-1)")
    (row,) = rows_of(tmp_path, text)
    assert row["passed"], row


def test_definitions_in_branches_count(tmp_path: Path) -> None:
    (row,) = rows_of(
        tmp_path, "try:\n    import no_such\nexcept ImportError:\n    def relu(x): return np.maximum(x, 0)\n"
    )
    assert (row["exercise"], row["passed"]) == ("relu", True)


def test_a_syntax_error_is_said_once(tmp_path: Path) -> None:
    (row,) = rows_of(tmp_path, "def relu(x):\n\ty = 0\n        return y\n")
    assert row["message"].count("TabError") == 1, row


@pytest.mark.parametrize("body", ["open('/etc/passwd').read()", "open('/tmp/x', 'w')", "__import__('socket').socket()"])
def test_walls_keep_a_submission_from_the_machine(tmp_path: Path, body: str, request: pytest.FixtureRequest) -> None:
    if "plain" in request.node.name or probe().tier is Tier.C:
        pytest.skip("there are no walls here")
    (row,) = rows_of(tmp_path, f"def relu(x):\n    {body}\n    return np.maximum(x, 0)\n")
    assert row["rung"] == "runs" and not row["passed"], row


def test_half_a_reply_is_not_waited_for(tmp_path: Path) -> None:
    forge = "import os\n    for fd in range(3, 40):\n        try: os.write(fd, b'\\0\\0\\1\\0{')\n"
    forge += "        except OSError: pass\n    while True: pass"
    first, second = rows_of(tmp_path, f"def softmax(x, axis=-1):\n    {forge}\n" + HONEST)
    assert first["points"] == 0 and second["passed"], (first, second)


def test_walls_that_do_not_come_up_stop_grading_and_not_a_check_of_ones_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise IsolationError("no walls today")

    monkeypatch.setattr("autograder.sandbox.checking.probe", lambda: Probe(Tier.A))
    monkeypatch.setattr("autograder.sandbox.link.zygote", broken)
    (row,) = rows_of(tmp_path, RIGHT)
    assert row["passed"]
    with pytest.raises(IsolationError, match="no walls today"):
        open_link(Terms(Limits(), Tier.A))
