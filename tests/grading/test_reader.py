"""Whatever is handed in as a notebook, the answers come out of it, or a reason in words."""

import ast
import json
import os
import resource
import socket
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from autograder.grading import reading_process
from autograder.grading.reader import (
    HandedIn,
    ReadingFailed,
    ReadingLimits,
    Rejected,
    read_bytes,
    read_notebook,
    to_submission,
)
from autograder.sandbox import Limits, check_files
from autograder.sandbox.submission import UnreadableSubmission, read_submission
from tests.grading.odd_notebooks import (
    CORPUS,
    QUESTION,
    RIGHT,
    WORDS,
    Notebook,
    append,
    as_bytes,
    cell,
    code,
    handed_in,
)

ELSEWHERE = ReadingLimits(in_process=0)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(), max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=8,
)
PLACES = ["metadata", "source", "cell_type", "id", "outputs", "nbgrader", "grade_id", "grade", "locked", "solution"]
MANY = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(scope="session")
def blank(checkout: Path) -> Notebook:
    """The week's notebook, as released."""
    return json.loads((checkout / "curriculum/week1_foundations/week1_foundations.ipynb").read_text(encoding="utf-8"))


@pytest.fixture
def notebook(blank: Notebook) -> Notebook:
    return handed_in(blank)


def read(changed: Any, **options: Any) -> HandedIn:
    return read_bytes(as_bytes(changed), **options)


def is_clean(handed_in: HandedIn) -> bool:
    """Whether all that came out can be kept in a file and named by its hash."""
    texts = [*handed_in.answers.values(), *handed_in.words, *handed_in.words.values(), *handed_in.notes]
    texts += [piece.source for piece in handed_in.pieces]
    return all(text.encode() is not None and "\0" not in text for text in texts) and len(handed_in.sha256) == 64


@pytest.mark.parametrize("name", CORPUS)
def test_an_odd_notebook_gives_its_answer_or_the_reason_why_not(name: str, notebook: Notebook) -> None:
    odd = CORPUS[name]
    data = as_bytes(odd.change(notebook) or notebook) if name != "empty" else b""
    if odd.rejected:
        with pytest.raises(Rejected, match=odd.rejected):
            read(data)
        return
    found = read(data)
    assert is_clean(found)
    if odd.answer is None:
        assert "softmax" not in found.answers
    else:
        assert odd.answer in found.answers["softmax"]
        assert any("softmax" in piece.exercises for piece in found.pieces)
    assert any(odd.note in note for note in found.notes) if odd.note else not found.notes, found.notes


@pytest.mark.parametrize(
    "name", ["as it should be", "Latin-1", "half a character", "grade_ids swapped", "deep within metadata"]
)
def test_a_process_of_its_own_reads_the_same(name: str, notebook: Notebook) -> None:
    data = as_bytes(CORPUS[name].change(notebook) or notebook)
    if CORPUS[name].rejected:
        with pytest.raises(Rejected, match=CORPUS[name].rejected):
            read_bytes(data, limits=ELSEWHERE)
    else:
        assert read_bytes(data, limits=ELSEWHERE) == read_bytes(data)


def test_nothing_of_the_file_but_answers_is_kept(notebook: Notebook, blank: Notebook) -> None:
    found = read(notebook)
    assert found.answers["softmax"] == RIGHT
    assert len(found.answers) == 29  # the other 28 are stubs: not started
    assert found.words[QUESTION] == WORDS and len(found.words) == 2
    assert found.helpers == ("import numpy as np",)
    assert found.sha256 != read(blank).sha256


def test_helpers_come_along_when_an_answer_needs_them_and_experiments_do_not(notebook: Notebook) -> None:
    cell(notebook, "softmax")["source"] = "SCALE = 1\ndef softmax(x, axis=-1): return shares(x, axis) * SCALE\nprint(1)"
    notebook["cells"] += [
        code("import time, scipy.special as special\ntime.sleep(1000)\nhistory = train(1000)"),
        code("@note\ndef shares(x, axis):\n    return special.softmax(x, axis)\nraise SystemExit"),
        code("note = lambda f: f; unused = 3"),
        code("é = 'ü'; shares.é = é"),
    ]
    found = read(notebook)
    assert found.helpers == (
        "import numpy as np",
        "import scipy.special as special",
        "@note\ndef shares(x, axis):\n    return special.softmax(x, axis)",
        "note = lambda f: f",
    )
    assert "SCALE = 1" in [piece.source for piece in found.pieces]


