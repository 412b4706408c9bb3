"""Grading the same submissions by plain `nbgrader autograde` and by `handmade grade`, interleaved; and how ours grows.

    python benchmarks/grading.py [--json] [--submissions 40] [--rounds 4]
    python benchmarks/grading.py --growth 100 1000 5000

Both grade a class of right answers to week 1, with the same checks, into courses of their own, gradebook writing
included. In each round nbgrader grades a share of the class and then ours grades the same share; the ratio is of all
rounds together, nbgrader's time over ours. Processor time is the whole machine's, because a sandbox's children answer
to nobody: so let nothing else run. Memory is the largest sum over the grader and all that it started.
"""

import argparse
import json
import os
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import psutil

from autograder.courses import Course, new_course
from autograder.courses.classroom import Student, right, write_class
from autograder.courses.course import CONFIG
from autograder.courses.new import AUTOGRADE
from autograder.courses.release import release
from autograder.grading.grade import grade

WEEK = "week1_foundations"


def prepared(folder: Path, size: int) -> Course:
    """A released course in which a class of right answers was handed in; its files are one file under many names."""
    course = new_course(folder, [WEEK])
    release(course, WEEK)
    write_class(course, WEEK, (Student("Student00000", "Right", right),))
    (first,) = course.students(WEEK)
    original = course.notebook("submitted", first, WEEK)
    for number in range(1, size):
        path = course.notebook("submitted", f"student{number:05}.right", WEEK)
        path.parent.mkdir(parents=True)
        os.link(original, path)
        os.link(original.with_name("timestamp.txt"), path.with_name("timestamp.txt"))
    return course


def processor() -> float:
    """Seconds for which the machine's processors have been busy."""
    times = psutil.cpu_times()
    return float(sum(times) - times.idle - getattr(times, "iowait", 0.0) - times.guest - times.guest_nice)


@contextmanager
def watched() -> Iterator[dict[str, float]]:
    """While open, watch: wall and processor seconds, and the largest memory of this process and all that it started."""
    found = {"wall_s": 0.0, "cpu_s": 0.0, "memory_mb": 0.0}
    over = threading.Event()
    own = psutil.Process()

    def memory() -> float:
        total = 0
        for process in [own, *own.children(recursive=True)]:
            try:
                about = process.memory_full_info()
                total += getattr(about, "pss", about.rss)
            except psutil.Error:
                continue  # it has ended meanwhile
        return total / 2**20

    def watch() -> None:
        while not over.wait(0.5):
            found["memory_mb"] = max(found["memory_mb"], memory())

    watcher = threading.Thread(target=watch, daemon=True)
    start, used = time.perf_counter(), processor()
    watcher.start()
    yield found
    found["wall_s"], found["cpu_s"] = time.perf_counter() - start, processor() - used
    over.set()
    watcher.join()


def timed(call: Callable[[], Any]) -> dict[str, float]:
    """What a call takes."""
    with watched() as found:
        call()
    return found


def by_nbgrader(course: Course, students: Sequence[str]) -> None:
    """What `nbgrader autograde` does, one submission after the other."""
    api = course.api()
    for student in students:
        outcome = api.autograde(WEEK, student, force=True)
        assert outcome["success"], outcome


def by_us(course: Course, students: Sequence[str]) -> None:
    """What `handmade grade` does."""
    rows = grade(course.folder, WEEK, students, force=True)
    assert all(row.points for row in rows), rows


def side_by_side(folder: Path, size: int, rounds: int) -> dict[str, Any]:
    """Seconds a submission, by each, and their ratio."""
    theirs, ours = plain(prepared(folder / "theirs", size)), prepared(folder / "ours", size)
    samples: dict[str, list[dict[str, float]]] = {"nbgrader": [], "handmade": []}
    for number in range(rounds):
        share = theirs.students(WEEK)[number::rounds]
        samples["nbgrader"].append(timed(partial(by_nbgrader, theirs, share)))
        samples["handmade"].append(timed(partial(by_us, ours, share)))
    result: dict[str, Any] = {
        name: {
            "wall_s": round(sum(one["wall_s"] for one in found) / size, 3),
            "cpu_s": round(sum(one["cpu_s"] for one in found) / size, 3),
            "memory_mb": round(max(one["memory_mb"] for one in found)),
        }
        for name, found in samples.items()
    }
    result["ratio"] = round(result["nbgrader"]["wall_s"] / result["handmade"]["wall_s"], 1)
    result["cpu_ratio"] = round(result["nbgrader"]["cpu_s"] / result["handmade"]["cpu_s"], 1)
    return result


def plain(course: Course) -> Course:
    """The course without our lines, so that nbgrader runs the notebooks itself."""
    config = course.folder / CONFIG
    config.write_text(config.read_text(encoding="utf-8").replace(AUTOGRADE, ""), encoding="utf-8")
    return course


def growth(folder: Path, sizes: Sequence[int]) -> list[dict[str, Any]]:
    """What grading a whole class takes, by its size."""
    rows = []
    for size in sizes:
        course = prepared(folder / str(size), size)
        found = timed(partial(by_us, course, course.students(WEEK)))
        each = {"wall_s": round(found["wall_s"] / size, 3), "cpu_s": round(found["cpu_s"] / size, 3)}
        rows.append({"submissions": size, **each, "memory_mb": round(found["memory_mb"])})
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--submissions", type=int, default=40)
    parser.add_argument("--rounds", type=int, default=4)
    parser.add_argument("--growth", type=int, nargs="+", metavar="SUBMISSIONS")
    options = parser.parse_args()
    with TemporaryDirectory(prefix="handmade-") as folder:
        if options.growth:
            rows = growth(Path(folder), options.growth)
            print(json.dumps(rows) if options.json else "\n".join(map(as_line, rows)))
            return
        result = side_by_side(Path(folder), options.submissions, options.rounds)
    if options.json:
        print(json.dumps(result))
        return
    for name in ("nbgrader", "handmade"):
        print(f"{name:>10}: {as_line(result[name])}")
    print(f"     ratio: {result['ratio']} (wall), {result['cpu_ratio']} (processor)")


def as_line(row: dict[str, Any]) -> str:
    """A row in words."""
    of = f"{row['submissions']:>6} submissions: " if "submissions" in row else ""
    return f"{of}{row['wall_s']:.3f} s wall, {row['cpu_s']:.3f} s processor a submission; {row['memory_mb']} MB at most"


if __name__ == "__main__":
    main()
