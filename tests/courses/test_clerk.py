"""The clerk who judges for nbgrader: in a process apart, replaced when it dies, gone when nobody is there to ask."""

import io
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from autograder.courses import Course
from autograder.courses.answers import answer_source
from autograder.exercises import find
from autograder.grading import clerk
from autograder.nbgrader import asking
from autograder.nbgrader.asking import DIED, Clerk
from autograder.sandbox.isolation.probe import Probe
from autograder.sandbox.isolation.tier import Tier

WEEK = "week1_foundations"
ECHO = "import sys\nfor line in sys.stdin: print(line, end='', flush=True)"
GONE = "raise SystemExit"
HALFWAY = "import sys\nsys.stdin.readline()\nprint('{\"note', end='')"
Clerks = Callable[..., list[int]]


@pytest.fixture
def clerks(monkeypatch: pytest.MonkeyPatch) -> Clerks:
    """Puts these programs, one after the other, in the clerk's place; gives the list of those that were started."""

    def clerks(*programs: str) -> list[int]:
        started: list[int] = []
        left = iter(programs)

        def start() -> "subprocess.Popen[str]":
            command = [sys.executable, "-c", next(left)]
            process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
            started.append(process.pid)
            return process

        monkeypatch.setattr(asking, "start", start)
        return started

    return clerks


def test_one_clerk_answers_all_questions(clerks: Clerks) -> None:
    started, asked = clerks(ECHO), Clerk()
    assert [asked.ask({"n": n}) for n in range(3)] == [{"n": 0}, {"n": 1}, {"n": 2}]
    assert len(started) == 1
    asked.dismiss()


@pytest.mark.parametrize("first", [GONE, HALFWAY])
def test_a_clerk_that_dies_is_replaced_once(clerks: Clerks, first: str) -> None:
    started, asked = clerks(first, ECHO), Clerk()
    assert asked.ask({"n": 1}) == {"n": 1}
    assert len(started) == 2
    asked.dismiss()


def test_two_that_die_are_a_reason_and_no_grade(clerks: Clerks) -> None:
    clerks(HALFWAY, GONE, ECHO)
    asked = Clerk()
    assert asked.ask({"n": 1}) == {"reason": DIED}
    assert asked.ask({"n": 2}) == {"n": 2}
    asked.dismiss()


def test_a_question_that_is_broken_off_leaves_no_reply_for_the_next(
    clerks: Clerks, monkeypatch: pytest.MonkeyPatch
) -> None:
    clerks(ECHO, ECHO)
    asked = Clerk()

    def interrupted(_: str) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(asking.json, "loads", interrupted)
        with pytest.raises(KeyboardInterrupt):
            asked.ask({"n": 1})
    assert asked.ask({"n": 2}) == {"n": 2}
    asked.dismiss()


@pytest.mark.slow
def test_the_clerk_ends_when_who_asked_is_killed() -> None:
    program = "import time\nfrom autograder.nbgrader.asking import start\nprint(start().pid, flush=True)\ntime.sleep(9)"
    asking_one = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True)
    assert asking_one.stdout
    process = Path("/proc", asking_one.stdout.readline().strip())
    assert process.exists()
    asking_one.send_signal(signal.SIGKILL)
    asking_one.communicate()
    for _ in range(1200):
        if not process.exists() or "\nState:\tZ" in (process / "status").read_text():
            return
        time.sleep(0.1)
    pytest.fail("the clerk is still there")


@pytest.mark.slow
def test_only_replies_come_out_and_only_questions_go_in() -> None:
    program = (
        "import os, subprocess, sys\nfrom autograder.grading import clerk\n"
        "def answer(question):\n"
        "    print('noise'); os.write(1, b'more'); subprocess.run(['cat'])\n"
        "    return question\n"
        "clerk.answer = answer\nclerk.main()\n"
    )
    questions = '{"n": 1}\n{"n": 2}\n'
    run = subprocess.run([sys.executable, "-c", program], input=questions, capture_output=True, text=True)
    assert run.stdout == questions


@pytest.mark.slow
def test_a_clerk_whom_nobody_asks_goes_home(monkeypatch: pytest.MonkeyPatch) -> None:
    program = "from autograder.grading import clerk\nclerk.IDLE = 0.01\nclerk.main()\n"
    with subprocess.Popen([sys.executable, "-c", program], stdin=subprocess.PIPE) as process:
        assert process.wait(120) == 0


def test_the_next_question_is_waited_for_without_an_end_to_the_process() -> None:
    assert clerk.next_question(io.StringIO('{"n": 1}\n')) == '{"n": 1}\n'
    assert clerk.next_question(io.StringIO("")) == ""


def question(course: Course, student: object, **more: object) -> dict[str, object]:
    about = {"folder": str(course.folder), "assignment": WEEK, "notebook": WEEK, "student": student}
    return {**about, "force": False, "trusted": False, **more}


def test_the_reply_is_the_judged_notebook(course: Course, hand_in: Callable[..., Path]) -> None:
    softmax = find("softmax")
    hand_in("ada", softmax=answer_source(softmax, softmax.reference()))
    reply = clerk.answer(question(course, "ada"))
    assert reply["summary"] == f"1 of 2 checks pass, {softmax.points:g} points"
    outputs = [output for cell in json.loads(reply["notebook"])["cells"] for output in cell.get("outputs", [])]
    assert ["text/html" in output["data"] for output in outputs] == [True, True]
    assert clerk.answer(question(course, "ada"))["summary"].endswith("known from the journal")
    assert not clerk.answer(question(course, "ada", force=True))["summary"].endswith("journal")


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"notebook": "exam"}, "called exam.ipynb; week1_foundations.ipynb is the one"),
        ({"assignment": "week9", "notebook": "week9"}, "cannot be read"),
        ({"folder": os.devnull}, "is no course"),
        ({"student": None}, "The grader failed (TypeError"),
    ],
)
def test_what_cannot_be_judged_has_a_reason(course: Course, more: dict[str, object], said: str) -> None:
    assert said in clerk.answer({**question(course, "ada"), **more})["reason"]


def test_without_walls_only_trusted_students_are_judged(
    course: Course, hand_in: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    hand_in("bea")
    monkeypatch.setattr("autograder.grading.terms.probe", lambda *_: Probe(Tier.C, "No bubblewrap."))
    assert "No bubblewrap." in clerk.answer(question(course, "bea"))["reason"]
    assert clerk.answer(question(course, "bea", trusted=True))["summary"].startswith("0 of 2")


def test_the_course_says_whether_students_are_trusted(course: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    from traitlets.config import Config

    from autograder.nbgrader import Judge

    assert not Judge().trusted
    assert Judge(config=Config({"Judge": {"trusted": True}})).trusted