def test_questions_that_are_known_are_found_whatever_their_marks(notebook: Notebook) -> None:
    answer = cell(notebook, QUESTION)
    answer["metadata"] = {}
    again = {**answer, "source": "YOUR ANSWER HERE"}
    append(again)(notebook)
    assert QUESTION not in read(notebook).words
    assert read(notebook, questions=[QUESTION]).words == {QUESTION: WORDS}


def test_only_the_exercises_asked_for_are_answers(notebook: Notebook) -> None:
    cell(notebook, "softmax_backward")["source"] = "def softmax_backward(g, y): return g * softmax(y)"
    found = read(notebook, exercises=["softmax_backward"])
    assert list(found.answers) == ["softmax_backward"]
    assert RIGHT.strip() in found.helpers


def test_one_answer_can_be_loaded_without_the_others(notebook: Notebook) -> None:
    cell(notebook, "log_softmax")["source"] = "def log_softmax(x, axis=-1): return np.log(softmax(x, axis))"
    found = read(notebook)
    alone = to_submission(found, only="log_softmax")
    assert alone.defines == ("log_softmax",)
    assert not any("def softmax" in source for source in alone.cells)
    together = to_submission(found, Path("week1.ipynb"))
    assert together.path.name == "week1.ipynb" and {"softmax", "log_softmax"} <= set(together.defines)
    assert RIGHT.strip() in together.cells and together.problem == ""
    assert all(ast.parse(source) for source in together.cells)


def test_an_import_of_the_reference_after_the_answer_does_not_replace_it(notebook: Notebook, tmp_path: Path) -> None:
    path = tmp_path / "week1.ipynb"
    path.write_bytes(as_bytes(notebook))  # its lab says `from mine import softmax` further down
    (row,) = check_files([path], exercise="softmax", limits=Limits(load=10, call=5))
    assert row["passed"], row


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (lambda path: None, "no such file"),
        (lambda path: path.touch(), "empty"),
        (lambda path: path.mkdir(), "a folder"),
        (os.mkfifo, "a named pipe"),
        (lambda path: path.symlink_to("/etc/passwd"), "a symbolic link"),
        (lambda path: path.symlink_to(path), "a symbolic link"),
        (lambda path: os.truncate(os.open(path, os.O_CREAT | os.O_WRONLY), 21 * 2**20), "larger than 20 MB"),
    ],
    ids=["missing", "empty", "folder", "pipe", "link", "link to itself", "large"],
)
def test_what_is_no_file_is_rejected(make: Any, reason: str, tmp_path: Path) -> None:
    path = tmp_path / "week1.ipynb"
    make(path)
    with pytest.raises(Rejected, match=reason):
        read_notebook(path)


def test_odd_paths_are_rejected(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind("socket.ipynb")
        for path, reason in [("socket.ipynb", "a socket"), ("a\0b", "no such file"), ("x" * 999, "cannot be read")]:
            with pytest.raises(Rejected, match=reason):
                read_notebook(path)
    with pytest.raises(Rejected, match="a device"):
        read_notebook("/dev/zero")


def test_a_file_that_may_not_be_read_is_rejected(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "week1.ipynb").write_bytes(b"{}")

    def refuse(*_: Any) -> int:  # root may read everything, so permissions alone would prove nothing
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "open", refuse)
    with pytest.raises(Rejected, match="permissions"):
        read_notebook(tmp_path / "week1.ipynb")


def test_the_command_line_gets_its_own_error_and_follows_its_users_links(tmp_path: Path, notebook: Notebook) -> None:
    (tmp_path / "real.ipynb").write_bytes(as_bytes(notebook))
    (tmp_path / "link.ipynb").symlink_to(tmp_path / "real.ipynb")
    (tmp_path / "bad.ipynb").write_text("[")
    assert "softmax" in read_submission(tmp_path / "link.ipynb").defines
    with pytest.raises(UnreadableSubmission, match=r"bad\.ipynb: It is not a notebook"):
        read_submission(tmp_path / "bad.ipynb")


@MANY
@given(place=st.sampled_from(PLACES), which=st.integers(0, 31), value=JSON)
def test_no_value_in_any_place_of_a_cell_breaks_reading(blank: Notebook, place: str, which: int, value: Any) -> None:
    notebook = handed_in({**blank, "cells": blank["cells"][50:82]})
    one = notebook["cells"][which]
    inside = place in PLACES[6:] and "nbgrader" in one["metadata"]
    (one["metadata"]["nbgrader"] if inside else one["metadata"] if place == "nbgrader" else one)[place] = value
    assert is_clean(read(notebook))


