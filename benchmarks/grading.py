"""Grading the same submissions by plain `nbgrader autograde` and by `handmade grade`, interleaved.

    python benchmarks/grading.py [--json] [--submissions 8] [--rounds 2]

Both grade a class of right answers to week 1, with the same checks, into courses of their own, gradebook writing
included. In each round nbgrader grades a share of the class and then ours grades the same share; the ratio is of
medians, nbgrader's time over ours. Times are of this machine.
"""

import argparse
import json
import resource
import statistics
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from autograder.courses import Course, new_course
from autograder.courses.classroom import Student, right, write_class
from autograder.courses.course import CONFIG
from autograder.courses.new import AUTOGRADE
from autograder.courses.release import release
from autograder.grading.grade import grade

WEEK = "week1_foundations"


def prepared(folder: Path, size: int) -> Course:
    """A released course in which a class of right answers was handed in."""
    course = new_course(folder, [WEEK])
    release(course, WEEK)
    write_class(course, WEEK, tuple(Student(f"Student{number:04}", "Right", right) for number in range(size)))
    return course


def plain(course: Course) -> Course:
    """The course without our lines, so that nbgrader runs the notebooks itself."""
    config = course.folder / CONFIG
    config.write_text(config.read_text(encoding="utf-8").replace(AUTOGRADE, ""), encoding="utf-8")
    return course


def timed(call: Callable[[], Any]) -> tuple[float, float]:
    """Wall seconds, and processor seconds of this process and all that it waited for."""

    def processor() -> float:
        own, children = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
        return own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime

    start, used = time.perf_counter(), processor()
    call()
    return time.perf_counter() - start, processor() - used


def by_nbgrader(course: Course, students: Sequence[str]) -> None:
    """What `nbgrader autograde` does, one submission after the other."""
    api = course.api()
    for student in students:
        api.autograde(WEEK, student, force=True)


def measure(folder: Path, size: int, rounds: int) -> dict[str, Any]:
    """Seconds a submission, by each, and their ratio."""
    theirs, ours = plain(prepared(folder / "theirs", size)), prepared(folder / "ours", size)
    samples: dict[str, list[tuple[float, float]]] = {"nbgrader": [], "handmade": []}
    for number in range(rounds):
        share = theirs.students(WEEK)[number::rounds]
        kernels = timed(partial(by_nbgrader, theirs, share))
        engine = timed(partial(grade, ours.folder, WEEK, share, force=True))
        for name, (wall, used) in (("nbgrader", kernels), ("handmade", engine)):
            samples[name].append((wall / len(share), used / len(share)))
    result: dict[str, Any] = {
        name: {
            "wall_s": round(statistics.median(wall for wall, _ in found), 3),
            "cpu_s": round(statistics.median(used for _, used in found), 3),
        }
        for name, found in samples.items()
    }
    result["ratio"] = round(result["nbgrader"]["wall_s"] / result["handmade"]["wall_s"], 1)
    result["peak_memory_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return result


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--submissions", type=int, default=8)
    parser.add_argument("--rounds", type=int, default=2)
    options = parser.parse_args()
    with TemporaryDirectory(prefix="handmade-") as folder:
        result = measure(Path(folder), options.submissions, options.rounds)
    if options.json:
        print(json.dumps(result))
        return
    for name in ("nbgrader", "handmade"):
        print(f"{name:>10}: {result[name]['wall_s']:.2f} s wall, {result[name]['cpu_s']:.2f} s processor a submission")
    print(f"     ratio: {result['ratio']} (wall); peak memory of the grader {result['peak_memory_mb']} MB")


if __name__ == "__main__":
    main()
