"""How long a check takes, and what the time is made of.

    python benchmarks/checks.py [--json] [--rounds 15]

Warm checks are timed in this process, every exercise in turn, round after round, medians; the first check of a session
is timed in fresh processes, from the start of Python to the verdict. Times are of this machine; compare ratios.
"""

import argparse
import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any

from autograder.checks import judge
from autograder.checks.expectations import expectations
from autograder.checks.judge import loops
from autograder.checks.ladder import climb
from autograder.checks.runner import LocalRunner
from autograder.checks.verdict import verdict
from autograder.exercises import WEEKS, Exercise

FIRST = """
import sys
from autograder.checks import judge
from autograder.exercises import find
exercise = find(sys.argv[1])
assert judge(exercise, exercise.reference())._repr_html_()
"""


def milliseconds(call: Callable[[], Any]) -> float:
    """How long one call takes."""
    start = time.perf_counter()
    call()
    return 1e3 * (time.perf_counter() - start)


def parts(exercise: Exercise) -> dict[str, Callable[[], Any]]:
    """A check and its parts, ready to be timed; expectations are warm, as they are from the second check on."""
    runner = LocalRunner(exercise, exercise.reference())
    expected = expectations(exercise.name)
    climbed = climb(expected, runner.outcomes)
    outcomes = [outcome for _, outcome in climbed.outcomes]
    wrong = exercise.mistakes[0].implementation
    return {
        "check": lambda: judge(exercise, exercise.reference())._repr_html_(),
        "cases": lambda: list(runner.outcomes(expected)),
        "compare": lambda: climb(expected, lambda expectations: iter(outcomes)),
        "loops": lambda: loops(exercise, runner),
        "card": lambda: verdict(exercise, climbed)._repr_html_(),
        "wrong answer": lambda: judge(exercise, wrong)._repr_html_(),
    }


def measure(rounds: int) -> list[dict[str, Any]]:
    """Medians over interleaved rounds, an exercise a row."""
    timed = {exercise.name: parts(exercise) for week in WEEKS for exercise in week.exercises}
    samples: dict[tuple[str, str], list[float]] = {}
    for _ in range(rounds + 1):
        for name, calls in timed.items():
            for part, call in calls.items():
                samples.setdefault((name, part), []).append(milliseconds(call))
    return [
        {"exercise": name, **{part: round(statistics.median(samples[name, part][1:]), 2) for part in calls}}
        for name, calls in timed.items()
    ]


def first_check(exercise: str, rounds: int = 3) -> float:
    """Median seconds of a first check, Python's own start included."""
    command = [sys.executable, "-c", FIRST, exercise]
    return statistics.median(milliseconds(lambda: subprocess.run(command, check=True)) for _ in range(rounds)) / 1e3


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--rounds", type=int, default=15)
    options = parser.parse_args()
    rows = measure(options.rounds)
    first = first_check(rows[0]["exercise"])
    if options.json:
        print(json.dumps({"first_check_s": round(first, 2), "warm_ms": rows}))
        return
    columns = list(rows[0])
    print("  ".join(f"{column:>12}" for column in columns))
    for row in rows:
        print("  ".join(f"{row[column]:>12}" for column in columns))
    print(f"median of all checks {statistics.median(row['check'] for row in rows):.1f} ms, ", end="")
    print(f"slowest {max(row['check'] for row in rows):.1f} ms; first check of a session {first:.2f} s")


if __name__ == "__main__":
    main()