@MANY
@given(value=JSON, key=st.sampled_from(["cells", "worksheets", "metadata", "nbformat"]))
def test_no_value_breaks_reading(value: Any, key: str) -> None:
    for whole in (value, {key: value}, {key: [value]}, {key: [{"cells": [value]}]}):
        with suppress(Rejected):
            assert is_clean(read(whole))


@MANY
@given(
    source=st.text(st.characters(), max_size=60) | st.text(st.sampled_from("defx=():\n ,'\"@%!?[{\\\t;"), max_size=60)
)
def test_no_code_breaks_reading(source: str) -> None:
    found = read({"cells": [code("import numpy as np"), code(source), code(RIGHT)]})
    assert is_clean(found) and found.answers["softmax"] == RIGHT
    to_submission(found)


@MANY
@given(end=st.floats(0, 1), flips=st.lists(st.tuples(st.floats(0, 0.999), st.integers(0, 255)), max_size=8))
def test_damaged_bytes_are_read_or_rejected(blank: Notebook, end: float, flips: list[tuple[float, int]]) -> None:
    data = bytearray(as_bytes({**blank, "cells": handed_in(blank)["cells"][30:60]}))
    for place, byte in flips:
        data[int(place * len(data))] = byte
    for damaged in (bytes(data), bytes(data[: int(end * len(data)) or 1])):
        with suppress(Rejected):
            assert is_clean(read_bytes(damaged))


def test_a_file_that_takes_too_much_memory_is_rejected_and_ours_does_not_grow() -> None:
    data = b'{"cells": [' + b'{"":{}},' * 2_000_000 + b"{}]}"
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(Rejected, match="too much memory"):
        read_bytes(data, limits=ReadingLimits(memory=2**29))
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 150 * 2**10


def test_a_file_that_takes_too_long_is_rejected(monkeypatch: pytest.MonkeyPatch) -> None:
    endless = "from autograder.grading import reading_child as child\nchild.read_cells = lambda *_: max(iter(int, 1))\n"
    monkeypatch.setattr(reading_process, "COMMAND", [sys.executable, "-c", endless + "child.main()"])
    with pytest.raises(Rejected, match="too long"):
        read_bytes(b"{}", limits=ReadingLimits(in_process=0, processor=1))


@pytest.mark.parametrize("kind", ["one long output", "many pictures"])
def test_thirty_megabytes_of_outputs_are_left_behind(notebook: Notebook, kind: str) -> None:
    output: dict[str, Any] = {"output_type": "stream", "name": "stdout", "text": "x" * 30_000_000}
    picture = {"output_type": "display_data", "data": {"image/png": "x" * 100_000}, "metadata": {}}
    cell(notebook, "check_softmax")["outputs"] = [output] if kind == "one long output" else [picture] * 300
    data = as_bytes(notebook)
    assert read_bytes(data, limits=ReadingLimits(file=2**26)).answers["softmax"] == RIGHT


@pytest.mark.parametrize(
    "script", ["raise OSError('no room')", "import os, signal; os.kill(os.getpid(), signal.SIGKILL)", "print('hello')"]
)
def test_a_failure_of_ours_is_no_rejection(script: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading_process, "COMMAND", [sys.executable, "-c", script])
    with pytest.raises(ReadingFailed, match="no room" if "no room" in script else "ended with status"):
        read_bytes(b"{}", limits=ELSEWHERE)


def test_a_busy_machine_is_no_rejection(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading_process, "COMMAND", [sys.executable, "-c", "import time; time.sleep(60)"])
    with pytest.raises(ReadingFailed, match="Try again"):
        read_bytes(b"{}", limits=ReadingLimits(in_process=0, clock=0.2))


def test_reading_is_linear_in_hostile_code() -> None:
    """Each of these took time quadratic in its length, or more, at some point; a process of its own holds the clock."""
    script = (
        "from autograder.grading.reader import read_bytes; import json, sys\n"
        "texts = ['a=1\\n' * 24000, 'a=1;' * 24000, ' ' * 99000 + 'def f(', '?' * 99000, '@a\\n' * 30000,\n"
        "         ''.join(f'a{i}=a{i+1}\\n' for i in range(7000)) + 'def relu(x): return a0', '\"' * 99999]\n"
        "for text in texts:\n"
        "    read_bytes(json.dumps({'cells': [{'cell_type': 'code', 'source': text}]}).encode())\n"
    )
    subprocess.run([sys.executable, "-c", script], check=True, timeout=60, env=reading_process.environment())


def test_the_corpus_is_large_enough() -> None:
    assert len(CORPUS) >= 45
